// Holds pointers to RFC 6901 and to the project's way of naming documents.
import { describe, expect, test } from "vitest";
import { escapeToken, joinPointer, parentPointer, splitPointer, unescapeToken } from "./pointer.ts";

describe("tokens", () => {
  const cases: [plain: string, escaped: string][] = [
    ["name", "name"],
    ["", ""],
    ["/org/secrets/{secretId}", "~1org~1secrets~1{secretId}"],
    ["~1", "~01"],
    ["a~b/c", "a~0b~1c"],
    ["50%", "50%"],
  ];
  for (const [plain, escaped] of cases) {
    test(`${JSON.stringify(plain)} is written ${JSON.stringify(escaped)} and read back`, () => {
      expect(escapeToken(plain)).toBe(escaped);
      expect(unescapeToken(escaped)).toBe(plain);
    });
  }
});

describe("joinPointer", () => {
  const cases: [name: string, given: [string, ...(string | number)[]], want: string][] = [
    ["escapes tokens", ["#/paths", "/a/{b}", "get"], "#/paths/~1a~1{b}/get"],
    ["takes indexes", ["#/servers", 0], "#/servers/0"],
    ["begins at the root", ["#", "info"], "#/info"],
    ["begins in another document", ["a.yaml#", "x"], "a.yaml#/x"],
    ["adds the mark to a bare document", ["a.yaml", "x"], "a.yaml#/x"],
    ["keeps an empty key", ["#/a", ""], "#/a/"],
    ["gives the base without tokens", ["#/a"], "#/a"],
  ];
  for (const [name, given, want] of cases) test(name, () => expect(joinPointer(...given)).toBe(want));
});

describe("splitPointer", () => {
  const cases: [given: string, document: string, tokens: string[]][] = [
    ["#", "", []],
    ["", "", []],
    ["#/", "", [""]],
    ["#/paths/~1a/get", "", ["paths", "/a", "get"]],
    ["lib/a.yaml#/x", "lib/a.yaml", ["x"]],
    ["lib/a.yaml", "lib/a.yaml", []],
    ["https://example.com/a.yaml#/x/~01", "https://example.com/a.yaml", ["x", "~1"]],
    ["/a/b", "", ["a", "b"]],
    ["#/a/b#c", "", ["a", "b#c"]],
  ];
  for (const [given, document, tokens] of cases) {
    test(`${JSON.stringify(given)} has ${tokens.length} tokens`, () =>
      expect(splitPointer(given)).toEqual({ document, tokens }));
  }
});

describe("parentPointer", () => {
  const cases: [given: string, want: string | undefined][] = [
    ["#/a/b", "#/a"],
    ["#/a", "#"],
    ["#", undefined],
    ["a/b.yaml#", undefined],
    ["a/b.yaml#/x", "a/b.yaml#"],
  ];
  for (const [given, want] of cases)
    test(`of ${given} is ${String(want)}`, () => expect(parentPointer(given)).toBe(want));
});
