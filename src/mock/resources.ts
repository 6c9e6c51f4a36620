// The stateful part of a mock without handlers: what is created is listed, shown, changed, and gone after it is deleted.
import { header, splitTarget } from "../http.ts";
import { partsOf, propertiesOf, successOf } from "../contract/described.ts";
import { declaredFor } from "../contract/message.ts";
import type { Contract, Operation } from "../contract/model.ts";
import { chooseMediaType } from "../contract/negotiation.ts";
import { valueAt } from "../contract/resource-places.ts";
import { requestUse, roleOf, type Resource, type Role } from "../contract/resources.ts";
import { isObject } from "../schema/keywords.ts";
import type { HandlerContext, HandlerResult } from "./handler.ts";
import { changed, freeId, generated, listed, newItem, shown } from "./resource-items.ts";
import type { State, StateRecord } from "./state.ts";

/** The answer that the state gives; undefined where the generated one stands (also after an effect on the state). */
export type FromState = (context: HandlerContext) => HandlerResult | undefined;

export interface StoreOptions {
  readonly state: State;
  readonly seed: number;
  /** The body of the answer that the mock gives without a state. */
  readonly still: (operation: Operation) => unknown;
}

/** The items of one collection, and what is known of them beside their records. */
interface Shelf {
  readonly items: Map<string, StateRecord>;
  readonly gone: Set<string>;
  /** Nothing was written yet: every id is answered as the contract's examples say. */
  untouched: boolean;
  /** The number that the next id is made of. */
  next: number;
}

const MOST_ITEMS = 1000;
const MOST_SHELVES = 1000;

interface Visit {
  readonly resource: Resource;
  readonly role: Role;
  readonly shelf: Shelf;
  readonly context: HandlerContext;
}

/** A state for every resource of the contract; seeded, per collection at its first use, with what the answers hold. */
export function storeOf(contract: Contract, options: StoreOptions): FromState {
  const roles = new Map<Operation, ReturnType<typeof roleOf>>();
  const shelves = new Map<string, Shelf>();
  let resets = options.state.resets();
  const shelfOf = (resource: Resource, name: string): Shelf | undefined => {
    if (resets !== options.state.resets()) shelves.clear();
    resets = options.state.resets();
    let shelf = shelves.get(name);
    if (!shelf && shelves.size < MOST_SHELVES) {
      shelf = { items: options.state.collection(name), gone: new Set(), untouched: true, next: 1 };
      shelves.set(name, shelf);
      fill(resource, shelf, options);
    }
    return shelf;
  };
  return (context) => {
    const { operation, request } = context;
    if (!roles.has(operation)) roles.set(operation, roleOf(operation, contract));
    const found = roles.get(operation);
    if (!found || !isAcceptable(context)) return undefined;
    const name = found.resource.collectionPath.replace(/\{([^}]*)\}/g, (_, parameter: string) =>
      encodeURIComponent(String(request.path[parameter])),
    );
    const shelf = shelfOf(found.resource, name);
    return shelf && ACTS[found.role]({ ...found, shelf, context }, options);
  };
}

/** Who accepts no declared media type is refused as without a state, before anything happens. */
function isAcceptable({ operation, raw }: HandlerContext): boolean {
  const accept = header(raw.headers, "accept");
  if (accept === undefined || accept === "*/*") return true;
  const status = String(successOf(operation)?.status);
  const ranges = operation.responses.find((response) => response.status === status)?.content ?? [];
  return (
    ranges.length === 0 ||
    chooseMediaType(
      accept,
      ranges.map(({ range }) => range),
    ) !== undefined
  );
}

