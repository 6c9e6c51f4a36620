// Which text wrote each node of a document that overlays have changed; copied only where it was changed.
import type { Position } from "./model.ts";
import type { SourceText } from "./source.ts";

/** A text that was parsed. */
export interface ParsedSource extends SourceText {
  readonly value: unknown;
  /** Where the node stands that tokens name: its key, or the item of a list. */
  readonly placeOf: (tokens: readonly string[]) => Position | undefined;
}

/** Where a node was written, and by which overlay action. */
export interface Origin {
  readonly source: ParsedSource;
  readonly tokens: readonly string[];
  /** Set for what an overlay wrote: the description of its action, or "" when it has none. */
  readonly action: string | undefined;
}

/** The origin of a node; its descendants have the origin's descendants, except those listed. */
export interface Trace {
  readonly origin: Origin;
  members?: Map<string, Trace>;
  /** Of a list whose length was changed: the trace of every item. */
  items?: Trace[];
}

/** A document while overlays change it. */
export interface Draft {
  value: unknown;
  trace: Trace;
  /** Objects made for this draft; all others belong to a source and are copied before they change. */
  readonly owned: WeakSet<object>;
}

export function draftOf(source: ParsedSource): Draft {
  return {
    value: source.value,
    trace: { origin: { source, tokens: [], action: undefined } },
    owned: new WeakSet(),
  };
}

export function childOrigin(origin: Origin, token: string): Origin {
  return { ...origin, tokens: [...origin.tokens, token] };
}

/** The origin of the node that tokens name in the changed document. */
export function originAt(trace: Trace, tokens: readonly string[]): Origin {
  let at = trace;
  for (const [depth, token] of tokens.entries()) {
    const child = at.items?.[Number(token)] ?? at.members?.get(token);
    if (child === undefined) return { ...at.origin, tokens: [...at.origin.tokens, ...tokens.slice(depth)] };
    at = child;
  }
  return at.origin;
}

export interface Traced {
  readonly value: unknown;
  readonly trace: Trace;
}

/** Changes the node at a location, or removes it when `change` gives undefined; what is not there is left alone. */
export function editAt(
  draft: Draft,
  location: readonly string[],
  change: (node: Traced) => Traced | undefined,
): void {
  const edited = editBelow(draft, { value: draft.value, trace: draft.trace }, location, change);
  if (edited === undefined) return;
  draft.value = edited.value;
  draft.trace = edited.trace;
}

function editBelow(
  draft: Draft,
  node: Traced,
  location: readonly string[],
  change: (node: Traced) => Traced | undefined,
): Traced | undefined {
  const [token, ...rest] = location;
  if (token === undefined) return change(node);
  const container = node.value;
  if (!isContainer(container) || !Object.hasOwn(container, token)) return node;
  if (Array.isArray(container)) {
    const list = ownList(draft, container, node.trace);
    const index = Number(token);
    const edited = editBelow(
      draft,
      { value: list.value[index], trace: itemTrace(list.items, index, node.trace) },
      rest,
      change,
    );
    list.value.splice(index, 1, ...(edited === undefined ? [] : [edited.value]));
    list.items.splice(index, 1, ...(edited === undefined ? [] : [edited.trace]));
    return { value: list.value, trace: node.trace };
  }
  const copy = ownObject(draft, container);
  const members = (node.trace.members ??= new Map());
  const edited = editBelow(
    draft,
    { value: copy[token], trace: memberTrace(node.trace, token) },
    rest,
    change,
  );
  if (edited === undefined) {
    delete copy[token];
    members.delete(token);
  } else {
    setMember(copy, token, edited.value);
    members.set(token, edited.trace);
  }
  return { value: copy, trace: node.trace };
}

/** An update laid over a node: objects are merged, lists joined, anything else replaced (Overlay 1.0.0 §4.4.4). */
export function mergeUpdate(draft: Draft, node: Traced, update: unknown, origin: Origin): Traced {
  if (isObject(node.value) && isObject(update)) {
    const copy = ownObject(draft, node.value);
    const members = (node.trace.members ??= new Map());
    for (const [key, value] of Object.entries(update)) {
      const written = childOrigin(origin, key);
      const merged = Object.hasOwn(copy, key)
        ? mergeUpdate(draft, { value: copy[key], trace: memberTrace(node.trace, key) }, value, written)
        : { value, trace: { origin: written } };
      setMember(copy, key, merged.value);
      members.set(key, merged.trace);
    }
    return { value: copy, trace: node.trace };
  }
  if (Array.isArray(node.value) && Array.isArray(update)) {
    const list = ownList(draft, node.value, node.trace);
    for (const [index, value] of update.entries()) {
      list.value.push(value);
      list.items.push({ origin: childOrigin(origin, String(index)) });
    }
    return { value: list.value, trace: node.trace };
  }
  return { value: update, trace: { origin } };
}

/** One more entry at the end of a list. */
export function appendEntry(draft: Draft, node: Traced, entry: unknown, origin: Origin): Traced {
  if (!Array.isArray(node.value)) return node;
  const list = ownList(draft, node.value, node.trace);
  list.value.push(entry);
  list.items.push({ origin });
  return { value: list.value, trace: node.trace };
}

type JsonObject = Record<string, unknown>;

export const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

export const isObject = (value: unknown): value is JsonObject => isContainer(value) && !Array.isArray(value);

/** Sets an own property whatever its name: assigning to `__proto__` would change the prototype. */
export function setMember(object: JsonObject, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function ownObject(draft: Draft, value: object): JsonObject {
  if (draft.owned.has(value) && isObject(value)) return value;
  const copy: JsonObject = { ...value };
  draft.owned.add(copy);
  return copy;
}

function ownList(
  draft: Draft,
  value: readonly unknown[],
  trace: Trace,
): { value: unknown[]; items: Trace[] } {
  const items = (trace.items ??= value.map((_, index) => ({
    origin: childOrigin(trace.origin, String(index)),
  })));
  if (draft.owned.has(value)) return { value: value as unknown[], items };
  const copy = [...value];
  draft.owned.add(copy);
  return { value: copy, items };
}

const memberTrace = (trace: Trace, key: string): Trace =>
  trace.members?.get(key) ?? { origin: childOrigin(trace.origin, key) };

const itemTrace = (items: readonly Trace[], index: number, list: Trace): Trace =>
  items[index] ?? { origin: childOrigin(list.origin, String(index)) };
