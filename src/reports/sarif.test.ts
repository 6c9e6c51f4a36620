// The SARIF report has what the standard and code scanning require.
import { describe, expect, test } from "vitest";
import { CLAUSES, finding } from "./example-parts.test-data.ts";
import { exampleRun } from "./example-run.test-data.ts";
import { hostileRun } from "./hostile-run.test-data.ts";
import { sarifReport } from "./sarif.ts";

interface Log {
  $schema: string;
  version: string;
  runs: {
    tool: {
      driver: {
        name: string;
        rules: { id: string; shortDescription: { text: string }; properties: Record<string, unknown> }[];
      };
    };
    invocations: {
      executionSuccessful: boolean;
      toolExecutionNotifications: { message: { text: string } }[];
    }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: {
          artifactLocation: { uri: string; uriBaseId?: string };
          region: { startLine: number; startColumn: number };
        };
      }[];
      partialFingerprints: Record<string, string>;
      suppressions: { kind: string; status: string; justification: string }[];
    }[];
  }[];
}

function only(run = exampleRun()): Log["runs"][number] {
  const log = JSON.parse(sarifReport(run)) as Log;
  expect(log.version).toBe("2.1.0");
  const [first, ...others] = log.runs;
  if (first === undefined || others.length > 0) throw new Error("not one run");
  return first;
}

const uris: readonly [where: string | undefined, uri: string, base: string | undefined][] = [
  ["openapi.yaml:1:2", "openapi.yaml", "%SRCROOT%"],
  ["./api/my file#1.yaml:1:2", "api/my%20file%231.yaml", "%SRCROOT%"],
  ["api\\openapi.yaml:1:2", "api/openapi.yaml", "%SRCROOT%"],
  ["a:b.yaml:1:2", "./a:b.yaml", "%SRCROOT%"],
  ["/srv/openapi.yaml:1:2", "file:///srv/openapi.yaml", undefined],
  ["C:\\api\\openapi.yaml:1:2", "file:///C:/api/openapi.yaml", undefined],
  ["https://api.example/openapi.json:1:2", "https://api.example/openapi.json", undefined],
  [undefined, "openapi.yaml", "%SRCROOT%"],
];

describe("sarif report", () => {
  for (const [name, run] of [
    ["an ordinary", exampleRun()],
    ["a hostile", hostileRun()],
  ] as const) {
    test(`${name} run has the properties that SARIF 2.1.0 and code scanning require`, () => {
      const { tool, results } = only(run);
      expect(tool.driver.name).toBe("Plumbline");
      expect(new Set(tool.driver.rules.map((rule) => rule.id)).size).toBe(tool.driver.rules.length);
      expect(results).toHaveLength(run.findings.length + run.contractFindings.length);
      for (const result of results) {
        expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
        expect(["error", "warning", "note"]).toContain(result.level);
        expect(result.message.text).not.toBe("");
        expect(Object.values(result.partialFingerprints)).not.toContain("");
        const [place] = result.locations;
        expect(place?.physicalLocation.region.startLine).toBeGreaterThan(0);
        expect(place?.physicalLocation.region.startColumn).toBeGreaterThan(0);
        expect(place?.physicalLocation.artifactLocation.uri).toMatch(/^[\w./:%~!$&'()*+,;=@-]+$/);
      }
    });
  }

  test("a finding is a result on its clause, with its id as fingerprint", () => {
    const result = only().results.find((each) => each.ruleId === CLAUSES.name.pointer);
    expect(result).toMatchObject({
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "openapi.yaml" },
            region: { startLine: 112, startColumn: 17 },
          },
        },
      ],
      partialFingerprints: { "plumblineFinding/v1": "3fa9c1d2e4b5" },
      suppressions: [],
    });
  });

  test("findings of one clause share a rule", () => {
    const { tool, results } = only();
    expect(results.filter((each) => each.ruleId === CLAUSES.variants.pointer)).toHaveLength(2);
    expect(tool.driver.rules.filter((each) => each.id === CLAUSES.variants.pointer)).toHaveLength(1);
  });

  test("only the accepted deviation is suppressed, with who and why", () => {
    const suppressions = only().results.flatMap((each) => each.suppressions);
    expect(suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: "by gateway team until 2026-03-31: fixed in the next release (GW-118)",
      },
    ]);
  });

  test("a security finding is tagged as one", () => {
    const rule = only().tool.driver.rules.find((each) => each.id === CLAUSES.foreign.pointer);
    expect(rule?.properties).toEqual({ tags: ["api", "contract", "security"], "security-severity": "8.0" });
  });

  test("blocked and untested clauses are notifications, not results", () => {
    const texts = only().invocations[0]?.toolExecutionNotifications.map((each) => each.message.text);
    expect(texts).toContain("1 clause blocked: the target refused the valid request");
    expect(texts).toContain("1 clause untested: no rule derives a case from x-rate");
  });

  test("text of a target cannot form a link", () => {
    for (const result of only(hostileRun()).results) expect(result.message.text).not.toContain("](");
  });

  for (const [where, uri, base] of uris) {
    test(`${where} is the URI ${uri}`, () => {
      const clause = where === undefined ? { pointer: "#" } : { pointer: "#", where };
      const [result] = only(exampleRun({ findings: [finding({ clause })] })).results;
      const location = result?.locations[0]?.physicalLocation.artifactLocation;
      expect(location).toEqual(base === undefined ? { uri } : { uri, uriBaseId: base });
    });
  }
});
