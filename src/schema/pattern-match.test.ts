// Matching in bounded time: the same verdict as the engine's, also where the engine would not come back.
import { describe, expect, test } from "vitest";
import { RegExpParser } from "@eslint-community/regexpp";
import { matcherOf } from "./pattern-match.ts";
import { walkOf } from "./pattern-walk.ts";

const PATTERNS = [
  "^(https?:\\/\\/)?([\\da-z\\.-]+)\\.([a-z\\.]{2,6})([\\/\\w \\.-]*)*\\/?$",
  "^[a-z]+$",
  "a|bc|",
  "^(a|ab)(c|bcd)(d*)$",
  "^a{2,4}b?$",
  "a{3}",
  "^.{2,3}[a-c]{1,2}.*e$",
  "^(?:[a-z]+-)*[a-z]{2,}$",
  "^(?:a{0,2}){3}$",
  "^(?=.*\\d)(?!.*x).{3,}$",
  "(?<=a)b",
  "(?<!a)b$",
  "\\bfoo\\b",
  "^\\p{Lu}\\p{Ll}+$",
  "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$",
  "^(\\w+\\s?)*$",
  "",
];
const TEXTS = [
  "",
  "a",
  "ab",
  "abc",
  "abcd",
  "aaab",
  "aaaaaa",
  "a1x",
  "a1b2",
  "foo bar",
  "xfoo",
  "Élan",
  "\u{1F511}",
  "ann@example.com",
  "https://example.com/a/b",
  "https://example.com/a b/c%20d",
  "one two three",
  "line\nline",
  "aXab-cde",
  "ab-cd-ef",
  "abcabcabce",
];

describe("the walk agrees with the engine", () => {
  for (const pattern of PATTERNS) {
    test(pattern || "the empty pattern", () => {
      const walk = walkOf(
        new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true }),
        true,
      );
      const regexp = new RegExp(pattern, "u");
      for (const text of TEXTS) expect([text, walk?.(text)]).toEqual([text, regexp.test(text)]);
    });
  }
});

describe("no text keeps a pattern busy", () => {
  const cases: [string, { pattern: string; text: string; matches: boolean }][] = [
    [
      "an address that almost matches",
      {
        pattern: PATTERNS[0] ?? "",
        text: "https://upload.example.org/wikipedia/commons/thumb/e/e5/A_picture_%28cropped%29.jpg",
        matches: false,
      },
    ],
    ["the classic", { pattern: "^(a+)+$", text: `${"a".repeat(5000)}b`, matches: false }],
    ["the classic that matches", { pattern: "^(a+)+$", text: "a".repeat(5000), matches: true }],
    ["options that overlap", { pattern: "^(a|aa)+$", text: `${"a".repeat(3000)}!`, matches: false }],
    ["words and blanks", { pattern: "^(\\w+\\s?)*$", text: `${"word".repeat(500)}!`, matches: false }],
  ];
  for (const [title, { pattern, text, matches }] of cases) {
    test(title, () => {
      const start = performance.now();
      expect(matcherOf(pattern).test(text)).toBe(matches);
      expect(performance.now() - start).toBeLessThan(2000);
    });
  }
});

test("two patterns are never taken for one", () => {
  expect(String(matcherOf("a+b+"))).not.toBe(String(matcherOf("a+c+")));
});
