// Bodies: bytes read as the value they stand for by their media type, and values written as bytes.
import { encodeText } from "../http.ts";
import { fromBinaryText, toBinaryText } from "./binary-text.ts";
import { bodyShapeOf } from "./form-plan.ts";
import { BOUNDARY, readForm, writeForm } from "./form.ts";
import { decodeUtf8, parseJson, parseJsonBytes } from "./json-text.ts";
import type { ParsedMediaType } from "./media-type.ts";
import {
  formatMediaType,
  isForm,
  isJson,
  isJsonLines,
  isMultipartForm,
  isText,
  isXml,
} from "./media-type.ts";
import type { MediaType } from "./model.ts";
import type { Part } from "./multipart.ts";
import { readPrimitive, writePrimitive } from "./primitive.ts";
import { isRecord } from "./record.ts";
import type { Shape } from "./shape.ts";

/** What a body says. `error` is a sentence without a subject; `position` an index into its text. */
export type ReadBody =
  | {
      readonly value: unknown;
      /** A byte order mark stood in front of the JSON. */
      readonly bom?: true;
      /** Text or bytes that a schema of its content cannot judge: XML, events, binary. */
      readonly opaque?: true;
      /** Form fields given more than once where one value is expected. */
      readonly repeated?: readonly string[];
      readonly parts?: readonly Part[];
      readonly error?: never;
    }
  | { readonly error: string; readonly position?: number; readonly value?: never };

/**
 * Bytes (Content-Encoding taken off) → value. JSON is UTF-8 whatever its charset says (RFC 8259 §8.1); `shape` may be
 * left away and is then worked out where text needs it. Never throws.
 */
export function readBody(
  bytes: Uint8Array,
  mediaType: ParsedMediaType,
  declared: MediaType,
  shape?: Shape,
): ReadBody {
  if (isJson(mediaType)) return parseJsonBytes(bytes);
  if (isForm(mediaType)) return readForm(bytes, mediaType, declared, shape);
  if (isJsonLines(mediaType)) return readLines(bytes, mediaType);
  const opaque = isXml(mediaType) || mediaType.essence === "text/event-stream";
  if (!isText(mediaType) && !opaque) return { value: toBinaryText(bytes), opaque: true };
  const text = decodeCharset(bytes, mediaType.parameters["charset"]);
  if (typeof text !== "string") return text;
  const expected = shape ?? bodyShapeOf(declared);
  // CSV, HTML, ASP.NET's text/plain: how the described value became text is not the contract's to say.
  if (opaque || !expected.kinds.has("primitive")) return { value: text, opaque: true };
  return { value: readPrimitive(text, expected) };
}

function decodeCharset(bytes: Uint8Array, charset: string | undefined): string | { readonly error: string } {
  const name = charset?.toLowerCase() ?? "utf-8";
  if (name === "utf-8" || name === "utf8") return decodeUtf8(bytes) ?? { error: "is not valid UTF-8" };
  if (name === "iso-8859-1" || name === "latin1") return toBinaryText(bytes);
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch (error) {
    return { error: error instanceof RangeError ? "has an unknown charset" : `is not valid ${name}` };
  }
}

/** One JSON value per line, or per record of a text sequence (RFC 7464); blank ones are passed over. */
function readLines(bytes: Uint8Array, mediaType: ParsedMediaType): ReadBody {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { error: "is not valid UTF-8" };
  const sequence = isSequence(mediaType);
  const separator = sequence ? "\u001e" : "\n";
  const value: unknown[] = [];
  let position = 0;
  for (const [index, line] of text.split(separator).entries()) {
    if (line.trim() !== "") {
      const parsed = parseJson(line);
      if (parsed.error !== undefined) {
        const where = sequence ? `record ${index}` : `line ${index + 1}`;
        return {
          error: `is not JSON in ${where}: it ${parsed.error}`,
          position: position + (parsed.position ?? 0),
        };
      }
      value.push(parsed.value);
    }
    position += line.length + 1;
  }
  return { value };
}

function isSequence(mediaType: ParsedMediaType): boolean {
  return mediaType.subtype === "json-seq" || mediaType.suffix === "json-seq";
}

/**
 * Value → bytes for the same media types; undefined when the type cannot express it: an object as text/plain or XML. The
 * Content-Type to send with it is writtenType's.
 */
export function writeBody(
  value: unknown,
  mediaType: ParsedMediaType,
  declared: MediaType,
): Uint8Array | undefined {
  if (isForm(mediaType)) return writeForm(value, mediaType, declared);
  if (isJson(mediaType)) return writeJson(value);
  if (isJsonLines(mediaType)) {
    const lines = (Array.isArray(value) ? value : [value]).map((item) => JSON.stringify(item));
    return encodeText(
      lines.map((line) => (isSequence(mediaType) ? `\u001e${line}\n` : `${line}\n`)).join(""),
    );
  }
  if (mediaType.essence === "text/event-stream") return encodeText(writeEvents(value));
  const text = writePrimitive(value);
  if (text === undefined || (isXml(mediaType) && typeof value !== "string")) return undefined;
  if (isText(mediaType) || isXml(mediaType)) return encodeText(text);
  return fromBinaryText(text);
}

/** The Content-Type of a written body: the media type, with the boundary that a multipart body has. */
export function writtenType(mediaType: ParsedMediaType): string {
  if (!isMultipartForm(mediaType) || mediaType.parameters["boundary"] !== undefined)
    return formatMediaType(mediaType);
  return formatMediaType({ ...mediaType, parameters: { ...mediaType.parameters, boundary: BOUNDARY } });
}

function writeJson(value: unknown): Uint8Array | undefined {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : encodeText(text);
}

/** Text stays as it is; any other value is the data of an event, a list one event each. */
function writeEvents(value: unknown): string {
  if (typeof value === "string") return value;
  const events: unknown[] = Array.isArray(value) ? value : [value];
  return events
    .map(
      (event) =>
        `data: ${isRecord(event) || typeof event !== "string" ? JSON.stringify(event) : event.replaceAll("\n", "\ndata: ")}\n\n`,
    )
    .join("");
}
