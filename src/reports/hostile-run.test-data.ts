// A made-up run in which every text that a target or a contract chooses is hostile.
import type { RunResult, SourceLine } from "../suite/result.ts";
import { finding, outcome, verdict } from "./example-parts.test-data.ts";
import { exampleRun } from "./example-run.test-data.ts";

/** What a hostile target or contract would put into every text it has a say in. */
export const HOSTILE =
  "\u001b[2J\u009b1m\u0000\u0007\r\n::error::x\n::stop-commands::y ##[add-mask]z ]]> </script><script>alert(1)</script>" +
  "<img src=x onerror=alert(1)> \"' & `|` **b** [l](javascript:alert(1)) @octocat \ud800 \udc00 \u202eabc\ufffe ::warning::w %0A$&";

/** A run in which every text of the target and the contract is hostile. */
export function hostileRun(): RunResult {
  const clause: SourceLine = { pointer: `#/paths/${HOSTILE}/a`, where: `${HOSTILE}:3:4`, quote: HOSTILE };
  const bad = finding({
    clause,
    operation: HOSTILE,
    message: HOSTILE,
    expected: HOSTILE,
    got: HOSTILE,
    caseId: HOSTILE,
    exchange: {
      request: { method: HOSTILE, url: HOSTILE, headers: { [HOSTILE]: HOSTILE }, body: HOSTILE },
      response: { status: 200, headers: { [HOSTILE]: HOSTILE }, body: `${HOSTILE}${"::debug::".repeat(60)}` },
      milliseconds: 1,
      curl: `curl '${HOSTILE}'`,
    },
  });
  const accepted = { reason: HOSTILE, owner: HOSTILE, issue: HOSTILE, expires: HOSTILE };
  return exampleRun({
    contract: { title: HOSTILE, version: HOSTILE, file: HOSTILE },
    target: HOSTILE,
    startedAt: HOSTILE,
    operations: [{ id: HOSTILE, method: HOSTILE, path: HOSTILE }],
    cases: [
      outcome({
        caseId: HOSTILE,
        operation: HOSTILE,
        title: HOSTILE,
        clause: clause.pointer,
        outcome: "broken",
        findings: [bad.id],
        got: HOSTILE,
        rule: HOSTILE,
      }),
      outcome({
        caseId: "b",
        operation: HOSTILE,
        title: HOSTILE,
        clause: HOSTILE,
        outcome: "blocked",
        reason: HOSTILE,
      }),
    ],
    verdicts: [
      verdict(clause, { operation: HOSTILE, keyword: HOSTILE, state: "broken", findings: [bad.id] }),
      verdict({ pointer: HOSTILE }, { operation: HOSTILE, state: "blocked", reason: HOSTILE }),
      verdict({ pointer: HOSTILE }, { operation: HOSTILE, state: "untested", reason: HOSTILE }),
    ],
    findings: [
      bad,
      { ...bad, id: "000000000002", severity: "warning" },
      { ...bad, id: "000000000003", accepted },
    ],
    contractFindings: [{ severity: "error", code: HOSTILE, message: HOSTILE, clause }],
    leftOut: [{ what: HOSTILE, reason: HOSTILE, count: 1 }],
    counts: { held: 0, broken: 1, blocked: 1, untested: 1 },
    summary: HOSTILE,
  });
}
