// Where an item, or the list of them, stands in the body of an answer: at its root, or in one of its properties.
import { isObject } from "../schema/keywords.ts";
import type { JsonSchema } from "../schema/violation.ts";
import { itemsOf, partsOf, propertiesOf } from "./described.ts";
import type { SchemaUse } from "./model.ts";

export interface Place {
  readonly pointer: string;
  readonly schema: JsonSchema;
}

/** Where the body shows an item: it is one, or exactly one of its properties is. */
export function recordIn(use: SchemaUse, id: string, said?: string): Place | undefined {
  const isRecord = (schema: JsonSchema): boolean =>
    itemsOf(schema, use.resolve) === undefined && propertiesOf(schema, use.resolve).has(id);
  return placeIn(use, said, (schema) => (isRecord(schema) ? schema : undefined));
}

/** Where the body lists items: it is the array, or exactly one of its properties is. */
export function listIn(use: SchemaUse, id: string, said?: string): Place | undefined {
  return placeIn(use, said, (schema) => {
    const items = itemsOf(schema, use.resolve);
    return items !== undefined && propertiesOf(items, use.resolve).has(id) ? items : undefined;
  });
}

function placeIn(
  use: SchemaUse,
  said: string | undefined,
  read: (schema: JsonSchema) => JsonSchema | undefined,
): Place | undefined {
  if (said !== undefined) {
    const schema = schemaAt(use, said);
    const found = schema === undefined ? undefined : read(schema);
    return found === undefined ? undefined : { pointer: said, schema: found };
  }
  const whole = read(use.schema);
  if (whole !== undefined) return { pointer: "", schema: whole };
  if (partsOf(use.schema, use.resolve).some(({ items }) => items !== undefined)) return undefined;
  const inner = [...propertiesOf(use.schema, use.resolve)].flatMap(([name, schema]) => {
    const found = read(schema);
    return found === undefined ? [] : [{ pointer: `/${name}`, schema: found }];
  });
  return inner.length === 1 ? inner[0] : undefined;
}

/** The value at a place of `within`; undefined when the body has none there. */
export function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const token of pointer.split("/").slice(1)) {
    if (!isObject(value) || !Object.hasOwn(value, token)) return undefined;
    value = value[token];
  }
  return value;
}

/** The schema at a place of `within`. */
export function schemaAt(use: SchemaUse, place: string): JsonSchema | undefined {
  let schema: JsonSchema | undefined = use.schema;
  for (const token of place.split("/").slice(1)) schema = propertiesOf(schema, use.resolve).get(token);
  return schema;
}
