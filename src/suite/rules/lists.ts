// Lists of an exact length that respect the item schemas, uniqueness and containment.
import { canonical } from "../../schema/layers.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { numberAt, schemaAt, schemasAt } from "./kinds.ts";
import type { Place } from "./rule.ts";

/** The largest list that is built, in bytes of JSON. */
const MOST_BYTES = 200_000;
const TRIES = 40;

/** The schema that the item at a position must satisfy. */
export function itemSchema({ schema }: Place, position: number): JsonSchema {
  return schemasAt(schema, "prefixItems")[position] ?? schemaAt(schema, "items") ?? true;
}

/** A list of exactly `length` items grown from `base`; undefined when it cannot be had or would be too large. */
export function listOf(place: Place, base: readonly Json[], length: number): readonly Json[] | undefined {
  if (length <= base.length) return shortened(place, base, length);
  const unique = place.schema["uniqueItems"] === true;
  const list = [...base];
  const used = new Set(unique ? base.map(canonical) : []);
  let bytes = JSON.stringify(base).length;
  const spare = fresh(place, length);
  while (list.length < length) {
    const item = nextItem(place, list.length, used, unique ? spare : undefined);
    if (item === undefined) return undefined;
    if (unique) used.add(canonical(item));
    bytes += JSON.stringify(item).length + 1;
    if (bytes > MOST_BYTES) return undefined;
    list.push(item);
  }
  return list;
}

/** Fewer items; those that `contains` counts are kept longest. */
function shortened({ schema, accepts }: Place, base: readonly Json[], length: number): readonly Json[] {
  const wanted = schemaAt(schema, "contains");
  if (wanted === undefined || schemasAt(schema, "prefixItems").length > 0) return base.slice(0, length);
  const counted = base
    .filter((item) => accepts(wanted, item))
    .slice(0, numberAt(schema, "maxContains") ?? base.length);
  return [...counted, ...base.filter((item) => !counted.includes(item))].slice(0, length);
}

function nextItem(
  place: Place,
  position: number,
  used: ReadonlySet<string>,
  spare: Generator<Json> | undefined,
): Json | undefined {
  const schema = itemSchema(place, position);
  if (schema === false) return undefined;
  if (spare === undefined) return cached(place, schema);
  for (let tries = 0; tries < TRIES; tries++) {
    const { value, done } = spare.next();
    if (done) return undefined;
    if (!used.has(canonical(value)) && place.accepts(schema, value)) return value;
  }
  return undefined;
}

const samples = new WeakMap<object, Json | undefined>();

/** The shortest of a few samples: long lists stay small. */
function cached(place: Place, schema: JsonSchema): Json | undefined {
  if (typeof schema === "boolean") return schema ? "a" : undefined;
  if (samples.has(schema)) return samples.get(schema);
  const found = [0, 1, 2].map((seed) => place.sample(schema, seed)).filter((value) => value !== undefined);
  const shortest = found.toSorted(
    (one, other) => JSON.stringify(one).length - JSON.stringify(other).length,
  )[0];
  samples.set(schema, shortest);
  return shortest;
}

/** Ever new values for a list of unique items: samples, then texts and numbers counted up. */
function* fresh(place: Place, length: number): Generator<Json> {
  const schema = itemSchema(place, Math.max(0, length - 1));
  const first = place.sample(schema, 0);
  for (let seed = 0; seed < Math.min(12, length * 2 + 4); seed++) {
    const value = place.sample(schema, seed);
    if (value !== undefined) yield value;
  }
  for (let count = 0; count < length * 2 + 4; count++) {
    yield* numbered(first, count);
    const value = place.sample(schema, count + 12);
    if (value !== undefined) yield value;
  }
}

/** The value with a running number in every text and number of it. */
function* numbered(value: Json | undefined, count: number): Generator<Json> {
  if (typeof value === "string") {
    yield `${value}${count}`;
    yield value.slice(0, Math.max(0, value.length - String(count).length)) + String(count);
  } else if (typeof value === "number") yield value + count;
  else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const [entry] = Object.entries(value as { readonly [key: string]: Json }).filter(
      ([, inner]) => typeof inner === "string" || typeof inner === "number",
    );
    if (!entry) return;
    for (const inner of numbered(entry[1], count))
      yield { ...(value as { readonly [key: string]: Json }), [entry[0]]: inner };
  } else if (Array.isArray(value) && value.length > 0) {
    for (const inner of numbered(value[0] as Json, count)) yield [inner, ...(value.slice(1) as Json[])];
  }
}
