// `type`: a value of every declared type, and every other JSON type in its place.
import type { Json } from "../../schema/violation.ts";
import { declaredTypes, isRecord, typeAdmits, typeOf } from "./kinds.ts";
import type { JsonType } from "./kinds.ts";
import type { NearMiss } from "./near-misses.ts";
import type { Place, Probe, Rule, SchemaObject } from "./rule.ts";
import { valueOfType } from "./vary.ts";

const NUMBER_FORMS = "JSON Schema counts 1.0 and 1e3 as integers; some parsers keep them as decimals";
const EMPTY_PARAMETER = "an empty parameter may be read as an absent one";
const LENIENT_TEXT = "parameters are text, and servers differ in which spellings they read";

export const type: Rule = {
  id: "type",
  title: "the JSON type",
  keywords: ["type"],
  *probes(place) {
    const types = declaredTypes(place.schema);
    if (types === undefined) return;
    yield* valid(place, types);
    const seen = new Set<string>();
    const others = place.where === "body" ? wrongInBody(place) : wrongInText(place, types);
    for (const [label, value, advisory] of others) {
      const text = JSON.stringify(value);
      if (seen.has(text) || (place.where === "body" && typeAdmits(place.schema, value))) continue;
      seen.add(text);
      yield { keyword: "type", label, value, valid: false, ...(advisory ? { advisory } : {}) };
    }
  },
};

function* valid(place: Place, types: readonly string[]): Generator<Probe> {
  for (const name of types) {
    if (name === "null") continue;
    if (name === "boolean") {
      for (const value of [true, false]) {
        if (place.accepts(place.schema, value))
          yield { keyword: "type", label: String(value), value, valid: true };
      }
      continue;
    }
    const value = valueOfType(place, name === "integer" ? "number" : (name as JsonType));
    if (value !== undefined) yield { keyword: "type", label: `of type ${name}`, value, valid: true };
    if (name === "integer" && typeof value === "number" && place.where === "body")
      yield* integerForms(place, value);
  }
}

/** JSON Schema 2020-12 §6.1.1: an integer is a number without fraction, however it is written. */
function* integerForms(place: Place, value: number): Generator<Probe> {
  const plain = JSON.stringify(value);
  const whole = /^-?\d+$/.test(plain);
  const forms: [label: string, value: number, raw: string][] = whole
    ? [
        ["written with .0", value, `${plain}.0`],
        ["written with e0", value, `${plain}e0`],
      ]
    : [];
  if (place.accepts(place.schema, 1000)) forms.push(["1000 written as 1e3", 1000, "1e3"]);
  if (place.accepts(place.schema, 0)) forms.push(["zero written as -0", 0, "-0"]);
  for (const [label, number, raw] of forms) {
    yield { keyword: "type", label, value: number, valid: true, raw, advisory: NUMBER_FORMS };
  }
}

function* wrongInBody(place: Place): Generator<NearMiss> {
  const { value, schema } = place;
  yield* membersOfOtherTypes(schema);
  yield ["null", null];
  yield ["true", true];
  yield ["false", false];
  yield ["a whole number", wholeNumberLike(place)];
  yield ["number 0", 0];
  yield ["number 1.5", 1.5];
  if (isRecord(value) || Array.isArray(value)) yield ["the value as JSON text", JSON.stringify(value)];
  else if (value !== null && typeof value !== "string") yield ["the value as text", String(value)];
  yield ['string "1"', "1"];
  yield ['string "true"', "true"];
  yield ["empty string", ""];
  yield ["a word", "plumbline"];
  yield ["empty array", []];
  yield ["the value in an array", [value]];
  yield ["empty object", {}];
  yield ["the value in an object", { value }];
  if (Array.isArray(value) && value.length > 0) {
    yield ["its first item alone", value[0] as Json];
    yield [
      "an object with the items by position",
      Object.fromEntries(value.map((item: Json, at) => [String(at), item])),
    ];
  }
}

/** A member of `enum` that has another type breaks `type` and nothing else. */
function* membersOfOtherTypes(schema: SchemaObject): Generator<NearMiss> {
  const members: readonly unknown[] = Array.isArray(schema["enum"])
    ? schema["enum"]
    : "const" in schema
      ? [schema["const"]]
      : [];
  for (const member of members as readonly Json[]) {
    if (!typeAdmits(schema, member))
      yield [`the ${typeOf(member)} that enum lists: ${JSON.stringify(member)}`, member];
  }
}

/** A number whose text would do as the string that is wanted, so that a server which converts gives itself away. */
function wholeNumberLike({ schema, accepts }: Place): number {
  return [1, 12, 12345, 1234567890, 1234567890123456].find((number) => accepts(schema, String(number))) ?? 1;
}

/** In a parameter every value is text; only a text that cannot be read as the declared type is a fault. */
function* wrongInText({ value, where }: Place, types: readonly string[]): Generator<NearMiss> {
  if (types.includes("string")) return;
  const numeric = types.includes("integer") || types.includes("number");
  yield ["a word", "AAA"];
  if (where !== "path") yield ["empty text", "", EMPTY_PARAMETER];
  yield ["the text null", "null"];
  yield ["the text [null,null]", "[null,null]"];
  yield ["the text 2", "2"];
  yield ["the text 0", "0", types.includes("boolean") ? LENIENT_TEXT : undefined];
  yield ["the text 0.5", "0.5"];
  if (numeric) {
    yield ["the text true", "true"];
    yield ["the text false", "false"];
    if (typeof value === "number") yield ["digits with letters behind", `${value}abc`];
    yield ["the text NaN", "NaN"];
    yield ["the text Infinity", "Infinity"];
    yield ["a hexadecimal number", "0x1F", LENIENT_TEXT];
    yield ["digits of another script", "\u0661\u0662", LENIENT_TEXT];
  }
  if (types.includes("boolean"))
    for (const text of ["1", "TRUE", "yes", "on"]) yield [`the text ${text}`, text, LENIENT_TEXT];
}
