// Form bodies, urlencoded and multipart, read into values and written from them as `encoding` says (OpenAPI 3.1 §4.8.15).
import { encodeText } from "../http.ts";
import { fromBinaryText, toBinaryText } from "./binary-text.ts";
import { formPlanOf } from "./form-plan.ts";
import type { FieldPlan, FormPlan } from "./form-plan.ts";
import type { Entry, ReadForm } from "./form-reading.ts";
import { readEntries } from "./form-reading.ts";
import { decodeUtf8, parseJsonBytes } from "./json-text.ts";
import type { Encoding, MediaType } from "./model.ts";
import type { ParsedMediaType } from "./media-type.ts";
import { isJson, isText, isUrlEncoded, matchMediaType, parseMediaType } from "./media-type.ts";
import type { Part } from "./multipart.ts";
import { parseMultipart, writeMultipart } from "./multipart.ts";
import { encodeBare, encodeReservedPiece, encodeStyled } from "./parameter-encoding.ts";
import type { Pair } from "./parameter-pairs.ts";
import { writeBrackets, writeRepeated } from "./parameter-pairs.ts";
import type { Encode } from "./parameter-styles.ts";
import { writeText } from "./parameter-styles.ts";
import { decodeQuery } from "./percent.ts";
import { writePrimitive } from "./primitive.ts";
import { isRecord } from "./record.ts";
import type { Shape } from "./shape.ts";

/** Bytes → value; `shape` is the body schema's, worked out when left away. */
export function readForm(
  bytes: Uint8Array,
  mediaType: ParsedMediaType,
  declared: MediaType,
  shape?: Shape,
): ReadForm {
  const plan = formPlanOf(declared, shape);
  return isUrlEncoded(mediaType) ? readUrlEncoded(bytes, plan) : readMultipart(bytes, mediaType, plan);
}

const MAX_FIELDS = 10_000;

function readUrlEncoded(bytes: Uint8Array, plan: FormPlan): ReadForm {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { error: "is not valid UTF-8" };
  const entries: Entry[] = [];
  for (const piece of text.split("&")) {
    if (piece === "") continue;
    if (entries.length === MAX_FIELDS) return { error: `has more than ${MAX_FIELDS} fields` };
    const mark = piece.indexOf("=");
    const name = decodeQuery(mark < 0 ? piece : piece.slice(0, mark));
    if (name === undefined) return { error: "has a field name with a malformed percent escape" };
    entries.push({ name, text: mark < 0 ? "" : piece.slice(mark + 1) });
  }
  return readEntries(entries, plan, decodeQuery);
}

function readMultipart(bytes: Uint8Array, mediaType: ParsedMediaType, plan: FormPlan): ReadForm {
  const parsed = parseMultipart(bytes, mediaType.parameters["boundary"]);
  if (parsed.error !== undefined) return parsed;
  const entries: Entry[] = [];
  for (const part of parsed.parts) {
    const entry = entryOf(part, plan.fields.get(part.name));
    if ("error" in entry) return { error: `has a part "${part.name}" that ${entry.error}` };
    entries.push(entry);
  }
  // Multipart values are never percent-encoded.
  const read = readEntries(entries, plan, (text) => text);
  return read.error === undefined ? { ...read, parts: parsed.parts } : read;
}

/** A JSON part as its value, a text part as text, anything else as a string with one character per byte. */
function entryOf(part: Part, field: FieldPlan | undefined): Entry | { readonly error: string } {
  const type = parseMediaType(
    part.contentType ?? (part.filename === undefined ? "text/plain" : "application/octet-stream"),
  );
  if (type === undefined) return { error: "has a malformed Content-Type" };
  if (
    isJson(type) ||
    (part.contentType === undefined && part.filename === undefined && field?.json === true)
  ) {
    const parsed = parseJsonBytes(part.bytes);
    if (parsed.error !== undefined) return { error: `is not JSON: it ${parsed.error}` };
    return { name: part.name, value: parsed.value };
  }
  if (part.filename !== undefined || !isText(type)) {
    return {
      name: part.name,
      value: toBinaryText(part.bytes),
    };
  }
  const text = decodeUtf8(part.bytes);
  return text === undefined ? { error: "is not valid UTF-8" } : { name: part.name, text };
}

