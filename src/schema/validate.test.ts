// The door to the validator: what does not compile is told, and numbers are compared as they are written.
import { describe, expect, test } from "vitest";
import { isMultiple } from "./multiple.ts";
import { createValidators } from "./validate.ts";
import type { JsonSchema } from "./violation.ts";

function validatorsFor(ids: Readonly<Record<string, JsonSchema>> = {}) {
  const problems: string[] = [];
  const validators = createValidators({
    load: (id) => ids[id],
    originOf: () => "#/here",
    onProblem: (pointer, message) => problems.push(`${pointer} ${message}`),
  });
  return { ...validators, problems };
}

describe("a schema that does not compile", () => {
  const rows: readonly (readonly [string, JsonSchema])[] = [
    ["a type that no dialect layer let through", { type: "obj" }],
    ["a reference to nothing", { $ref: "plumbline:/none" }],
    ["a bound that is no number", { type: "number", multipleOf: "1" }],
  ];
  for (const [name, schema] of rows) {
    test(`${name} is told once and accepts everything`, () => {
      const { accepts, check, problems } = validatorsFor();
      expect([accepts(schema, 1), check(schema, {}), accepts(schema, "a")]).toEqual([true, [], true]);
      expect(problems.map((problem) => problem.slice(0, 7))).toEqual(["#/here "]);
    });
  }
});

test("a reference inside a const or an enum is a value", () => {
  const { accepts, problems } = validatorsFor();
  expect(accepts({ enum: [{ $ref: "#/nowhere" }] }, { $ref: "#/nowhere" })).toBe(true);
  expect(problems).toEqual([]);
});

test("boolean schemas answer without being compiled", () => {
  const { accepts, check } = validatorsFor();
  expect([accepts(true, 1), accepts(false, 1), check(true, 1)]).toEqual([true, false, []]);
  expect(check(false, 1)).toMatchObject([{ keyword: "false schema", message: "is not allowed here" }]);
});

test("a number that JSON cannot write is no number", () => {
  const { accepts } = validatorsFor();
  expect([Infinity, NaN, 1e308].map((value) => accepts({ type: "number" }, value))).toEqual([
    false,
    false,
    true,
  ]);
});

describe("multiples", () => {
  const rows: readonly (readonly [number, number, boolean])[] = [
    [19.99, 0.01, true],
    [19.999, 0.01, false],
    [0, 0.01, true],
    [-4.5, 1.5, true],
    [1e308, 0.5, true],
    [1e308, 0.123456789, false],
    [123456789012.34, 0.01, true],
    [0.30000000000000004, 0.1, false],
    [1e-7, 1e-8, true],
    [9007199254740994, 2, true],
    [10, 3, false],
    [Infinity, 2, false],
  ];
  for (const [value, divisor, want] of rows) {
    test(`${value} ${want ? "is" : "is not"} a multiple of ${divisor}`, () =>
      expect(isMultiple(value, divisor)).toBe(want));
  }
});
