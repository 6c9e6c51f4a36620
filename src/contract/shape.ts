// The shape a schema asks for, so that text can be read as the value it stands for.
import type { JsonSchema } from "../schema/violation.ts";
import { isRecord, setOwn } from "./record.ts";

/** What a schema asks for: primitive types, array of …, object of …; seen through $ref, allOf, anyOf, oneOf and type lists. */
export interface Shape {
  /** All three when the schema does not say. */
  readonly kinds: ReadonlySet<"array" | "object" | "primitive">;
  /** JSON Schema type names; empty when the schema does not say. */
  readonly types: ReadonlySet<string>;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  /** What properties beyond `properties` look like; absent when nothing is said about them, or none are allowed. */
  readonly additional?: Shape;
}

type Resolve = (ref: string) => JsonSchema | undefined;

/** What the schema objects that apply at one place say together. */
interface Facts {
  types: Set<string> | undefined;
  readonly hints: Set<string>;
  readonly items: JsonSchema[];
  readonly properties: Map<string, JsonSchema[]>;
  readonly additional: JsonSchema[];
}

/** The walk through one place: the schemas on the way down (for circular references) and a bound on all visits. */
interface Walk {
  readonly resolve: Resolve;
  readonly above: Set<object>;
  visits: number;
}

const MAX_VISITS = 5_000;

/** Keywords that speak of one type only; they count where no `type` is given. */
const HINTS: Readonly<Record<string, string>> = {
  properties: "object",
  required: "object",
  additionalProperties: "object",
  patternProperties: "object",
  propertyNames: "object",
  minProperties: "object",
  maxProperties: "object",
  unevaluatedProperties: "object",
  items: "array",
  prefixItems: "array",
  contains: "array",
  minItems: "array",
  maxItems: "array",
  uniqueItems: "array",
  pattern: "string",
  minLength: "string",
  maxLength: "string",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "number",
};

/** The shape of a schema that says nothing. */
export const ANY_SHAPE: Shape = { kinds: new Set(["array", "object", "primitive"]), types: new Set() };

/** Schema → shape. Nested shapes are worked out when they are first asked for, so recursive schemas have one too. */
export function shapeOf(schema: JsonSchema, resolve: Resolve): Shape {
  return shapeOfAll([schema], resolve);
}

/** Several schemas for one place (a property that two branches describe): what any of them allows. */
function shapeOfAll(schemas: readonly JsonSchema[], resolve: Resolve): Shape {
  const facts = emptyFacts();
  for (const schema of schemas) {
    const found = gather(schema, { resolve, above: new Set(), visits: 0 });
    facts.types = found.types === undefined ? facts.types : union(facts.types, found.types);
    absorb(facts, found);
  }
  const types = facts.types ?? facts.hints;
  const shape = { kinds: kindsOf(types), types };
  if (facts.items.length > 0) lazily(shape, "items", () => shapeOfAll(facts.items, resolve));
  if (facts.properties.size > 0) {
    const properties: Record<string, unknown> = {};
    for (const [name, of] of facts.properties) lazily(properties, name, () => shapeOfAll(of, resolve));
    setOwn(shape as Record<string, unknown>, "properties", properties);
  }
  if (facts.additional.length > 0) lazily(shape, "additional", () => shapeOfAll(facts.additional, resolve));
  return shape;
}

function lazily(target: object, key: string, make: () => Shape): void {
  let made: Shape | undefined;
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get: () => (made ??= make()) });
}

function kindsOf(types: ReadonlySet<string>): Shape["kinds"] {
  if (types.size === 0) return ANY_SHAPE.kinds;
  const kinds = new Set<"array" | "object" | "primitive">();
  for (const type of types) kinds.add(type === "array" || type === "object" ? type : "primitive");
  return kinds;
}

function emptyFacts(): Facts {
  return { types: undefined, hints: new Set(), items: [], properties: new Map(), additional: [] };
}

