// `properties`, `additionalProperties` and `unevaluatedProperties`: keys the contract does not know, and odd spellings of those it does.
import type { Json, JsonSchema } from "../../schema/violation.ts";
import type { JsonObject } from "./kinds.ts";
import { propertiesOf, schemaAt, schemaEntries } from "./kinds.ts";
import { caseVariant } from "./required.ts";
import { fitsPattern } from "./stretch.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { refused, isOmitted, objectOf, withKey } from "./vary.ts";

const OPEN = "the contract leaves further properties open; some servers refuse what they do not know";
const CASE_BLIND = "some servers read property names without regard to case";
const DROPPED = "some parsers drop this key before anybody sees it";
const READ_ONLY = "a read-only property may be ignored or refused in a request (OpenAPI 3.1 §4.8.24)";
const TWICE = "the meaning of a repeated name is not settled (RFC 8259 §4)";
const NAMES = ["plumblineUnknown", "x-plumbline-unknown", "plumbline_unknown", "plumbline"];

export const properties: Rule = {
  id: "properties",
  title: "the properties an object may have",
  keywords: ["properties", "additionalProperties", "unevaluatedProperties"],
  *probes(place) {
    const { schema } = place;
    const keyword = ["unevaluatedProperties", "additionalProperties", "properties"].find(
      (name) => name in schema,
    );
    if (keyword === undefined) return;
    const value = objectOf(place);
    if (value === undefined) return;
    const closing = ["additionalProperties", "unevaluatedProperties"].filter(
      (name) => schema[name] === false,
    );
    for (const closed of closing) yield* unknownKeys(place, value, closed);
    if (closing.length === 0) yield* furtherKeys(place, value, keyword);
    yield* readOnlyKeys(place, value);
    if (place.where === "body" && "properties" in schema) yield* spellings(value);
  },
};

/** A name that the schema neither declares nor matches, and that `propertyNames` lets pass. */
function unknownName(place: Place): string | undefined {
  const known = propertiesOf(place, place.schema);
  const patterns = schemaEntries(place.schema, "patternProperties").map(([pattern]) => pattern);
  const names = schemaAt(place.schema, "propertyNames") ?? true;
  return NAMES.find(
    (name) =>
      !known.has(name) &&
      patterns.every((pattern) => fitsPattern(pattern, name) === false) &&
      place.accepts(names, name),
  );
}

function* unknownKeys(place: Place, value: JsonObject, keyword: string): Generator<Probe> {
  const known = propertiesOf(place, place.schema);
  const add = (label: string, name: string, given: Json, advisory?: string): Probe => ({
    keyword,
    label,
    value: withKey(value, name, given),
    valid: false,
    ...(advisory ? { advisory } : {}),
  });
  const unknown = unknownName(place);
  if (unknown !== undefined) {
    yield add("an unknown key", unknown, "plumbline");
    yield add("an unknown key with null", unknown, null);
    yield add("an unknown key with an object", unknown, { a: 1 });
  }
  yield add("an empty key", "", "plumbline");
  yield add("the key __proto__", "__proto__", { plumbline: true }, DROPPED);
  yield add("the key constructor", "constructor", { prototype: { plumbline: true } }, DROPPED);
  for (const [name, property] of known) {
    const given = value[name] ?? place.sample(property);
    if (given === undefined) continue;
    const other = caseVariant(name);
    if (!known.has(other)) yield add(`${other} beside ${name}`, other, given, CASE_BLIND);
    yield add(`${name} with a blank behind`, `${name} `, given, DROPPED);
    break;
  }
}

function* furtherKeys(place: Place, value: JsonObject, keyword: string): Generator<Probe> {
  const name = unknownName(place);
  if (name === undefined) return;
  const schema: JsonSchema | undefined =
    schemaAt(place.schema, "additionalProperties") ?? schemaAt(place.schema, "unevaluatedProperties");
  const stated = schema !== undefined && schema !== true;
  const sample = stated ? place.sample(schema) : "plumbline";
  if (sample === undefined) return;
  const more = withKey(value, name, sample);
  if (!place.accepts(place.schema, more)) return;
  // Only a contract that writes `additionalProperties: true` promises to take further keys; without a word it may.
  const advice = schema === undefined ? { advisory: OPEN } : {};
  yield { keyword, label: "a further key", value: more, valid: true, ...advice };
  if (stated) {
    for (const [label, bad] of refused(place, schema)) {
      yield { keyword, label: `a further key with ${label}`, value: withKey(value, name, bad), valid: false };
    }
    return;
  }
  yield {
    keyword,
    label: "a further key with an object",
    value: withKey(value, name, { a: [1, null] }),
    valid: true,
    ...advice,
  };
  yield {
    keyword,
    label: "the key __proto__",
    value: withKey(value, "__proto__", { plumbline: true }),
    valid: true,
    advisory: DROPPED,
  };
}

function* readOnlyKeys(place: Place, value: JsonObject): Generator<Probe> {
  for (const [name, property] of schemaEntries(place.schema, "properties")) {
    if (!isOmitted(place, property)) continue;
    const sample = place.sample(property);
    if (sample === undefined || Object.hasOwn(value, name)) continue;
    const more = withKey(value, name, sample);
    yield {
      keyword: "properties",
      detail: name,
      label: `read-only ${name} sent`,
      value: more,
      valid: true,
      advisory: READ_ONLY,
    };
  }
}

/** The same object in other JSON texts: RFC 8259 leaves the order, the blanks and the escapes free. */
function* spellings(value: JsonObject): Generator<Probe> {
  const entries = Object.entries(value);
  const [first] = entries;
  if (first === undefined) return;
  const texts = entries.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)}`);
  const probe = { keyword: "properties", value, valid: true } as const;
  if (entries.length > 1) {
    const turned = Object.fromEntries(entries.toReversed());
    yield {
      ...probe,
      label: "keys in reverse order",
      value: turned,
      raw: `{${texts.toReversed().join(",")}}`,
    };
  }
  yield { ...probe, label: "with blanks and line breaks", raw: `{\r\n\t${texts.join(" ,\n ")} \n}` };
  const escaped = [...first[0]]
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
  if (/^[ -~]+$/.test(first[0])) {
    yield {
      ...probe,
      label: "a key written with escapes",
      raw: `{${[`"${escaped}":${JSON.stringify(first[1])}`, ...texts.slice(1)].join(",")}}`,
    };
  }
  yield { ...probe, label: "a key twice", raw: `{${[texts[0], ...texts].join(",")}}`, advisory: TWICE };
  yield {
    ...probe,
    label: "a key twice, null first",
    raw: `{${[`${JSON.stringify(first[0])}:null`, ...texts].join(",")}}`,
    advisory: TWICE,
  };
}
