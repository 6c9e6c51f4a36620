// The Markdown report is short, and hostile text is no markup in it.
import { describe, expect, test } from "vitest";
import { CLAUSES, finding } from "./example-parts.test-data.ts";
import { exampleRun } from "./example-run.test-data.ts";
import { hostileRun } from "./hostile-run.test-data.ts";
import { markdownReport } from "./markdown.ts";

const OURS = /<\/?(?:details|summary|b|p|code|pre|blockquote|ul|li)>|<!-- -->/g;

describe("markdown report", () => {
  test("it opens with the verdict, the counts and a table of operations", () => {
    const text = markdownReport(exampleRun());
    expect(text.slice(0, text.indexOf("### Findings"))).toMatchInlineSnapshot(`
      "## ❌ Plumbline: The target does not conform: 2 errors in 2 clauses of the contract.

      OneCLI API 1.0 against http&#58;//localhost:10254/v1  
      held **7** · broken **4** · blocked **2** · untested **1**  
      212 requests in 0.84 s, 2026-01-31 09:30:00 UTC

      | | operation | held | broken | blocked | untested |
      |---|---|--:|--:|--:|--:|
      | ❌ | PATCH /org/secrets/{secretId} | 7 | 3 | 1 | 1 |
      | ⚠️ | POST /org/secrets | 0 | 1 | 0 | 0 |
      | ⚪ | GET /org/secrets | 0 | 0 | 1 | 0 |

      "
    `);
  });

  test("every clause with findings is one fold without a blank line, which would end the block of HTML", () => {
    const folds = markdownReport(exampleRun()).match(/<details>[^]*?<\/details>/g) ?? [];
    expect(folds).toHaveLength(6);
    for (const fold of folds) expect(fold).not.toContain("\n\n");
  });

  test("it stays short when everything is broken", () => {
    const findings = Array.from({ length: 3000 }, (_, index) =>
      finding({ id: String(index), clause: { ...CLAUSES.name, pointer: `#/components/schemas/S${index}` } }),
    );
    const text = markdownReport(exampleRun({ findings }));
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain("… and 2,950 more clauses");
  });

  test("of hostile text nothing is markup, table or mention", () => {
    const text = markdownReport(hostileRun());
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(text.replace(OURS, "")).not.toMatch(/[<>@[\]`]/);
    const table = text.split("\n").filter((line) => line.startsWith("|"));
    expect(table.map((line) => line.split("|").length)).toEqual(table.map(() => 8));
  });
});
