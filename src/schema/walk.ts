// Walks a translated schema: every schema object in it, by the keywords that hold schemas.
import { isObject, KEYWORDS } from "./keywords.ts";

type Node = Readonly<Record<string, unknown>>;

/** The schemas that a keyword of a translated schema holds: an `enum` or a property of that name holds none. */
export function heldBy(keyword: string, value: unknown): readonly unknown[] {
  const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
  if (kind === "schema" || keyword === "items") return [value];
  if (kind === "schema-list") return Array.isArray(value) ? value : [];
  if (kind === "schema-map" || keyword === "patternProperties")
    return isObject(value) ? Object.values(value) : [];
  return [];
}

/** Calls back for the schema and all schema objects inside it, each once; `$ref`s are not followed. */
export function eachSchema(schema: unknown, visit: (schema: Node) => void): void {
  const pending: unknown[] = [schema];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const next = pending.pop();
    if (!isObject(next) || seen.has(next)) continue;
    seen.add(next);
    visit(next);
    for (const [keyword, value] of Object.entries(next)) pending.push(...heldBy(keyword, value));
  }
}

/** Keywords whose schemas speak of the same value as the schema they stand in. */
const IN_PLACE = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];

/** The schema and all schema objects inside it that speak of the same value; `$ref`s are not followed. */
export function eachInPlace(schema: unknown, visit: (schema: Node) => void): void {
  const pending: unknown[] = [schema];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const next = pending.pop();
    if (!isObject(next) || seen.has(next)) continue;
    seen.add(next);
    visit(next);
    for (const keyword of IN_PLACE)
      if (next[keyword] !== undefined) pending.push(...heldBy(keyword, next[keyword]));
  }
}