function gather(schema: JsonSchema, walk: Walk): Facts {
  const facts = emptyFacts();
  if (!isRecord(schema) || walk.above.has(schema) || ++walk.visits > MAX_VISITS) return facts;
  walk.above.add(schema);
  ownFacts(facts, schema);
  for (const keyword of ["$ref", "$dynamicRef"]) {
    const ref = schema[keyword];
    const target = typeof ref === "string" ? walk.resolve(ref) : undefined;
    if (target !== undefined) restrict(facts, gather(target, walk));
  }
  for (const branch of schemasIn(schema["allOf"])) restrict(facts, gather(branch, walk));
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemasIn(schema[keyword]);
    if (branches.length > 0) restrict(facts, unite(branches.map((branch) => gather(branch, walk))));
  }
  for (const keyword of ["then", "else"]) {
    const branch = schema[keyword];
    if (isRecord(branch)) absorb(facts, gather(branch, walk));
  }
  walk.above.delete(schema);
  return facts;
}

function ownFacts(facts: Facts, schema: Readonly<Record<string, unknown>>): void {
  const type = schema["type"];
  if (typeof type === "string") facts.types = new Set([type]);
  else if (Array.isArray(type)) facts.types = new Set(type.filter((name) => typeof name === "string"));
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  if (Array.isArray(values) && values.length > 0) {
    facts.types = intersection(facts.types, new Set(values.flatMap(typesOfValue)));
  }
  for (const keyword in schema) {
    const hint = HINTS[keyword];
    if (hint !== undefined && Object.hasOwn(HINTS, keyword)) facts.hints.add(hint);
  }
  const { items, prefixItems, properties, additionalProperties, patternProperties } = schema;
  if (isRecord(items) || items === true) facts.items.push(items);
  facts.items.push(...schemasIn(prefixItems));
  if (isRecord(properties)) {
    for (const [name, property] of Object.entries(properties)) {
      if (isRecord(property) || typeof property === "boolean") facts.properties.set(name, [property]);
    }
  }
  if (isRecord(additionalProperties) || additionalProperties === true)
    facts.additional.push(additionalProperties);
  if (isRecord(patternProperties)) facts.additional.push(...schemasIn(Object.values(patternProperties)));
}

function schemasIn(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter((one) => isRecord(one) || typeof one === "boolean") : [];
}

function typesOfValue(value: unknown): string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  if (typeof value === "number") return Number.isInteger(value) ? ["integer", "number"] : ["number"];
  return [typeof value];
}

/** Both apply: the types that both allow. */
function restrict(facts: Facts, other: Facts): void {
  facts.types = intersection(facts.types, other.types);
  absorb(facts, other);
}

/** Takes over everything but the types. */
function absorb(facts: Facts, other: Facts): void {
  for (const hint of other.hints) facts.hints.add(hint);
  facts.items.push(...other.items);
  facts.additional.push(...other.additional);
  for (const [name, schemas] of other.properties) {
    facts.properties.set(name, [...(facts.properties.get(name) ?? []), ...schemas]);
  }
}

/** One of them applies: the types that any allows; unknown as soon as one branch says neither type nor anything of one. */
function unite(branches: readonly Facts[]): Facts {
  const facts = emptyFacts();
  let known = branches.some((branch) => branch.types !== undefined);
  for (const branch of branches) {
    const types = branch.types ?? branch.hints;
    if (types.size === 0) known = false;
    if (known) facts.types = union(facts.types, types);
    absorb(facts, branch);
  }
  if (!known) facts.types = undefined;
  return facts;
}

function union(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>): Set<string> {
  return new Set([...(one ?? []), ...other]);
}

/** `number` includes `integer`. A contradiction keeps the first: nothing will be valid anyway. */
function intersection(one: Set<string> | undefined, other: Set<string> | undefined): Set<string> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const both = new Set<string>();
  for (const type of one) {
    if (other.has(type) || (type === "integer" && other.has("number"))) both.add(type);
  }
  if (one.has("number") && other.has("integer")) both.add("integer");
  return both.size > 0 ? both : one;
}
