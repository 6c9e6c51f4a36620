// Candidates for an object: which properties it gets, and their values.
import { expressionOf } from "./expression.ts";
import { highest, isSchema, lowest, schemaAt, schemasAt, textsIn, type Layer } from "./layers.ts";
import { matching } from "./pattern.ts";
import { isFilled, type Place, type Search } from "./search.ts";
import type { Json, JsonSchema } from "./violation.ts";
import { isObject } from "./keywords.ts";
import { OMIT } from "./dialect.ts";

type Entries = ReadonlyMap<string, Json>;

interface Draft {
  readonly layers: readonly Layer[];
  readonly search: Search;
  readonly place: Place;
  readonly required: ReadonlySet<string>;
  readonly min: number;
  readonly max: number;
}

/** Asks whether a candidate satisfies the schemas, only where the search is careful. */
export type Test = (value: Json) => boolean;

const GREEDY = 80;

/** Objects that satisfy the layers: first the fullest, then those with fewer optional properties. */
export function* objects(
  layers: readonly Layer[],
  search: Search,
  place: Place,
  test: Test,
): Generator<Json> {
  const draft: Draft = {
    layers,
    search,
    place,
    required: withDependents(
      layers,
      layers.flatMap((layer) => textsIn(layer["required"])),
    ),
    min: Math.max(0, Math.ceil(highest(layers, "minProperties", 0))),
    max: Math.floor(lowest(layers, "maxProperties", Infinity)),
  };
  if (draft.required.size > draft.max || draft.min > 10_000) return;
  if (place.closed === true && (draft.required.size > 0 || draft.min > 0)) return;
  const needed = new Map<string, Json>();
  for (const name of draft.required) {
    const value = valueOf(draft, name, false);
    if (value === undefined) return;
    needed.set(name, value);
  }
  if (!isFilled(search, place) && needed.size >= draft.min) {
    yield built(needed);
    if (!search.careful) return;
  }
  const optional = isFilled(search, place) ? optionalNames(draft) : [];
  const full = new Map(needed);
  for (const name of optional) addWithDependents(draft, full, name);
  topUp(draft, full);
  if (full.size >= draft.min) yield built(full);
  if (!search.careful) return;
  yield* reduced(draft, needed, full, test);
}

/** As many optional properties as the check lets stand, added one at a time; then the full set less one each. */
function* reduced(draft: Draft, needed: Entries, full: Entries, test: Test): Generator<Json> {
  const extra = [...full].filter(([name]) => !needed.has(name)).slice(0, GREEDY);
  if (extra.length > 0 && test(built(needed))) {
    let kept = new Map(needed);
    for (const [name, value] of extra) {
      const more = new Map(kept).set(name, value);
      if (more.size <= draft.max && test(built(more))) kept = more;
    }
    yield built(kept);
  }
  for (const [name] of extra) {
    const less = new Map(full);
    less.delete(name);
    yield built(less);
  }
  yield built(needed);
}

const built = (entries: Entries): Json => Object.fromEntries(entries);

/** The names and all that `dependentRequired` asks for with them. */
function withDependents(layers: readonly Layer[], names: Iterable<string>): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) {
    for (const layer of layers) {
      const map = layer["dependentRequired"];
      if (isObject(map) && Object.hasOwn(map, name)) for (const other of textsIn(map[name])) all.add(other);
    }
  }
  return all;
}

/** The schemas a property must satisfy (JSON Schema 2020-12 §10.3.2, §11.3). */
function schemasOf(layers: readonly Layer[], name: string): readonly JsonSchema[] {
  const schemas: JsonSchema[] = [];
  let evaluated = false;
  for (const layer of layers) {
    const own = schemaAt(layer, "properties", name);
    const patterned = schemasAt(layer, "patternProperties").filter(([pattern]) =>
      expressionOf(pattern)?.regexp.test(name),
    );
    const found = [...(own === undefined ? [] : [own]), ...patterned.map(([, schema]) => schema)];
    const additional = layer["additionalProperties"];
    if (found.length === 0 && isSchema(additional)) found.push(additional);
    evaluated ||= found.length > 0;
    schemas.push(...found);
  }
  if (evaluated) return schemas;
  return layers.map((layer) => layer["unevaluatedProperties"]).filter(isSchema);
}

