// Walks a schema beside a valid value: every place a fault can be put, with a way to put it there.
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { isObject } from "../../schema/keywords.ts";
import { OMIT } from "../../schema/dialect.ts";
import { matching } from "../../schema/pattern.ts";
import { random } from "../../schema/random.ts";
import type { SchemaUse } from "../../contract/model.ts";
import type { Place, SchemaObject } from "../rules/rule.ts";
import { sampler } from "./template.ts";

export interface FoundPlace extends Place {
  /** Where in the value, variants named: `injectionConfig/oneOf:0/headerName`; "" for the root. */
  readonly path: string;
  /** Where in the contract. */
  readonly pointer: string;
  /** The whole value with this one at the place. */
  readonly embed: (value: Json) => Json;
  readonly depth: number;
}

/** A schema that is used in several places is walked this often. */
const VISITS = 2;
const MOST_PLACES = 400;

interface Step {
  readonly schema: JsonSchema;
  readonly value: Json;
  readonly path: string;
  readonly embed: (value: Json) => Json;
  readonly depth: number;
}

/** Every place of `value`, the root first; `value` must satisfy the schema. */
export function placesOf(use: SchemaUse, value: Json, where: Place["where"]): readonly FoundPlace[] {
  const places: FoundPlace[] = [];
  const visits = new Map<string, number>();
  const sampleOf = sampler(use);
  const draw = random(1);

  const visit = (step: Step): void => {
    const schema = followed(step.schema, use);
    if (schema === undefined || places.length >= MOST_PLACES || step.depth > 12) return;
    const pointer = use.originOf(schema);
    if (pointer !== undefined) {
      const count = visits.get(pointer) ?? 0;
      if (count >= VISITS) return;
      visits.set(pointer, count + 1);
      places.push({
        schema,
        value: step.value,
        resolve: use.resolve,
        accepts: use.acceptsPart,
        sample: sampleOf,
        random: draw,
        where,
        path: step.path,
        pointer,
        embed: step.embed,
        depth: step.depth,
      });
    }
    visitProperties(schema, step, visit, { use, sampleOf });
    visitItems(schema, step, visit, sampleOf);
    visitVariants(schema, step, visit, { use, sampleOf });
  };
  visit({ schema: use.schema, value, path: "", embed: (whole) => whole, depth: 0 });
  return places;
}

interface Tools {
  readonly use: SchemaUse;
  readonly sampleOf: (schema: JsonSchema, seed?: number) => Json | undefined;
}

function followed(schema: JsonSchema, use: SchemaUse): SchemaObject | undefined {
  let target: JsonSchema | undefined = schema;
  for (let hops = 0; hops < 20 && isObject(target) && typeof target["$ref"] === "string"; hops++) {
    // Siblings of a $ref are places of their own only when there is more than the reference.
    if (Object.keys(target).some((key) => key !== "$ref" && !key.startsWith("x-") && key !== "title"))
      return target;
    target = use.resolve(target["$ref"]);
  }
  return isObject(target) ? target : undefined;
}

function visitProperties(
  schema: SchemaObject,
  step: Step,
  visit: (step: Step) => void,
  { use, sampleOf }: Tools,
): void {
  if (!isObject(step.value) || Array.isArray(step.value)) return;
  const base = step.value as Record<string, Json>;
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const [name, property] of Object.entries(properties)) {
    const child = property as JsonSchema;
    if (isOmitted(child, use)) continue;
    const holder = Object.hasOwn(base, name)
      ? base
      : withProperty(schema, base, { name, child }, { use, sampleOf });
    const value = holder?.[name];
    if (holder === undefined || value === undefined) continue;
    visit({
      schema: child,
      value,
      path: joined(step.path, name),
      embed: (inner) => step.embed(withMember(holder, name, inner)),
      depth: step.depth + 1,
    });
  }
  const others: (readonly [string, unknown])[] = [];
  if (isObject(schema["additionalProperties"]))
    others.push(["x-plumbline-extra", schema["additionalProperties"]]);
  const patterns = isObject(schema["patternProperties"]) ? Object.entries(schema["patternProperties"]) : [];
  for (const [pattern, inner] of patterns) {
    const name = matching(pattern, { min: 1, max: 40 }, random(1));
    if (name !== undefined) others.push([name, inner]);
  }
  for (const [name, inner] of others) {
    const child = inner as JsonSchema;
    const value = Object.hasOwn(base, name) ? base[name] : sampleOf(child);
    if (value === undefined || !use.acceptsPart(schema, withMember(base, name, value))) continue;
    const embed = (item: Json): Json => step.embed(withMember(base, name, item));
    visit({ schema: child, value, path: joined(step.path, name), embed, depth: step.depth + 1 });
  }
}

function isOmitted(schema: JsonSchema, use: SchemaUse): boolean {
  const target =
    isObject(schema) && typeof schema["$ref"] === "string" ? use.resolve(schema["$ref"]) : schema;
  return (isObject(schema) && schema[OMIT] === true) || (isObject(target) && target[OMIT] === true);
}

