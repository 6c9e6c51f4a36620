// The top-level fields of a body, each with the values that stand for its variants.
import { alternatives } from "../../schema/alternatives.ts";
import { OMIT } from "../../schema/dialect.ts";
import { isObject } from "../../schema/keywords.ts";
import { sample } from "../../schema/sample.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import type { SchemaUse } from "../../contract/model.ts";

export type JsonObject = Readonly<Record<string, Json>>;

export interface Field {
  readonly name: string;
  /** Valid values: one per branch, type or member, else the smallest and the fullest. */
  readonly variants: readonly Json[];
}

const MOST_FIELDS = 60;
const MOST_VARIANTS = 4;

export const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

/** The fields that an object body may have; `full` is a valid body with everything, whose values come first. */
export function fieldsOf(use: SchemaUse, full: JsonObject): readonly Field[] {
  const schemas = new Map<string, JsonSchema | undefined>(Object.keys(full).map((name) => [name, undefined]));
  for (const [name, schema] of declaredProperties(use.schema, use)) schemas.set(name, schema);
  return [...schemas].slice(0, MOST_FIELDS).flatMap(([name, schema]) => {
    const values = [...(Object.hasOwn(full, name) ? [full[name] as Json] : []), ...variantsOf(schema, use)];
    const variants = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
    return variants.length === 0 ? [] : [{ name, variants: variants.slice(0, MOST_VARIANTS) }];
  });
}

function variantsOf(schema: JsonSchema | undefined, use: SchemaUse): readonly Json[] {
  if (schema === undefined) return [];
  const options = { resolve: use.resolve, accepts: use.acceptsPart };
  const branches = alternatives(schema, { ...options, fill: "required" }).map(({ value }) => value);
  if (branches.length > 0) return branches.slice(0, MOST_VARIANTS);
  const value = sample(schema, { ...options, fill: "required" });
  return value === undefined ? [] : [value];
}

/** The smallest valid body of each branch of the root; only what is given when the root has no branches. */
export function branchBodies(use: SchemaUse, minimal: JsonObject): readonly JsonObject[] {
  const options = { resolve: use.resolve, accepts: use.acceptsPart, fill: "required" } as const;
  const bodies = alternatives(use.schema, options).map(({ value }) => value);
  return [minimal, ...bodies.filter(isJsonObject).slice(0, MOST_VARIANTS)];
}

function declaredProperties(
  root: JsonSchema,
  use: SchemaUse,
  found: Map<string, JsonSchema> = new Map(),
  seen: Set<JsonSchema> = new Set(),
): ReadonlyMap<string, JsonSchema> {
  if (!isObject(root) || seen.has(root) || seen.size > 100) return found;
  seen.add(root);
  if (isObject(root["properties"])) {
    for (const [name, schema] of Object.entries(root["properties"]))
      if (!found.has(name) && !(isObject(schema) && schema[OMIT] === true))
        found.set(name, schema as JsonSchema);
  }
  if (typeof root["$ref"] === "string")
    declaredProperties(use.resolve(root["$ref"]) ?? true, use, found, seen);
  for (const keyword of ["allOf", "oneOf", "anyOf"]) {
    const members: unknown = root[keyword];
    if (Array.isArray(members))
      for (const member of members) declaredProperties(member as JsonSchema, use, found, seen);
  }
  return found;
}
