// Parameters in all four places: reads what was sent as the value it stands for, and writes values as they are sent.
import type { HeaderFields } from "../http.ts";
import { header, headerValues } from "../http.ts";
import type { Parameter } from "./model.ts";
import { encodeHeader, encodeReservedPiece, encodeStyled } from "./parameter-encoding.ts";
import { parseJson } from "./json-text.ts";
import { isJson, parseMediaType } from "./media-type.ts";
import type { Pair, Pairs } from "./parameter-pairs.ts";
import { pairsOf, readBrackets, readRepeated, writeBrackets, writeRepeated } from "./parameter-pairs.ts";
import type { Encode, Field, FieldRead, TextLayout } from "./parameter-styles.ts";
import { layoutOf, readText, writeText } from "./parameter-styles.ts";
import type { Decode } from "./percent.ts";
import { decodeLenient, decodePercent, decodeQuery } from "./percent.ts";
import { isAmbiguous } from "./primitive.ts";
import type { Shape } from "./shape.ts";
import { ANY_SHAPE, shapeOf } from "./shape.ts";

/** The parts of a request that parameters are read from, as they were sent. */
export interface RawInputs {
  /** Still percent-encoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: string;
  readonly headers: HeaderFields;
}

/** The same, split once: names of the query decoded, all values as they were sent. */
export interface ParsedInputs {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Pairs;
  readonly cookies: Pairs;
  readonly headers: HeaderFields;
}

/** `repeated`: given more than once where one value is expected; the first one is `value`. `empty`: sent as `name=` where allowEmptyValue lets that pass, so there is nothing to check. */
export type ReadParameter =
  | { readonly present: false; readonly value?: never; readonly error?: never }
  | {
      readonly present: true;
      readonly value: unknown;
      readonly repeated?: true;
      readonly empty?: true;
      readonly error?: never;
    }
  /** Cannot be read; a sentence without the parameter's name. */
  | { readonly present: true; readonly error: string; readonly value?: never };

export type ParameterReader = (inputs: ParsedInputs) => ReadParameter;

/** What to send, encoded. For path: the text of the template expression. */
export type WrittenParameter =
  | { readonly in: "path"; readonly text: string }
  | { readonly in: "header"; readonly name: string; readonly text: string }
  | { readonly in: "query"; readonly pairs: readonly Pair[] }
  | { readonly in: "cookie"; readonly pairs: readonly Pair[] };

const ABSENT: ReadParameter = { present: false };
const NO_PAIRS: Pairs = { list: [], byName: new Map() };
const NO_NAMES: ReadonlySet<string> = new Set();

/** Splits the query and the cookies; never fails: a name with a bad escape stays as it was sent. */
export function parseInputs(raw: RawInputs): ParsedInputs {
  const cookies = header(raw.headers, "cookie");
  return {
    path: raw.path,
    query: raw.query === "" ? NO_PAIRS : parseQuery(raw.query),
    cookies: cookies === undefined ? NO_PAIRS : parseCookies(cookies),
    headers: raw.headers,
  };
}

/** `a=1&b` → pairs, names decoded, values not. */
export function parseQuery(query: string): Pairs {
  const list: Pair[] = [];
  for (const piece of query.split("&")) {
    if (piece === "") continue;
    const mark = piece.indexOf("=");
    const name = mark < 0 ? piece : piece.slice(0, mark);
    list.push([decodeQuery(name) ?? name, mark < 0 ? "" : piece.slice(mark + 1)]);
  }
  return pairsOf(list);
}

/** RFC 6265 §4.2.1; names are compared exactly and never decoded. */
function parseCookies(text: string): Pairs {
  const list: Pair[] = [];
  for (const piece of text.split(";")) {
    const mark = piece.indexOf("=");
    if (mark >= 0) list.push([piece.slice(0, mark).trim(), piece.slice(mark + 1).trim()]);
  }
  return pairsOf(list);
}

/**
 * Compiles a parameter to its reader. `others` are the names of the operation's other parameters in the same place: an
 * exploded object with free members does not take those.
 */
export function readerOf(parameter: Parameter, others: ReadonlySet<string> = NO_NAMES): ParameterReader {
  const schema = parameter.schema;
  const shape = schema === undefined ? ANY_SHAPE : shapeOf(schema.schema, schema.resolve);
  if (parameter.mediaType !== undefined) return contentReader(parameter, parameter.mediaType);
  const read = styleReader(parameter, shape, others);
  const mayBeEmpty = parameter.allowEmptyValue && parameter.in === "query" && !shape.types.has("string");
  const readPlain = isAmbiguous(shape) ? styleReader(parameter, TEXT_SHAPE, others) : undefined;
  return (inputs) => {
    const found = read(inputs);
    if (found === undefined) return ABSENT;
    if ("error" in found) return { present: true, error: found.error };
    const { value } = found;
    if (mayBeEmpty && inputs.query.byName.get(parameter.name)?.[0] === "")
      return { present: true, value: "", empty: true };
    if (
      readPlain !== undefined &&
      schema !== undefined &&
      typeof value !== "string" &&
      typeof value !== "object"
    ) {
      const plain = schema.accepts(value) ? undefined : readPlain(inputs);
      if (plain !== undefined && "value" in plain && schema.accepts(plain.value))
        return { present: true, ...plain };
    }
    return found.repeated ? { present: true, value, repeated: true } : { present: true, value };
  };
}

const readers = new WeakMap<Parameter, ParameterReader>();

/** As readerOf, compiled at first use. */
export function readParameter(parameter: Parameter, inputs: ParsedInputs): ReadParameter {
  let reader = readers.get(parameter);
  if (reader === undefined) readers.set(parameter, (reader = readerOf(parameter)));
  return reader(inputs);
}

const DECODERS: Readonly<Record<Parameter["in"], Decode>> = {
  path: decodePercent,
  query: decodeQuery,
  // Header values are not percent-encoded (OpenAPI 3.1.1 Appendix D).
  header: (text) => text.trim(),
  cookie: decodeLenient,
};

type Read = (inputs: ParsedInputs) => FieldRead | undefined;

function styleReader(parameter: Parameter, shape: Shape, others: ReadonlySet<string>): Read {
  const layout = layoutOf(parameter.style, parameter.explode);
  const field: Field = { name: parameter.name, shape, decode: DECODERS[parameter.in] };
  if (parameter.in === "query" || parameter.in === "cookie") {
    const place = parameter.in === "query" ? "query" : "cookies";
    if (layout.kind === "repeated") return (inputs) => readRepeated(field, inputs[place], others);
    if (layout.kind === "brackets") return (inputs) => readBrackets(field, inputs[place]);
    return (inputs) => firstText(layout, field, inputs[place].byName.get(field.name));
  }
  // A style that has no place here (form in a path) is read as the default one.
  const textLayout = layout.kind === "text" ? layout : simple(parameter.explode);
  if (parameter.in === "path") {
    return ({ path }) => {
      const raw = path[field.name];
      return typeof raw === "string" ? readText(textLayout, field, raw) : undefined;
    };
  }
  const name = field.name.toLowerCase();
  const joined = shape.types.size > 0 && (shape.kinds.has("array") || shape.kinds.has("object"));
  return ({ headers }) => {
    const values = Object.hasOwn(headers, name) ? headerValues(headers, name) : [];
    // A field with list syntax may come on several lines (RFC 9110 §5.3).
    return firstText(textLayout, field, joined && values.length > 1 ? [values.join(",")] : values);
  };
}

function simple(explode: boolean): TextLayout {
  const layout = layoutOf("simple", explode);
  if (layout.kind !== "text") throw new Error("simple is a text style");
  return layout;
}

function firstText(
  layout: TextLayout,
  field: Field,
  values: readonly string[] | undefined,
): FieldRead | undefined {
  const raw = values?.[0];
  if (values === undefined || raw === undefined) return undefined;
  const read = readText(layout, field, raw);
  return "error" in read || values.length === 1 ? read : { value: read.value, repeated: true };
}

const TEXT_SHAPE: Shape = { kinds: new Set(["primitive"]), types: new Set(["string"]) };

/** A parameter with `content`: one serialised document. */
function contentReader(parameter: Parameter, mediaType: string): ParameterReader {
  const parsed = parseMediaType(mediaType);
  const json = parsed !== undefined && isJson(parsed);
  const read = styleReader({ ...parameter, style: "simple", explode: false }, TEXT_SHAPE, NO_NAMES);
  return (inputs) => {
    const found = read(inputs);
    if (found === undefined) return ABSENT;
    if ("error" in found) return { present: true, error: found.error };
    const flags = found.repeated ? ({ repeated: true } as const) : {};
    if (!json) return { present: true, value: found.value, ...flags };
    const document = parseJson(String(found.value));
    if ("error" in document) return { present: true, error: `is not JSON: ${document.error}` };
    return { present: true, value: document.value, ...flags };
  };
}

/**
 * A value as it is sent; undefined when the place and style cannot express it: an object in a form array, a list with
 * nothing in it where nothing would be sent, a line break in a header, an empty path segment.
 */
export function writeParameter(parameter: Parameter, value: unknown): WrittenParameter | undefined {
  const content = parameter.mediaType === undefined ? undefined : contentText(parameter.mediaType, value);
  if (parameter.mediaType !== undefined && content === undefined) return undefined;
  const layout = content === undefined ? layoutOf(parameter.style, parameter.explode) : simple(false);
  const sent = content ?? value;
  const encode =
    parameter.in === "header"
      ? encodeHeader
      : parameter.in === "query" && parameter.allowReserved
        ? encodeReservedPiece
        : encodeStyled;
  if (parameter.in === "query" || parameter.in === "cookie") {
    const pairs =
      layout.kind === "repeated"
        ? writeRepeated(parameter.name, sent, encode)
        : layout.kind === "brackets"
          ? writeBrackets(parameter.name, sent, encode)
          : onePair(parameter.name, writeText(layout, parameter.name, sent, encode), encode);
    return pairs === undefined ? undefined : { in: parameter.in, pairs };
  }
  const written = writeText(
    layout.kind === "text" ? layout : simple(parameter.explode),
    parameter.name,
    sent,
    encode,
  );
  if (written === undefined) return undefined;
  if (parameter.in === "header") return { in: "header", name: parameter.name.toLowerCase(), text: written };
  // An empty segment, `.` and `..` never arrive: paths are normalised on the way (RFC 3986 §6.2.2.3).
  return written === "" || written === "." || written === ".." ? undefined : { in: "path", text: written };
}

function onePair(name: string, text: string | undefined, encode: Encode): Pair[] | undefined {
  const encodedName = encode(name, "=");
  return text === undefined || encodedName === undefined ? undefined : [[encodedName, text]];
}

function contentText(mediaType: string, value: unknown): string | undefined {
  const parsed = parseMediaType(mediaType);
  if (parsed !== undefined && isJson(parsed)) return JSON.stringify(value);
  return typeof value === "string" ? value : undefined;
}