const requirements = new Map<string, JsonSchema>();
const smallest = new WeakMap<Tools["sampleOf"], WeakMap<object, Map<string, Json | undefined>>>();

/** The smallest object that has the property, searched for once per schema. */
function smallestWith(schema: SchemaObject, name: string, sampleOf: Tools["sampleOf"]): Json | undefined {
  let bySchema = smallest.get(sampleOf);
  if (!bySchema) smallest.set(sampleOf, (bySchema = new WeakMap<object, Map<string, Json | undefined>>()));
  let byName = bySchema.get(schema);
  if (!byName) bySchema.set(schema, (byName = new Map<string, Json | undefined>()));
  if (!byName.has(name)) {
    let requirement = requirements.get(name);
    if (!requirement) requirements.set(name, (requirement = { type: "object", required: [name] }));
    byName.set(name, sampleOf({ allOf: [schema, requirement] }));
  }
  return byName.get(name);
}

/** A valid object that has the property: as little else as possible, else the base with it added. */
function withProperty(
  schema: SchemaObject,
  base: Record<string, Json>,
  { name, child }: { readonly name: string; readonly child: JsonSchema },
  { use, sampleOf }: Tools,
): Record<string, Json> | undefined {
  const alone = smallestWith(schema, name, sampleOf);
  if (isObject(alone) && Object.hasOwn(alone, name) && use.acceptsPart(schema, alone))
    return alone as Record<string, Json>;
  const value = sampleOf(child);
  if (value === undefined) return undefined;
  const added = withMember(base, name, value);
  return use.acceptsPart(schema, added) ? added : undefined;
}

function visitItems(
  schema: SchemaObject,
  step: Step,
  visit: (step: Step) => void,
  sampleOf: Tools["sampleOf"],
): void {
  if (!Array.isArray(step.value)) return;
  const list = step.value as readonly Json[];
  const prefix: readonly JsonSchema[] = Array.isArray(schema["prefixItems"]) ? schema["prefixItems"] : [];
  const at = (index: number, child: JsonSchema): void => {
    const value = list[index] ?? sampleOf(child);
    if (value === undefined || index > list.length) return;
    const embed = (item: Json): Json => step.embed([...list.slice(0, index), item, ...list.slice(index + 1)]);
    visit({ schema: child, value, path: joined(step.path, String(index)), embed, depth: step.depth + 1 });
  };
  prefix.forEach((child, index) => at(index, child));
  const { items } = schema;
  if (isObject(items)) at(prefix.length, items);
}

function visitVariants(
  schema: SchemaObject,
  step: Step,
  visit: (step: Step) => void,
  { use, sampleOf }: Tools,
): void {
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const variants = schema[keyword];
    if (!Array.isArray(variants)) continue;
    const { [keyword]: _, discriminator: __, ...rest } = schema;
    variants.forEach((variant: JsonSchema, index) => {
      if (!saysMoreThanRequired(variant)) return;
      const fits = use.acceptsPart(variant, step.value);
      const value = fits ? step.value : sampleOf({ allOf: [rest, variant] });
      if (value === undefined || !use.acceptsPart(schema, value)) return;
      visit({
        ...step,
        schema: variant,
        value,
        path: joined(step.path, `${keyword}:${index}`),
        depth: step.depth + 1,
      });
    });
  }
  const same: readonly (readonly [string, unknown])[] = [
    ...(Array.isArray(schema["allOf"])
      ? schema["allOf"].map((member: unknown, index) => [`allOf:${index}`, member] as const)
      : []),
    ...["then", "else"]
      .filter((keyword) => schema[keyword] !== undefined)
      .map((keyword) => [keyword, schema[keyword]] as const),
    ...(typeof schema["$ref"] === "string" ? [["ref", use.resolve(schema["$ref"])] as const] : []),
    ...dependents(schema, step.value),
  ];
  for (const [name, member] of same) {
    if (!isObject(member) || !use.acceptsPart(member, step.value)) continue;
    visit({ ...step, schema: member, path: joined(step.path, name), depth: step.depth + 1 });
  }
}

/** `anyOf: [{ required: [a] }, …]` is a statement about the object, not a variant of it. */
function saysMoreThanRequired(variant: JsonSchema): boolean {
  return isObject(variant) && Object.keys(variant).some((key) => key !== "required" && key !== "title");
}

function dependents(schema: SchemaObject, value: Json): readonly (readonly [string, unknown])[] {
  const table = schema["dependentSchemas"];
  if (!isObject(table) || !isObject(value)) return [];
  return Object.entries(table)
    .filter(([name]) => Object.hasOwn(value, name))
    .map(([name, inner]) => [`dependent:${name}`, inner] as const);
}

const joined = (path: string, token: string): string => (path === "" ? token : `${path}/${token}`);

/** A copy with one member set, `__proto__` as an ordinary name. */
function withMember(base: Record<string, Json>, name: string, value: Json): Record<string, Json> {
  const copy = { ...base };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}
