// JSON text: what is read, what is refused and where, keys that come twice.
import { describe, expect, test } from "vitest";
import { encodeText } from "../http.ts";
import { duplicateKeys } from "./duplicate-keys.ts";
import { scanJson } from "./json-scan.ts";
import { parseJson, parseJsonBytes } from "./json-text.ts";

const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

const values: [title: string, text: string, want: unknown][] = [
  ["zero", "0", 0],
  ["false", "false", false],
  ["null", "null", null],
  ["the empty string", '""', ""],
  ["blanks around", " \r\n\t{}\n", {}],
  ["a NUL in a string", '"\\u0000"', "\0"],
  ["the replacement character itself", '"\ufffd"', "\ufffd"],
  ["a lone surrogate as an escape", '"\\ud800"', "\ud800"],
  ["a large number", "1e400", Infinity],
];

const faults: [title: string, text: string, position: number, want: RegExp][] = [
  ["nothing", "", 0, /ends where a value/],
  ["an open object", '{"a":1', 6, /ends where "," or "}"/],
  ["a missing value", '{"a":}', 5, /has "}" at position 5 where a value/],
  ["a comma too many in an object", '{"a":1,}', 7, /property name/],
  ["a comma too many in a list", "[1,]", 3, /a value/],
  ["a missing comma", "[1 2]", 3, /"," or "]"/],
  ["single quotes", "{'a':1}", 1, /property name in double quotes/],
  ["a bare name", "{a:1}", 1, /property name/],
  ["a missing colon", '{"a" 1}', 5, /":"/],
  ["text behind the value", "{} x", 3, /the end/],
  ["a leading zero", "01", 1, /the end/],
  ["NaN", "NaN", 0, /a value/],
  ["a comment", "/* */ 1", 0, /a value/],
  ["an open string", '"abc', 4, /ends within a string/],
  ["a line break in a string", '"a\nb"', 2, /control character/],
  ["a bad escape", '"\\x"', 1, /malformed escape/],
  ["a short unicode escape", '"\\u12"', 1, /malformed escape/],
  ["a wrong closing bracket", '[{"a":1]', 7, /"," or "}"/],
  ["a non-ASCII character", "ž", 0, /U\+017E/],
];

describe("JSON text", () => {
  for (const [title, text, value] of values) test(title, () => expect(parseJson(text)).toEqual({ value }));

  for (const [title, text, position, want] of faults) {
    test(`${title} is refused with its position`, () => {
      const found = parseJson(text);
      if (found.error === undefined) throw new Error("accepted");
      expect(found.position).toBe(position);
      expect(found.error).toMatch(want);
    });
  }

  test("the scanner finds no fault in what JSON.parse takes, and a fault in what it refuses", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      "1",
      "-0.5e+3",
      "true",
      "null",
      " ",
      '"\\n"',
      "01",
      ".",
    ];
    let seed = 7;
    let good = 0;
    for (let round = 0; round < 20_000; round++) {
      let text = "";
      for (let index = 0; index < 1 + (round % 7); index++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        text += pieces[Math.floor((seed / 2_147_483_648) * pieces.length)] ?? "";
      }
      let wellFormed = true;
      try {
        JSON.parse(text);
        good++;
      } catch {
        wellFormed = false;
      }
      expect([text, scanJson(text) === undefined]).toEqual([text, wellFormed]);
    }
    expect(good).toBeGreaterThan(500);
  });

  test("1000 levels are read, 1001 are refused, brackets in strings do not count", () => {
    expect(parseJson(deep(1000)).error).toBeUndefined();
    expect(parseJson(deep(1001)).error).toMatch(/more than 1000 deep/);
    expect(parseJson("[".repeat(2_000_000)).error).toMatch(/more than 1000 deep/);
    expect(parseJson(JSON.stringify(["[".repeat(3000), '\\"[['.repeat(2000)])).error).toBeUndefined();
  });

  test("a byte order mark is passed over and flagged", () => {
    expect(parseJsonBytes(encodeText("\ufeff[1]"))).toEqual({ value: [1], bom: true });
  });

  test("bytes that are not UTF-8 are refused", () => {
    expect(parseJsonBytes(Uint8Array.of(0x22, 0xff, 0x22)).error).toBe("is not valid UTF-8");
    expect(parseJsonBytes(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).error).toBe("is not valid UTF-8");
  });

  test("a view into a larger buffer is read within its bounds", () => {
    expect(parseJsonBytes(encodeText("xx[1]yy").subarray(2, 5))).toEqual({ value: [1] });
  });

  test("__proto__ stays an own key", () => {
    const found = parseJson('{"__proto__":{"x":1}}');
    expect(Object.keys(found.error === undefined ? Object(found.value) : {})).toEqual(["__proto__"]);
  });
});

const repeats: [text: string, want: string[]][] = [
  ["{}", []],
  ['{"a":1,"b":2}', []],
  ['{"a":1,"a":2}', ["/a"]],
  ['{"a":1,"a":2,"a":3}', ["/a"]],
  ['{"a":1,"\\u0061":2}', ["/a"]],
  ['{"a":{"b":1},"c":{"b":2}}', []],
  ['{"a":{"b":1,"b":2}}', ["/a/b"]],
  ['{"a":{"x":1},"b":2,"a":3}', ["/a"]],
  ['[{"a":1},{"a":2,"a":3}]', ["/1/a"]],
  ['{"x":[[],{"~/":1,"~/":2}]}', ["/x/1/~0~1"]],
  ['{"__proto__":1,"__proto__":2}', ["/__proto__"]],
  ['{"a":1,"a":', []],
];

describe("keys that come twice", () => {
  for (const [text, want] of repeats)
    test(`${text}: ${want.join(" ") || "none"}`, () => expect(duplicateKeys(text)).toEqual(want));
});
