// A JSON text parsed, and what JSON and YAML texts have in common: slips, syntax errors, a bound on nesting.
import { KitError, messageOf } from "../errors.ts";
import { jsonPositions } from "./json-positions.ts";
import { findJsonSlip } from "./json-syntax.ts";
import type { ParsedSource } from "./provenance.ts";
import type { SourceText } from "./source.ts";
import { codeFrame, placesOf, type TextPlace } from "./text-lines.ts";

/** A slip that does not stop the reading. */
export interface SourceSlip {
  readonly code: "duplicate-key" | "yaml-warning";
  readonly tokens: readonly string[];
  readonly message: string;
}

export interface ParseResult {
  readonly source: ParsedSource;
  readonly slips: readonly SourceSlip[];
}

export interface Parsed {
  readonly value: unknown;
  readonly offsetOf: (tokens: readonly string[]) => number | undefined;
  readonly slips: (place: (offset: number) => TextPlace) => SourceSlip[];
}

/** Looking for repeated keys reads the whole text again; beyond this size that would be felt at every start. */
const REPEATED_KEYS_LIMIT = 2 * 1024 * 1024;

/** `undefined`: not JSON, and not named as JSON, so that YAML may have a try. */
export function parseJson(source: SourceText, named: boolean): Parsed | undefined {
  const { text } = source;
  const positions = jsonPositions(text);
  try {
    const value: unknown = JSON.parse(text);
    return {
      value,
      offsetOf: positions.offsetOf,
      slips: (place) => {
        if (text.length > REPEATED_KEYS_LIMIT || heightOf(value, undefined, 0) > MAX_DEPTH) return [];
        return positions.repeatedKeys().map(({ tokens, offset }) => repeatedKey(tokens, place(offset)));
      },
    };
  } catch (error) {
    if (!named) return undefined;
    const slip = findJsonSlip(text) ?? { offset: 0, message: messageOf(error) };
    throw invalid(source, slip.offset, `not valid JSON: ${slip.message}`);
  }
}

/** The error for a text that cannot be parsed, with the place and a code frame. */
export function invalid(source: SourceText, offset: number, message: string): KitError {
  const place = placesOf(source.text)(Math.min(offset, source.text.length));
  const where = `${source.name}:${place.line}:${place.column}`;
  return new KitError("contract-invalid", `${where}: ${message}\n${codeFrame(source.text, place)}`, {
    where,
  });
}

export function repeatedKey(tokens: readonly string[], { line, column }: TextPlace): SourceSlip {
  const message = `the key ${JSON.stringify(tokens.at(-1))} is written more than once; the last one counts (line ${line}, column ${column})`;
  return { code: "duplicate-key", tokens, message };
}

/** Every walk over a document may recurse: deeper ones are refused at the door. */
export const MAX_DEPTH = 250;

/** Levels of nesting; more than MAX_DEPTH stands for any depth, also that of a value which holds itself. */
export function heightOf(value: unknown, known: Map<object, number> | undefined, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  const before = known?.get(value);
  if (before !== undefined) return before;
  if (depth > MAX_DEPTH) return Infinity;
  known?.set(value, Infinity);
  let height = 0;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const child of children) {
    if (typeof child === "object" && child !== null)
      height = Math.max(height, heightOf(child, known, depth + 1));
  }
  known?.set(value, height + 1);
  return height + 1;
}
