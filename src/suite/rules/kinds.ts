// Kinds of values and what a schema object states about them, `$ref` and allOf followed.
import { isObject } from "../../schema/keywords.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import type { Place, SchemaObject } from "./rule.ts";

export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";
export type JsonObject = { readonly [key: string]: Json };

/** The JSON type of a value. */
export function typeOf(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "boolean" | "number" | "string" | "object";
}

export const isRecord = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The declared types; undefined when the schema names none. */
export function declaredTypes(schema: SchemaObject): readonly string[] | undefined {
  const { type } = schema;
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((name): name is string => typeof name === "string") : undefined;
}

/** Whether `type` lets this value pass; a schema without `type` lets every value pass. */
export function typeAdmits(schema: SchemaObject, value: Json): boolean {
  const types = declaredTypes(schema);
  if (types === undefined) return true;
  const type = typeOf(value);
  return types.includes(type) || (type === "number" && types.includes("integer") && Number.isInteger(value));
}

/** Whether the schema asks for whole numbers only. */
export const isIntegral = (schema: SchemaObject): boolean => {
  const types = declaredTypes(schema);
  return types !== undefined && types.includes("integer") && !types.includes("number");
};

/** The number under a keyword; undefined when it is absent or no number. */
export function numberAt(schema: SchemaObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === "boolean" || isObject(value);

/** The schema under a keyword. */
export function schemaAt(schema: SchemaObject, keyword: string): JsonSchema | undefined {
  const value = schema[keyword];
  return isSchema(value) ? value : undefined;
}

/** The list of schemas under a keyword; empty when there is none. */
export function schemasAt(schema: SchemaObject, keyword: string): readonly JsonSchema[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** Name and schema of each entry under a keyword such as `properties`. */
export function schemaEntries(
  schema: SchemaObject,
  keyword: string,
): readonly (readonly [string, JsonSchema])[] {
  const value = schema[keyword];
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

/** Name and strings of each entry under `dependentRequired`. */
export function listEntries(
  schema: SchemaObject,
  keyword: string,
): readonly (readonly [string, readonly string[]])[] {
  const value = schema[keyword];
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, list]) => [name, stringsOf(list)] as const);
}

export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The schema object itself, what its `$ref` names, and its allOf members, each once. */
export function partsOf(place: Place, schema: JsonSchema): readonly SchemaObject[] {
  const parts = new Set<SchemaObject>();
  const visit = (part: JsonSchema | undefined): void => {
    if (!isObject(part) || parts.has(part) || parts.size > 60) return;
    parts.add(part);
    if (typeof part["$ref"] === "string") visit(place.resolve(part["$ref"]));
    for (const member of schemasAt(part, "allOf")) visit(member);
  };
  visit(schema);
  return [...parts];
}

/** Every property that the schema and its parts declare; the first declaration of a name counts. */
export function propertiesOf(place: Place, schema: JsonSchema): ReadonlyMap<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  for (const part of partsOf(place, schema)) {
    for (const [name, property] of schemaEntries(part, "properties"))
      if (!found.has(name)) found.set(name, property);
  }
  return found;
}

/** Every property name that the schema and its parts require. */
export function requiredOf(place: Place, schema: JsonSchema): ReadonlySet<string> {
  return new Set(partsOf(place, schema).flatMap((part) => stringsOf(part["required"])));
}
