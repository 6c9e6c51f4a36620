// The Prefer header.
import { describe, expect, test } from "vitest";
import type { Preferences } from "./prefer.ts";
import { parsePrefer, preferencesOf } from "./prefer.ts";

const wishes: [value: string | undefined, want: Omit<Preferences, "problems">][] = [
  [undefined, {}],
  ["", {}],
  ["code=404", { code: 404 }],
  ["Code=404, EXAMPLE=cat", { code: 404, example: "cat" }],
  ["code=200; dynamic=true", { code: 200, dynamic: true }],
  ['example="a, b; c"', { example: "a, b; c" }],
  ['example="say \\"x\\""', { example: 'say "x"' }],
  ["seed=abc, wait=3", { seed: "abc", wait: 3 }],
  ["dynamic=FALSE", { dynamic: false }],
  ["code=200, code=500", { code: 200 }],
  ["respond-async, return=minimal, constructor=1", {}],
  [" code = 201 ", { code: 201 }],
];

const refused: [value: string, named: string][] = [
  ["code=20", "code"],
  ["code=4XX", "code"],
  ["code=999", "code"],
  ["code", "code"],
  ["code=200 example=x", "code"],
  ["dynamic=yes", "dynamic"],
  ["seed=", "seed"],
  ["example=", "example"],
  ["wait=soon", "wait"],
];

describe("preferences", () => {
  for (const [value, want] of wishes) {
    test(`${value} asks for ${JSON.stringify(want)}`, () =>
      expect(parsePrefer(value)).toEqual({ ...want, problems: [] }));
  }
  for (const [value, named] of refused) {
    test(`${value} is refused by name`, () => {
      const { problems } = parsePrefer(value);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(named);
    });
  }
  test("pairs of a query ask for the same", () => {
    expect(
      preferencesOf([
        ["code", "404"],
        ["example", "a b"],
        ["page", "1"],
      ]),
    ).toEqual({ code: 404, example: "a b", problems: [] });
  });
});
