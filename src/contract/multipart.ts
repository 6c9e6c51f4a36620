// multipart/form-data as bytes: splits a body into its parts and puts parts together (RFC 7578, RFC 2046 §5.1).
import { Buffer } from "node:buffer";
import { decodeUtf8 } from "./json-text.ts";
import { setOwn } from "./record.ts";
import { splitUnquoted } from "./media-type.ts";

export interface Part {
  readonly name: string;
  readonly filename?: string;
  /** The part's own Content-Type as sent; absent when it has none. */
  readonly contentType?: string;
  readonly bytes: Uint8Array;
}

const MAX_PARTS = 1_000;
const MAX_PART_HEADERS = 16_384;
const MAX_BOUNDARY = 200;
const CR = 13;
const LF = 10;
const DASH = 45;

type Parts =
  | { readonly parts: readonly Part[]; readonly error?: never }
  | { readonly error: string; readonly parts?: never };

/** Bytes → parts, which share the memory of the body; or what is wrong, in a sentence without a subject. */
export function parseMultipart(bytes: Uint8Array, boundary: string | undefined): Parts {
  if (boundary === undefined || boundary === "") return { error: "has a Content-Type without boundary" };
  if (boundary.length > MAX_BOUNDARY)
    return { error: `has a boundary of more than ${MAX_BOUNDARY} characters` };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const opening = Buffer.from(`--${boundary}`, "latin1");
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  const startsAtOnce = buffer.subarray(0, opening.length).equals(opening);
  let line = startsAtOnce ? lineBehind(buffer, opening.length) : undefined;
  line ??= nextDelimiter(buffer, delimiter, 0)?.line;
  if (line === undefined) return { error: "does not hold its boundary" };
  const parts: Part[] = [];
  while (!line.last) {
    if (parts.length === MAX_PARTS) return { error: `has more than ${MAX_PARTS} parts` };
    // A part without headers has its empty line at once; an empty part may end with the line before it.
    const next = nextDelimiter(buffer, delimiter, line.end - 2);
    if (next === undefined) return { error: "ends without its closing boundary" };
    const part = partOf(buffer.subarray(line.end, Math.max(line.end, next.start)));
    if ("error" in part) return { error: `has a part (${parts.length + 1}) ${part.error}` };
    parts.push(part.part);
    line = next.line;
  }
  return { parts };
}

interface Line {
  readonly last: boolean;
  /** Behind the line break. */
  readonly end: number;
}

/** The rest of a delimiter line: `--`, or blanks and a line break; undefined when it is no delimiter after all. */
function lineBehind(buffer: Buffer, from: number): Line | undefined {
  if (buffer[from] === DASH && buffer[from + 1] === DASH) return { last: true, end: from + 2 };
  let at = from;
  while (buffer[at] === 32 || buffer[at] === 9) at++;
  return buffer[at] === CR && buffer[at + 1] === LF ? { last: false, end: at + 2 } : undefined;
}

function nextDelimiter(
  buffer: Buffer,
  delimiter: Buffer,
  from: number,
): { readonly start: number; readonly line: Line } | undefined {
  let start = buffer.indexOf(delimiter, from);
  while (start >= 0) {
    const line = lineBehind(buffer, start + delimiter.length);
    if (line !== undefined) return { start, line };
    start = buffer.indexOf(delimiter, start + 1);
  }
  return undefined;
}

function partOf(bytes: Buffer): { readonly part: Part; readonly error?: never } | { readonly error: string } {
  const bare = bytes[0] === CR && bytes[1] === LF;
  const end = bare ? 0 : bytes.indexOf("\r\n\r\n");
  if (end < 0) return { error: "without an empty line behind its headers" };
  if (end > MAX_PART_HEADERS) return { error: `with more than ${MAX_PART_HEADERS} bytes of headers` };
  const text = decodeUtf8(bytes.subarray(0, end));
  if (text === undefined) return { error: "whose headers are not valid UTF-8" };
  const fields = headersOf(text);
  if (fields === undefined) return { error: "with a malformed header" };
  const disposition = dispositionOf(fields["content-disposition"] ?? "");
  if (disposition?.name === undefined) return { error: "without a form-data name" };
  const contentType = fields["content-type"];
  return {
    part: {
      name: disposition.name,
      ...(disposition.filename === undefined ? {} : { filename: disposition.filename }),
      ...(contentType === undefined ? {} : { contentType }),
      bytes: bytes.subarray(bare ? 2 : end + 4),
    },
  };
}

function headersOf(text: string): Record<string, string> | undefined {
  const fields: Record<string, string> = Object.create(null);
  if (text === "") return fields;
  // A line that begins with a blank continues the one before (RFC 5322 §2.2.3).
  for (const line of text.replace(/\r\n[\t ]+/g, " ").split("\r\n")) {
    const mark = line.indexOf(":");
    if (mark <= 0) return undefined;
    fields[line.slice(0, mark).trim().toLowerCase()] ??= line.slice(mark + 1).trim();
  }
  return fields;
}

function dispositionOf(text: string): { readonly name?: string; readonly filename?: string } | undefined {
  const [kind = "", ...parameters] = splitUnquoted(text, ";");
  if (kind.trim().toLowerCase() !== "form-data") return undefined;
  const found: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const mark = parameter.indexOf("=");
    if (mark < 0) continue;
    const key = parameter.slice(0, mark).trim().toLowerCase();
    if (!Object.hasOwn(found, key)) setOwn(found, key, unquote(parameter.slice(mark + 1).trim()));
  }
  const { name, filename, "filename*": extended } = found;
  const file = typeof extended === "string" ? extended : filename;
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof file === "string" ? { filename: file } : {}),
  };
}

/** HTML escapes the quote and line breaks in names by percent signs, and nothing else; older clients use a backslash. */
function unquote(text: string): string {
  const inner = text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
  return inner.replace(
    /\\(["\\])|%(22|0D|0A)/gi,
    (_, slashed: string | undefined, hex: string | undefined) =>
      slashed ?? String.fromCharCode(Number.parseInt(hex ?? "", 16)),
  );
}

function quote(text: string): string {
  return `"${text.replace(/["\r\n]/g, (character) => encodeURIComponent(character)).replaceAll("\\", "\\\\")}"`;
}

/** Parts → bytes; undefined when a part holds the boundary. */
export function writeMultipart(parts: readonly Part[], boundary: string): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    const { name, filename, contentType } = part;
    const file = filename === undefined ? "" : `; filename=${quote(filename)}`;
    const type = contentType === undefined ? "" : `\r\nContent-Type: ${contentType}`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name=${quote(name)}${file}${type}\r\n\r\n`;
    if (head.indexOf(boundary, 2 + boundary.length) >= 0 || Buffer.from(part.bytes).includes(boundary))
      return undefined;
    pieces.push(Buffer.from(head), part.bytes, Buffer.from("\r\n"));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return Buffer.concat(pieces);
}
