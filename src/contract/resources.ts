// The resources of a contract: a collection and its items, inferred from paths and schemas, where that is certain.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { JsonSchema } from "../schema/violation.ts";
import { hiddenProperties, itemsOf, jsonContent, propertiesOf, successOf, typesOf } from "./described.ts";
import type { Contract, Operation, SchemaUse } from "./model.ts";
import { listIn, recordIn, schemaAt } from "./resource-places.ts";

export type Role = "list" | "create" | "show" | "replace" | "update" | "remove";

export interface Resource {
  /** `/pets`: where items are listed and created; it need not be a path of the contract. */
  readonly collectionPath: string;
  /** `/pets/{petId}` */
  readonly itemPath: string;
  readonly operations: Readonly<Partial<Record<Role, Operation>>>;
  /** The path parameter that carries the id. */
  readonly idParameter: string;
  /** The property of an item that holds the id. */
  readonly idProperty: string;
  /** The names of the properties that an item is shown with. */
  readonly properties: readonly string[];
  /** The names of the properties that go in and never come out. */
  readonly writeOnly: readonly string[];
  /** By role: where in the answer's body the item (for `list` the items) stands, as a JSON pointer: "", `/data`. */
  readonly within: Readonly<Partial<Record<Role, string>>>;
  /** The list may hold only some of the items: the contract has parameters for pages. */
  readonly paged: boolean;
}

/** The extension on the path item of an item, read before anything is inferred. See docs/extensions.md. */
const EXTENSION = "x-plumbline-resource";

interface Register {
  readonly paths: ReadonlyMap<string, readonly Operation[]>;
  /** Item path → its resource, worked out at first sight: a large contract starts without reading every schema. */
  readonly resources: Map<string, Resource | undefined>;
  /** Collection path → the item paths that may belong to it. */
  readonly items: ReadonlyMap<string, readonly string[]>;
}

const registers = new WeakMap<Contract, Register>();

/**
 * The resources of the contract, in document order. A path whose last segment is one parameter is an item; when no
 * answer shows an item with a property that holds that parameter's value, it is no resource.
 */
export function resourcesOf(contract: Contract): readonly Resource[] {
  const register = registerOf(contract);
  return [...register.paths.keys()].flatMap((path) => resourceOf(path, register, contract) ?? []);
}

/** The resource that an operation belongs to, and its role there. */
export function roleOf(
  operation: Operation,
  contract: Contract,
): { readonly resource: Resource; readonly role: Role } | undefined {
  const register = registerOf(contract);
  for (const path of [operation.path, ...(register.items.get(operation.path) ?? [])]) {
    const resource = resourceOf(path, register, contract);
    for (const [role, one] of Object.entries(resource?.operations ?? {}) as [Role, Operation][])
      if (resource && one.id === operation.id) return { resource, role };
  }
  return undefined;
}

function resourceOf(path: string, register: Register, contract: Contract): Resource | undefined {
  if (!register.resources.has(path)) register.resources.set(path, resourceAt(path, register.paths, contract));
  return register.resources.get(path);
}

function registerOf(contract: Contract): Register {
  const found = registers.get(contract);
  if (found) return found;
  const paths = new Map<string, Operation[]>();
  for (const operation of contract.operations) {
    const here = paths.get(operation.path);
    if (here) here.push(operation);
    else paths.set(operation.path, [operation]);
  }
  const items = new Map<string, string[]>();
  for (const path of paths.keys()) {
    const said = extensionOf(contract, path);
    const collection = (said === false ? undefined : said.collection) ?? COLLECTION.exec(path)?.[1];
    if (collection === undefined) continue;
    const here = items.get(collection);
    if (here) here.push(path);
    else items.set(collection, [path]);
  }
  const register = { paths, items, resources: new Map<string, Resource | undefined>() };
  registers.set(contract, register);
  return register;
}

/** `/pets/{petId}`: the collection and the parameter. */
const COLLECTION = /^(.*)\/\{([^{}]+)\}$/;

interface Said {
  readonly collection?: string;
  readonly parameter?: string;
  readonly id?: string;
  readonly items?: string;
  readonly record?: string;
}

