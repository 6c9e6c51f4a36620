// Items of a resource as the stateful mock keeps them: made from a request, shown in the form an answer asks for.
import { itemsOf, propertiesOf, successOf, typesOf } from "../contract/described.ts";
import type { Operation, SchemaUse } from "../contract/model.ts";
import { schemaAt, valueAt } from "../contract/resource-places.ts";
import { requestUse, type Resource, type Role } from "../contract/resources.ts";
import { isObject } from "../schema/keywords.ts";
import type { JsonSchema } from "../schema/violation.ts";
import type { StateRecord } from "./state.ts";
import { sampleOf } from "./sampled.ts";

/** The body of a generated answer, without examples of other fields mixed in; undefined when none is found. */
export function generated(operation: Operation, seed: number): unknown {
  const use = successOf(operation)?.use;
  return use && (sampleOf(use, { seed, fill: "all" }) ?? sampleOf(use, { seed, fill: "required" }));
}

/**
 * The answer of an operation that shows one item: its own generated answer with the item's values in it. A value that
 * the answer's schema refuses stays out; undefined when nothing of the item can be shown.
 */
export function shown(resource: Resource, role: Role, item: StateRecord, base: unknown): unknown {
  const operation = resource.operations[role];
  const use = operation && successOf(operation)?.use;
  const place = resource.within[role];
  if (!use || place === undefined) return undefined;
  const draft = valueAt(base, place);
  const plain = isObject(draft) ? draft : {};
  return settle(plain, described(item, schemaAt(use, place), use), (candidate) => {
    const whole = putAt(base, place, candidate);
    return use.accepts(whole) ? whole : undefined;
  });
}

/** One item of a list, as the list shows it; the base is any item that the list's schema accepts. */
export function listed(use: SchemaUse, place: string, items: readonly StateRecord[], base: unknown): unknown {
  const [first] = [valueAt(base, place)].flat();
  const plain = isObject(first) ? first : {};
  const entries: unknown[] = [];
  const schema = itemsOf(schemaAt(use, place), use.resolve);
  for (const item of items) {
    const entry = settle(plain, described(item, schema, use), (candidate) =>
      use.accepts(putAt(base, place, [candidate])) ? candidate : undefined,
    );
    if (entry !== undefined) entries.push(entry);
  }
  const whole = counted(putAt(base, place, entries), entries.length);
  if (use.accepts(whole)) return whole;
  const uncounted = putAt(base, place, entries);
  return use.accepts(uncounted) ? uncounted : undefined;
}

