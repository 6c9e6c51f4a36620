// `required` and `dependentRequired`: each property left out, and objects with no more than must be there.
import type { Json } from "../../schema/violation.ts";
import type { JsonObject } from "./kinds.ts";
import { isRecord, listEntries, propertiesOf, requiredOf, stringsOf } from "./kinds.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { fullest, isOmitted, objectOf, smallest, withKey, withoutKey } from "./vary.ts";

const CASE_BLIND = "some servers read property names without regard to case";

export const required: Rule = {
  id: "required",
  title: "the properties that must be there",
  keywords: ["required", "dependentRequired"],
  *probes(place) {
    if (!["required", "properties", "dependentRequired"].some((keyword) => keyword in place.schema)) return;
    const value = objectOf(place);
    if (value === undefined) return;
    yield* presence(place, value);
    yield* dependencies(place, value);
  },
};

function* presence(place: Place, value: JsonObject): Generator<Probe> {
  const { schema } = place;
  const names = stringsOf(schema["required"]);
  const keeps = (candidate: Json): boolean => place.accepts(schema, candidate);
  const full = fullest(place, value, schema, keeps);
  const small = smallest(value, keeps);
  const keyword = ["required", "properties"].find((name) => name in schema);
  if (keyword === undefined || !isRecord(small) || !isRecord(full)) return;
  yield { keyword, label: "only what is required", value: small, valid: true };
  for (const [name, property] of propertiesOf(place, schema)) {
    if (Object.hasOwn(small, name) || requiredOf(place, schema).has(name) || isOmitted(place, property))
      continue;
    const given = full[name] ?? place.sample(property);
    const one = given === undefined ? undefined : withKey(small, name, given);
    if (one && keeps(one))
      yield { keyword, detail: name, label: `what is required and ${name}`, value: one, valid: true };
  }
  yield { keyword, label: "every property", value: full, valid: true };
  if (names.length > 1) {
    const [first = ""] = names;
    const several = { keyword: "required", valid: false } as const;
    yield { ...several, label: "with none of it", value: withoutKey(value, ...names) };
    yield { ...several, label: "an empty object", value: {} };
    if (value[first] !== undefined)
      yield { ...several, label: `with ${first} alone`, value: { [first]: value[first] } };
  }
  for (const name of names) {
    const given = value[name];
    if (given === undefined) continue;
    const probe = { keyword: "required", detail: name, valid: false } as const;
    yield { ...probe, label: `without ${name}`, value: withoutKey(value, name) };
    yield { ...probe, label: `every property but ${name}`, value: withoutKey(full, name) };
    const other = caseVariant(name);
    if (other !== name && !Object.hasOwn(value, other)) {
      yield {
        ...probe,
        label: `${other} instead of ${name}`,
        value: withKey(withoutKey(value, name), other, given),
        advisory: CASE_BLIND,
      };
    }
  }
}

/** The name in the other case: `userId` is `USERID`. */
export const caseVariant = (name: string): string =>
  name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase();

/** JSON Schema 2020-12 §6.5.4. */
function* dependencies(place: Place, value: JsonObject): Generator<Probe> {
  const known = propertiesOf(place, place.schema);
  const filled = (names: readonly string[]): JsonObject | undefined => {
    let object = value;
    for (const name of names) {
      if (Object.hasOwn(object, name)) continue;
      const sample = place.sample(known.get(name) ?? true);
      if (sample === undefined) return undefined;
      object = withKey(object, name, sample);
    }
    return object;
  };
  for (const [trigger, needs] of listEntries(place.schema, "dependentRequired")) {
    const whole = filled([trigger, ...needs]);
    if (whole === undefined) continue;
    const probe = { keyword: "dependentRequired", valid: true } as const;
    if (place.accepts(place.schema, whole))
      yield { ...probe, detail: trigger, label: `${trigger} with what it needs`, value: whole };
    const neither = withoutKey(value, trigger, ...needs);
    if (place.accepts(place.schema, neither))
      yield { ...probe, detail: trigger, label: `neither ${trigger} nor what it needs`, value: neither };
    for (const need of needs) {
      if (need !== trigger)
        yield {
          ...probe,
          detail: `${trigger}/${need}`,
          valid: false,
          label: `${trigger} without ${need}`,
          value: withoutKey(whole, need),
        };
    }
  }
}
