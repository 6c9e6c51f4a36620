// Candidates for an array: its fixed places, its items, what it must contain, and how many there must be.
import { canonical, highest, isSchema, lowest, schemaList, type Layer } from "./layers.ts";
import { isFilled, type Place, type Search } from "./search.ts";
import type { Json, JsonSchema } from "./violation.ts";

/** Longer arrays are not made: a schema that asks for one has no sample. */
const LONGEST = 200_000;
/** After so many distinct items, repetition is enough where items need not differ. */
const VARIED = 3;

interface Contained {
  readonly schema: JsonSchema;
  readonly count: number;
}

interface Plan {
  readonly layers: readonly Layer[];
  readonly unique: boolean;
  /** Where the items that `contains` asks for begin. */
  readonly containedFrom: number;
  readonly contained: readonly Contained[];
  readonly hint: readonly Json[];
}

/** Arrays that satisfy the layers (what `maxContains` counts is left to the check); the preferred length first. */
export function* arrays(layers: readonly Layer[], search: Search, place: Place): Generator<readonly Json[]> {
  const min = Math.max(0, Math.ceil(highest(layers, "minItems", 0)));
  const fixed = Math.max(0, ...layers.map((layer) => schemaList(layer, "prefixItems").length));
  const contained = layers.flatMap(containedIn);
  const demanded = contained.reduce((sum, { count }) => sum + count, 0);
  const max = Math.min(
    Math.floor(lowest(layers, "maxItems", Infinity)),
    endOf(layers, Math.max(fixed, min, demanded) + 1),
  );
  if (min > max || min > LONGEST) return;
  if (place.closed === true && min === 0 && demanded === 0) {
    yield [];
    return;
  }
  const unique = layers.some((layer) => layer["uniqueItems"] === true);
  const hint = Array.isArray(place.hint) ? (place.hint as Json[]).slice(0, 20) : [];
  const filled = isFilled(search, place) ? Math.max(fixed, 1, hint.length) : 0;
  const least = Math.max(min, demanded);
  const lengths = [Math.max(least, filled), least, min, min + 1, min + 2];
  for (const from of new Set([fixed, 0])) {
    const plan: Plan = { layers, unique, containedFrom: from, contained, hint };
    const spread = Math.max(min, demanded === 0 ? 0 : from + demanded);
    for (const length of new Set([Math.max(filled, spread), spread, ...lengths])) {
      if (length < min || length > max) continue;
      const items = itemsOf(plan, length, search, place);
      if (items) yield items;
    }
  }
}

function containedIn(layer: Layer): readonly Contained[] {
  const { contains, minContains } = layer;
  if (!isSchema(contains)) return [];
  return [
    { schema: contains, count: typeof minContains === "number" ? Math.max(0, Math.ceil(minContains)) : 1 },
  ];
}

/** The first index, up to `limit`, where no item may stand. */
function endOf(layers: readonly Layer[], limit: number): number {
  for (let index = 0; index <= Math.min(limit, LONGEST); index++)
    if (itemSchemas(layers, index).includes(false)) return index;
  return Infinity;
}

/** The schemas of the item at an index (JSON Schema 2020-12 §10.3.1, §11.2). */
function itemSchemas(layers: readonly Layer[], index: number): readonly JsonSchema[] {
  const schemas: JsonSchema[] = [];
  for (const layer of layers) {
    const prefix = layer["prefixItems"];
    const own: unknown = Array.isArray(prefix) && index < prefix.length ? prefix[index] : layer["items"];
    if (isSchema(own)) schemas.push(own);
  }
  if (schemas.length > 0) return schemas;
  return layers.map((layer) => layer["unevaluatedItems"]).filter(isSchema);
}

function itemsOf(plan: Plan, length: number, search: Search, place: Place): readonly Json[] | undefined {
  const items: Json[] = [];
  const known = new Set<string>();
  let turn = place.turn * 7;
  for (let index = 0; index < length; index++) {
    const schemas = [...itemSchemas(plan.layers, index), ...containedAt(plan, index)];
    const hint = plan.hint[index];
    const plain =
      schemas.length === itemSchemas(plan.layers, index).length && index > plan.containedFrom + VARIED;
    const last = items.at(-1);
    if (!plan.unique && plain && last !== undefined) {
      items.push(last);
      continue;
    }
    const item = nextItem({ schemas, unique: plan.unique, known, hint }, turn, search, place);
    if (!item) return undefined;
    turn = item.turn;
    items.push(item.value);
  }
  return items;
}

function containedAt(plan: Plan, index: number): readonly JsonSchema[] {
  let from = plan.containedFrom;
  for (const { schema, count } of plan.contained) {
    if (index >= from && index < from + count) return [schema];
    from += count;
  }
  return [];
}

interface Wanted {
  readonly schemas: readonly JsonSchema[];
  readonly unique: boolean;
  readonly known: Set<string>;
  readonly hint: Json | undefined;
}

/** An item; where items must differ, one that is not there yet. `turn` is where the next item goes on. */
function nextItem(
  wanted: Wanted,
  from: number,
  search: Search,
  place: Place,
): { value: Json; turn: number } | undefined {
  const { schemas, unique, known, hint } = wanted;
  for (let turn = from; turn < from + (unique ? 24 : 1); turn++) {
    const base: Place = { ...bare(place), depth: place.depth + 1, turn, optional: place.optional };
    const value = search.make(schemas, hint === undefined || turn > from ? base : { ...base, hint });
    if (value === undefined) {
      if (search.meter.nodes <= 0 || search.meter.failures <= 0) return undefined;
      continue;
    }
    const text = unique ? canonical(value) : "";
    if (unique && known.has(text)) continue;
    known.add(text);
    return { value, turn: unique ? turn + 1 : turn };
  }
  return undefined;
}

/** The place without what holds for the array alone. */
function bare({ depth, around, name, turn, optional }: Place): Place {
  return { depth, around, name, turn, optional };
}
