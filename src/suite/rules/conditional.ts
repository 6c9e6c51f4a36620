// `if`, `then`, `else` and `dependentSchemas`: the condition met and unmet, its consequence kept and broken.
import { isObject } from "../../schema/keywords.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import type { JsonObject } from "./kinds.ts";
import { isRecord, propertiesOf, schemaAt, schemaEntries } from "./kinds.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import {
  blends,
  mutations,
  objectOf,
  refused,
  samplesOf,
  settle,
  smallest,
  withKey,
  withoutKey,
} from "./vary.ts";

/** How many broken consequences are proposed per keyword. */
const MOST = 8;

/** For `then`, `else` and `dependentSchemas` the broken clause lies below the keyword (and the detail, if any). */
export const conditional: Rule = {
  id: "conditional",
  title: "conditions",
  keywords: ["if", "then", "else", "dependentSchemas"],
  *probes(place) {
    const condition = schemaAt(place.schema, "if");
    if (condition !== undefined) yield* branches(place, condition);
    for (const [trigger, schema] of schemaEntries(place.schema, "dependentSchemas"))
      yield* dependent(place, trigger, schema);
  },
};

function* branches(place: Place, condition: JsonSchema): Generator<Probe> {
  for (const keyword of ["then", "else"] as const) {
    const met = keyword === "then";
    const consequence = schemaAt(place.schema, keyword) ?? true;
    const decides = (value: Json): boolean => place.accepts(condition, value) === met;
    const good = settle(
      candidates(place, condition, consequence),
      (value) => decides(value) && place.accepts(place.schema, value),
    );
    if (good === undefined) continue;
    yield {
      keyword: "if",
      detail: keyword,
      label: met ? "the condition met" : "the condition unmet",
      value: good,
      valid: true,
    };
    const small = smallest(good, (value) => decides(value) && place.accepts(place.schema, value));
    if (JSON.stringify(small) !== JSON.stringify(good))
      yield {
        keyword: "if",
        detail: keyword,
        label: met ? "the condition met, and no more" : "the condition unmet, and no more",
        value: small,
        valid: true,
      };
    if (!met) yield* stillRefused(place, good, schemaAt(place.schema, "then") ?? true);
    if (keyword in place.schema)
      yield* broken(
        { keyword },
        good,
        (value) => decides(value) && !place.accepts(consequence, value),
        place,
      );
  }
}

/** Where the consequence is not asked for, its properties are judged by their own schema alone. */
function* stillRefused(place: Place, good: Json, consequence: JsonSchema): Generator<Probe> {
  const known = propertiesOf(place, place.schema);
  for (const name of propertiesOf(place, consequence).keys()) {
    const schema = known.get(name);
    if (schema === undefined || !isRecord(good)) continue;
    const text = JSON.stringify(good[name] ?? place.sample(schema) ?? null);
    for (const [label, bad] of [["written as text", text], ...refused(place, schema)] as const) {
      if (place.accepts(schema, bad)) continue;
      const value = withKey(good, name, bad);
      yield {
        keyword: "if",
        detail: "else",
        label: `the condition unmet, ${name}: ${label}`,
        value,
        valid: false,
      };
    }
  }
}

/** Values on either side of a condition: blends with its parts, and its properties left out or set to other values. */
function* candidates(place: Place, condition: JsonSchema, consequence: JsonSchema): Generator<Json> {
  for (const value of flipped(place, condition)) {
    yield value;
    for (const sample of samplesOf(place, consequence)) {
      if (isRecord(value) && isRecord(sample)) yield { ...sample, ...value };
      else if (!isRecord(value)) yield sample;
    }
    if (isRecord(value)) yield completed(place, value, consequence);
  }
}

function* flipped(place: Place, condition: JsonSchema): Generator<Json> {
  yield* blends(place, condition);
  const value = objectOf(place);
  if (value === undefined) return yield* [...mutations(place.value)].map(([, other]) => other);
  const known = propertiesOf(place, place.schema);
  for (const name of propertiesOf(place, condition).keys()) {
    yield withoutKey(value, name);
    for (const sample of valuesOf(place, known.get(name) ?? true)) yield withKey(value, name, sample);
  }
}

const valuesOf = (place: Place, given: JsonSchema): readonly Json[] => {
  const schema =
    isObject(given) && typeof given["$ref"] === "string" ? (place.resolve(given["$ref"]) ?? given) : given;
  const listed = isObject(schema) && Array.isArray(schema["enum"]) ? (schema["enum"] as readonly Json[]) : [];
  return [...listed, ...samplesOf(place, schema), true, false];
};

/** The object with every property that the consequence requires. */
function completed(place: Place, value: JsonObject, consequence: JsonSchema): JsonObject {
  const known = propertiesOf(place, place.schema);
  let whole = value;
  const demanded = propertiesOf(place, consequence);
  const names =
    isObject(consequence) && Array.isArray(consequence["required"])
      ? (consequence["required"] as readonly string[])
      : [];
  for (const name of new Set([...names, ...demanded.keys()])) {
    const schema = demanded.get(name);
    if (Object.hasOwn(whole, name) && (schema === undefined || place.accepts(schema, whole[name]))) continue;
    const both =
      schema === undefined
        ? undefined
        : samplesOf(place, schema).find((sample) => place.accepts(known.get(name) ?? true, sample));
    const sample = both ?? place.sample(known.get(name) ?? schema ?? true);
    if (sample !== undefined) whole = withKey(whole, name, sample);
  }
  return whole;
}

function* broken(
  about: Pick<Probe, "keyword" | "detail">,
  good: Json,
  breaks: (value: Json) => boolean,
  place: Place,
): Generator<Probe> {
  let count = 0;
  for (const [label, value] of [...swapped(place, good), ...mutations(good)]) {
    if (count >= MOST) return;
    if (!breaks(value)) continue;
    count += 1;
    yield { ...about, label: `the consequence broken: ${label}`, value, valid: false };
  }
}

/** Other values of the same property schema: they break the consequence and nothing else. */
function* swapped(place: Place, good: Json): Generator<readonly [label: string, value: Json]> {
  if (!isRecord(good)) return;
  for (const [name, schema] of propertiesOf(place, place.schema)) {
    for (const [index, sample] of valuesOf(place, schema).entries()) {
      if (place.accepts(schema, sample)) yield [`${name}, variant ${index + 1}`, withKey(good, name, sample)];
    }
  }
}

function* dependent(place: Place, trigger: string, schema: JsonSchema): Generator<Probe> {
  const about = { keyword: "dependentSchemas", detail: trigger } as const;
  const has = (value: Json): boolean => isRecord(value) && Object.hasOwn(value, trigger);
  const sample = place.sample(propertiesOf(place, place.schema).get(trigger) ?? true) ?? "plumbline";
  const withTrigger = [...blends(place, schema)]
    .filter(isRecord)
    .map((value) => withKey(value, trigger, value[trigger] ?? sample));
  const completedOnes = withTrigger.map((value) => completed(place, value, schema));
  const good = settle(
    [...withTrigger, ...completedOnes],
    (value) => has(value) && place.accepts(place.schema, value),
  );
  if (good !== undefined) {
    yield { ...about, label: `${trigger} with its consequence kept`, value: good, valid: true };
    yield* broken(about, good, (value) => has(value) && !place.accepts(schema, value), place);
  }
  const value = objectOf(place);
  const without = value === undefined ? undefined : withoutKey(value, trigger);
  if (without && place.accepts(place.schema, without))
    yield { ...about, label: `without ${trigger}`, value: without, valid: true };
}