function fill(resource: Resource, shelf: Shelf, { still }: StoreOptions): void {
  for (const role of ["list", "show"] as const) {
    const operation = resource.operations[role];
    const place = resource.within[role];
    if (!operation || place === undefined) continue;
    for (const item of [valueAt(still(operation), place)].flat()) {
      const id = isObject(item) ? item[resource.idProperty] : undefined;
      if (!isObject(item) || (typeof id !== "string" && typeof id !== "number")) continue;
      const known = { ...shelf.items.get(String(id)), ...item };
      shelf.items.set(String(id), role === "show" ? complete(resource, known) : known);
    }
  }
}

/** An item as its own answer shows it is all there is: no generated value stands in for what it does not have. */
const complete = ({ properties }: Resource, item: StateRecord): StateRecord => ({
  ...Object.fromEntries(properties.map((name) => [name, undefined])),
  ...item,
});

type Act = (visit: Visit, options: StoreOptions) => HandlerResult | undefined;

const ACTS: Readonly<Record<Role, Act>> = {
  list: (visit, { still }) => {
    const { resource, shelf, context } = visit;
    const use = successOf(context.operation)?.use;
    const place = resource.within.list;
    if (shelf.untouched || !use || place === undefined) return undefined;
    return answer(context, listed(use, place, [...shelf.items.values()], still(context.operation)));
  },
  create,
  show: (visit, { seed }) => {
    const { resource, shelf, context } = visit;
    const item = shelf.items.get(idIn(visit));
    if (!item) return missing(visit);
    if (shelf.untouched && hasExample(context.operation)) return undefined;
    return answer(context, shown(resource, "show", item, generated(context.operation, seed)));
  },
  replace: change,
  update: change,
  remove: (visit) => {
    const { shelf } = visit;
    const id = idIn(visit);
    if (!shelf.items.has(id) && (!shelf.untouched || shelf.gone.has(id))) return missing(visit);
    shelf.untouched = false;
    shelf.items.delete(id);
    if (shelf.gone.size < MOST_ITEMS) shelf.gone.add(id);
    return undefined;
  },
};

const idIn = ({ resource, context }: Visit): string => String(context.request.path[resource.idParameter]);

const hasExample = (operation: Operation): boolean =>
  operation.responses.some(
    ({ status, content }) => status.startsWith("2") && content.some(({ examples }) => examples.length > 0),
  );

function answer({ operation }: HandlerContext, body: unknown): HandlerResult | undefined {
  const success = successOf(operation);
  return success === undefined || body === undefined ? undefined : { status: success.status, body };
}

/** At first sight every id has the contract's answer; once something was written, only what is there is found. */
function missing(visit: Visit): HandlerResult | undefined {
  const { shelf } = visit;
  const id = idIn(visit);
  if (shelf.untouched && !shelf.gone.has(id)) return undefined;
  const message = `there is no ${visit.resource.idParameter} ${id.slice(0, 100)}`;
  return { refuse: { status: 404, message } };
}

/** What of a body the operation lets a client say; everything where it names no properties. */
function sentTo({ operation, request }: HandlerContext, { properties }: Resource): StateRecord | undefined {
  if (!isObject(request.body)) return undefined;
  const use = requestUse(operation);
  const writable = use && propertiesOf(use.schema, use.resolve);
  if (!writable || writable.size === 0) return { ...request.body };
  return Object.fromEntries(
    Object.entries(request.body).filter(([name]) => writable.has(name) || !properties.includes(name)),
  );
}

function create(visit: Visit, { seed }: StoreOptions): HandlerResult | undefined {
  const { resource, shelf, context } = visit;
  const sent = sentTo(context, resource);
  if (!sent) return undefined;
  const chosen = chosenId(visit, sent);
  if (typeof chosen === "object") return chosen;
  const id =
    chosen ?? freeId(resource, (other) => shelf.items.has(other) || shelf.gone.has(other), shelf.next);
  if (id === undefined) return undefined;
  const item = newItem(resource, sent, id, seed);
  const base = generated(context.operation, seed);
  const body = resource.within.create === undefined ? base : shown(resource, "create", item, base);
  const success = successOf(context.operation);
  if (!success || (success.use && body === undefined)) return undefined;
  keep(shelf, String(id), item);
  shelf.next++;
  return { status: success.status, ...(success.use ? { body } : {}), ...locationOf(context, id) };
}

