// The sentence for each broken keyword: what is asked and what was found, never the value of a string.
import { codePoints } from "./text-length.ts";

type Params = Readonly<Record<string, unknown>>;
type Sentence = (params: Params, value: unknown) => string;

const lengthOf = (value: unknown): number => (typeof value === "string" ? codePoints(value) : 0);
const sizeOf = (value: unknown): number =>
  Array.isArray(value)
    ? value.length
    : typeof value === "object" && value !== null
      ? Object.keys(value).length
      : 0;
const plural = (count: unknown, noun: string): string => `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
const list = (values: unknown): string =>
  Array.isArray(values)
    ? values
        .slice(0, 12)
        .map((value) => JSON.stringify(value))
        .join(", ") + (values.length > 12 ? ", …" : "")
    : "";

/** The JSON type of a value as a message names it: `a string`, `null`. */
export function nameOfType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a number";
  return value === undefined ? "nothing" : `a ${typeof value}`;
}

const SENTENCES: Readonly<Record<string, Sentence>> = {
  type: ({ type }, value) =>
    `must be ${Array.isArray(type) ? type.join(" or ") : String(type)}, not ${nameOfType(value)}`,
  enum: ({ allowedValues }) => `must be one of ${list(allowedValues)}`,
  const: ({ allowedValue }) => `must be ${JSON.stringify(allowedValue)}`,
  minLength: ({ limit }, value) =>
    `must have at least ${plural(limit, "character")} (it has ${lengthOf(value)})`,
  maxLength: ({ limit }, value) =>
    `must not be longer than ${plural(limit, "character")} (it has ${lengthOf(value)})`,
  pattern: ({ pattern }) => `must match the pattern ${String(pattern)}`,
  format: ({ format }) => `must be a valid ${String(format)}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be above ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be below ${String(limit)}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  minItems: ({ limit }, value) => `must have at least ${plural(limit, "item")} (it has ${sizeOf(value)})`,
  maxItems: ({ limit }, value) =>
    `must not have more than ${plural(limit, "item")} (it has ${sizeOf(value)})`,
  uniqueItems: ({ i, j }) => `must not repeat an item (items ${String(j)} and ${String(i)} are equal)`,
  contains: ({ minContains, maxContains }) =>
    `must contain ${String(minContains ?? 1)}${maxContains === undefined ? " or more" : ` to ${String(maxContains)}`} matching items`,
  required: ({ missingProperty }) => `needs the property ${String(missingProperty)}`,
  additionalProperties: ({ additionalProperty }) => `has the unknown property ${String(additionalProperty)}`,
  unevaluatedProperties: ({ unevaluatedProperty }) =>
    `has the unknown property ${String(unevaluatedProperty)}`,
  items: ({ limit }) => `must not have more than ${plural(limit, "item")}`,
  unevaluatedItems: ({ limit }) => `must not have more than ${plural(limit, "item")}`,
  propertyNames: ({ propertyName }) => `has a property name that is not allowed: ${String(propertyName)}`,
  minProperties: ({ limit }, value) =>
    `needs at least ${limit === 1 ? "one property" : plural(limit, "property").replace(/ys$/, "ies")} (it has ${sizeOf(value)})`,
  maxProperties: ({ limit }, value) =>
    `must not have more than ${plural(limit, "property").replace(/ys$/, "ies")} (it has ${sizeOf(value)})`,
  dependentRequired: ({ property, missingProperty }) =>
    `needs ${String(missingProperty)} when it has ${String(property)}`,
  depth: () => "is nested too deeply to be checked",
  not: () => "must not match the schema that is excluded here",
};

/** A sentence without the field's name: `must not be longer than 255 characters (it has 256)`. */
export function messageOfKeyword(keyword: string, params: Params, value: unknown): string {
  return SENTENCES[keyword]?.(params, value) ?? `breaks the keyword ${keyword}`;
}

const DETAILS: Readonly<Record<string, string>> = {
  required: "missingProperty",
  additionalProperties: "additionalProperty",
  unevaluatedProperties: "unevaluatedProperty",
  propertyNames: "propertyName",
  dependentRequired: "missingProperty",
};

/** What a keyword names, where it names several things: the missing or unknown property. */
export function detailOf(keyword: string, params: Params): string | undefined {
  const name = DETAILS[keyword];
  const value = name === undefined ? undefined : params[name];
  return typeof value === "string" ? value : undefined;
}

/** A path into a value as people write it: `/injectionConfig/items/0` is `injectionConfig.items[0]`; "" is the root. */
export function readablePath(instancePath: string): string {
  let path = "";
  for (const escaped of instancePath.split("/").slice(1)) {
    const token = escaped.includes("~") ? escaped.replaceAll("~1", "/").replaceAll("~0", "~") : escaped;
    path = /^\d+$/.test(token) ? `${path}[${token}]` : path === "" ? token : `${path}.${token}`;
  }
  return path;
}