/** Whether a part's media type is one that `encoding.contentType` lists; a part without one counts as text/plain. */
export function acceptsPartType(encoding: Encoding | undefined, part: Part): boolean {
  if (encoding?.contentType === undefined || encoding.style !== undefined) return true;
  const type = parseMediaType(part.contentType ?? "text/plain");
  const ranges = encoding.contentType.split(",").map((range) => range.trim());
  return type !== undefined && matchMediaType(ranges, type) !== undefined;
}

/** The boundary of written multipart bodies when the media type names none. */
export const BOUNDARY = "plumbline-form-part-b1d0c7";

/** Value → bytes; undefined when the form cannot express it. */
export function writeForm(
  value: unknown,
  mediaType: ParsedMediaType,
  declared: MediaType,
): Uint8Array | undefined {
  if (!isRecord(value)) return undefined;
  const plan = formPlanOf(declared);
  return isUrlEncoded(mediaType)
    ? writeUrlEncoded(value, plan)
    : writeParts(value, plan, mediaType.parameters["boundary"] ?? BOUNDARY);
}

function writeUrlEncoded(value: Readonly<Record<string, unknown>>, plan: FormPlan): Uint8Array | undefined {
  const pieces: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    const field = plan.fields.get(name);
    const encode = field?.allowReserved === true ? encodeReservedPiece : encodeStyled;
    const pairs = styledPairs(name, item, field, encode) ?? plainPairs(name, item, field, encode);
    if (pairs === undefined || pairs.length === 0) return undefined;
    for (const [key, text] of pairs) pieces.push(`${key}=${text}`);
  }
  return encodeText(pieces.join("&").replaceAll("%20", "+"));
}

/** Undefined where `encoding` names no style; empty where the style cannot express the value. */
function styledPairs(
  name: string,
  value: unknown,
  field: FieldPlan | undefined,
  encode: Encode,
): readonly Pair[] | undefined {
  if (field?.layout === undefined) return undefined;
  if (field.layout.kind === "repeated") return writeRepeated(name, value, encode) ?? [];
  if (field.layout.kind === "brackets") return writeBrackets(name, value, encode) ?? [];
  const text = writeText(field.layout, name, value, encode);
  const key = encode(name, "=");
  return text === undefined || key === undefined ? [] : [[key, text]];
}

function plainPairs(
  name: string,
  value: unknown,
  field: FieldPlan | undefined,
  encode: Encode,
): readonly Pair[] | undefined {
  const pairs: Pair[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const plain =
      field?.json === true ? JSON.stringify(item) : (writePrimitive(item) ?? JSON.stringify(item));
    const key = encode(name, "=");
    const text = plain === undefined ? undefined : encode(plain, "");
    if (text === undefined || key === undefined) return undefined;
    pairs.push([key, text]);
  }
  return pairs;
}

function writeParts(
  value: Readonly<Record<string, unknown>>,
  plan: FormPlan,
  boundary: string,
): Uint8Array | undefined {
  const parts: Part[] = [];
  for (const [name, item] of Object.entries(value)) {
    const field = plan.fields.get(name);
    const pairs = styledPairs(name, item, field, encodeBare);
    if (pairs !== undefined) {
      if (pairs.length === 0) return undefined;
      for (const [key, text] of pairs) parts.push({ name: key, bytes: encodeText(text) });
      continue;
    }
    const items: unknown[] = Array.isArray(item) ? item : [item];
    if (items.length === 0) return undefined;
    for (const one of items) {
      const part = partOf(name, one, field);
      if (part === undefined) return undefined;
      parts.push(part);
    }
  }
  return writeMultipart(parts, boundary);
}

function partOf(name: string, value: unknown, field: FieldPlan | undefined): Part | undefined {
  const declared = field?.contentType;
  const type = declared === undefined ? undefined : parseMediaType(declared);
  const plain = writePrimitive(value);
  if (plain === undefined || (type !== undefined && isJson(type))) {
    const json = JSON.stringify(value);
    if (json === undefined) return undefined;
    return {
      name,
      contentType: type !== undefined && isJson(type) ? (declared ?? "") : "application/json",
      bytes: encodeText(json),
    };
  }
  if (type === undefined || declared === undefined) return { name, bytes: encodeText(plain) };
  if (isText(type)) return { name, contentType: declared, bytes: encodeText(plain) };
  return {
    name,
    filename: name,
    contentType: declared,
    bytes: fromBinaryText(plain),
  };
}
