// The one table of serialisation styles (OpenAPI 3.1 §4.8.12.2): style and explode → how text and pairs are laid out, for reading and writing.
import type { ParameterStyle } from "./model.ts";
import type { Decode } from "./percent.ts";
import type { Shape } from "./shape.ts";
import { readLone, readPrimitive, writePrimitive } from "./primitive.ts";
import { getOwn, isRecord, setOwn } from "./record.ts";

/** A value laid out as one text. */
export interface TextLayout {
  readonly kind: "text";
  /** What stands before the value; for matrix `;name=`. */
  readonly lead: "" | "." | ";";
  /** Between items and between members. */
  readonly join: string;
  /** The same while reading, where it has more than one spelling. */
  readonly split: string | RegExp;
  /** Members as `name=value`; else name and value are items in turn. */
  readonly assigned: boolean;
  /** A character that no item may hold, for escaped it is the delimiter itself. */
  readonly clash: string;
}

/** `repeated`: one pair per item or member. `brackets`: one pair per leaf, its path in brackets. */
export type Layout = TextLayout | { readonly kind: "repeated" } | { readonly kind: "brackets" };

const text = (lead: TextLayout["lead"], join: string, assigned: boolean): TextLayout => ({
  kind: "text",
  lead,
  join,
  split: join,
  assigned,
  clash: "",
});
const REPEATED: Layout = { kind: "repeated" };
const BRACKETS: Layout = { kind: "brackets" };

/** Style → its layout without and with explode. Label and matrix as in RFC 6570, which 3.0.4 and 3.1.1 follow. */
const LAYOUTS: Readonly<Record<ParameterStyle, readonly [joined: Layout, exploded: Layout]>> = {
  simple: [text("", ",", false), text("", ",", true)],
  label: [text(".", ",", false), text(".", ".", true)],
  matrix: [text(";", ",", false), text(";", ";", true)],
  form: [text("", ",", false), REPEATED],
  spaceDelimited: [{ ...text("", "%20", false), split: /%20|\+| /, clash: " " }, REPEATED],
  pipeDelimited: [{ ...text("", "%7C", false), split: /\||%7C/i, clash: "|" }, REPEATED],
  deepObject: [BRACKETS, BRACKETS],
};

export function layoutOf(style: ParameterStyle, explode: boolean): Layout {
  return LAYOUTS[style][explode ? 1 : 0];
}

/** A parameter or form field while it is read. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly decode: Decode;
}

/** What reading yields; `repeated`: a name came twice where one value was expected, and the first was taken. */
export type FieldRead =
  | { readonly value: unknown; readonly repeated?: true; readonly error?: never }
  | { readonly error: string };

export const BAD_ESCAPE = { error: "holds a malformed percent escape" } as const;

/** Raw text by its delimiters: whole, as items, as members (undefined where it cannot be those). */
interface Pieces {
  readonly whole: string | undefined;
  readonly items: readonly string[] | undefined;
  readonly members: readonly (readonly [name: string, value: string])[] | undefined;
}

/** Raw text → value. Delimiters count before decoding, so an escaped delimiter is data. */
export function readText(layout: TextLayout, field: Field, raw: string): FieldRead {
  const { kinds, types } = field.shape;
  const list = types.size > 0 && kinds.has("array");
  const record = types.size > 0 && kinds.has("object");
  // Most parameters are one primitive, which nothing has to be split for.
  if (!list && !record && layout.lead === "") return readPlain(raw, field);
  const pieces = piecesOf(layout, field, raw);
  if ("error" in pieces) return pieces;
  if (!list && !record) return readWhole(pieces, field);
  if (pieces.whole !== undefined && (pieces.items?.length ?? 0) < 2) {
    const decoded = field.decode(pieces.whole);
    if (decoded === undefined) return BAD_ESCAPE;
    const lone = readLone(decoded, field.shape);
    if (lone !== undefined) return lone;
  }
  if (record && pieces.members !== undefined && (!list || membersAreKnown(pieces.members, field))) {
    return readMembers(field, pieces.members);
  }
  if (list && pieces.items !== undefined) return readItems(field, pieces.items);
  if (kinds.has("primitive") && types.has("string")) return readWhole(pieces, field);
  return { error: record ? "is not a list of names and values" : "is not a list of values" };
}

