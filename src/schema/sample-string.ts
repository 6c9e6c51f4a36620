// Candidates for a string within its lengths, patterns and formats.
import { stringOfLength } from "./edge-strings.ts";
import { codePoints } from "./text-length.ts";
import { expressionOf } from "./expression.ts";
import { FORMATS, longFormat, sampleOfFormat } from "./formats.ts";
import { highest, lowest, textsAt, type Layer } from "./layers.ts";
import { matching, surelyMatches } from "./pattern.ts";
import { plausible } from "./plausible.ts";
import { int } from "./random.ts";
import type { Place, Search } from "./search.ts";
import { drawn, drawnFormat } from "./variety.ts";

/** Longer strings are not made: a schema that asks for one has no sample. */
const LONGEST = 10_000_000;

interface Demand {
  readonly min: number;
  readonly max: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  /** Lengths and patterns; a pattern that the text was grown from is not asked again. */
  readonly suits: (text: string, grownFrom?: string) => boolean;
}

/** Strings that satisfy lengths and patterns (formats as far as known), plausible ones first. */
export function* strings(layers: readonly Layer[], search: Search, place: Place): Generator<string> {
  const demand = demandOf(layers);
  if (demand.min > demand.max || demand.min > LONGEST) return;
  const seen = new Set<string>();
  for (const text of candidates(demand, search, place)) {
    if (seen.has(text)) continue;
    if (text.length < 1000) seen.add(text);
    yield text;
  }
}

function demandOf(layers: readonly Layer[]): Demand {
  const min = Math.max(0, Math.ceil(highest(layers, "minLength", 0)));
  const max = Math.floor(lowest(layers, "maxLength", Infinity));
  const patterns = textsAt(layers, "pattern").filter((pattern) => expressionOf(pattern) !== undefined);
  const formats = textsAt(layers, "format").filter((format) => Object.hasOwn(FORMATS, format));
  const suits = (text: string, grownFrom?: string): boolean => {
    const size = codePoints(text);
    if (size < min || size > max) return false;
    return patterns.every((pattern) => pattern === grownFrom || surelyMatches(pattern, text));
  };
  return { min, max, patterns, formats, suits };
}

/** A plain word that happens to match reads better than one grown from the pattern: it is tried first. */
function* candidates(demand: Demand, search: Search, place: Place): Generator<string> {
  const { suits } = demand;
  for (const format of demand.formats) {
    const other = search.options.varied ? drawnFormat(format, search.random) : undefined;
    if (other !== undefined && suits(other)) yield other;
    for (const text of formatted(format, demand, place.turn)) if (suits(text)) yield text;
  }
  const base = varied(wordFor(search, place), place.turn, demand.min, demand.max);
  if (demand.formats.length === 0 && suits(base)) yield base;
  yield* grown(demand, search);
  for (const text of [base, ...spares(demand, search)]) if (suits(text)) yield text;
}

const wordFor = ({ options, random }: Search, { name }: Place): string =>
  options.varied ? drawn(name, random) : plausible(name);

function* grown({ min, max, patterns, suits }: Demand, search: Search): Generator<string> {
  for (let attempt = 0; attempt < 24 && patterns.length > 0; attempt++) {
    const pattern = patterns[attempt % patterns.length] ?? "";
    const text = matching(pattern, { min, max }, search.random);
    if (text === undefined && patterns.length === 1) return;
    if (text !== undefined && suits(text, pattern)) yield text;
  }
}

/** Strings of several shapes and lengths, for what only a check can decide (`not`, one branch of a oneOf). */
function spares({ min, max }: Demand, search: Search): readonly string[] {
  if (min > 1000) return [];
  const lengths = [min, min + 1, min + int(search.random, 2, 30), 300].map((length) => Math.min(max, length));
  const filled = lengths.flatMap((length) => [stringOfLength("", length), "1".repeat(length)]);
  return ["a", "A", "1", "", "true", "a-b", "a b", "A1b2C3d4", ...filled];
}

/** Values of a format from the table, then numbered ones, then longer ones where the lengths ask for them. */
function* formatted(format: string, { min, max }: Demand, turn: number): Generator<string> {
  for (let index = turn; index < turn + 8; index++) {
    const text = sampleOfFormat(format, index);
    if (text !== undefined) yield text;
  }
  const first = FORMATS[format]?.valid[0]?.length ?? 0;
  for (let more = 0; more < 8; more++) {
    const text = longFormat(format, Math.max(min, first + 1) + more + turn);
    if (text !== undefined && text.length <= max) yield text;
  }
}

/** The base cut or filled to the bounds; with a number at its end where another value is asked for. */
function varied(base: string, turn: number, min: number, max: number): string {
  const mark = turn === 0 ? "" : String(turn);
  const room = Math.max(0, max - mark.length);
  const kept = codePoints(base) > room ? stringOfLength(base, room) : base;
  const text = kept + mark;
  return stringOfLength(text, Math.min(max, Math.max(min, codePoints(text))));
}
