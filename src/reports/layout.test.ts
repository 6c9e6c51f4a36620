// Width, wrapping, clipping and colour of terminal lines.
import { describe, expect, test } from "vitest";
import { clip, columns, padStart, page, paragraph, wrap } from "./layout.ts";

const widths: readonly [text: string, width: number][] = [
  ["", 0],
  ["abc", 3],
  ["日本", 4],
  ["e\u0301", 1],
  ["😀", 2],
  ["✔ held", 6],
];

describe("layout", () => {
  for (const [text, width] of widths) {
    test(`"${text}" takes ${width} columns`, () => expect(columns(text)).toBe(width));
  }

  test("text is broken between words", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
  });

  test("a word that is too long is broken after a separator that is near", () => {
    expect(wrap("#/paths/orgs/secrets", 15)).toEqual(["#/paths/orgs/", "secrets"]);
  });

  test("a word without a separator is broken anywhere, never inside a character", () => {
    expect(wrap("日本語日本語", 5)).toEqual(["日本", "語日", "本語"]);
  });

  test("nothing is lost by wrapping", () => {
    const text = `a ${"x".repeat(57)}/${"y".repeat(31)} b`;
    expect(wrap(text, 20).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });

  test("a clipped label keeps both ends and fits", () => {
    expect(clip("requestBody › name › maxLength", 13)).toBe("reques…Length");
    expect(columns(clip("日本語日本語日本語", 8))).toBeLessThanOrEqual(8);
    expect(clip("short", 13)).toBe("short");
  });

  test("padding counts columns, not characters", () => expect(padStart("日", 3)).toBe(" 日"));

  test("a style is written only when colour is on", () => {
    expect(paragraph(page({ colour: true, width: 80 }), 2, "a", "red")).toEqual(["  \u001b[31ma\u001b[0m"]);
    expect(paragraph(page({ colour: false, width: 80 }), 2, "a", "red")).toEqual(["  a"]);
  });
});