function readWhole(pieces: Pieces, field: Field): FieldRead {
  if (pieces.whole === undefined) return { error: "holds several values where one is expected" };
  return readPlain(pieces.whole, field);
}

function readPlain(raw: string, field: Field): FieldRead {
  const decoded = field.decode(raw);
  return decoded === undefined ? BAD_ESCAPE : { value: readPrimitive(decoded, field.shape) };
}

export function readItems(field: Field, raw: readonly string[]): FieldRead {
  const value: unknown[] = [];
  for (const item of raw) {
    const decoded = field.decode(item);
    if (decoded === undefined) return BAD_ESCAPE;
    value.push(readPrimitive(decoded, field.shape.items));
  }
  return { value };
}

function readMembers(field: Field, raw: readonly (readonly [string, string])[]): FieldRead {
  const members: [string, string][] = [];
  for (const [rawName, value] of raw) {
    const name = field.decode(rawName);
    if (name === undefined) return BAD_ESCAPE;
    members.push([name, value]);
  }
  return readObject(field, members);
}

/** Decoded names and raw values → object; the first of two members of one name counts, and `repeated` is set. */
export function readObject(
  field: Field,
  members: readonly (readonly [name: string, raw: string])[],
): FieldRead {
  const value: Record<string, unknown> = {};
  let repeated = false;
  for (const [name, raw] of members) {
    const decoded = field.decode(raw);
    if (decoded === undefined) return BAD_ESCAPE;
    if (Object.hasOwn(value, name)) repeated = true;
    else
      setOwn(
        value,
        name,
        readPrimitive(decoded, getOwn(field.shape.properties, name) ?? field.shape.additional),
      );
  }
  return repeated ? { value, repeated } : { value };
}

function membersAreKnown(members: readonly (readonly [string, string])[], field: Field): boolean {
  return members.every(([name]) => getOwn(field.shape.properties, field.decode(name) ?? name) !== undefined);
}

function piecesOf(layout: TextLayout, field: Field, raw: string): Pieces | { readonly error: string } {
  if (layout.lead === "") return splitPieces(layout, raw);
  if (!raw.startsWith(layout.lead)) return { error: `must begin with "${layout.lead}"` };
  if (layout.lead === ".") return splitPieces(layout, raw.slice(1));
  return layout.assigned ? assignedPieces(field, raw) : matrixPieces(layout, field, raw);
}

function splitPieces(layout: TextLayout, raw: string): Pieces {
  const items = raw === "" ? [] : raw.split(layout.split);
  return { whole: raw, items, members: layout.assigned ? assignments(items) : alternating(items) };
}

/** `;color=blue,black`, where the name comes once. */
function matrixPieces(layout: TextLayout, field: Field, raw: string): Pieces | { readonly error: string } {
  const [name, value] = assignment(raw.slice(1)) ?? [raw.slice(1), ""];
  return field.decode(name) === field.name
    ? splitPieces(layout, value)
    : { error: `must begin with ";${field.name}="` };
}

/** `;color=blue;color=black` for a list, `;R=100;G=200` for an object. */
function assignedPieces(field: Field, raw: string): Pieces | { readonly error: string } {
  const parts = raw.slice(1).split(";");
  const pairs = parts.map((part) => assignment(part) ?? ([part, ""] as const));
  const own = pairs.every(([name]) => field.decode(name) === field.name);
  if (!own && !(field.shape.kinds.has("object") && field.shape.types.size > 0)) {
    return { error: `must begin with ";${field.name}="` };
  }
  return {
    whole: own && pairs.length === 1 ? pairs[0]?.[1] : undefined,
    items: own
      ? pairs.length === 1 && parts[0] === field.name
        ? []
        : pairs.map(([, value]) => value)
      : undefined,
    members: raw === ";" ? [] : assignments(parts),
  };
}

