// The seeded generator is stable: its first numbers are written down here.
import { describe, expect, test } from "vitest";
import { int, pick, random } from "./random.ts";

describe("random", () => {
  test("gives the same numbers for a seed on every platform", () => {
    const next = random(1);
    expect([next(), next(), next()].map((value) => value.toFixed(9))).toEqual([
      "0.627073941",
      "0.002735721",
      "0.527447040",
    ]);
  });
  test("stays in [0, 1) and differs by seed", () => {
    const [one, two] = [random(1), random(2)];
    const values = Array.from({ length: 1000 }, () => one());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(two()).not.toBe(values[0]);
  });
  test("takes odd seeds without failing", () => {
    for (const seed of [Number.NaN, Infinity, -1, 1.9, 2 ** 40]) expect(random(seed)()).toBeLessThan(1);
  });
});

describe("int and pick", () => {
  test("int reaches both ends and nothing else", () => {
    const next = random(3);
    const seen = new Set(Array.from({ length: 200 }, () => int(next, 2, 4)));
    expect([...seen].sort()).toEqual([2, 3, 4]);
    expect(int(next, 5, 1)).toBe(5);
  });
  test("pick of an empty list is undefined", () => {
    expect(pick(random(1), [])).toBeUndefined();
    expect(["a", "b"]).toContain(pick(random(1), ["a", "b"]));
  });
});
