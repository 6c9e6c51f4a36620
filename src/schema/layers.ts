// Reads what several schema objects that hold at once ("layers") say together, forgiving of malformed keywords.
import { isObject, TYPES } from "./keywords.ts";
import { codePoints } from "./text-length.ts";
import type { Json, JsonSchema } from "./violation.ts";

/** A schema object seen without its applicators in place ($ref, allOf, oneOf …): those are layers of their own. */
export type Layer = Readonly<Record<string, unknown>>;
export type TypeName = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** Most plausible first, for a schema that names no type. */
const UNIVERSE: readonly TypeName[] = ["string", "integer", "number", "boolean", "object", "array", "null"];
const TYPICAL: readonly (readonly [TypeName, readonly string[]])[] = [
  [
    "object",
    [
      "properties",
      "required",
      "additionalProperties",
      "patternProperties",
      "propertyNames",
      "minProperties",
      "maxProperties",
      "dependentRequired",
      "dependentSchemas",
      "unevaluatedProperties",
    ],
  ],
  ["array", ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems"]],
  ["string", ["pattern", "minLength", "maxLength", "format"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

/** The finite numbers that the layers give for a keyword. */
export function numbersAt(layers: readonly Layer[], keyword: string): number[] {
  return layers
    .map((layer) => layer[keyword])
    .filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
}

/** The strictest lower bound: `minLength`, `minItems` … */
export const highest = (layers: readonly Layer[], keyword: string, otherwise: number): number =>
  numbersAt(layers, keyword).reduce((bound, value) => Math.max(bound, value), otherwise);

/** The strictest upper bound. */
export const lowest = (layers: readonly Layer[], keyword: string, otherwise: number): number =>
  numbersAt(layers, keyword).reduce((bound, value) => Math.min(bound, value), otherwise);

export function textsAt(layers: readonly Layer[], keyword: string): string[] {
  return [...new Set(layers.map((layer) => layer[keyword]).filter((value) => typeof value === "string"))];
}

/** The strings of a list; none when it is no list. */
export const textsIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === "string") : [];

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "boolean" || isObject(value);

/** The schemas that a keyword holds under names, own names only. */
export function schemasAt(layer: Layer, keyword: string): readonly (readonly [string, JsonSchema])[] {
  const map = layer[keyword];
  if (!isObject(map)) return [];
  return Object.entries(map).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

/** The schema a keyword holds under one name. */
export function schemaAt(layer: Layer, keyword: string, name: string): JsonSchema | undefined {
  const map = layer[keyword];
  const schema = isObject(map) && Object.hasOwn(map, name) ? map[name] : undefined;
  return isSchema(schema) ? schema : undefined;
}

/** The schemas of a keyword that holds a list of them. */
export function schemaList(layer: Layer, keyword: string): readonly JsonSchema[] {
  const list = layer[keyword];
  return Array.isArray(list) ? list.filter(isSchema) : [];
}

function typesOfLayer(layer: Layer): readonly TypeName[] | undefined {
  const { type } = layer;
  const names = (Array.isArray(type) ? type : [type]).filter((name): name is TypeName =>
    TYPES.has(name as string),
  );
  return names.length > 0 ? names : undefined;
}

/** The types that all layers allow, most plausible first and null last; an empty list when they exclude each other. */
export function typesOf(layers: readonly Layer[]): readonly TypeName[] {
  const lists = layers.map(typesOfLayer).filter((list) => list !== undefined);
  const [first, ...others] = lists;
  if (!first) {
    const hinted = TYPICAL.filter(([, keywords]) =>
      keywords.some((key) => layers.some((layer) => layer[key] !== undefined)),
    );
    return [...new Set([...hinted.map(([type]) => type), ...UNIVERSE])];
  }
  const allowed = first.flatMap((type): readonly TypeName[] => {
    if (others.every((list) => list.includes(type) || (type === "integer" && list.includes("number"))))
      return [type];
    return type === "number" && others.every((list) => list.includes("number") || list.includes("integer"))
      ? ["integer"]
      : [];
  });
  const distinct = [...new Set(allowed)];
  return [...distinct.filter((type) => type !== "null"), ...distinct.filter((type) => type === "null")];
}

export function typeOf(value: unknown): TypeName | undefined {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? (Number.isInteger(value) ? "integer" : "number") : undefined;
    case "string":
    case "boolean":
    case "object":
      return typeof value as TypeName;
    default:
      return undefined;
  }
}

/** The value as text in which equal JSON values (JSON Schema 2020-12 §4.2.2) are equal: keys sorted. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

const memberTexts = new WeakMap<object, ReadonlySet<string>>();

/** The members of a list as canonical texts; long lists are met often, so they are written out once. */
function textsOfMembers(list: readonly Json[]): ReadonlySet<string> {
  const known = memberTexts.get(list);
  if (known) return known;
  const texts = new Set(list.map(canonical));
  memberTexts.set(list, texts);
  return texts;
}

/** The lists of `enum` and `const` of all layers. */
function valueLists(layers: readonly Layer[]): readonly (readonly Json[])[] {
  const lists: (readonly Json[])[] = [];
  for (const layer of layers) {
    if (Array.isArray(layer["enum"])) lists.push(layer["enum"] as Json[]);
    if (layer["const"] !== undefined) lists.push([layer["const"] as Json]);
  }
  return lists;
}

/** The values that `enum` and `const` of all layers leave; undefined when no layer has either. */
export function valuesOf(layers: readonly Layer[]): readonly Json[] | undefined {
  const [first, ...others] = valueLists(layers);
  if (!first || others.length === 0) return first;
  const sets = others.map(textsOfMembers);
  return first.filter((value) => {
    const text = canonical(value);
    return sets.every((set) => set.has(text));
  });
}

/** What the schema offers as examples of itself. */
export function hintsOf(layers: readonly Layer[]): readonly Json[] {
  return layers.flatMap((layer) => {
    const examples = Array.isArray(layer["examples"]) ? (layer["examples"] as Json[]) : [];
    const single = [layer["example"], layer["default"]].filter((value) => value !== undefined) as Json[];
    return [...examples, ...single];
  });
}

/** False when a plain keyword (type, enum, const, a bound of a number, a length) refuses the value: a quick look. */
export function fits(layers: readonly Layer[], value: unknown): boolean {
  const type = typeOf(value);
  if (type === undefined) return false;
  const typed = layers.every((layer) => {
    const types = typesOfLayer(layer);
    return !types || types.includes(type) || (type === "integer" && types.includes("number"));
  });
  if (!typed) return false;
  const lists = valueLists(layers);
  if (lists.length > 0) {
    const text = canonical(value);
    if (!lists.every((list) => textsOfMembers(list).has(text))) return false;
  }
  if (typeof value === "number")
    return within(layers, value, ["minimum", "maximum"]) && aboveExclusive(layers, value);
  if (typeof value === "string") return within(layers, codePoints(value), ["minLength", "maxLength"]);
  if (Array.isArray(value)) return within(layers, value.length, ["minItems", "maxItems"]);
  return true;
}

const within = (layers: readonly Layer[], size: number, [low, high]: readonly [string, string]): boolean =>
  size >= highest(layers, low, -Infinity) && size <= lowest(layers, high, Infinity);

const aboveExclusive = (layers: readonly Layer[], value: number): boolean =>
  value > highest(layers, "exclusiveMinimum", -Infinity) &&
  value < lowest(layers, "exclusiveMaximum", Infinity);
