// The console report: what it shows, how wide it is, what it never lets through.
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { consoleReport } from "./console.ts";
import { CLAUSES, exchange, finding, verdict } from "./example-parts.test-data.ts";
import { conformingRun, exampleRun } from "./example-run.test-data.ts";
import { hostileRun } from "./hostile-run.test-data.ts";
import { columns } from "./layout.ts";

const plain = { colour: false, width: 100 };

describe("console report", () => {
  test("a conforming run is short enough to read at a glance", () => {
    expect(consoleReport(conformingRun(), plain)).toMatchInlineSnapshot(`
      "Plumbline
        contract  OneCLI API 1.0 (openapi.yaml)
        target    http://localhost:10254/v1
        when      2026-01-31 09:30:00 UTC, seed 1

      Operations (1)
        ✔ PATCH /org/secrets/{secretId}   6 held

      ────────────────────────────────────────────────────────────────────────────────
      held 6 · broken 0 · blocked 0 · untested 0
      212 requests in 0.84 s

      ✔ The target conforms: all 6 clauses hold.
      "
    `);
  });

  test("a finding shows all that is needed to act on it", () => {
    const text = consoleReport(exampleRun({ findings: [finding()] }), plain);
    const block = text.slice(text.indexOf("Findings:"), text.indexOf("In the contract itself"));
    expect(block).toMatchInlineSnapshot(`
      "Findings: 1 error in 1 clause

        1. requestBody › application/json › name › maxLength
           openapi.yaml:112:17
           #/paths/~1org~1secrets~1{secretId}/patch/requestBody/content/application~1json/schema/
           properties/name/maxLength
           │ “A label for people, of 1 to 255 characters.”

           ✖ error · conformance: accepted a name of 256 characters
             in        PATCH /org/secrets/{secretId}
             case      a name of 256 characters, one more than maxLength allows, is refused
             expected  400 or 422, with one of the error shapes of the contract
             got       200, as if the request were valid; body {"success":true}
             also      2 other cases failed the same way
             id        3fa9c1d2e4b5 · plumbline explain 3fa9c1d2e4b5
             curl -sS -i -X PATCH 'http://localhost:10254/v1/org/secrets/sec_01' -H "authorization: Bearer $ADMIN_TOKEN" -H 'content-type: application/json' --data-raw '{"name":"aaaa"}'

      "
    `);
  });

  test("operations are marked by what their findings mean", () => {
    const lines = consoleReport(exampleRun(), plain).split("\n");
    const marked = lines.slice(lines.indexOf("Operations (3)") + 1, lines.indexOf("Operations (3)") + 4);
    expect(marked).toEqual([
      "  ✖ PATCH /org/secrets/{secretId}   7 held   3 broken   1 blocked   1 untested",
      "  ▲ POST  /org/secrets                       1 broken",
      "  ◌ GET   /org/secrets                                  1 blocked",
    ]);
  });

  test("findings of one clause are one group, open errors come first and accepted ones last", () => {
    const text = consoleReport(exampleRun(), plain);
    const order = [...text.matchAll(/· plumbline explain (\w+)/g)].map((match) => match[1]);
    expect(order).toEqual(["3fa9c1d2e4b5", "77aa00bb11cc", "5d5d5d5d0002", "5d5d5d5d0001", "90ab12cd34ef"]);
    expect(text.match(/^ +\d+\. /gm)).toHaveLength(4);
    expect(text).toContain("~ known deviation · conformance: ");
    expect(text).toContain("by gateway team until 2026-03-31: fixed in the next release (GW-118)");
  });

  test("findings that say the same are shown once, with the other operations named", () => {
    const findings = Array.from({ length: 12 }, (_, index) =>
      finding({ id: `id${index}`, operation: `op${index}` }),
    );
    const text = consoleReport(exampleRun({ findings }), plain);
    expect(text.match(/accepted a name of 256/g)).toHaveLength(1);
    expect(text).toContain("same in   op1 (id1)");
    expect(text).toContain("… and 3 more operations");
  });

  test("a connection that failed says how", () => {
    expect(consoleReport(exampleRun(), plain)).toContain(
      "got       no answer: the connection was reset after 3 ms",
    );
  });

  test("a long body is cut, and how long it is is said", () => {
    const findings = [finding({ exchange: exchange(500, "x".repeat(5000)) })];
    const text = consoleReport(exampleRun({ findings }), plain);
    expect(text).toContain("(5,000 characters in all)");
    expect(text.length).toBeLessThan(5000);
  });

  test("clauses without a verdict are grouped by reason and capped", () => {
    const verdicts = Array.from({ length: 9 }, () =>
      verdict(CLAUSES.denied, { state: "blocked", reason: "no token" }),
    );
    const text = consoleReport(exampleRun({ verdicts }), plain);
    expect(text).toContain("Blocked: 9 clauses not judged\n  no token (9)\n");
    expect(text).toContain("… and 4 more");
  });

  test("of very many operations the held ones are summed up, never the broken ones before them", () => {
    const operations = Array.from({ length: 200 }, (_, index) => ({
      id: `op${index}`,
      method: "get",
      path: `/${index}`,
    }));
    const verdicts = operations.map(({ id }) =>
      verdict(CLAUSES.name, { operation: id, state: id === "op199" ? "broken" : "held" }),
    );
    const text = consoleReport(exampleRun({ operations, verdicts, findings: [] }), plain);
    expect(text).toContain("✖ GET /199");
    expect(text).toContain("… and 160 more: 160 held");
  });

  test("a broken clause without a finding still marks its operation", () => {
    const run = exampleRun({ findings: [], verdicts: [verdict(CLAUSES.name, { state: "broken" })] });
    expect(consoleReport(run, plain)).toContain("✖ PATCH");
  });

  test("colour changes nothing but the colour", () => {
    const coloured = consoleReport(exampleRun(), { ...plain, colour: true });
    expect(coloured).not.toBe(consoleReport(exampleRun(), plain));
    expect(stripVTControlCharacters(coloured)).toBe(consoleReport(exampleRun(), plain));
  });

  for (const width of [40, 60, 80, 120]) {
    test(`at ${width} columns only curl lines are wider`, () => {
      for (const run of [exampleRun(), hostileRun()]) {
        const wide = consoleReport(run, { colour: false, width })
          .split("\n")
          .filter((line) => columns(line) > width && !line.trimStart().startsWith("curl "));
        expect(wide).toEqual([]);
      }
    });
  }

  test("nothing of a hostile target reaches the terminal or the CI runner", () => {
    for (const width of [40, 57, 80, 133]) {
      const lines = consoleReport(hostileRun(), { colour: false, width }).split("\n");
      expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(lines.filter((line) => line.trim().startsWith("::"))).toEqual([]);
      expect(lines.filter((line) => line.includes("##[") && !line.trimStart().startsWith("curl "))).toEqual(
        [],
      );
    }
  });
});
