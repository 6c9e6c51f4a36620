// Where and why a text is not JSON; JSON.parse says it differently in every release.

export interface SyntaxSlip {
  readonly offset: number;
  readonly message: string;
}

/** What may come next: a value, a key, a colon, or what follows a finished value. */
type Expected = "value" | "first-item" | "key" | "first-key" | "colon" | "after";

const WORDS: Readonly<Record<Expected, string>> = {
  value: "a value",
  "first-item": 'a value or "]"',
  key: "a key in double quotes",
  "first-key": 'a key in double quotes or "}"',
  colon: '":" after the key',
  after: '"," or the closing bracket',
};

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;

/** The first slip of a text that JSON.parse refuses; undefined when the text is JSON (RFC 8259). */
export function findJsonSlip(text: string): SyntaxSlip | undefined {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let offset = 0;
  for (;;) {
    offset = skipJsonSpace(text, offset);
    const char = text[offset];
    if (char === undefined) {
      if (expected === "after" && open.length === 0) return undefined;
      return { offset, message: `the text ends where ${WORDS[expected]} is expected` };
    }
    if (expected === "after") {
      const container = open.at(-1);
      if (container === undefined) return { offset, message: "something follows the end of the JSON value" };
      if (char === ",") expected = container === "{" ? "key" : "value";
      else if (char === (container === "{" ? "}" : "]")) open.pop();
      else return unexpected(text, offset, expected);
      offset += 1;
    } else if (expected === "colon") {
      if (char !== ":") return unexpected(text, offset, expected);
      expected = "value";
      offset += 1;
    } else if ((expected === "first-key" && char === "}") || (expected === "first-item" && char === "]")) {
      open.pop();
      expected = "after";
      offset += 1;
    } else if (expected === "key" || expected === "first-key") {
      if (char !== '"') return unexpected(text, offset, expected);
      const end = endOfString(text, offset);
      if (typeof end !== "number") return end;
      expected = "colon";
      offset = end;
    } else if (char === "{" || char === "[") {
      open.push(char);
      expected = char === "{" ? "first-key" : "first-item";
      offset += 1;
    } else {
      const end = endOfScalar(text, offset, expected);
      if (typeof end !== "number") return end;
      expected = "after";
      offset = end;
    }
  }
}

/** The offset of the next character that is not JSON white space. */
export function skipJsonSpace(text: string, from: number): number {
  let offset = from;
  for (;;) {
    const code = text.charCodeAt(offset);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return offset;
    offset += 1;
  }
}

function endOfScalar(text: string, offset: number, expected: Expected): number | SyntaxSlip {
  if (text[offset] === '"') return endOfString(text, offset);
  for (const pattern of [NUMBER, LITERAL]) {
    pattern.lastIndex = offset;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  return unexpected(text, offset, expected);
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function endOfString(text: string, start: number): number | SyntaxSlip {
  let offset = start + 1;
  for (;;) {
    const code = text.charCodeAt(offset);
    if (code === 34) return offset + 1;
    if (Number.isNaN(code)) return { offset: start, message: "this string is never closed" };
    if (code === 92) {
      ESCAPE.lastIndex = offset;
      if (!ESCAPE.test(text)) return { offset, message: "not an escape that JSON knows" };
      offset = ESCAPE.lastIndex;
    } else if (code < 32) {
      return {
        offset,
        message:
          code === 10 || code === 13 ? "a string must not span lines" : "a control character in a string",
      };
    } else offset += 1;
  }
}

function unexpected(text: string, offset: number, expected: Expected): SyntaxSlip {
  const char = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if ((char === "}" && expected === "key") || (char === "]" && expected === "value")) {
    return { offset, message: `a comma before "${char}" is not JSON` };
  }
  if (text.startsWith("//", offset) || text.startsWith("/*", offset))
    return { offset, message: "JSON has no comments" };
  return { offset, message: `expected ${WORDS[expected]}, found ${JSON.stringify(char)}` };
}
