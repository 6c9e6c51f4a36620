// Lengths are code points, whatever the string is made of.
import { describe, expect, test } from "vitest";
import { astralOfLength, stringOfLength } from "./edge-strings.ts";
import { codePoints } from "./text-length.ts";

describe("strings of a length", () => {
  const cases: readonly (readonly [title: string, base: string, length: number, want: string])[] = [
    ["are filled up with a plain letter", "ab", 4, "abaa"],
    ["are cut", "abcdef", 2, "ab"],
    ["are cut between code points", "\u{1F511}\u{1F511}x", 1, "\u{1F511}"],
    ["never end in a blank after a cut", "1 Example", 2, "1a"],
    ["may be empty", "abc", 0, ""],
    ["stay when they fit", "abc", 3, "abc"],
  ];
  for (const [title, base, length, want] of cases)
    test(title, () => expect(stringOfLength(base, length)).toBe(want));
  test("astral ones have two UTF-16 units per code point", () => {
    const text = astralOfLength(255);
    expect([codePoints(text), text.length]).toEqual([255, 510]);
  });
});
