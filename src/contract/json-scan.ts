// Walks JSON text without building a value: where it is malformed, how deep it nests, which keys come twice.

/** What the walk tells: each key as its object is read, with the pointer of that object. */
export interface JsonVisitor {
  readonly key?: (key: string, parent: string) => void;
  readonly openObject?: (pointer: string) => void;
}

export interface JsonFault {
  /** `expected a value, found "}"`. */
  readonly message: string;
  /** Index of the character, from 0. */
  readonly position: number;
}

interface Level {
  readonly object: boolean;
  readonly pointer: string;
  key: string;
  index: number;
}

type Expect = "value" | "value-or-end" | "key" | "key-or-end" | "comma-or-end" | "end";

/** Walks the text; the first fault (RFC 8259 §2), or undefined for well-formed JSON. Never recursive. */
export function scanJson(text: string, visitor: JsonVisitor = {}): JsonFault | undefined {
  const levels: Level[] = [];
  let expect: Expect = "value";
  let at = 0;
  for (;;) {
    at = skipBlank(text, at);
    const character = text[at];
    const level = levels.at(-1);
    if (character === undefined) return expect === "end" ? undefined : fault(text, at, wanted(expect, level));
    if (expect === "end") return fault(text, at, "the end");
    const closes = level !== undefined && character === (level.object ? "}" : "]");
    if (closes && (expect === "comma-or-end" || expect === "value-or-end" || expect === "key-or-end")) {
      levels.pop();
      at++;
      expect = levels.length === 0 ? "end" : "comma-or-end";
    } else if (expect === "comma-or-end") {
      if (character !== ",") return fault(text, at, wanted(expect, level));
      at++;
      if (level !== undefined) level.index++;
      expect = level?.object === true ? "key" : "value";
    } else if (expect === "key" || expect === "key-or-end") {
      const end = character === '"' ? stringEnd(text, at) : undefined;
      if (level === undefined || end === undefined) return fault(text, at, wanted(expect, level));
      if (end < 0) return stringFault(text, -end - 1);
      if (visitor.key !== undefined) {
        level.key = String(JSON.parse(text.slice(at, end)));
        visitor.key(level.key, level.pointer);
      }
      at = skipBlank(text, end);
      if (text[at] !== ":") return fault(text, at, '":"');
      at++;
      expect = "value";
    } else if (character === "{" || character === "[") {
      const pointer = visitor.key === undefined ? "" : pointerBelow(level);
      levels.push({ object: character === "{", pointer, key: "", index: 0 });
      if (character === "{") visitor.openObject?.(pointer);
      at++;
      expect = character === "{" ? "key-or-end" : "value-or-end";
    } else {
      const end = scalarEnd(text, at);
      if (end === undefined) return fault(text, at, wanted(expect, level));
      if (end < 0) return stringFault(text, -end - 1);
      at = end;
      expect = levels.length === 0 ? "end" : "comma-or-end";
    }
  }
}

function pointerBelow(level: Level | undefined): string {
  if (level === undefined) return "";
  const token = level.object ? level.key.replaceAll("~", "~0").replaceAll("/", "~1") : String(level.index);
  return `${level.pointer}/${token}`;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at++;
  }
}

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The index behind a scalar; undefined when there is none; negative as stringEnd has it. */
function scalarEnd(text: string, at: number): number | undefined {
  if (text[at] === '"') return stringEnd(text, at);
  SCALAR.lastIndex = at;
  return SCALAR.test(text) ? SCALAR.lastIndex : undefined;
}

/** The index behind a string; `-(n + 1)` when character n has no place in it. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    // NaN: the end of the text.
    if (!(code >= 32)) return -(at + 1);
    if (code !== 92) {
      at++;
      continue;
    }
    const escaped = text[at + 1] ?? "";
    if (escaped !== "" && '"\\/bfnrt'.includes(escaped)) at += 2;
    else if (escaped === "u" && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) at += 6;
    else return -(at + 1);
  }
}

function stringFault(text: string, at: number): JsonFault {
  if (at >= text.length) return { message: "ends within a string", position: at };
  const what = text[at] === "\\" ? "a malformed escape" : "a control character";
  return { message: `has ${what} in a string at position ${at}`, position: at };
}

function wanted(expect: Expect, level: Level | undefined): string {
  const close = level?.object === true ? '"}"' : '"]"';
  if (expect === "value") return "a value";
  if (expect === "value-or-end") return `a value or ${close}`;
  if (expect === "key") return "a property name in double quotes";
  if (expect === "key-or-end") return `a property name in double quotes or ${close}`;
  return expect === "end" ? "the end" : `"," or ${close}`;
}

function fault(text: string, at: number, expected: string): JsonFault {
  const found = text.codePointAt(at);
  if (found === undefined) return { message: `ends where ${expected} is expected`, position: at };
  const shown =
    found > 32 && found < 127
      ? `"${String.fromCodePoint(found)}"`
      : `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
  return { message: `has ${shown} at position ${at} where ${expected} is expected`, position: at };
}
