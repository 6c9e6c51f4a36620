// Opens the applicators of a schema: each way to satisfy $ref, allOf, anyOf, oneOf and if becomes one list of layers.
import { apart } from "./apart.ts";
import { heightOf } from "./height.ts";
import { isObject } from "./keywords.ts";
import { isSchema, schemaList, schemasAt, typesOf, valuesOf, type Layer } from "./layers.ts";
import { resolved, type Place, type Search } from "./search.ts";
import type { JsonSchema } from "./violation.ts";

const DEEPEST = 60;

/**
 * The ways to satisfy all schemas at once, the first branch of each alternative first. Ways that contradict
 * themselves in type or enum are left out; `not` and the exclusiveness of oneOf are for the check afterwards.
 */
export function* expansions(
  schemas: readonly JsonSchema[],
  search: Search,
  place: Place,
): Generator<readonly Layer[]> {
  yield* open({ pending: schemas, layers: place.extra ?? [], seen: new Set(), depth: 0 }, search, place);
}

interface Opening {
  readonly pending: readonly JsonSchema[];
  readonly layers: readonly Layer[];
  readonly seen: ReadonlySet<JsonSchema>;
  readonly depth: number;
}

function* open(opening: Opening, search: Search, place: Place): Generator<readonly Layer[]> {
  const { layers, seen, depth } = opening;
  const [schema, ...rest] = opening.pending;
  if (schema === undefined) {
    yield layers;
    return;
  }
  if (schema === false || depth > DEEPEST * 20) return;
  if (schema === true || !isObject(schema) || seen.has(schema)) {
    yield* open({ ...opening, pending: rest, depth: depth + 1 }, search, place);
    return;
  }
  const grown = [...layers, schema];
  if (typesOf(grown).length === 0 || valuesOf(grown)?.length === 0) {
    search.meter.failures -= 0.1;
    return;
  }
  const known = new Set([...seen, schema]);
  const always = [...schemaList(schema, "allOf"), ...targets(schema, search)];
  for (const chosen of choices(schema, search, place)) {
    if (search.meter.failures <= 0) return;
    const pending = [...always, ...chosen, ...rest];
    yield* open({ pending, layers: grown, seen: known, depth: depth + 1 }, search, place);
  }
}

function targets(schema: Layer, search: Search): readonly JsonSchema[] {
  const found = [resolved(search.options, schema["$ref"]), resolved(search.options, schema["$dynamicRef"])];
  return found.filter((target) => target !== undefined);
}

/** The ways to take one branch of an alternative; made when they are needed. */
type Ways = () => Iterable<readonly JsonSchema[]>;

/** Every combination of one branch per alternative, the last alternative changing first. */
function* choices(schema: Layer, search: Search, place: Place): Generator<readonly JsonSchema[]> {
  const lists: Ways[] = [];
  for (const keyword of ["oneOf", "anyOf"]) {
    const list = schema[keyword];
    if (!Array.isArray(list) || list.length === 0) continue;
    // Settled for the value itself, not for a recursion inside it.
    const forced = place.depth === 0 ? search.forced.get(list) : undefined;
    const branches = list.filter(
      (branch, index) => isSchema(branch) && (forced === undefined || forced === index),
    ) as JsonSchema[];
    const alone = inOrder(branches, search, place).map((branch) => [branch]);
    lists.push(
      keyword === "anyOf" || forced !== undefined ? () => alone : () => exclusive(alone, branches, search),
    );
  }
  const condition = schema["if"];
  if (isSchema(condition)) {
    const [then, otherwise] = [schema["then"], schema["else"]];
    const ways = [[condition, ...(isSchema(then) ? [then] : [])], isSchema(otherwise) ? [otherwise] : []];
    lists.push(() => ways);
  }
  for (const [name, dependent] of schemasAt(schema, "dependentSchemas")) {
    lists.push(() => [[dependent], [{ properties: { [name]: false } }]]);
  }
  const excluded = namesExcluded(schema["not"]);
  const without = excluded ? [{ properties: Object.fromEntries(excluded.map((name) => [name, false])) }] : [];
  for (const combination of product(lists)) yield [...combination, ...without];
}

/** Each branch; then, for branches that overlap, each again with what keeps it out of the others. */
function* exclusive(
  alone: readonly (readonly JsonSchema[])[],
  branches: readonly JsonSchema[],
  search: Search,
): Generator<readonly JsonSchema[]> {
  yield* alone;
  if (!search.careful || branches.length < 2) return;
  for (const [index, branch] of branches.entries()) {
    const layers = apart(branches, index, search);
    if (layers.length > 0) yield [branch, ...layers];
  }
}

function* product(lists: readonly Ways[]): Generator<readonly JsonSchema[]> {
  const [first, ...others] = lists;
  if (!first) {
    yield [];
    return;
  }
  for (const head of first()) for (const tail of product(others)) yield [...head, ...tail];
}

/** `not: { required: [one] }` forbids that property; other negations are left to the check. */
function namesExcluded(not: unknown): readonly string[] | undefined {
  if (!isObject(not) || Object.keys(not).length !== 1) return undefined;
  if (Array.isArray(not["required"]))
    return not["required"].length === 1 ? not["required"].map(String) : undefined;
  const parts = schemaList(not, "anyOf").map(namesExcluded);
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** The order of writing; deep inside, and where a branch leads back to where we are, the shortest way out first. */
function inOrder(branches: readonly JsonSchema[], search: Search, place: Place): readonly JsonSchema[] {
  const deep = place.depth > 2 || place.closed === true;
  if (branches.length < 2 || !deep) return branches;
  const beyond = place.depth >= search.fillDepth || place.closed === true;
  if (!beyond && !branches.some((branch) => leadsBack(branch, search, place))) return branches;
  const ranked = branches.map((branch) => ({ branch, height: heightOf(branch, search.options) }));
  return ranked
    .sort((one, other) => (one.height === other.height ? 0 : one.height - other.height))
    .map(({ branch }) => branch);
}

function leadsBack(branch: JsonSchema, search: Search, place: Place): boolean {
  if (!isObject(branch)) return false;
  if (place.around.has(branch)) return true;
  const target = resolved(search.options, branch["$ref"]);
  return isObject(target) && place.around.has(target);
}
