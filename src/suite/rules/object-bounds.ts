// `minProperties` and `maxProperties`: objects with as many keys as allowed, and with one key less or more.
import type { JsonObject } from "./kinds.ts";
import { isRecord, numberAt, propertiesOf, requiredOf, schemaAt, schemaEntries } from "./kinds.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { matching } from "../../schema/pattern.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { isOmitted, objectOf, samplesOf, smallest, withKey, withoutKey } from "./vary.ts";
import { fitsPattern } from "./stretch.ts";

const MOST_KEYS = 2000;
const OPEN = "the contract leaves further properties open; some servers refuse what they do not know";

export const objectBounds: Rule = {
  id: "object-bounds",
  title: "the number of properties",
  keywords: ["minProperties", "maxProperties"],
  *probes(place) {
    const min = numberAt(place.schema, "minProperties");
    const max = numberAt(place.schema, "maxProperties");
    if (min === undefined && max === undefined) return;
    const value = objectOf(place);
    if (value === undefined) return;
    if (min !== undefined)
      yield* sized(place, value, "minProperties", [
        [min, true],
        [min + 1, true],
        [min - 1, false],
        [0, min === 0],
      ]);
    if (max !== undefined)
      yield* sized(place, value, "maxProperties", [
        [max, true],
        [max - 1, true],
        [max + 1, false],
        [max + 10, false],
      ]);
  },
};

function* sized(
  place: Place,
  value: JsonObject,
  keyword: string,
  sizes: readonly (readonly [count: number, valid: boolean])[],
): Generator<Probe> {
  const seen = new Set<number>();
  for (const [count, valid] of sizes) {
    if (count < 0 || count > MOST_KEYS || seen.has(count)) continue;
    seen.add(count);
    const made = withCount(place, value, count);
    if (made === undefined || (valid && !place.accepts(place.schema, made.value))) continue;
    const label = count === 0 ? "no properties" : `${count} propert${count === 1 ? "y" : "ies"}`;
    yield { keyword, label, value: made.value, valid, ...(valid && made.open ? { advisory: OPEN } : {}) };
  }
}

/** An object with exactly `count` keys; `open` when one of them is a name that the contract does not speak of. */
function withCount(
  place: Place,
  value: JsonObject,
  count: number,
): { value: JsonObject; open: boolean } | undefined {
  const needed = requiredOf(place, place.schema);
  let made: JsonObject = value;
  const optional = Object.keys(value).filter((name) => !needed.has(name));
  for (const name of optional.toReversed())
    if (Object.keys(made).length > count) made = withoutKey(made, name);
  if (Object.keys(made).length > count) {
    const least = smallest(made, (candidate) => place.accepts(place.schema, candidate));
    if (isRecord(least)) made = least;
    for (const name of Object.keys(made).toReversed())
      if (Object.keys(made).length > count) made = withoutKey(made, name);
  }
  let open = false;
  for (const [name, sample, stated] of spareKeys(place, count)) {
    if (Object.keys(made).length >= count) break;
    if (Object.hasOwn(made, name)) continue;
    made = withKey(made, name, sample);
    open ||= !stated;
  }
  return Object.keys(made).length === count ? { value: made, open } : undefined;
}

function* spareKeys(
  place: Place,
  count: number,
): Generator<readonly [name: string, value: Json, stated: boolean]> {
  const { schema } = place;
  for (const [name, property] of propertiesOf(place, schema)) {
    const sample = isOmitted(place, property) ? undefined : place.sample(property);
    if (sample !== undefined) yield [name, sample, true];
  }
  const names = schemaAt(schema, "propertyNames") ?? true;
  const patterns = schemaEntries(schema, "patternProperties");
  for (const [pattern, property] of patterns) {
    const sample = place.sample(property);
    for (let tries = 0; sample !== undefined && tries < count * 2; tries++) {
      const name = matching(pattern, { min: 1, max: 40 }, place.random);
      if (name !== undefined && place.accepts(names, name)) yield [name, sample, true];
    }
  }
  const further: JsonSchema =
    schemaAt(schema, "additionalProperties") ?? schemaAt(schema, "unevaluatedProperties") ?? true;
  if (further === false) return;
  const sample = further === true ? "plumbline" : place.sample(further);
  if (sample === undefined) return;
  for (const name of furtherNames(place, names, count)) {
    if (patterns.every(([pattern]) => fitsPattern(pattern, name) === false))
      yield [name, sample, further !== true];
  }
}

function* furtherNames(place: Place, names: JsonSchema, count: number): Generator<string> {
  for (let index = 1; index <= count; index++)
    if (place.accepts(names, `plumbline${index}`)) yield `plumbline${index}`;
  if (names === true) return;
  for (const name of samplesOf(place, names, 6)) if (typeof name === "string") yield name;
}
