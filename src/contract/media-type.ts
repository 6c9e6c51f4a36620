// Media types and ranges: parsed, matched, told apart by what they hold (RFC 9110 §8.3.1, RFC 6838 §4.2.8).
import { remembering } from "./remember.ts";

/** All lower-case but for parameter values. A range has `*` as subtype, or as type and subtype. */
export interface ParsedMediaType {
  readonly type: string;
  readonly subtype: string;
  /** `type/subtype`. */
  readonly essence: string;
  /** Behind the last `+`: `json` of `application/vnd.x+json`. */
  readonly suffix?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const ESSENCE = new RegExp(`^(${TOKEN})/(${TOKEN})$`);
const PARAMETER = new RegExp(`^(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")$`);
const MAX_LENGTH = 1_000;

/** Text → media type or range; undefined when malformed: `json`, `text/html;level`, `a/b/c`. */
export const parseMediaType: (text: string) => ParsedMediaType | undefined = remembering(parse);

function parse(text: string): ParsedMediaType | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [head = "", ...rest] = splitUnquoted(text, ";");
  const found = ESSENCE.exec(head.trim().toLowerCase());
  const type = found?.[1];
  const subtype = found?.[2];
  if (type === undefined || subtype === undefined || (type === "*" && subtype !== "*")) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  for (const piece of rest) {
    // Empty parameters are allowed: `text/plain; ; charset=utf-8` (RFC 9110 §5.6.6).
    if (piece.trim() === "") continue;
    const parameter = PARAMETER.exec(piece.trim());
    if (parameter?.[1] === undefined) return undefined;
    const name = parameter[1].toLowerCase();
    parameters[name] ??= parameter[2] ?? (parameter[3] ?? "").replace(/\\(.)/g, "$1");
  }
  const plus = subtype.lastIndexOf("+");
  const suffix = plus >= 0 ? { suffix: subtype.slice(plus + 1) } : {};
  return { type, subtype, essence: `${type}/${subtype}`, ...suffix, parameters };
}

/** Splits at a character outside quoted strings (RFC 9110 §5.6.4). */
export function splitUnquoted(text: string, separators: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && separators.includes(character)) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** As it stands in a header. */
export function formatMediaType(mediaType: ParsedMediaType): string {
  let text = mediaType.essence;
  for (const [name, value] of Object.entries(mediaType.parameters)) {
    const token = new RegExp(`^${TOKEN}$`).test(value);
    text += `; ${name}=${token ? value : `"${value.replace(/["\\]/g, "\\$&")}"`}`;
  }
  return text;
}

/** How closely a range fits a media type; 0 when it does not. Parameters that only the range has cost a little. */
export function specificity(range: ParsedMediaType, actual: ParsedMediaType): number {
  if (range.essence === "*/*") return 1;
  if (range.type !== actual.type) return 0;
  if (range.subtype === "*") return 2;
  // Not in any RFC, but declared: `application/*+json`.
  if (range.subtype.startsWith("*+")) return range.suffix === actual.suffix ? 3 : 0;
  if (range.subtype !== actual.subtype) return 0;
  let matched = 0;
  let missing = 0;
  for (const name in range.parameters) {
    if (name === "boundary" || name === "q") continue;
    const value = actual.parameters[name];
    if (value === undefined) missing++;
    else if (sameParameter(name, value, range.parameters[name] ?? "")) matched++;
    else return 0;
  }
  return 5 + matched - (missing > 0 ? 1 : 0);
}

function sameParameter(name: string, one: string, other: string): boolean {
  if (name !== "charset") return one === other;
  return one.toLowerCase().replace("utf8", "utf-8") === other.toLowerCase().replace("utf8", "utf-8");
}

/**
 * The declared range that fits a media type best: exact with parameters, exact, `type/*+suffix`, `type/*`, `*\/*`.
 * A declared type with parameters also takes the type without them, a contradicting parameter never fits. Undefined
 * when none fits; malformed ranges fit nothing.
 */
export function matchMediaType(
  declaredRanges: readonly string[],
  actual: ParsedMediaType,
): string | undefined {
  let best: string | undefined;
  let bestRank = 0;
  for (const declared of declaredRanges) {
    const range = parseMediaType(declared);
    const rank = range === undefined ? 0 : specificity(range, actual);
    if (rank > bestRank) {
      best = declared;
      bestRank = rank;
    }
  }
  return best;
}

/** `application/json`, `text/json`, and everything that ends in `+json`. */
export function isJson(mediaType: ParsedMediaType): boolean {
  return (
    mediaType.suffix === "json" ||
    mediaType.essence === "application/json" ||
    mediaType.essence === "text/json"
  );
}

/** One JSON value per line or record: NDJSON, JSON Lines, JSON text sequences. */
export function isJsonLines(mediaType: ParsedMediaType): boolean {
  return (
    /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq)$/.test(mediaType.essence) ||
    mediaType.suffix === "json-seq"
  );
}

export function isUrlEncoded(mediaType: ParsedMediaType): boolean {
  return mediaType.essence === "application/x-www-form-urlencoded";
}

export function isMultipartForm(mediaType: ParsedMediaType): boolean {
  return mediaType.essence === "multipart/form-data";
}

export function isForm(mediaType: ParsedMediaType): boolean {
  return isUrlEncoded(mediaType) || isMultipartForm(mediaType);
}

export function isXml(mediaType: ParsedMediaType): boolean {
  return (
    mediaType.suffix === "xml" || mediaType.essence === "application/xml" || mediaType.essence === "text/xml"
  );
}

export function isText(mediaType: ParsedMediaType): boolean {
  return mediaType.type === "text";
}
