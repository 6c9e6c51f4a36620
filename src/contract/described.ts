// What a schema describes, whatever it is composed of: the properties of its object, the items of its array.
import { OMIT, SECRET } from "../schema/dialect.ts";
import { isObject } from "../schema/keywords.ts";
import type { JsonSchema } from "../schema/violation.ts";
import { isJson, parseMediaType } from "./media-type.ts";
import type { MediaType, Operation, SchemaUse } from "./model.ts";

type SchemaObject = Readonly<Record<string, unknown>>;
type Resolve = SchemaUse["resolve"];

const DEEPEST = 12;

/** The schema objects that speak of the same value: behind `$ref`, in allOf, oneOf, anyOf, then and else. */
export function partsOf(schema: JsonSchema | undefined, resolve: Resolve): readonly SchemaObject[] {
  const parts = new Set<SchemaObject>();
  const visit = (part: unknown, depth: number): void => {
    if (!isObject(part) || depth > DEEPEST || parts.has(part)) return;
    parts.add(part);
    if (typeof part["$ref"] === "string") visit(resolve(part["$ref"]), depth + 1);
    for (const keyword of ["allOf", "oneOf", "anyOf"]) {
      const members = part[keyword];
      if (Array.isArray(members)) for (const member of members) visit(member, depth + 1);
    }
    visit(part["then"], depth + 1);
    visit(part["else"], depth + 1);
  };
  visit(schema, 0);
  return [...parts];
}

/** The properties that an object of the schema may have, by name; those of the other direction are left out. */
export function propertiesOf(
  schema: JsonSchema | undefined,
  resolve: Resolve,
): ReadonlyMap<string, JsonSchema> {
  const properties = new Map<string, JsonSchema>();
  for (const { properties: named } of partsOf(schema, resolve)) {
    for (const [name, property] of Object.entries(isObject(named) ? named : {})) {
      const child = property as JsonSchema;
      if (child === false || has(child, resolve, OMIT) || properties.has(name)) continue;
      properties.set(name, child);
    }
  }
  return properties;
}

/** The names of the properties whose values are secret, or that an answer does not carry. */
export function hiddenProperties(use: SchemaUse): readonly string[] {
  const hidden = new Set<string>();
  for (const { properties } of partsOf(use.schema, use.resolve)) {
    for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
      const parts = partsOf(property as JsonSchema, use.resolve);
      const isHidden = parts.some(
        (part) => part["writeOnly"] === true || part[SECRET] === true || part["format"] === "password",
      );
      if (isHidden) hidden.add(name);
    }
  }
  return [...hidden];
}

function has(schema: JsonSchema, resolve: Resolve, annotation: string): boolean {
  if (!isObject(schema)) return false;
  const target = typeof schema["$ref"] === "string" ? resolve(schema["$ref"]) : undefined;
  return schema[annotation] === true || (isObject(target) && target[annotation] === true);
}

/** The types that a schema names; undefined when it leaves them open. */
export function typesOf(schema: JsonSchema | undefined, resolve: Resolve): ReadonlySet<string> | undefined {
  const types = new Set<string>();
  for (const { type, properties, items } of partsOf(schema, resolve)) {
    const named = Array.isArray(type) ? type : type === undefined ? [] : [type];
    for (const one of named) types.add(String(one));
    if (named.length === 0 && isObject(properties)) types.add("object");
    if (named.length === 0 && isObject(items)) types.add("array");
  }
  return types.size === 0 ? undefined : types;
}

/** The schema of the items, where the schema describes an array. */
export function itemsOf(schema: JsonSchema | undefined, resolve: Resolve): JsonSchema | undefined {
  for (const { items } of partsOf(schema, resolve)) if (isObject(items)) return items as JsonSchema;
  return undefined;
}

/** The first JSON body among the declared media types that has a schema. */
export function jsonContent(content: readonly MediaType[]): (MediaType & { schema: SchemaUse }) | undefined {
  return content.find((media): media is MediaType & { schema: SchemaUse } => {
    const parsed = parseMediaType(media.range);
    return media.schema !== undefined && parsed !== undefined && isJson(parsed);
  });
}

/** The lowest success that the operation declares, with its JSON body where it has one. */
export function successOf(
  operation: Operation,
): { readonly status: number; readonly use: SchemaUse | undefined } | undefined {
  const [first] = operation.responses
    .filter(({ status }) => /^2\d\d$/.test(status))
    .toSorted((one, other) => Number(one.status) - Number(other.status));
  return first && { status: Number(first.status), use: jsonContent(first.content)?.schema };
}
