// Header fields between their raw form on the wire and HeaderFields; only what HTTP allows goes out.
import type { HeaderFields } from "../http.ts";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UNSAFE_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
const UNSAFE_CHARACTERS = /\r\n|[^\t\x20-\x7e\x80-\xff]/gu;

/** Fields without a prototype, for one may be called `constructor`; V8 keeps what Object.create(null) makes as a slow dictionary. */
const Fields = function Fields() {} as unknown as new () => Record<string, string | string[]>;
Fields.prototype = Object.create(null);

/** Raw name and value pairs as fields by lower-case name; a repeated field becomes a list, in order. */
export function fieldsOf(raw: readonly string[]): HeaderFields {
  const fields = new Fields();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const value = raw[index + 1] ?? "";
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (typeof before === "string") fields[name] = [before, value];
    else before.push(value);
  }
  return fields;
}

/** A value that can stand in a header field (RFC 9110 §5.5): control characters become spaces, text beyond Latin-1 `?`. */
export function headerSafe(value: string): string {
  if (!UNSAFE_VALUE.test(value)) return value;
  return value.replace(UNSAFE_CHARACTERS, (character) => (isControlCharacter(character) ? " " : "?"));
}

function isControlCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 32 || code === 127;
}

/**
 * Fields as a flat list of names and values for the wire. Framing is the server's business, so `content-length` and
 * `transfer-encoding` are left out, and so is a name that is no token.
 */
export function rawOf(fields: HeaderFields): string[] {
  const raw: string[] = [];
  for (const name of Object.keys(fields)) {
    if (name === "content-length" || name === "transfer-encoding" || !TOKEN.test(name)) continue;
    const value = fields[name];
    if (typeof value === "string") raw.push(name, headerSafe(value));
    else for (const one of value ?? []) raw.push(name, headerSafe(one));
  }
  return raw;
}
