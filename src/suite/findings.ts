// From what all cases showed to findings, one per operation and broken clause, and to one outcome per case.
import type { Contract } from "../contract/model.ts";
import type { Severity } from "./case.ts";
import type { Evidence } from "./judge.ts";
import type { CaseOutcome, Finding } from "./result.ts";
import { fingerprint } from "./show.ts";
import { sourceOf, type Tried } from "./verdicts.ts";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** One piece of evidence and the case that it comes from. */
export interface Shown {
  readonly tried: Tried;
  readonly evidence: Evidence;
}

/** What all cases showed: a group per operation and clause, its worst and smallest first; the worst groups first. */
export function groupedEvidence(tried: readonly Tried[]): readonly (readonly [Shown, ...Shown[]])[] {
  const groups = new Map<string, Shown[]>();
  for (const one of tried) {
    for (const evidence of one.judgement.evidence) {
      const key = JSON.stringify([one.item.operation, evidence.clause]);
      const group = groups.get(key);
      if (group) group.push({ tried: one, evidence });
      else groups.set(key, [{ tried: one, evidence }]);
    }
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [worst, ...others] = group.toSorted(bySize);
      return worst ? [[worst, ...others] as const] : [];
    })
    .toSorted(([one], [other]) => RANK[one.evidence.severity] - RANK[other.evidence.severity]);
}

/** Findings: one per operation and clause, shown by its smallest failing case. */
export function findingsOf(
  tried: readonly Tried[],
  contract: Contract,
  exchangeOf: (tried: Tried, evidence: Evidence) => Finding["exchange"],
): readonly Finding[] {
  return groupedEvidence(tried).map((group): Finding => {
    const [{ tried: worst, evidence }] = group;
    const { operation } = worst.item;
    const others = new Set(group.map(({ tried: other }) => nameOf(other)));
    others.delete(nameOf(worst));
    return {
      id: fingerprint(operation, evidence.clause),
      severity: evidence.severity,
      kind: evidence.kind,
      operation,
      clause: sourceOf(contract, evidence.clause),
      message: evidence.message,
      expected: evidence.expected,
      got: evidence.got,
      caseId: nameOf(worst),
      otherCases: [...others],
      exchange: exchangeOf(worst, evidence),
    };
  });
}

/** The id of a case, with the principal where there are several: `op/roles/denied@member`. */
export const nameOf = (tried: Tried): string =>
  tried.as === undefined ? tried.item.id : `${tried.item.id}@${tried.as}`;

/** The worst first, then what is wrong in any reading, then the smallest request. */
function bySize(one: Shown, other: Shown): number {
  return (
    RANK[one.evidence.severity] - RANK[other.evidence.severity] ||
    Number(other.evidence.kind === "security") - Number(one.evidence.kind === "security") ||
    sizeOf(one) - sizeOf(other)
  );
}

const sizeOf = ({ evidence, tried }: Shown): number =>
  (evidence.sent.request.body?.byteLength ?? 0) +
  evidence.sent.request.path.length +
  tried.item.requests.length * 1000;

/** The outcome of each case, for reports that list them. */
export function outcomesOf(tried: readonly Tried[], findings: readonly Finding[]): readonly CaseOutcome[] {
  const ids = new Map(findings.map((finding) => [`${finding.operation} ${finding.clause.pointer}`, finding]));
  return tried.map((one): CaseOutcome => {
    const { item, judgement, blocked } = one;
    const mine = judgement.evidence.map(
      (evidence) => ids.get(`${item.operation} ${evidence.clause}`)?.id ?? "",
    );
    const worst = judgement.evidence.toSorted((a, b) => RANK[a.severity] - RANK[b.severity])[0];
    const outcome =
      worst?.severity === "error" ? "broken" : blocked !== undefined ? "blocked" : worst ? "noted" : "held";
    return {
      caseId: nameOf(one),
      operation: item.operation,
      title: item.title,
      rule: item.rule,
      clause: item.clause,
      outcome,
      expected: worst?.expected ?? item.expect.text,
      got: worst?.got ?? (blocked === undefined ? "as expected" : "not judged"),
      milliseconds: one.milliseconds,
      findings: [...new Set(mine)].filter((id) => id !== ""),
      ...(blocked === undefined ? {} : { reason: blocked }),
    };
  });
}
