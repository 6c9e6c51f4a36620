// JSON from bytes and text: strict UTF-8, bounded depth, faults with their position.
import { Buffer, isUtf8 } from "node:buffer";
import { scanJson } from "./json-scan.ts";

/** `bom`: a byte order mark stood in front and was passed over (RFC 8259 §8.1 allows that). */
export type ParsedJson =
  | { readonly value: unknown; readonly bom?: true; readonly error?: never }
  | { readonly error: string; readonly position?: number };

/** Deeper values could overflow the stack of what reads them next. */
export const MAX_JSON_DEPTH = 1_000;

/** Bytes → text; undefined when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  // Decoding puts U+FFFD for what is malformed; only then the bytes need a second look.
  return text.includes("\uFFFD") && !isUtf8(bytes) ? undefined : text;
}

/** Bytes → value, or what is wrong in a sentence without a subject: `ends where a value is expected`. */
export function parseJsonBytes(bytes: Uint8Array): ParsedJson {
  const text = decodeUtf8(bytes);
  return text === undefined ? { error: "is not valid UTF-8" } : parseJson(text);
}

/** Text → value; `__proto__` stays an own key, a NUL in a string is data. */
export function parseJson(source: string): ParsedJson {
  const bom = source.charCodeAt(0) === 0xfeff;
  const text = bom ? source.slice(1) : source;
  if (text.length > 2 * MAX_JSON_DEPTH && hasManyBrackets(text) && isDeeper(text)) {
    return { error: `is nested more than ${MAX_JSON_DEPTH} deep` };
  }
  try {
    const value: unknown = JSON.parse(text);
    return bom ? { value, bom } : { value };
  } catch {
    const fault = scanJson(text);
    if (fault === undefined) return { error: "is not JSON" };
    return { error: fault.message, position: fault.position + (bom ? 1 : 0) };
  }
}

/** Spares most texts the look at what stands in strings: without a thousand opening brackets nothing is that deep. */
function hasManyBrackets(text: string): boolean {
  return countOf("{", text) + countOf("[", text) > MAX_JSON_DEPTH;
}

/** How often a character is there, up to what matters; V8 looks for it faster than any loop over characters. */
function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= MAX_JSON_DEPTH; count++)
    at = text.indexOf(character, at + 1);
  return count;
}

/** Counts open brackets outside strings. */
function isDeeper(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = closingQuote(text, at);
      if (at < 0) return false;
    } else if (code === 123 || code === 91) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

/** -1 when the string never ends. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at > 0) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}
