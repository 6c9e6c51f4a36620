// `minLength` and `maxLength`: strings at the bounds and one beyond, in characters of every width.
import { numberAt } from "./kinds.ts";
import type { Place, Probe, Rule, SchemaObject } from "./rule.ts";
import { bindingFormat, stretched } from "./stretch.ts";
import type { UnitName } from "./stretch.ts";
import { stringOf } from "./vary.ts";
import { MOST_CHARACTERS, sendable, sizeDoubt } from "./wire-room.ts";

const TOKEN_LIKE =
  "the value looks like a technical name; other characters in it may be refused for what they are";
const MAY_NORMALISE = "text may be normalised, or counted in visible characters, before it is measured";
const EMPTY = "the contract sets no lower bound, but an empty text may still be refused";
const FORMAT_LIMITS = "the format sets limits of its own";
/** Above this many characters only ASCII is sent. */
const WIDE_CHARACTERS = 16_384;

interface Edge {
  readonly keyword: "minLength" | "maxLength";
  readonly length: number;
  readonly unit: UnitName;
  readonly valid: boolean;
  readonly advisory?: string;
}

export const stringBounds: Rule = {
  id: "string-bounds",
  title: "the length of a text, in code points",
  keywords: ["minLength", "maxLength"],
  *probes(place) {
    const { schema } = place;
    const min = numberAt(schema, "minLength");
    const max = numberAt(schema, "maxLength");
    if ((min === undefined && max === undefined) || "enum" in schema || "const" in schema) return;
    const value = stringOf(place);
    if (value === undefined) return;
    for (const edge of [...lowEdges(min, max ?? Infinity), ...highEdges(min ?? 0, max)]) {
      const probe = build(place, value, edge);
      if (probe) yield probe;
    }
  },
};

function* lowEdges(min: number | undefined, max: number): Generator<Edge> {
  if (min === undefined || min > max) return;
  const edge = (length: number, unit: UnitName, valid: boolean): Edge => ({
    keyword: "minLength",
    length,
    unit,
    valid,
  });
  yield edge(min, "ASCII", true);
  if (min + 1 <= max) yield edge(min + 1, "ASCII", true);
  if (min > 0) {
    yield edge(min, "3-byte", true);
    yield edge(min, "astral", true);
    yield edge(min - 1, "ASCII", false);
  }
  if (min < 2) return;
  yield edge(min - 1, "2-byte", false);
  yield edge(min - 1, "astral", false);
  if (min > 2) yield edge(0, "ASCII", false);
}

function* highEdges(min: number, max: number | undefined): Generator<Edge> {
  if (max === undefined || min > max) return;
  const edge = (length: number, unit: UnitName, valid: boolean, advisory?: string): Edge => ({
    keyword: "maxLength",
    length,
    unit,
    valid,
    ...(advisory ? { advisory } : {}),
  });
  yield edge(max, "ASCII", true, max === 0 ? EMPTY : undefined);
  if (max > 0 && max - 1 >= min) yield edge(max - 1, "ASCII", true, max === 1 ? EMPTY : undefined);
  if (max > 0) {
    for (const unit of ["2-byte", "3-byte", "astral"] as const) yield edge(max, unit, true);
    if (max > 1) yield edge(max, "combining", true, MAY_NORMALISE);
  }
  yield edge(max + 1, "ASCII", false);
  yield edge(max + 1, "astral", false);
  yield edge(max + 1, "combining", false, MAY_NORMALISE);
  yield edge(Math.max(max + 2, Math.min(max * 10 + 100, 60_000)), "ASCII", false);
}

function build(place: Place, value: string, edge: Edge): Probe | undefined {
  const { keyword, length, unit, valid } = edge;
  if (length > (unit === "ASCII" ? MOST_CHARACTERS : WIDE_CHARACTERS)) return undefined;
  const text = firstFit(place, value, edge);
  if (text === undefined) return undefined;
  const doubt = edge.advisory ?? doubtOf(place, value, text, edge);
  const label = length === 0 ? "empty" : `${length} character${length === 1 ? "" : "s"} (${unit})`;
  return { keyword, label, value: text, valid, ...(doubt ? { advisory: doubt } : {}) };
}

function firstFit(place: Place, value: string, { length, unit, valid, keyword }: Edge): string | undefined {
  const rest = bindingFormat(place.schema) === undefined ? true : without(place.schema, keyword);
  for (const text of stretched(place, value, length, unit)) {
    if (!sendable(place.where, text)) continue;
    if (valid ? place.accepts(place.schema, text) : place.accepts(rest, text)) return text;
  }
  return undefined;
}

function doubtOf({ schema, where }: Place, value: string, text: string, edge: Edge): string | undefined {
  const format = bindingFormat(schema);
  if (edge.valid && format !== undefined && edge.length > 250) return FORMAT_LIMITS;
  if (edge.valid && edge.unit !== "ASCII" && isTokenLike(value)) return TOKEN_LIKE;
  return sizeDoubt(where, text);
}

/** A host, path, address, template or expression: printable, no blanks, with marks that names of things do not have. */
const isTokenLike = (value: string): boolean => /^[!-~]*[./:@{}()[\]*^$\\=+?&%][!-~]*$/.test(value);

const relaxed = new WeakMap<SchemaObject, Map<string, SchemaObject>>();

/** The schema without one keyword, the same object each time so that it is compiled once. */
function without(schema: SchemaObject, keyword: string): SchemaObject {
  const known = relaxed.get(schema) ?? new Map<string, SchemaObject>();
  relaxed.set(schema, known);
  const made =
    known.get(keyword) ?? Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
  known.set(keyword, made);
  return made;
}