function valueOf(draft: Draft, name: string, optional: boolean): Json | undefined {
  const { layers, search, place } = draft;
  const schemas = schemasOf(layers, name);
  if (schemas.includes(false)) return undefined;
  const inner: Place = { depth: place.depth + 1, around: place.around, name, turn: place.turn, optional };
  const { hint } = place;
  const given = isObject(hint) && Object.hasOwn(hint, name) ? hint[name] : undefined;
  return search.make(schemas, given === undefined ? inner : { ...inner, hint: given as Json });
}

/** What may be added: declared properties, then names that an example holds, then one per pattern or free map. */
function optionalNames(draft: Draft): readonly string[] {
  const { layers, search, place, required } = draft;
  const declared = layers.flatMap((layer) => schemasAt(layer, "properties").map(([name]) => name));
  const hinted = isObject(place.hint) ? Object.keys(place.hint) : [];
  const patterned = layers.flatMap((layer) =>
    schemasAt(layer, "patternProperties").map(([pattern]) => pattern),
  );
  const grown = patterned
    .filter((pattern) => !declared.some((name) => expressionOf(pattern)?.regexp.test(name)))
    .map((pattern) => matching(pattern, { max: 60 }, search.random));
  const free =
    declared.length === 0 &&
    patterned.length === 0 &&
    layers.some((layer) => isObject(layer["additionalProperties"]));
  const names = [...declared, ...hinted, ...grown.filter((name) => name !== undefined)];
  if (free && names.length === 0 && required.size === 0) names.push(...freshNames(draft, 1, new Map()));
  return [...new Set(names)].filter((name) => !required.has(name) && isWanted(draft, name));
}

function isWanted({ layers, search }: Draft, name: string): boolean {
  if (search.options.omit?.has(name)) return false;
  return !schemasOf(layers, name).some((schema) => isObject(schema) && schema[OMIT] === true);
}

/** Adds a property and what it depends on; leaves all of them out when one cannot be made or room is lacking. */
function addWithDependents(draft: Draft, entries: Map<string, Json>, name: string): void {
  const missing = [...withDependents(draft.layers, [name])].filter((other) => !entries.has(other));
  if (entries.size + missing.length > draft.max) return;
  const made = new Map<string, Json>();
  for (const other of missing) {
    const value = valueOf(draft, other, true);
    if (value === undefined) return;
    made.set(other, value);
  }
  for (const [other, value] of made) entries.set(other, value);
}

/** Adds properties until `minProperties` holds: declared ones, then new names. */
function topUp(draft: Draft, entries: Map<string, Json>): void {
  if (entries.size >= draft.min) return;
  const declared = draft.layers.flatMap((layer) => schemasAt(layer, "properties").map(([name]) => name));
  for (const name of declared) {
    if (entries.size >= draft.min) return;
    if (!entries.has(name) && !draft.search.options.omit?.has(name)) addWithDependents(draft, entries, name);
  }
  for (const name of freshNames(draft, draft.min - entries.size, entries))
    addWithDependents(draft, entries, name);
}

/** New names that `propertyNames` and the patterns let stand. */
function freshNames(draft: Draft, count: number, taken: Entries): readonly string[] {
  const { layers, search, place } = draft;
  const rules = layers.map((layer) => layer["propertyNames"]).filter(isSchema);
  const patterns = layers.flatMap((layer) =>
    schemasAt(layer, "patternProperties").map(([pattern]) => pattern),
  );
  const names = new Set<string>();
  const limit = count + 30;
  for (let turn = 0; turn < limit && names.size < count; turn++) {
    const plain = turn === 0 ? "key" : `key${turn}`;
    const extra = [{ type: "string" }];
    const ruled =
      rules.length === 0
        ? plain
        : search.make(rules, { ...place, depth: place.depth + 1, name: "", turn, extra });
    const grown = matching(patterns[turn % Math.max(1, patterns.length)] ?? "", { max: 60 }, search.random);
    // A pattern that is open at its end grows the same text each time.
    const longer = patterns.length > 0 && rules.length === 0 ? `${grown ?? ""}${turn}` : undefined;
    for (const name of [ruled, grown, longer]) {
      if (typeof name !== "string" || name === "" || taken.has(name) || names.size >= count) continue;
      if (!schemasOf(layers, name).includes(false)) names.add(name);
    }
  }
  return [...names];
}
