// Covering rows: every pair that can stand side by side does, in few rows, and always the same ones.
import { describe, expect, test } from "vitest";
import { coveringRows, type Row } from "./covering.ts";

const pairsOf = (rows: readonly Row[]): ReadonlySet<string> =>
  new Set(
    rows.flatMap((row) =>
      row.flatMap((level, one) =>
        row.slice(one + 1).map((other, index) => `${one}:${level} ${one + 1 + index}:${other}`),
      ),
    ),
  );

const allPairs = (levels: readonly number[]): readonly string[] =>
  levels.flatMap((count, one) =>
    levels
      .slice(one + 1)
      .flatMap((others, index) =>
        Array.from(
          { length: count * others },
          (_, at) => `${one}:${Math.floor(at / others)} ${one + 1 + index}:${at % others}`,
        ),
      ),
  );

const cases: readonly (readonly [title: string, levels: readonly number[], most: number])[] = [
  ["two factors take all combinations", [2, 3], 6],
  ["four factors of two levels take few rows", [2, 2, 2, 2], 7],
  ["ten factors of three levels take far fewer than all", Array.from({ length: 10 }, () => 3), 25],
  ["levels may differ", [4, 1, 2, 5, 3], 26],
];

describe("covering rows", () => {
  for (const [title, levels, most] of cases) {
    test(title, () => {
      const rows = coveringRows(levels, { accepts: () => true, most: 1000, seed: 1 });
      const held = pairsOf(rows);
      expect(allPairs(levels).filter((pair) => !held.has(pair))).toEqual([]);
      expect(rows.length).toBeLessThanOrEqual(most);
    });
  }

  test("a pair that is never accepted is left out, and every other one stays", () => {
    const levels = [2, 2, 2, 2];
    const accepts = (row: Row): boolean => !(row[0] === 1 && row[1] === 1) && !(row[2] === 1 && row[3] === 1);
    const rows = coveringRows(levels, { accepts, most: 1000, seed: 1 });
    expect(rows.every(accepts)).toBe(true);
    const held = pairsOf(rows);
    expect(allPairs(levels).filter((pair) => !held.has(pair))).toEqual(["0:1 1:1", "2:1 3:1"]);
  });

  test("the same seed gives the same rows", () => {
    const levels = [3, 3, 3, 3, 3];
    const once = coveringRows(levels, { accepts: () => true, most: 1000, seed: 7 });
    expect(coveringRows(levels, { accepts: () => true, most: 1000, seed: 7 })).toEqual(once);
  });

  test("the number of rows is bounded", () => {
    expect(coveringRows([5, 5, 5], { accepts: () => true, most: 4, seed: 1 })).toHaveLength(4);
  });
});