function resourceAt(
  itemPath: string,
  paths: ReadonlyMap<string, readonly Operation[]>,
  contract: Contract,
): Resource | undefined {
  const said = extensionOf(contract, itemPath);
  const [, collectionOfPath, lastParameter] = COLLECTION.exec(itemPath) ?? [];
  const idParameter = said === false ? undefined : (said.parameter ?? lastParameter);
  const collectionPath = said === false ? undefined : (said.collection ?? collectionOfPath);
  if (said === false || idParameter === undefined || !collectionPath) return undefined;
  const operations = rolesOf(paths.get(collectionPath) ?? [], paths.get(itemPath) ?? []);
  const parameter = (paths.get(itemPath) ?? [])
    .flatMap(({ parameters }) => parameters)
    .find(({ in: place, name }) => place === "path" && name === idParameter);
  if (!parameter) return undefined;
  const found = idOf(operations, namesFor(idParameter, collectionPath, said), said);
  if (!found || !fits(parameter.schema, found)) return undefined;
  const within = placesOf(operations, found.name, said);
  const bodies = [operations.create, operations.replace, operations.update].flatMap(
    (operation) => (operation && requestUse(operation)) ?? [],
  );
  const answers = [operations.show, operations.list, operations.create].flatMap(
    (operation) => (operation && successOf(operation)?.use) ?? [],
  );
  const writeOnly = new Set([...bodies, ...answers].flatMap((use) => hiddenProperties(use)));
  return {
    collectionPath,
    itemPath,
    operations: within.list === undefined ? without(operations, "list") : operations,
    idParameter,
    idProperty: found.name,
    properties: [...propertiesOf(found.record, found.use.resolve).keys()].filter(
      (name) => !writeOnly.has(name),
    ),
    writeOnly: [...writeOnly],
    within,
    paged: operations.list?.parameters.some(({ in: place, name }) => isPaging(place, name)) ?? false,
  };
}

const isPaging = (place: string, name: string): boolean =>
  place === "query" &&
  /^(page|limit|offset|cursor|after|before|skip|top|count|start|from|first|last|max|size|take|per)/i.test(
    name.replace(/[^a-z]/gi, ""),
  );

/** Only what the contract declares; an override that is no object is as good as none. */
function extensionOf(contract: Contract, itemPath: string): Said | false {
  const item = contract.at(joinPointer("#/paths", itemPath));
  const value = isObject(item) ? item[EXTENSION] : undefined;
  if (value === false) return false;
  if (!isObject(value)) return {};
  const texts = ["collection", "parameter", "id", "items", "record"].flatMap((key) =>
    typeof value[key] === "string" ? [[key, value[key]] as const] : [],
  );
  return Object.fromEntries(texts);
}

type Operations = Partial<Record<Role, Operation>>;

function without(operations: Operations, role: Role): Operations {
  const { [role]: _, ...rest } = operations;
  return rest;
}

function rolesOf(collection: readonly Operation[], item: readonly Operation[]): Operations {
  const by = (operations: readonly Operation[], method: string): Operation | undefined =>
    operations.find((operation) => operation.method === method && successOf(operation) !== undefined);
  const create = by(collection, "POST");
  const found: readonly (readonly [Role, Operation | undefined])[] = [
    ["list", by(collection, "GET")],
    // 202 promises nothing yet; a body that is no JSON object is an upload or a command.
    ["create", create && successOf(create)?.status !== 202 && takesObject(create) ? create : undefined],
    ["show", by(item, "GET")],
    ["replace", by(item, "PUT")],
    ["update", by(item, "PATCH")],
    ["remove", by(item, "DELETE")],
  ];
  return Object.fromEntries(
    found.filter(([role, operation]) => {
      if (!operation) return false;
      return role === "replace" || role === "update" ? takesObject(operation) : true;
    }),
  );
}

/** The schema of an operation's JSON request body. */
export function requestUse(operation: Operation): SchemaUse | undefined {
  return operation.requestBody && jsonContent(operation.requestBody.content)?.schema;
}

function takesObject(operation: Operation): boolean {
  const use = requestUse(operation);
  return use !== undefined && (typesOf(use.schema, use.resolve)?.has("object") ?? false);
}

