// readOnly and writeOnly: what the other direction carries is neither required here nor to be sent.
import type { Dialect, Draft, Target } from "./dialect.ts";
import { OMIT } from "./annotations.ts";
import { isObject } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";

type Node = Readonly<Record<string, unknown>>;

export const NONE: ReadonlySet<string> = new Set();

/** The annotation that takes a property out of this direction; undefined where both directions count. */
function markOf(dialect: Dialect): "readOnly" | "writeOnly" | undefined {
  if (dialect.direction === "both") return undefined;
  return dialect.direction === "request" ? "readOnly" : "writeOnly";
}

const COMBINATORS = ["allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas"];

/**
 * The properties that need not be there in this direction, although something requires them (OpenAPI 3.0.3
 * §4.7.24.2: a readOnly property is not required in a request, a writeOnly one not in a response).
 */
export function releasedBy(node: Node, pointer: string, dialect: Dialect): ReadonlySet<string> {
  const mark = markOf(dialect);
  if (mark === undefined) return NONE;
  const combined = COMBINATORS.some((keyword) => node[keyword] !== undefined);
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  const apart = dialect.version === "3.1" && node["$ref"] !== undefined;
  if (!combined && !apart && required.length === 0) return dialect.released;
  const wanted = combined || apart ? undefined : new Set<unknown>(required);
  const found = new Set(dialect.released);
  collect({ node, pointer }, { dialect, mark, wanted, found, seen: new Set() });
  return found;
}

interface Search {
  readonly dialect: Dialect;
  readonly mark: string;
  /** Only these names matter; undefined: all. */
  readonly wanted: ReadonlySet<unknown> | undefined;
  readonly found: Set<string>;
  readonly seen: Set<string>;
}

/** Adds the marked properties of a schema, of the members of its allOf and of what its $ref names. */
function collect({ node, pointer }: { node: unknown; pointer: string }, search: Search): void {
  if (!isObject(node) || search.seen.has(pointer) || search.seen.size > 200) return;
  search.seen.add(pointer);
  const properties = isObject(node["properties"]) ? node["properties"] : {};
  for (const [name, property] of Object.entries(properties)) {
    if (search.wanted && !search.wanted.has(name)) continue;
    if (isMarked(property, joinPointer(pointer, "properties", name), search)) search.found.add(name);
  }
  for (const part of partsOf(node, pointer, search.dialect)) collect(part, search);
}

/** The schemas that hold wherever this one holds: members of allOf, and what $ref names. */
function partsOf(
  node: Node,
  pointer: string,
  dialect: Pick<Dialect, "find">,
): { node: unknown; pointer: string }[] {
  const members = Array.isArray(node["allOf"]) ? node["allOf"] : [];
  const parts = members.map((member: unknown, index) => ({
    node: member,
    pointer: joinPointer(pointer, "allOf", index),
  }));
  const ref = node["$ref"];
  const target = typeof ref === "string" ? dialect.find(ref, pointer) : undefined;
  return target ? [...parts, { node: target.value, pointer: target.pointer }] : parts;
}

function isMarked(property: unknown, pointer: string, search: Search, hops = 0): boolean {
  if (!isObject(property) || hops > 8) return false;
  if (property[search.mark] === true) return true;
  return partsOf(property, pointer, search.dialect).some((part) =>
    isMarked(part.node, part.pointer, search, hops + 1),
  );
}

/** Which of the released names a schema requires itself, so that it must be translated with them in mind. */
export function releasedFrom(
  target: Target,
  dialect: Pick<Dialect, "released" | "find">,
): ReadonlySet<string> {
  if (dialect.released.size === 0) return NONE;
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (part: { node: unknown; pointer: string }): void => {
    if (!isObject(part.node) || seen.has(part.pointer) || seen.size > 200) return;
    seen.add(part.pointer);
    for (const name of Array.isArray(part.node["required"]) ? part.node["required"] : []) {
      if (dialect.released.has(name as string)) found.add(name as string);
    }
    for (const inner of partsOf(part.node, part.pointer, dialect)) visit(inner);
  };
  visit({ node: target.value, pointer: target.pointer });
  return found;
}

/** Takes released names out of what the draft requires. */
export function keepReleased(draft: Draft, released: ReadonlySet<string>): void {
  if (released.size === 0) return;
  const without = (names: unknown): unknown =>
    Array.isArray(names) ? names.filter((name: string) => !released.has(name)) : names;
  if (draft["required"] !== undefined) draft["required"] = without(draft["required"]);
  if (isObject(draft["dependentRequired"])) {
    const entries = Object.entries(draft["dependentRequired"]);
    draft["dependentRequired"] = Object.fromEntries(entries.map(([name, names]) => [name, without(names)]));
  }
}

/** Marks a schema whose value this direction should not carry. */
export function omitByDirection(node: Node, draft: Draft, dialect: Dialect): void {
  const mark = markOf(dialect);
  if (mark !== undefined && node[mark] === true) draft[OMIT] = true;
}