/** The id that a body brings along, as long as it is free; a conflict where every client has to choose one. */
function chosenId(
  { resource, shelf, context }: Visit,
  sent: StateRecord,
): string | number | HandlerResult | undefined {
  const { idProperty } = resource;
  const id = sent[idProperty];
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  if (!shelf.items.has(String(id))) return id;
  const use = requestUse(context.operation);
  const mustChoose =
    use && partsOf(use.schema, use.resolve).some(({ required }) => isIn(required, idProperty));
  if (!mustChoose || !declaredFor(context.operation, 409)) return undefined;
  return { refuse: { status: 409, message: `there is a ${idProperty} ${String(id)} already` } };
}

const isIn = (names: unknown, name: string): boolean => Array.isArray(names) && names.includes(name);

function keep(shelf: Shelf, id: string, item: StateRecord): void {
  shelf.untouched = false;
  shelf.gone.delete(id);
  shelf.items.set(id, item);
  const [oldest] = shelf.items.keys();
  if (shelf.items.size > MOST_ITEMS && oldest !== undefined) shelf.items.delete(oldest);
}

/** RFC 9110 §10.2.2: where the new item is, if the contract declares the field and its schema takes the text. */
function locationOf(
  { operation, raw }: HandlerContext,
  id: string | number,
): { headers?: { location: string } } {
  const status = String(successOf(operation)?.status);
  const declared = operation.responses.find((response) => response.status === status);
  const field = declared?.headers.find(({ name }) => name.toLowerCase() === "location");
  const location = `${splitTarget(raw.path)[0].replace(/\/$/, "")}/${encodeURIComponent(String(id).toWellFormed())}`;
  return field && (field.schema?.accepts(location) ?? true) ? { headers: { location } } : {};
}

function change(visit: Visit, { seed, still }: StoreOptions): HandlerResult | undefined {
  const { resource, role, shelf, context } = visit;
  const sent = sentTo(context, resource);
  const type = context.request.mediaType?.range ?? "";
  if (!sent || /json-patch/i.test(type)) return undefined;
  const id = idIn(visit);
  const value = context.request.path[resource.idParameter];
  const item =
    shelf.items.get(id) ?? (shelf.untouched && !shelf.gone.has(id) ? first(visit, still) : undefined);
  if (!item) return missing(visit);
  const next =
    role === "replace" ? replaced(visit, item, sent) : changed(item, sent, /merge-patch/i.test(type));
  for (const name of resource.writeOnly) delete next[name];
  keep(shelf, id, { ...next, [resource.idProperty]: item[resource.idProperty] ?? value });
  if (resource.within[role] === undefined) return undefined;
  return answer(context, shown(resource, role, next, generated(context.operation, seed)));
}

/** An id that nobody has written to yet: it has the values that its answer showed so far. */
function first({ resource, context }: Visit, still: StoreOptions["still"]): StateRecord {
  const { show } = resource.operations;
  const place = resource.within.show;
  const base = show && place !== undefined ? valueAt(still(show), place) : undefined;
  const id = context.request.path[resource.idParameter];
  return isObject(base)
    ? complete(resource, { ...base, [resource.idProperty]: id })
    : newItem(resource, {}, id, 1);
}

/** RFC 9110 §9.3.4: what a client could have said and did not is no longer there; what only the server says stays. */
function replaced({ context }: Visit, item: StateRecord, sent: StateRecord): StateRecord {
  const use = requestUse(context.operation);
  const next: StateRecord = { ...item };
  for (const [name, schema] of use ? propertiesOf(use.schema, use.resolve) : [])
    next[name] = isObject(schema) ? schema["default"] : undefined;
  return { ...next, ...sent };
}
