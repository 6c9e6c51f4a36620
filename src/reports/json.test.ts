// The JSON report is whole, ordered and safe to print.
import { describe, expect, test } from "vitest";
import { exampleRun } from "./example-run.test-data.ts";
import { hostileRun } from "./hostile-run.test-data.ts";
import { jsonReport } from "./json.ts";

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe("json report", () => {
  for (const [name, run] of [
    ["an ordinary", exampleRun()],
    ["a hostile", hostileRun()],
  ] as const) {
    test(`${name} run reads back whole, behind the name of the format`, () => {
      expect(JSON.parse(jsonReport(run))).toEqual({ format: "plumbline-run/1", ...run });
    });
  }

  test("the order of the keys does not depend on how the run was built", () => {
    const run = exampleRun();
    expect(jsonReport(reversed(run) as typeof run)).toBe(jsonReport(run));
  });

  test("the format comes first", () =>
    expect(jsonReport(exampleRun())).toMatch(/^\{\n {2}"format": "plumbline-run\/1",/));

  test("printing it cannot move the cursor", () => {
    expect(jsonReport(hostileRun()).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});
