// Strings made for and against regular expressions, tested with the expressions themselves.
import { describe, expect, test } from "vitest";
import { codePoints } from "./text-length.ts";
import { expressionOf } from "./expression.ts";
import { matching, notMatching, type LengthBounds } from "./pattern.ts";
import { random } from "./random.ts";

const PATTERNS: readonly (readonly [pattern: string, bounds?: LengthBounds])[] = [
  ["^[a-z]+$"],
  ["^[a-z]+$", { min: 5, max: 5 }],
  ["^[A-Z]{2}\\d{4}$"],
  ["^(foo|bar|baz-\\d+)$"],
  ["^(foo|ba|quux5)$", { min: 5 }],
  ["[0-9]"],
  ["[0-9]", { min: 100, max: 120 }],
  ["foo$", { min: 20 }],
  ["^foo", { min: 20 }],
  ["^\\S(.*\\S)?$", { min: 1, max: 255 }],
  ["^\\p{Lu}\\p{Ll}+$"],
  ["^\\p{Script=Runic}+$"],
  ["^[\\p{L}\\p{N} ._-]{1,64}$"],
  ["^\\u{1F511}{3}$", { min: 3, max: 3 }],
  ["^(a|b)\\1$"],
  ["^(?<quote>['\"])\\w+\\k<quote>$"],
  ["^(?=.*[A-Z])(?=.*\\d)(?=.*[!@#])[A-Za-z\\d!@#]{8,}$"],
  ["^(?!admin)[a-z]{3,10}$"],
  ["^(?!.*--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$"],
  ["^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"],
  ["^[a-z0-9]+(?:-[a-z0-9]+)*$", { min: 3, max: 40 }],
  ["^#?([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$"],
  ["^\\+?[1-9]\\d{1,14}$"],
  ["^(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"],
  ["^v?\\d+\\.\\d+\\.\\d+(-[\\w.]+)?(\\+[\\w.]+)?$"],
  ["^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\\d{12}:.+$"],
  ["^/(?:[^/\\n]+/)*[^/\\n]*$"],
  ["\\bword\\b"],
  ["^\\x41\\cJ?\\t$"],
  ["^[\\w-]{22}$"],
  ["^[\\-\\w]+\\_x$"],
  ["^a{0}b$"],
  ["^(?:a*){2}$", { min: 4, max: 4 }],
  ["^(a+)+$", { min: 10, max: 30 }],
  ["^.{3}$", { max: 3 }],
  ["^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", { min: 8, max: 8 }],
  ["^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$"],
  ["^[^a-z]$"],
  ["^(?<=^)x$"],
  ["^\\d{1,3}(,\\d{3})*(\\.\\d+)?$"],
  [
    "^arn:(?=[^:]+:fsx:[^:]+:\\d{12}:)((|(?![^:]*-{2})[a-z0-9].*(?<!-)):){4}(?!/).{0,99}$",
    { min: 8, max: 512 },
  ],
  [
    "(-{5}BEGIN-{5}\\n([A-Za-z0-9/+]{64}\\n)*[A-Za-z0-9/+]{1,64}={0,2}\\n-{5}END-{5}\\n)*-{5}END-{5}(\\n)?",
    { max: 999 },
  ],
];

describe("a string that matches", () => {
  for (const [pattern, bounds = {}] of PATTERNS) {
    test(`${pattern} ${JSON.stringify(bounds)}`, () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const text = matching(pattern, bounds, random(seed));
        expect(text).toMatch(expressionOf(pattern)?.regexp ?? /never^/);
        expect(codePoints(text ?? "")).toBeGreaterThanOrEqual(bounds.min ?? 0);
        expect(codePoints(text ?? "")).toBeLessThanOrEqual(bounds.max ?? Infinity);
        expect(matching(pattern, bounds, random(seed))).toBe(text);
      }
    });
  }
  test("can be a million characters long", () => {
    expect(
      matching("^[a-z ]+$", { min: 1_000_000, max: 1_000_010 }, random(1))?.length,
    ).toBeGreaterThanOrEqual(1_000_000);
  });
});

describe("a string that does not match", () => {
  for (const [pattern, bounds = {}] of PATTERNS) {
    test(`${pattern} ${JSON.stringify(bounds)}`, () => {
      const near = matching(pattern, bounds, random(1)) ?? "";
      const text = notMatching(pattern, bounds, random(1), near);
      expect(text).toBeDefined();
      expect(text).not.toMatch(expressionOf(pattern)?.regexp ?? /^/);
      expect(codePoints(text ?? "")).toBeGreaterThanOrEqual(bounds.min ?? 0);
      expect(codePoints(text ?? "")).toBeLessThanOrEqual(bounds.max ?? Infinity);
    });
  }
  test("is one edit away where it can be", () => {
    expect(notMatching("^[a-z]{5}$", {}, random(1), "abcde")).toBe("ab!de");
    expect(notMatching("^[a-z]{3}$", { min: 3, max: 3 }, random(1), "abc")).toHaveLength(3);
  });
});

describe("no string is found", () => {
  const none: readonly (readonly [title: string, run: () => string | undefined])[] = [
    ["for what is no regular expression", () => matching("(", {}, random(1))],
    ["for an empty class", () => matching("^[]$", {}, random(1))],
    ["for a contradiction", () => matching("^a(?!b)b$", {}, random(1))],
    ["when the pattern is longer than the bounds", () => matching("^a{10}$", { max: 9 }, random(1))],
    ["when the pattern is shorter than the bounds", () => matching("^a{3}$", { min: 4 }, random(1))],
    ["for bounds that leave nothing", () => matching("a", { min: 3, max: 2 }, random(1))],
    ["against a pattern that everything matches", () => notMatching("", {}, random(1), "abc")],
    ["against what is no regular expression", () => notMatching("[", {}, random(1), "abc")],
  ];
  for (const [title, run] of none) test(title, () => expect(run()).toBeUndefined());
});

describe("a pattern that backtracks without end does not hang", () => {
  const cases: readonly (readonly [pattern: string, near: string])[] = [
    ["^(a+)+$", "a".repeat(60)],
    ["^(a|aa)+$", "a".repeat(60)],
    ["^(a|a)*$", "a".repeat(60)],
    ["^(\\w+\\s?)*$", "word ".repeat(30)],
    ["^a*a*a*a*a*a*a*b$", `${"a".repeat(300)}b`],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(60)],
    ["a+b", "a".repeat(100_000)],
  ];
  for (const [pattern, near] of cases) {
    test(pattern, () => {
      const start = performance.now();
      for (const min of [0, 50]) {
        notMatching(pattern, { min }, random(1), near);
        matching(pattern, { min, max: 200 }, random(1));
      }
      expect(performance.now() - start).toBeLessThan(3000);
    });
  }
});
