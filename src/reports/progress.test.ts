// The progress line fits its terminal.
import { describe, expect, test } from "vitest";
import { columns } from "./layout.ts";
import { progressLine } from "./progress.ts";

const lines: readonly [title: string, done: number, total: number, width: number, want: string][] = [
  ["half way", 5, 10, 30, ` ${"█".repeat(6)}${"░".repeat(6)} 5/10 cases  50 %`],
  ["done", 1200, 1200, 40, ` ${"█".repeat(15)} 1,200/1,200 cases 100 %`],
  ["an unknown total is no percentage to believe in", 3, 0, 30, ` ${"░".repeat(15)} 3 cases   0 %`],
  ["too narrow for a bar", 5, 10, 18, "5/10 cases  50 %"],
  ["too narrow for anything", 5, 10, 4, "5/10"],
];

describe("progress line", () => {
  for (const [title, done, total, width, want] of lines) {
    test(title, () => expect(progressLine(done, total, width)).toBe(want));
  }

  test("never wider than the terminal, and never a line feed", () => {
    for (let width = 0; width < 120; width += 1) {
      const line = progressLine(99_999, 100_000, width);
      expect(columns(line)).toBeLessThanOrEqual(width);
      expect(line).not.toContain("\n");
    }
  });

  test("99.9 % is not yet 100 %", () => expect(progressLine(999, 1000, 80)).toContain(" 99 %"));
});
