// The keywords of a schema object and the kind of value each must have, so that a slip is named, not skipped.

export type KeywordKind =
  | "schema"
  | "schema-list"
  | "schema-map"
  | "number"
  | "count"
  | "positive"
  | "string"
  | "boolean"
  | "string-list"
  | "string-list-map"
  | "list"
  | "any"
  /** Handled by the dialect itself: type, nullable, exclusive bounds, pattern, format, $ref … */
  | "special"
  /** Says nothing about validity and nothing reads it here. */
  | "ignored";

/** Every keyword of JSON Schema 2020-12, of OpenAPI 3.0 and of draft 4 that a schema object may hold. */
export const KEYWORDS: Readonly<Record<string, KeywordKind>> = {
  additionalProperties: "schema",
  items: "special",
  contains: "schema",
  not: "schema",
  if: "schema",
  then: "schema",
  else: "schema",
  propertyNames: "schema",
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
  contentSchema: "ignored",
  allOf: "schema-list",
  anyOf: "schema-list",
  oneOf: "schema-list",
  prefixItems: "schema-list",
  properties: "schema-map",
  patternProperties: "special",
  dependentSchemas: "schema-map",
  $defs: "ignored",
  definitions: "ignored",
  dependentRequired: "string-list-map",
  dependencies: "special",
  additionalItems: "special",
  type: "special",
  nullable: "special",
  discriminator: "special",
  pattern: "special",
  format: "special",
  required: "special",
  minimum: "special",
  maximum: "special",
  exclusiveMinimum: "special",
  exclusiveMaximum: "special",
  multipleOf: "positive",
  minLength: "count",
  maxLength: "count",
  minItems: "count",
  maxItems: "count",
  minContains: "count",
  maxContains: "count",
  minProperties: "count",
  maxProperties: "count",
  uniqueItems: "boolean",
  enum: "list",
  const: "any",
  default: "any",
  examples: "special",
  example: "special",
  title: "string",
  readOnly: "boolean",
  writeOnly: "boolean",
  deprecated: "boolean",
  $ref: "special",
  $dynamicRef: "special",
  $dynamicAnchor: "ignored",
  $id: "ignored",
  $anchor: "ignored",
  $schema: "ignored",
  $vocabulary: "ignored",
  $comment: "ignored",
  id: "ignored",
  description: "ignored",
  contentEncoding: "ignored",
  contentMediaType: "ignored",
  xml: "ignored",
  externalDocs: "ignored",
};

/** The keywords that OpenAPI 3.0 has; others are read as JSON Schema means them, with a note. */
export const KEYWORDS_OF_3_0: ReadonlySet<string> = new Set(
  (
    "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems " +
    "uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties " +
    "additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs " +
    "example deprecated $ref"
  ).split(" "),
);

export const TYPES: ReadonlySet<string> = new Set([
  "null",
  "boolean",
  "object",
  "array",
  "number",
  "string",
  "integer",
]);

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isString = (value: unknown): value is string => typeof value === "string";

/** Whether a keyword's value has the form that JSON Schema asks for; `special` and `ignored` are not judged here. */
export function hasForm(kind: KeywordKind, value: unknown): boolean {
  switch (kind) {
    case "schema":
      return typeof value === "boolean" || isObject(value);
    case "schema-list":
      return Array.isArray(value) && value.length > 0;
    case "schema-map":
      return isObject(value);
    case "number":
      return typeof value === "number";
    case "count":
      return typeof value === "number" && Number.isInteger(value) && value >= 0;
    case "positive":
      return typeof value === "number" && value > 0;
    case "string":
      return isString(value);
    case "boolean":
      return typeof value === "boolean";
    case "string-list":
      return Array.isArray(value) && value.every(isString);
    case "string-list-map":
      return (
        isObject(value) && Object.values(value).every((list) => Array.isArray(list) && list.every(isString))
      );
    case "list":
      return Array.isArray(value);
    default:
      return true;
  }
}

/** What the form is called in a message. */
export const FORM_NAMES: Readonly<Partial<Record<KeywordKind, string>>> = {
  schema: "a schema",
  "schema-list": "a non-empty list of schemas",
  "schema-map": "an object of schemas",
  number: "a number",
  count: "a whole number from 0",
  positive: "a number above 0",
  string: "a string",
  boolean: "true or false",
  "string-list": "a list of strings",
  "string-list-map": "an object of lists of strings",
  list: "a list",
};
