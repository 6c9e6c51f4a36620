// Lengths are code points, counted only where they must be.
import { describe, expect, test } from "vitest";
import { codePoints, isLonger, isShorter } from "./text-length.ts";

describe("code points", () => {
  const cases: readonly (readonly [title: string, text: string, length: number])[] = [
    ["of nothing", "", 0],
    ["of plain letters", "abc", 3],
    ["of an astral character are one", "\u{1F511}", 1],
    ["of a mixture", "a\u{1F511}b\u{1F511}", 4],
    ["count lone surrogates one by one", "\ud83d\ud83d\udd11\udd11", 3],
    ["count a lone surrogate at the end", "a\ud83d", 2],
  ];
  for (const [title, text, length] of cases) test(title, () => expect(codePoints(text)).toBe(length));
});

describe("a bound of a length", () => {
  const texts = [
    "",
    "a",
    "ab",
    "\u{1F511}",
    "a\u{1F511}",
    "\u{1F511}\u{1F511}",
    "\ud83da",
    "\udd11\ud83d",
    "abcdef",
  ];
  const limits = [-1, 0, 1, 1.5, 2, 3, 4, 5, 6, 7];
  for (const text of texts)
    test(`is kept or broken by ${JSON.stringify(text)} as by its count`, () => {
      const count = codePoints(text);
      for (const limit of limits) {
        expect(isLonger(text, limit), `more than ${limit}`).toBe(count > limit);
        expect(isShorter(text, limit), `fewer than ${limit}`).toBe(count < limit);
      }
    });
});