/** The names that a property holding the parameter's value may have, the surest first. */
function namesFor(parameter: string, collectionPath: string, said: Said): readonly string[] {
  if (said.id !== undefined) return [said.id];
  const bare = parameter.replace(/[-_]?(id|uuid|guid)$/i, "");
  const last = collectionPath.slice(collectionPath.lastIndexOf("/") + 1);
  const about = !last.includes("{") && plain(last).startsWith(plain(bare).replace(/y$/, "").slice(0, 4));
  // `/pets/{petId}` and `/pets/{id}` both mean the id; `/pets/{name}` means the name and nothing else.
  return /(^|[-_a-z])(id|uuid|guid)$/i.test(parameter) && (bare === "" || about)
    ? [parameter, "id", "uuid", "_id", "guid"]
    : [parameter, ...(bare !== "" && about ? [...lastWordOf(parameter), "id"] : [])];
}

/** `number` of `milestone_number` and `milestoneNumber`: the property that the parameter names after its collection. */
function lastWordOf(parameter: string): readonly string[] {
  const words = parameter.split(/[-_]|(?<=[a-z])(?=[A-Z])/);
  return words.length > 1 ? [(words.at(-1) ?? "").toLowerCase()] : [];
}

const plain = (text: string): string => text.replace(/[^a-z0-9]/gi, "").toLowerCase();

interface FoundId {
  readonly name: string;
  readonly record: JsonSchema;
  readonly use: SchemaUse;
}

function idOf(operations: Operations, names: readonly string[], said: Said): FoundId | undefined {
  const show = operations.show && successOf(operations.show)?.use;
  const list = operations.list && successOf(operations.list)?.use;
  for (const name of names) {
    const shown = show && recordIn(show, name, said.record);
    if (show && shown) return { name, record: shown.schema, use: show };
    const listed = list && listIn(list, name, said.items);
    if (list && listed) return { name, record: listed.schema, use: list };
  }
  return undefined;
}

/** An id that the parameter could not carry is not its id. */
function fits(parameter: SchemaUse | undefined, { name, record, use }: FoundId): boolean {
  const property = propertiesOf(record, use.resolve).get(name);
  const types = typesOf(property, use.resolve);
  const taken = parameter && typesOf(parameter.schema, parameter.resolve);
  if (types && [...types].some((type) => !["string", "integer", "number", "null"].includes(type)))
    return false;
  if (!types || !taken || taken.has("string")) return true;
  return [...types].some((type) => taken.has(type) || (type === "integer" && taken.has("number")));
}

function placesOf(operations: Operations, id: string, said: Said): Partial<Record<Role, string>> {
  const places: Partial<Record<Role, string>> = {};
  for (const [role, operation] of Object.entries(operations) as [Role, Operation][]) {
    const use = role === "remove" ? undefined : successOf(operation)?.use;
    const place = use && (role === "list" ? listIn(use, id, said.items) : recordIn(use, id, said.record));
    if (place) places[role] = place.pointer;
  }
  return places;
}

/** The schema that an item is shown by: that of the answer that shows one, else that of the list's items. */
export function recordOf({
  operations,
  within,
}: Resource): { schema: JsonSchema; use: SchemaUse } | undefined {
  const show = operations.show && within.show !== undefined ? successOf(operations.show)?.use : undefined;
  const shown = show && schemaAt(show, within.show ?? "");
  if (show && shown !== undefined) return { schema: shown, use: show };
  const list = operations.list && successOf(operations.list)?.use;
  const listed = list && itemsOf(schemaAt(list, within.list ?? ""), list.resolve);
  return list && listed !== undefined ? { schema: listed, use: list } : undefined;
}

/** Whether an answer says what the id of a new item is: in its body, or in a declared Location. */
export function saysNewId({ operations, within }: Resource): boolean {
  if (!operations.create) return false;
  const headers = operations.create.responses
    .filter(({ status }) => status.startsWith("2"))
    .flatMap((response) => response.headers);
  return within.create !== undefined || headers.some(({ name }) => name.toLowerCase() === "location");
}
