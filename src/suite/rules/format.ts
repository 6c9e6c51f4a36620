// `format`: values of each format and values that nearly are, with the limits of the numeric ones.
import { codePoints } from "../../schema/text-length.ts";
import { FORMATS } from "../../schema/formats.ts";
import { isIntegral, numberAt, typeAdmits } from "./kinds.ts";
import { MAY_TRIM } from "./near-misses.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { valueOfType } from "./vary.ts";
import { sendable } from "./wire-room.ts";

const PRECISION = "numbers beyond 2^53 may lose precision on the way (RFC 8259 §6)";
const FURTHER_FORM = "a less usual form of the format, which some servers do not read";
const EMPTY_TEXT = "an empty text may be read as an absent one";
const BIG = 9_007_199_254_740_991;

type Limit = readonly [label: string, value: number, valid: boolean, advisory?: string, raw?: string];

/** The OpenAPI format registry: int32 and int64 are signed, float and double are IEEE 754. */
const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  int32: [
    ["the largest int32", 2_147_483_647, true],
    ["the smallest int32", -2_147_483_648, true],
    ["one above int32", 2_147_483_648, false],
    ["one below int32", -2_147_483_649, false],
    ["far above int32", BIG, false],
  ],
  int64: [
    ["one above int32", 2_147_483_648, true],
    ["one below int32", -2_147_483_649, true],
    ["2^53 - 1", BIG, true],
    ["-(2^53 - 1)", -BIG, true],
    ["the largest int64", 2 ** 63, true, PRECISION, "9223372036854775807"],
    ["above int64", 1e19, false, PRECISION, "10000000000000000000"],
    ["below int64", -1e19, false, PRECISION, "-10000000000000000000"],
    ["a fraction", 1.5, false],
  ],
  float: [
    ["a fraction", 1.5, true],
    ["near the largest float", 3.4e38, true, PRECISION],
    ["above the largest float", 1e39, false, PRECISION],
  ],
  double: [
    ["a fraction", 1.5, true],
    ["near the largest double", 1.7e308, true, PRECISION],
    ["near the smallest double", 5e-324, true, PRECISION],
  ],
};

export const format: Rule = {
  id: "format",
  title: "the format of a value",
  keywords: ["format"],
  *probes(place) {
    const { format: name } = place.schema;
    if (typeof name !== "string" || "enum" in place.schema || "const" in place.schema) return;
    if (Object.hasOwn(LIMITS, name)) yield* numeric(place, LIMITS[name] ?? []);
    else if (Object.hasOwn(FORMATS, name)) yield* textual(place, name);
  },
};

function* numeric(place: Place, limits: readonly Limit[]): Generator<Probe> {
  const { schema, where, accepts } = place;
  if (valueOfType(place, "number") === undefined) return;
  for (const [label, value, valid, advisory, raw] of limits) {
    if (!valid && !typeAdmits(schema, value)) continue;
    if (isIntegral(schema) && !Number.isInteger(value)) continue;
    if (valid ? !accepts(schema, value) : outOfBounds(place, value)) continue;
    const exact = where === "body" && raw !== undefined ? { raw } : {};
    yield { keyword: "format", label, value, valid, ...exact, ...(advisory ? { advisory } : {}) };
  }
}

function outOfBounds({ schema }: Place, value: number): boolean {
  const low = Math.max(
    numberAt(schema, "minimum") ?? -Infinity,
    numberAt(schema, "exclusiveMinimum") ?? -Infinity,
  );
  const high = Math.min(
    numberAt(schema, "maximum") ?? Infinity,
    numberAt(schema, "exclusiveMaximum") ?? Infinity,
  );
  return value < low || value > high;
}

function* textual(place: Place, name: string): Generator<Probe> {
  const { schema, where } = place;
  if (!typeAdmits(schema, "")) return;
  const { valid = [], invalid = [] } = FORMATS[name] ?? {};
  const fits = (text: string): boolean => {
    const length = codePoints(text);
    return (
      length >= (numberAt(schema, "minLength") ?? 0) && length <= (numberAt(schema, "maxLength") ?? Infinity)
    );
  };
  for (const [index, value] of valid.entries()) {
    if (!fits(value) || !sendable(where, value) || !place.accepts(schema, value)) continue;
    const doubt = index === 0 ? {} : { advisory: FURTHER_FORM };
    yield { keyword: "format", label: `like ${value}`, value, valid: true, ...doubt };
  }
  const [first] = valid;
  const padded: readonly (readonly [string, string, string?])[] =
    first === undefined
      ? []
      : [
          ["with a blank behind", `${first} `, MAY_TRIM],
          ["with a line break behind", `${first}\n`, MAY_TRIM],
        ];
  const wrong = invalid.map((value) => [`unlike: ${value}`, value] as const);
  for (const [label, value, advisory] of [...wrong, ["empty", ""] as const, ...padded]) {
    if (!fits(value) || !sendable(where, value)) continue;
    const doubt = advisory ?? (value === "" ? EMPTY_TEXT : undefined);
    yield { keyword: "format", label, value, valid: false, ...(doubt ? { advisory: doubt } : {}) };
  }
}
