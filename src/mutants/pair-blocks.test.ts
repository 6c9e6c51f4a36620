// Sets of variants: every two that can be had together stand together somewhere, in few sets.
import { describe, expect, test } from "vitest";
import type { Variant } from "./mutant.ts";
import { pairBlocks } from "./pair-blocks.ts";

/** Variants that go with anything, and choices with so many variants each. */
function variants(free: number, choices: readonly number[]): readonly Variant[] {
  const one = (id: string, choice?: string): Variant => ({
    id,
    description: id,
    wrap: (answer) => answer,
    ...(choice === undefined ? {} : { choice }),
  });
  return [
    ...Array.from({ length: free }, (_, index) => one(`free ${index}`)),
    ...choices.flatMap((size, choice) =>
      Array.from({ length: size }, (_, index) => one(`choice ${choice}, ${index}`, `choice ${choice}`)),
    ),
  ];
}

const KINDS = [
  [26, [2, 2, 2, 2, 2, 2, 1]],
  [10, [4, 2, 2]],
  [3, [3, 3, 2]],
  [5, []],
  [0, [2, 2]],
] as const;

describe.each(KINDS)("%i variants and choices of %j", (free, choices) => {
  const all = variants(free, choices);

  test.each([2, 3, 7, all.length])(
    "every two that can be had together are, in sets of %i at the most",
    (size) => {
      const sets = pairBlocks(all, size).map((block) => new Set(block));
      for (const set of sets) expect(set.size).toBeLessThanOrEqual(size);
      for (const [at, one] of all.entries())
        for (const other of all.slice(at + 1)) {
          const isRival = one.choice !== undefined && one.choice === other.choice;
          const isTogether = sets.some((set) => set.has(one) && set.has(other));
          expect(isTogether, `${one.id} and ${other.id}`).toBe(!isRival);
        }
    },
  );

  test("the variants of a set stand in their order", () => {
    for (const block of pairBlocks(all)) {
      const places = block.map((one) => all.indexOf(one));
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }
  });
});

test("six choices of two need six sets, and get no more; what goes with anything stands in two of them", () => {
  const blocks = pairBlocks(variants(26, [2, 2, 2, 2, 2, 2]));
  expect(blocks).toHaveLength(6);
  expect(blocks.filter((block) => block.some(({ choice }) => choice === undefined))).toHaveLength(2);
});

test("two choices need as many sets as they have pairs", () => {
  expect(pairBlocks(variants(10, [4, 2]))).toHaveLength(8);
});

test("of fewer than two variants there is no pair", () => {
  expect(pairBlocks(variants(1, []))).toEqual([]);
  expect(pairBlocks([])).toEqual([]);
});
