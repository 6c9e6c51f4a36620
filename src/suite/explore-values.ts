// Random values of a schema and random single changes of them, made so that fast-check can shrink both.
import type * as FastCheck from "fast-check";
import type { SchemaUse } from "../contract/model.ts";
import { isObject } from "../schema/keywords.ts";
import type { Json, JsonSchema } from "../schema/violation.ts";
import { sampler } from "./cases/template.ts";
import { numberAt, stringsOf } from "./rules/kinds.ts";
import type { SchemaObject } from "./rules/rule.ts";

type Library = typeof FastCheck;
type Values = FastCheck.Arbitrary<Json>;

const DEEPEST = 5;
const LONGEST = 40;
const MOST_ITEMS = 5;

interface Making {
  readonly fc: Library;
  readonly use: SchemaUse;
  readonly depth: number;
}

/** Values of a schema; most satisfy it, and whoever uses them proves which. Undefined where none is to be found. */
export function valuesOf(fc: Library, use: SchemaUse): Values | undefined {
  return values(use.schema, { fc, use, depth: 0 });
}

function values(schema: JsonSchema | undefined, making: Making): Values | undefined {
  const { fc, use, depth } = making;
  if (schema === undefined || schema === false) return undefined;
  if (schema === true) return fc.constantFrom<Json>(null, true, 1, "text", [], {});
  const deeper = { ...making, depth: depth + 1 };
  if (Object.hasOwn(schema, "const")) return fc.constant(schema["const"] as Json);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as readonly Json[]));
  if (depth < DEEPEST) {
    const { $ref, ...beside } = schema;
    if (typeof $ref === "string" && isPlain(beside)) return values(use.resolve($ref), deeper);
    const branches = branchesOf(schema);
    if (branches) return oneOf(branches, deeper) ?? sampled(schema, making);
    const direct = isPlain(schema, "type") ? byType(schema, deeper) : undefined;
    if (direct) return direct;
  }
  return sampled(schema, making);
}

const COMBINED = ["$ref", "allOf", "oneOf", "anyOf", "not", "if", "dependentSchemas", "dependentRequired"];

/** Whether nothing in a schema object needs a search. */
const isPlain = (schema: SchemaObject, ...but: readonly string[]): boolean =>
  !COMBINED.some((keyword) => keyword in schema) && (but.length > 0 || schema["type"] === undefined);

/** The branches of a schema that says nothing beside them. */
function branchesOf(schema: SchemaObject): readonly JsonSchema[] | undefined {
  for (const keyword of ["oneOf", "anyOf"]) {
    const { [keyword]: branches, discriminator: _, ...rest } = schema;
    if (Array.isArray(branches) && Object.keys(rest).every((key) => /^(x-|title|description)/.test(key)))
      return branches as readonly JsonSchema[];
  }
  return undefined;
}

function oneOf(schemas: readonly JsonSchema[], making: Making): Values | undefined {
  const found = schemas.flatMap((schema) => values(schema, making) ?? []);
  return found.length === 0 ? undefined : making.fc.oneof(...found);
}

/** What the search for values gives for a number of seeds. */
function sampled(schema: JsonSchema, { fc, use }: Making): Values | undefined {
  const draws = [sampler(use), sampler(use, "all")];
  const found = new Map<string, Json>();
  for (let seed = 1; seed <= 6; seed++) {
    for (const draw of draws) {
      const value = draw(schema, seed);
      if (value !== undefined) found.set(JSON.stringify(value), value);
    }
  }
  const list = [...found.values()].toSorted(
    (one, other) => JSON.stringify(one).length - JSON.stringify(other).length,
  );
  return list.length === 0 ? undefined : fc.constantFrom(...list);
}

function byType(schema: SchemaObject, making: Making): Values | undefined {
  const { fc } = making;
  const { type } = schema;
  if (Array.isArray(type)) {
    const each = type.flatMap((name: unknown) => values({ ...schema, type: name }, making) ?? []);
    return each.length === 0 ? undefined : fc.oneof(...each);
  }
  if (type === "null") return fc.constant(null);
  if (type === "boolean") return fc.boolean();
  if (type === "integer" || type === "number") return numbers(schema, making);
  if (type === "string") return strings(schema, making);
  if (type === "array") return arrays(schema, making);
  return type === "object" ? objects(schema, making) : undefined;
}

function numbers(schema: SchemaObject, { fc }: Making): Values {
  const step = numberAt(schema, "multipleOf") ?? (schema["type"] === "integer" ? 1 : 0.5);
  const low = numberAt(schema, "minimum") ?? numberAt(schema, "exclusiveMinimum") ?? -1_000_000 * step;
  const high = numberAt(schema, "maximum") ?? numberAt(schema, "exclusiveMaximum") ?? low + 2_000_000 * step;
  const from = Math.ceil(Math.max(low / step, Number.MIN_SAFE_INTEGER));
  const to = Math.floor(Math.min(high / step, Number.MAX_SAFE_INTEGER));
  return fc.integer({ min: from, max: Math.max(from, to) }).map((count) => count * step);
}

function strings(schema: SchemaObject, making: Making): Values | undefined {
  if ("pattern" in schema || "format" in schema) return sampled(schema, making);
  const minLength = numberAt(schema, "minLength") ?? 0;
  const most = numberAt(schema, "maxLength") ?? LONGEST;
  const maxLength = Math.max(minLength, Math.min(most, minLength + LONGEST));
  return making.fc.string({ minLength, maxLength, unit: "binary" });
}

function arrays(schema: SchemaObject, making: Making): Values | undefined {
  if ("prefixItems" in schema || "contains" in schema) return sampled(schema, making);
  const item = values((schema["items"] as JsonSchema | undefined) ?? true, making);
  const minLength = numberAt(schema, "minItems") ?? 0;
  if (!item) return minLength === 0 ? making.fc.constant([]) : undefined;
  const most = numberAt(schema, "maxItems") ?? MOST_ITEMS;
  const maxLength = Math.max(minLength, Math.min(most, minLength + MOST_ITEMS));
  const limits = { minLength, maxLength };
  if (schema["uniqueItems"] !== true) return making.fc.array(item, limits);
  return making.fc.uniqueArray(item, { ...limits, selector: (value) => JSON.stringify(value) });
}

function objects(schema: SchemaObject, making: Making): Values | undefined {
  const required = new Set(stringsOf(schema["required"]));
  const model: Record<string, Values> = Object.create(null) as Record<string, Values>;
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const name of new Set([...Object.keys(properties), ...required])) {
    const value = values((properties[name] as JsonSchema | undefined) ?? true, making);
    if (value) model[name] = value;
    else if (required.has(name)) return undefined;
  }
  const requiredKeys = Object.keys(model).filter((name) => required.has(name));
  return making.fc.record(model, { requiredKeys, noNullPrototype: true });
}
