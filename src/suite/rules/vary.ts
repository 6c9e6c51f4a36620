// Ways to vary a valid value: keys added and removed, smallest and fullest forms, single mutations, other samples.
import { isObject } from "../../schema/keywords.ts";
import { OMIT } from "../../schema/dialect.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import type { JsonObject, JsonType } from "./kinds.ts";
import { declaredTypes, isRecord, partsOf, propertiesOf, typeOf } from "./kinds.ts";
import type { Place } from "./rule.ts";

const BOOLEANS = { true: {}, false: {} } as const;
const SEEDS = [0, 1, 2, 3, 4, 5];
/** How many values `settle` tries before it gives up. */
const SETTLE_TRIES = 300;

/** A copy with one key set; `__proto__` becomes an ordinary key, as JSON.parse makes it. */
export function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  const copy: Record<string, Json> = { ...object };
  Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

export function withoutKey(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The place's value when it has the type, else a valid sample that has it. */
export function valueOfType(place: Place, type: JsonType): Json | undefined {
  if (typeOf(place.value) === type) return place.value;
  const types = declaredTypes(place.schema);
  if (types !== undefined && !types.includes(type) && !(type === "number" && types.includes("integer")))
    return undefined;
  for (const seed of SEEDS) {
    const value = place.sample(place.schema, seed);
    if (value !== undefined && typeOf(value) === type && place.accepts(place.schema, value)) return value;
  }
  return undefined;
}

export function objectOf(place: Place): JsonObject | undefined {
  const value = valueOfType(place, "object");
  return isRecord(value) ? value : undefined;
}

export function stringOf(place: Place): string | undefined {
  const value = valueOfType(place, "string");
  return typeof value === "string" ? value : undefined;
}

export function arrayOf(place: Place): readonly Json[] | undefined {
  const value = valueOfType(place, "array");
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

/** Different valid samples of a schema, fewest first to come by. */
export function samplesOf(place: Place, schema: JsonSchema, limit = 3): readonly Json[] {
  return allSamples(place, schema).slice(0, limit);
}

const remembered = new WeakMap<Place["sample"], WeakMap<object, readonly Json[]>>();

function allSamples(place: Place, schema: JsonSchema): readonly Json[] {
  const key = typeof schema === "boolean" ? BOOLEANS[String(schema) as "true" | "false"] : schema;
  const known = remembered.get(place.sample) ?? new WeakMap<object, readonly Json[]>();
  remembered.set(place.sample, known);
  const made = known.get(key);
  if (made !== undefined) return made;
  const found = new Map<string, Json>();
  for (const seed of SEEDS) {
    const value = place.sample(schema, seed);
    if (value !== undefined) found.set(JSON.stringify(value), value);
  }
  known.set(key, [...found.values()]);
  return [...found.values()];
}

/** Whether a property should not be sent in this direction (readOnly in a request). */
export const isOmitted = (place: Place, property: JsonSchema): boolean =>
  partsOf(place, property).some((part) => part[OMIT] === true);

/** The value with every key left out that `keeps` does not need. */
export function smallest(value: Json, keeps: (value: Json) => boolean): Json {
  if (!isRecord(value)) return value;
  let small: JsonObject = value;
  for (const key of Object.keys(value).toReversed()) {
    const less = withoutKey(small, key);
    if (keeps(less)) small = less;
  }
  return small;
}

/** The value with every declared property that `keeps` tolerates. */
export function fullest(
  place: Place,
  value: Json,
  schema: JsonSchema,
  keeps: (value: Json) => boolean,
): Json {
  if (!isRecord(value)) return value;
  let full: JsonObject = value;
  for (const [name, property] of propertiesOf(place, schema)) {
    if (Object.hasOwn(full, name) || isOmitted(place, property)) continue;
    const sample = place.sample(property);
    if (sample === undefined) continue;
    const more = withKey(full, name, sample);
    if (keeps(more)) full = more;
  }
  return full;
}

/** Plain values of every JSON type, with the label each goes by. */
export const PLAIN: readonly (readonly [label: string, value: Json])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["number 1", 1],
  ["number 1.5", 1.5],
  ["empty string", ""],
  ["a word", "plumbline"],
  ["empty array", []],
  ["empty object", {}],
];

/** A few plain values that a part's schema refuses: the broken clause then lies below the keyword that holds it. */
export function refused(
  place: Place,
  schema: JsonSchema,
): readonly (readonly [label: string, value: Json])[] {
  if (typeof schema === "boolean") return [];
  return PLAIN.filter(([, value]) => !place.accepts(schema, value)).slice(0, 3);
}

/** The object with one thing changed: a key left out, or its value replaced by a plain one. */
export function* mutations(value: Json): Generator<readonly [label: string, value: Json]> {
  if (!isRecord(value)) return yield* PLAIN;
  for (const key of Object.keys(value)) yield [`without ${key}`, withoutKey(value, key)];
  for (const key of Object.keys(value)) {
    for (const [label, plain] of PLAIN) yield [`${key}: ${label}`, withKey(value, key, plain)];
  }
}

/** The first of the candidates that `keeps` tolerates, as it stands or with one or two keys left out. */
export function settle(candidates: Iterable<Json>, keeps: (value: Json) => boolean): Json | undefined {
  let tries = 0;
  const fits = (value: Json): boolean => ++tries <= SETTLE_TRIES && keeps(value);
  for (const candidate of candidates) {
    if (fits(candidate)) return candidate;
    if (!isRecord(candidate)) continue;
    const keys = Object.keys(candidate);
    for (const [index, key] of keys.entries()) {
      const less = withoutKey(candidate, key);
      if (fits(less)) return less;
      for (const other of keys.slice(index + 1)) {
        const least = withoutKey(less, other);
        if (fits(least)) return least;
      }
    }
  }
  return undefined;
}

/** Values that may satisfy `schema` at this place: the value, samples, and samples laid over the value. */
export function* blends(place: Place, schema: JsonSchema): Generator<Json> {
  yield place.value;
  const base = smallest(place.value, (value) => place.accepts(place.schema, value));
  for (const sample of samplesOf(place, schema)) {
    yield sample;
    if (isRecord(sample) && isRecord(base)) yield { ...base, ...sample };
    if (isRecord(sample) && isRecord(place.value)) yield { ...place.value, ...sample };
  }
  if (!isObject(schema) || !isRecord(base)) return;
  const known = propertiesOf(place, place.schema);
  let filled: JsonObject = base;
  for (const name of partsOf(place, schema).flatMap((part) => namesIn(part))) {
    const sample = Object.hasOwn(filled, name) ? undefined : place.sample(known.get(name) ?? true);
    if (sample !== undefined) filled = withKey(filled, name, sample);
  }
  yield filled;
}

const namesIn = (part: { readonly [keyword: string]: unknown }): readonly string[] =>
  Array.isArray(part["required"])
    ? part["required"].filter((name): name is string => typeof name === "string")
    : [];
