// Runs of one contract beside each other, and who is more compatible.
import { describe, expect, test } from "vitest";
import type { Finding, VerdictState } from "../suite/result.ts";
import { compareTable } from "./compare.ts";
import { compareRuns, type NamedRun, percent } from "./comparison.ts";
import { finding, verdict } from "./example-parts.test-data.ts";
import { exampleRun } from "./example-run.test-data.ts";
import { HOSTILE, hostileRun } from "./hostile-run.test-data.ts";
import { columns } from "./layout.ts";

const ACCEPTED = { reason: "soon", owner: "team", expires: "2026-03-31" };

type Said = VerdictState | "known" | `broken: ${string}`;

/** A run with one clause per entry: its state, and what the target did when it is broken. */
function named(name: string, said: Readonly<Record<string, Said>>): NamedRun {
  const findings: Finding[] = [];
  const verdicts = Object.entries(said).map(([clause, word]) => {
    const state = (word === "known" ? "broken" : word.split(":")[0]) as VerdictState;
    const id = `${clause} ${findings.length}`;
    if (state === "broken") {
      const changes = { id, message: word.split(": ")[1] ?? "wrong" };
      findings.push(finding(word === "known" ? { ...changes, accepted: ACCEPTED } : changes));
    }
    return verdict(
      { pointer: `#/components/schemas/${clause}` },
      { state, findings: state === "broken" ? [id] : [] },
    );
  });
  return { name, run: exampleRun({ verdicts, findings, target: `http://${name}.example` }) };
}

const relations: readonly [one: Said | undefined, other: Said | undefined, want: string][] = [
  ["held", "held", "same"],
  ["broken: a", "broken: a", "same"],
  ["broken: a", "broken: b", "different"],
  ["held", "broken: a", "different"],
  ["held", "known", "known"],
  ["known", "known", "same"],
  ["known", "broken: a", "different"],
  ["held", "blocked", "different"],
  ["known", "blocked", "different"],
  ["held", undefined, "different"],
];

describe("compare", () => {
  for (const [one, other, want] of relations) {
    test(`${one ?? "absent"} beside ${other ?? "absent"} is ${want}`, () => {
      const runs = [one, other].map((said, index) =>
        named(`t${index}`, said === undefined ? {} : { A: said }),
      );
      expect(compareRuns(runs).rows.map((row) => row.relation)).toEqual([want]);
    });
  }

  test("the target that holds more clauses is more compatible", () => {
    const runs = [
      named("vendor", { A: "held", B: "broken: x", C: "blocked" }),
      named("staging", { A: "held", B: "held", C: "known" }),
    ];
    expect(compareRuns(runs).verdict).toBe(
      "staging is more compatible: it holds 2 of 3 clauses (66.6 %) with 0 errors; vendor follows with 1 of 3 clauses (33.3 %) with 1 error.",
    );
  });

  test("a target that was never judged does not count as compatible", () => {
    const runs = [
      named("wall", { A: "blocked", B: "blocked" }),
      named("real", { A: "held", B: "broken: x" }),
    ];
    expect(compareRuns(runs).verdict).toMatch(/^real is more compatible/);
  });

  test("equal targets are called equal", () => {
    const runs = ["a", "b", "c"].map((name) => named(name, { A: "held" }));
    expect(compareRuns(runs).verdict).toBe(
      "The targets are equally compatible: each holds 1 of 1 clause (100.0 %) with 0 errors.",
    );
    expect(compareRuns([]).verdict).toBe("There is nothing to compare.");
  });

  test("a share is never rounded up to all", () => {
    expect([percent(0.9999), percent(1), percent(0.57), percent(0)]).toEqual([
      "99.9 %",
      "100.0 %",
      "57.0 %",
      "0.0 %",
    ]);
  });

  const pair = [
    named("staging", { A: "held", B: "held", C: "held" }),
    named("vendor", { A: "held", B: "broken: dropped it", C: "known" }),
  ];

  test("the console shows rows that differ, then totals and the verdict", () => {
    expect(compareTable(pair, { format: "console", colour: false, width: 80 })).toMatchInlineSnapshot(`
      "Compared: 2 targets
        staging  http://staging.example
        vendor   http://vendor.example

      1 clause differs, 1 by known deviations only, 1 the same
                                                                staging     vendor
        PATCH /org/secrets/{secretId}
        ≠ B                                                     ✔ held      ✖ broken
            #/components/schemas/B
            vendor: dropped it
        ~ C                                                     ✔ held      ~ known
            #/components/schemas/C
            vendor: wrong

        Totals   held  broken  known  errors  held of all
        staging     3       0      0       0      100.0 %
        vendor      1       1      1       1       33.3 %

      staging is more compatible: it holds 3 of 3 clauses (100.0 %) with 0 errors;
      vendor follows with 1 of 3 clauses (33.3 %) with 1 error.
      "
    `);
  });

  test("all rows are shown when asked for", () => {
    const shown = (all: boolean): number =>
      compareTable(pair, { format: "console", colour: false, width: 80, all }).match(/^ {2}[=≠~] /gm)
        ?.length ?? 0;
    expect([shown(false), shown(true)]).toEqual([2, 3]);
  });

  test("many targets get numbers for columns, and nothing is wider than the terminal", () => {
    const runs = Array.from({ length: 9 }, (_, index) =>
      named(`target-number-${index}`, { A: index === 0 ? "held" : "broken: x" }),
    );
    const text = compareTable(runs, { format: "console", colour: false, width: 60 });
    expect(text).toContain("1  2  3  4  5  6  7  8  9");
    expect(text.split("\n").filter((line) => columns(line) > 60)).toEqual([]);
  });

  test("Markdown has a row per clause that differs", () => {
    const text = compareTable(pair, { format: "markdown", colour: false, width: 80 });
    expect(text).toContain("| B |  | ✅ held | ❌ broken<br/>dropped it | different |");
    expect(text).toContain("| C |  | ✅ held | ➖ known<br/>wrong | known |");
    expect(text).not.toContain("| A |");
  });

  test("hostile text is inert in both forms", () => {
    const runs = [{ name: HOSTILE, run: hostileRun() }, named("b", {})];
    const text = compareTable(runs, { format: "console", colour: false, width: 70 });
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(text.split("\n").filter((line) => line.trim().startsWith("::"))).toEqual([]);
    const markdown = compareTable(runs, { format: "markdown", colour: false, width: 70 });
    expect(markdown.replaceAll("<br/>", "").replaceAll("<!-- -->", "")).not.toMatch(/[<>@[\]`]/);
  });
});
