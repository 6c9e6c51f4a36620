// What a failing conformance test says: the clause and its line, what was expected, what came back, how to repeat it.
import type { Case } from "../src/suite/case.ts";
import { materialise } from "../src/suite/materialise.ts";
import type { CaseOutcome, RunResult } from "../src/suite/result.ts";
import type { Sending } from "../src/suite/run.ts";
import { exchangeOf } from "../src/suite/show.ts";

export interface Ran {
  readonly result: RunResult;
  readonly sendings: readonly Sending[];
  /** The base URL. */
  readonly target: string;
}

/** Several lines, credentials masked. */
export function failureText(item: Case, outcome: CaseOutcome, { result, sendings, target }: Ran): string {
  const findings = result.findings.filter(({ id }) => outcome.findings.includes(id));
  const clauses = findings.map(({ severity, message, clause }) =>
    [
      `${severity}: ${message}`,
      `  clause    ${clause.pointer}`,
      `  at        ${clause.where ?? result.contract.file}`,
      ...(clause.quote === undefined ? [] : [`  says      ${clause.quote.replace(/\s+/g, " ")}`]),
    ].join("\n"),
  );
  return [
    outcome.outcome === "blocked"
      ? `blocked: ${outcome.reason ?? "it could not be judged"}`
      : `${outcome.outcome}: ${item.title}`,
    ...(clauses.length > 0 ? clauses : [`  clause    ${item.clause}`]),
    `  expected  ${outcome.expected}`,
    `  got       ${outcome.got}`,
    ...curlsOf(item, outcome, sendings, target).map((line) => `  ${line}`),
    `  plumbline check ${target} --replay '${outcome.caseId}'`,
  ].join("\n");
}

/** The requests of this very case, one line each. */
function curlsOf(
  item: Case,
  { caseId }: CaseOutcome,
  sendings: readonly Sending[],
  target: string,
): readonly string[] {
  const sending = sendings.find(
    ({ item: one, as }) => one === item && caseId === (as === undefined ? item.id : `${item.id}@${as}`),
  );
  if (!sending) return [];
  const { operation, around } = sending;
  return item.requests.flatMap((plan) => {
    const request = materialise(plan, operation, around);
    return request
      ? [
          exchangeOf(
            { plan, request, milliseconds: 0, credentials: [], secrets: new Set<string>() },
            operation,
            around,
            target,
          ).curl,
        ]
      : [];
  });
}
