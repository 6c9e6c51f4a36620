// Media types: parsing, ranges, kinds.
import { describe, expect, test } from "vitest";
import {
  formatMediaType,
  isForm,
  isJson,
  isJsonLines,
  isText,
  isXml,
  matchMediaType,
  parseMediaType,
} from "./media-type.ts";

const parsed = (text: string) => {
  const found = parseMediaType(text);
  if (found === undefined) throw new Error(`${text} is malformed`);
  return found;
};

const wellFormed: [text: string, essence: string, parameters: Record<string, string>][] = [
  ["application/json", "application/json", {}],
  ["Application/JSON; Charset=UTF-8", "application/json", { charset: "UTF-8" }],
  [" text/html ;level=1", "text/html", { level: "1" }],
  ['multipart/form-data; boundary="a;b\\"c"', "multipart/form-data", { boundary: 'a;b"c' }],
  ["text/plain; ; charset=utf-8;", "text/plain", { charset: "utf-8" }],
  ["*/*;q=0.1", "*/*", { q: "0.1" }],
  ["application/vnd.x+json", "application/vnd.x+json", {}],
];

const malformed = [
  "x",
  "json",
  "",
  "text/",
  "/html",
  "a/b/c",
  "text/html;level",
  "text/html; a b",
  "*/html",
  'a/b; c="d',
  "a b/c",
  "a/b, c/d",
  "x".repeat(2000),
];

describe("parsing", () => {
  for (const [text, essence, parameters] of wellFormed) {
    test(`${text} is ${essence}`, () => {
      expect({ essence: parsed(text).essence, parameters: { ...parsed(text).parameters } }).toEqual({
        essence,
        parameters,
      });
    });
  }
  for (const text of malformed)
    test(`"${text.slice(0, 30)}" is malformed`, () => expect(parseMediaType(text)).toBeUndefined());

  test("a suffix is what stands behind the last plus", () => {
    expect(parsed("application/vnd.x+json").suffix).toBe("json");
    expect(parsed("application/json").suffix).toBeUndefined();
  });

  test("a thousand different types leave the cache bounded and right", () => {
    for (let index = 0; index < 1_000; index++) expect(parsed(`a/b${index}`).subtype).toBe(`b${index}`);
    expect(parsed("a/b0").subtype).toBe("b0");
  });

  for (const text of ["application/json; charset=utf-8", 'a/b; c="d e\\"f"', "text/plain"]) {
    test(`${text} is written as it was read`, () => expect(formatMediaType(parsed(text))).toBe(text));
  }
});

const matches: [declared: string[], actual: string, want: string | undefined][] = [
  [["application/json"], "application/json", "application/json"],
  [["application/json"], "application/json; charset=utf-8", "application/json"],
  [["application/json; charset=utf-8"], "application/json", "application/json; charset=utf-8"],
  [["application/json; charset=utf-8"], "application/json;charset=UTF8", "application/json; charset=utf-8"],
  [["a/b;v=1"], "a/b;v=2", undefined],
  [["a/b", "a/b;v=1"], "a/b;v=1", "a/b;v=1"],
  [["a/b;v=1", "a/b"], "a/b", "a/b"],
  [["a/b;v=1", "a/b"], "a/b;v=2", "a/b"],
  [["*/*", "text/*", "text/plain"], "text/plain", "text/plain"],
  [["*/*", "text/*"], "text/plain", "text/*"],
  [["*/*", "text/*"], "image/png", "*/*"],
  [["application/*", "application/*+json"], "application/vnd.x+json", "application/*+json"],
  [["application/json"], "application/vnd.x+json", undefined],
  [["application/vnd.x+json"], "application/json", undefined],
  [["application/vnd.x+json"], "application/vnd.x+xml", undefined],
  [["x", "application/json"], "application/json", "application/json"],
  [["x"], "application/json", undefined],
  [[], "application/json", undefined],
  [["multipart/form-data; boundary=x"], "multipart/form-data; boundary=y", "multipart/form-data; boundary=x"],
];

describe("the declared range that fits best", () => {
  for (const [declared, actual, want] of matches) {
    test(`${actual} among ${declared.join(" | ") || "nothing"}`, () =>
      expect(matchMediaType(declared, parsed(actual))).toBe(want));
  }
});

const kinds: [text: string, kind: string][] = [
  ["application/json", "json"],
  ["text/json", "json text"],
  ["application/problem+json", "json"],
  ["application/jsonp", ""],
  ["application/x-ndjson", "lines"],
  ["application/jsonl", "lines"],
  ["application/json-seq", "lines"],
  ["application/geo+json-seq", "lines"],
  ["application/xml", "xml"],
  ["image/svg+xml", "xml"],
  ["text/xml", "xml text"],
  ["text/html", "text"],
  ["multipart/form-data", "form"],
  ["application/x-www-form-urlencoded", "form"],
  ["multipart/mixed", ""],
];

describe("what a type holds", () => {
  for (const [text, kind] of kinds) {
    test(`${text} is ${kind || "binary"}`, () => {
      const type = parsed(text);
      const found = [
        isJson(type) && "json",
        isJsonLines(type) && "lines",
        isXml(type) && "xml",
        isForm(type) && "form",
        isText(type) && "text",
      ];
      expect(found.filter(Boolean).join(" ")).toBe(kind);
    });
  }
});
