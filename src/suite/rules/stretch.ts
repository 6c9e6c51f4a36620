// Strings of an exact length in code points, as natural as the value they grow from.
import { codePoints } from "../../schema/text-length.ts";
import { expressionOf } from "../../schema/expression.ts";
import { longFormat } from "../../schema/formats.ts";
import { matching } from "../../schema/pattern.ts";
import type { Place, SchemaObject } from "./rule.ts";

/** What a string is filled with. A combining sequence is two code points and one visible character. */
const UNITS = {
  ASCII: "a",
  "2-byte": "é",
  "3-byte": "\u5b57",
  astral: "\u{1f600}",
  combining: "e\u0301",
} as const;
export type UnitName = keyof typeof UNITS;

/** Formats that say nothing about a string's characters. */
const FREE_FORMATS = new Set(["password", "binary"]);

/** The format that constrains the characters; undefined when there is none. */
export function bindingFormat(schema: SchemaObject): string | undefined {
  const { format } = schema;
  return typeof format === "string" && !FREE_FORMATS.has(format) ? format : undefined;
}

/** A text of `length` code points made of one unit; a combining unit of odd length begins with a plain letter. */
export function filled(length: number, unit: UnitName): string {
  const width = unit === "combining" ? 2 : 1;
  return "a".repeat(length % width) + UNITS[unit].repeat(Math.floor(length / width));
}

/**
 * Candidates of exactly `length` code points that respect `pattern`, likeliest first. A format other than a free one
 * is only served where a value of it can be stretched.
 */
export function* stretched(place: Place, value: string, length: number, unit: UnitName): Generator<string> {
  const { schema } = place;
  const pattern = typeof schema["pattern"] === "string" ? schema["pattern"] : undefined;
  for (const text of guesses(value, length, unit, bindingFormat(schema))) {
    if (codePoints(text) === length && (pattern === undefined || fitsPattern(pattern, text) === true))
      yield text;
  }
  if (pattern === undefined || unit !== "ASCII") return;
  const made = matching(pattern, { min: length, max: length }, place.random);
  if (made !== undefined && codePoints(made) === length) yield made;
}

/** A repeated group with a repetition inside: what keeps a backtracking engine busy. */
const NESTED = /[+*}]\??\)[+*{]/;

/** Whether a text fits a pattern; undefined when trying it could take too long, or the pattern does not compile. */
export function fitsPattern(pattern: string, text: string): boolean | undefined {
  if (text.length > 24 && NESTED.test(pattern)) return undefined;
  return expressionOf(pattern)?.regexp.test(text);
}

function* guesses(
  value: string,
  length: number,
  unit: UnitName,
  format: string | undefined,
): Generator<string> {
  const missing = length - codePoints(value);
  if (unit === "ASCII") {
    if (missing === 0) yield value;
    if (missing < 0) yield [...value].slice(0, length).join("").replace(/^\s/u, "a").replace(/\s$/u, "a");
    const long = format === undefined ? undefined : longFormat(format, length);
    if (long !== undefined) yield long;
    if (missing > 0 && format === undefined) yield* grown(value, missing);
  }
  if (format !== undefined) return;
  yield filled(length, unit);
  if (unit !== "ASCII" && missing > 0) yield value + filled(missing, unit);
}

/** A host name grows by labels in front, an address by its name, anything else at its end. */
function* grown(value: string, missing: number): Generator<string> {
  if (/^[\w-]+(\.[\w-]+)+$/.test(value)) yield labels(missing) + value;
  yield value + "a".repeat(missing);
  yield "a".repeat(missing) + value;
}

/** `count` characters of host labels, each at most 63 long (RFC 1035 §2.3.4), with the dot at the end. */
function labels(count: number): string {
  const label = `${"a".repeat(60)}.`;
  const text = label.repeat(Math.ceil(count / label.length)).slice(-count);
  return text.startsWith(".") ? `a${text.slice(1)}` : text;
}