/** What the schema speaks of; all of it where the schema names no properties. */
function described(item: StateRecord, schema: JsonSchema | undefined, use: SchemaUse): StateRecord {
  const names = propertiesOf(schema, use.resolve);
  return names.size === 0
    ? item
    : Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** The totals that a list often has beside its items. */
function counted(body: unknown, length: number): unknown {
  if (!isObject(body)) return body;
  const names = ["total", "count", "totalCount", "total_count"].filter(
    (name) => typeof body[name] === "number",
  );
  return { ...body, ...Object.fromEntries(names.map((name) => [name, length])) };
}

/** The item's values over the base: all of them, else one after the other as far as the schema takes them. */
function settle<T>(
  base: Readonly<Record<string, unknown>>,
  item: StateRecord,
  finish: (candidate: StateRecord) => T | undefined,
): T | undefined {
  const kept = Object.fromEntries(
    Object.entries(base).filter(([name]) => !Object.hasOwn(item, name) || item[name] !== undefined),
  );
  const values = Object.entries(item).filter(([, value]) => value !== undefined);
  const whole = finish({ ...kept, ...Object.fromEntries(values) });
  if (whole !== undefined) return whole;
  let candidate: StateRecord = { ...base };
  let best = finish(candidate);
  for (const [name, value] of Object.entries(item)) {
    const { [name]: _, ...without } = candidate;
    // What is not there is left out, or null where the schema wants it to be there; null may also be left out.
    const empty = [without, { ...candidate, [name]: null }];
    const tries =
      value === undefined ? empty : value === null ? empty.toReversed() : [{ ...candidate, [name]: value }];
    for (const next of tries) {
      const made = finish(next);
      if (made === undefined) continue;
      candidate = next;
      best = made;
      break;
    }
  }
  return best;
}

/** The body with a value at a place of `within`. */
export function putAt(body: unknown, place: string, value: unknown): unknown {
  if (place === "") return value;
  const [, name = "", ...rest] = place.split("/");
  const object = isObject(body) ? body : {};
  const inner = rest.length === 0 ? "" : `/${rest.join("/")}`;
  return { ...object, [name]: putAt(object[name], inner, value) };
}

/**
 * A new item: what was sent, the id, and for what only the server says, the values of a generated answer. A property
 * that could have been sent and was not has its default, or is not there (kept as undefined, so that no generated
 * value stands in for it).
 */
export function newItem(resource: Resource, sent: StateRecord, id: unknown, seed: number): StateRecord {
  const item: StateRecord = {};
  for (const role of ["list", "show", "create"] as const) {
    const operation = resource.operations[role];
    const place = resource.within[role];
    if (!operation || place === undefined) continue;
    const found = [valueAt(generated(operation, seed), place)].flat()[0];
    if (isObject(found)) Object.assign(item, found);
  }
  const use = resource.operations.create && requestUse(resource.operations.create);
  for (const [name, schema] of use ? propertiesOf(use.schema, use.resolve) : [])
    item[name] = isObject(schema) ? schema["default"] : undefined;
  Object.assign(item, sent, { [resource.idProperty]: id });
  for (const name of resource.writeOnly) delete item[name];
  return item;
}

/** RFC 7396 for a merge patch, else top-level fields replaced; null clears what cannot be null. */
export function changed(item: StateRecord, change: StateRecord, merge: boolean): StateRecord {
  const next: StateRecord = { ...item };
  for (const [name, value] of Object.entries(change)) next[name] = merge ? merged(item[name], value) : value;
  return next;
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

const ATTEMPTS = 60;

/** An id that no item has and that both the property and the parameter can carry; undefined when none is found. */
export function freeId(
  resource: Resource,
  taken: (id: string) => boolean,
  from: number,
): string | number | undefined {
  const { idParameter, idProperty, operations, within } = resource;
  const role = within.show === undefined ? "list" : "show";
  const operation = operations[role];
  const use = operation && successOf(operation)?.use;
  if (!operation || !use) return undefined;
  const parameter = [operations.show, operations.update, operations.replace, operations.remove]
    .flatMap((one) => one?.parameters ?? [])
    .find(({ in: place, name }) => place === "path" && name === idParameter);
  const schema = idSchema(resource, use, within[role] ?? "");
  const accepts = (id: unknown): boolean =>
    (schema === undefined || use.acceptsPart(schema, id)) && (parameter?.schema?.accepts(id) ?? true);
  const types = typesOf(schema, use.resolve);
  const isNumber =
    types !== undefined && (types.has("integer") || types.has("number")) && !types.has("string");
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const number = from + attempt;
    const plain = isNumber ? number : `${idProperty}-${number}`;
    const sampled =
      schema === undefined
        ? undefined
        : sampleOf(use, { seed: number, fill: "all", examples: false }, schema);
    for (const id of [plain, sampled, numbered(sampled, number)]) {
      if (typeof id !== "string" && typeof id !== "number") continue;
      if (id !== "" && !taken(String(id)) && accepts(id)) return id;
    }
  }
  return undefined;
}

/** An id in the form of another one: its last characters are the number. */
function numbered(id: unknown, number: number): string | undefined {
  if (typeof id !== "string") return undefined;
  const length = Math.min(6, id.length);
  return id.slice(0, id.length - length) + String(number).padStart(length, "0").slice(-length);
}

function idSchema({ idProperty }: Resource, use: SchemaUse, place: string): JsonSchema | undefined {
  const schema = schemaAt(use, place);
  return (
    propertiesOf(schema, use.resolve).get(idProperty) ??
    propertiesOf(itemsOf(schema, use.resolve), use.resolve).get(idProperty)
  );
}