function assignment(raw: string): readonly [string, string] | undefined {
  const mark = raw.indexOf("=");
  return mark < 0 ? undefined : [raw.slice(0, mark), raw.slice(mark + 1)];
}

function assignments(items: readonly string[]): Pieces["members"] {
  const members = items.map(assignment);
  return members.every((member) => member !== undefined) ? members : undefined;
}

function alternating(items: readonly string[]): Pieces["members"] {
  if (items.length % 2 !== 0) return undefined;
  const members: [string, string][] = [];
  for (let index = 0; index < items.length; index += 2)
    members.push([items[index] ?? "", items[index + 1] ?? ""]);
  return members;
}

/** A piece of text → how it stands in its place, the delimiters among its characters escaped; undefined when it cannot. */
export type Encode = (piece: string, delimiters: string) => string | undefined;

/** Value → text; undefined when the style cannot express it: nested values, an item that holds a bare delimiter. */
export function writeText(
  layout: TextLayout,
  name: string,
  value: unknown,
  encode: Encode,
): string | undefined {
  const lead = layout.lead === ";" && !layout.assigned ? matrixLead(name, encode) : layout.lead;
  if (lead === undefined) return undefined;
  if (Array.isArray(value)) {
    const items = encodeAll(layout, value, encode);
    // [""] would be read back as [].
    if (items === undefined || (items.length === 1 && items[0] === "")) return undefined;
    if (layout.lead === ";") return writeMatrixList(layout, lead, encode(name, ";="), items);
    return lead + items.join(layout.join);
  }
  if (isRecord(value)) return writeMembers(layout, lead, value, encode);
  const plain = writePrimitive(value);
  const whole = plain === undefined ? undefined : encode(plain, "");
  if (whole === undefined) return undefined;
  if (layout.lead !== ";") return lead + whole;
  const named = matrixLead(name, encode);
  return named === undefined ? undefined : whole === "" ? named : `${named}=${whole}`;
}

function matrixLead(name: string, encode: Encode): string | undefined {
  const encoded = encode(name, ";=");
  return encoded === undefined ? undefined : `;${encoded}`;
}

function writeMatrixList(
  layout: TextLayout,
  lead: string,
  name: string | undefined,
  items: readonly string[],
): string | undefined {
  if (name === undefined) return undefined;
  if (!layout.assigned) return items.length === 0 ? lead : `${lead}=${items.join(layout.join)}`;
  return items.length === 0 ? `;${name}` : items.map((item) => `;${name}=${item}`).join("");
}

function writeMembers(
  layout: TextLayout,
  lead: string,
  value: Readonly<Record<string, unknown>>,
  encode: Encode,
): string | undefined {
  const names = encodeAll(layout, Object.keys(value), encode);
  const values = encodeAll(layout, Object.values(value), encode);
  if (names === undefined || values === undefined) return undefined;
  const between = layout.assigned ? "=" : layout.join;
  const body = names.map((name, index) => `${name}${between}${values[index] ?? ""}`).join(layout.join);
  if (layout.lead !== ";" || layout.assigned) return lead + body;
  return body === "" ? lead : `${lead}=${body}`;
}

function encodeAll(layout: TextLayout, values: readonly unknown[], encode: Encode): string[] | undefined {
  const delimiters = layout.assigned ? `${layout.join}=` : layout.join.length === 1 ? layout.join : "";
  const encoded: string[] = [];
  for (const value of values) {
    const plain = writePrimitive(value);
    if (plain === undefined || (layout.clash !== "" && plain.includes(layout.clash))) return undefined;
    const piece = encode(plain, delimiters);
    if (piece === undefined) return undefined;
    encoded.push(piece);
  }
  return encoded;
}
