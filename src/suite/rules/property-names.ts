// `patternProperties` and `propertyNames`: keys that fit the rule for keys, and keys that do not.
import { isObject } from "../../schema/keywords.ts";
import { matching, notMatching } from "../../schema/pattern.ts";
import type { Json } from "../../schema/violation.ts";
import type { JsonObject } from "./kinds.ts";
import { numberAt, schemaAt, schemaEntries } from "./kinds.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { fitsPattern } from "./stretch.ts";
import { objectOf, refused, samplesOf, withKey } from "./vary.ts";

const MOST_PER_RULE = 6;

export const propertyNames: Rule = {
  id: "property-names",
  title: "the names of properties",
  keywords: ["patternProperties", "propertyNames"],
  *probes(place) {
    if (!("patternProperties" in place.schema) && !("propertyNames" in place.schema)) return;
    const value = objectOf(place);
    if (value === undefined) return;
    yield* byPattern(place, value);
    yield* byName(place, value);
  },
};

function* byPattern(place: Place, value: JsonObject): Generator<Probe> {
  for (const [pattern, schema] of schemaEntries(place.schema, "patternProperties")) {
    const name = keyFor(place, pattern, value);
    if (name === undefined) continue;
    const probe = { keyword: "patternProperties", detail: pattern } as const;
    if (schema === false) {
      yield { ...probe, label: "a key that matches", value: withKey(value, name, "plumbline"), valid: false };
      continue;
    }
    const sample = place.sample(schema);
    const more = sample === undefined ? undefined : withKey(value, name, sample);
    for (const [label, bad] of refused(place, schema)) {
      yield {
        ...probe,
        label: `a key that matches, with ${label}`,
        value: withKey(value, name, bad),
        valid: false,
      };
    }
    if (more && place.accepts(place.schema, more))
      yield { ...probe, label: "a key that matches", value: more, valid: true };
  }
}

function keyFor(place: Place, pattern: string, value: JsonObject): string | undefined {
  const names = schemaAt(place.schema, "propertyNames") ?? true;
  const made = ["plumbline", "x-plumbline", "a", "1", "plumbline1"].filter(
    (name) => fitsPattern(pattern, name) === true,
  );
  const grown = matching(pattern, { min: 1, max: 60 }, place.random);
  const candidates = grown === undefined ? made : [...made, grown];
  return candidates.find((name) => !Object.hasOwn(value, name) && place.accepts(names, name));
}

function* byName(place: Place, value: JsonObject): Generator<Probe> {
  const names = schemaAt(place.schema, "propertyNames");
  if (names === undefined) return;
  const closed = place.schema["additionalProperties"] === false;
  const further = schemaAt(place.schema, "additionalProperties");
  const given: Json = (further !== undefined && !closed ? place.sample(further) : undefined) ?? "plumbline";
  for (const [index, name] of samplesOf(place, names).entries()) {
    if (typeof name !== "string" || Object.hasOwn(value, name)) continue;
    const more = withKey(value, name, given);
    if (place.accepts(place.schema, more))
      yield {
        keyword: "propertyNames",
        label: `an allowed name, variant ${index + 1}`,
        value: more,
        valid: true,
      };
  }
  let count = 0;
  for (const [label, name] of oddNames(place)) {
    if (place.accepts(names, name) || Object.hasOwn(value, name)) continue;
    yield { keyword: "propertyNames", label, value: withKey(value, name, given), valid: false };
    if (++count >= MOST_PER_RULE) return;
  }
}

function* oddNames(place: Place): Generator<readonly [label: string, name: string]> {
  const names = schemaAt(place.schema, "propertyNames");
  if (isObject(names)) {
    const { pattern } = names;
    const near = place.sample(names);
    const bounds = { min: numberAt(names, "minLength") ?? 1, max: numberAt(names, "maxLength") ?? 100 };
    const stray =
      typeof pattern === "string"
        ? notMatching(pattern, bounds, place.random, typeof near === "string" ? near : "plumbline")
        : undefined;
    if (stray !== undefined) yield ["a name that misses the pattern", stray];
    const max = numberAt(names, "maxLength");
    const long =
      max === undefined || max > 10_000
        ? undefined
        : typeof pattern === "string"
          ? matching(pattern, { min: max + 1, max: max + 1 }, place.random)
          : "a".repeat(max + 1);
    if (long !== undefined) yield ["a name one character too long", long];
    const min = numberAt(names, "minLength");
    if (min !== undefined && min > 1) yield ["a name one character too short", "a".repeat(min - 1)];
  }
  yield ["an empty name", ""];
  yield ["an unknown name", "plumblineUnknown"];
  yield ["a name with a blank", "plumbline unknown"];
  yield ["a name with a mark", "plumbline!"];
  yield ["a name in capitals", "PLUMBLINE"];
  yield ["a name in small letters", "plumbline"];
  yield ["a name of digits", "1"];
  yield ["a name beyond ASCII", "plümbline"];
}
