// Keeps a value of one oneOf branch out of the others, where their descriptions overlap.
import { isObject } from "./keywords.ts";
import { isSchema, schemaList, schemasAt } from "./layers.ts";
import { accepted, resolved, type Search } from "./search.ts";
import type { Json, JsonSchema } from "./violation.ts";

/** Values that another branch may refuse for a property of its own, the least startling first. */
const ODD: readonly Json[] = [null, "", 0, false];
const MOST = 8;
const DEEPEST = 4;

/**
 * Schemas that hold besides the branch at `index` and make the other branches refuse the value: each of the others gets
 * a property that this one does not describe, with a value that only the other one minds. Empty where there is none.
 */
export function apart(branches: readonly JsonSchema[], index: number, search: Search): readonly JsonSchema[] {
  const own = branches[index];
  if (own === undefined || branches.length > MOST) return [];
  return branches
    .filter((_, at) => at !== index)
    .map((other) => wedge(own, other, search, 0))
    .filter((found) => found !== undefined);
}

/** An object with one property that the other branch refuses, or with a part like that; for lists, the same of their items. */
function wedge(own: JsonSchema, other: JsonSchema, search: Search, depth: number): JsonSchema | undefined {
  const mine = propertiesOf(own, search, 0);
  for (const [name, schema] of propertiesOf(other, search, 0)) {
    if (mine.has(name)) continue;
    const odd = ODD.find((value) => !accepted(search, [schema], value));
    if (odd !== undefined)
      return { type: "object", properties: { [name]: { const: odd } }, required: [name] };
  }
  if (depth >= DEEPEST) return undefined;
  for (const [name, schema] of propertiesOf(other, search, 0)) {
    const shared = mine.get(name);
    const inside = shared === undefined ? undefined : wedge(shared, schema, search, depth + 1);
    if (inside !== undefined) return { type: "object", properties: { [name]: inside }, required: [name] };
  }
  const [items, others] = [itemsOf(own, search), itemsOf(other, search)];
  if (items === undefined || others === undefined) return undefined;
  const inner = wedge(items, others, search, depth + 1);
  return inner && { type: "array", minItems: 1, items: inner };
}

function propertiesOf(schema: JsonSchema, search: Search, depth: number): Map<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  if (!isObject(schema) || depth > DEEPEST) return found;
  for (const part of [...schemaList(schema, "allOf"), resolved(search.options, schema["$ref"])]) {
    if (part === undefined) continue;
    for (const [name, inner] of propertiesOf(part, search, depth + 1)) found.set(name, inner);
  }
  for (const [name, inner] of schemasAt(schema, "properties")) found.set(name, inner);
  return found;
}

function itemsOf(schema: JsonSchema, search: Search): JsonSchema | undefined {
  const target = isObject(schema) ? (resolved(search.options, schema["$ref"]) ?? schema) : undefined;
  const items = isObject(target) ? target["items"] : undefined;
  return isSchema(items) ? items : undefined;
}
