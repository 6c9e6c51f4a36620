// Varied strings: real-looking, of their format, and the same for the same seed.
import { describe, expect, test } from "vitest";
import { random } from "./random.ts";
import { createValidators } from "./validate.ts";
import { drawn, drawnFormat } from "./variety.ts";

const { accepts } = createValidators({
  load: () => undefined,
  originOf: () => undefined,
  onProblem: () => undefined,
});
const FORMATS =
  "email idn-email uri iri uri-reference uuid date time date-time ipv4 hostname byte duration".split(" ");

describe("a drawn value is of its format", () => {
  for (const format of FORMATS) {
    test(format, () => {
      const next = random(3);
      const schema = { type: "string", format };
      const values = Array.from({ length: 50 }, () => drawnFormat(format, next));
      expect(values.filter((value) => !accepts(schema, value))).toEqual([]);
      expect(new Set(values).size).toBeGreaterThan(5);
    });
  }
});

describe("a drawn string suits its name", () => {
  const cases: [string, RegExp][] = [
    ["contactEmail", /^[a-z]+\.[a-z]+@example\.com$/],
    ["first_name", /^[A-Z][a-z]+$/],
    ["createdAt", /^\d{4}-\d\d-\d\dT/],
    ["postal code", /^\d{5}$/],
    ["whatever", /^[a-z]+ [a-z]+$/],
    ["", /^[a-z]+ [a-z]+$/],
    ["constructor", /^[a-z]+ [a-z]+$/],
  ];
  for (const [name, like] of cases) {
    test(name || "no name", () => {
      const next = random(5);
      const values = Array.from({ length: 20 }, () => drawn(name, next));
      for (const value of values) expect(value).toMatch(like);
      expect(new Set(values).size).toBeGreaterThan(3);
    });
  }
});

test("the same seed draws the same", () => {
  expect([drawn("name", random(9)), drawnFormat("uuid", random(9))]).toEqual([
    drawn("name", random(9)),
    drawnFormat("uuid", random(9)),
  ]);
});
