// From what all cases showed to one verdict per clause and one finding per broken clause.
import type { Contract, Operation } from "../contract/model.ts";
import { operationClauses } from "../contract/clauses.ts";
import type { Case, Severity } from "./case.ts";
import type { Evidence, Judgement } from "./judge.ts";
import type { CaseOutcome, ClauseVerdict, Finding, SourceLine, VerdictState } from "./result.ts";
import { fingerprint } from "./show.ts";

/** One case after it was sent: what it showed, or why it was not judged. */
export interface Tried {
  readonly item: Case;
  /** The principal it was sent as, when there are several: part of what the outcome is called. */
  readonly as: string | undefined;
  readonly judgement: Judgement;
  readonly milliseconds: number;
  /** Set when the case could not be judged. */
  readonly blocked?: string;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Where a clause is written and what its source says. */
export function sourceOf(contract: Contract, pointer: string): SourceLine {
  let at = pointer;
  let position = contract.locate(at);
  // A clause may stand for what the contract leaves out; the nearest node above it is shown then.
  while (!position && at.lastIndexOf("/") > at.indexOf("#")) {
    at = at.slice(0, at.lastIndexOf("/"));
    position = contract.locate(at);
  }
  const quote = contract.quote(pointer);
  return {
    pointer,
    ...(position ? { where: `${position.file}:${position.line}:${position.column}` } : {}),
    ...(quote === undefined ? {} : { quote: quote.trim() }),
  };
}

/** The evidence that counts: where the valid case a case is based on was refused, only what stands by itself. */
export function settled(tried: readonly Tried[]): readonly Tried[] {
  const accepted = new Map<string, boolean>();
  for (const { item, judgement, blocked } of tried) {
    if (item.kind !== "valid") continue;
    accepted.set(item.id, (accepted.get(item.id) ?? true) && judgement.expected && blocked === undefined);
  }
  return tried.map((one) => {
    const { basis } = one.item;
    if (basis === undefined || one.blocked !== undefined || accepted.get(basis) !== false) return one;
    const firm = one.judgement.evidence.filter((evidence) => evidence.firm);
    const blocked = `the valid request it differs from is not accepted (${basis})`;
    return { ...one, blocked, judgement: { ...one.judgement, evidence: firm } };
  });
}

export interface Gathered {
  readonly tried: Tried;
  readonly evidence: Evidence;
}

/** Findings: one per operation and clause, shown by its smallest failing case. */
export function findingsOf(
  tried: readonly Tried[],
  contract: Contract,
  exchangeOf: (tried: Tried, evidence: Evidence) => Finding["exchange"],
): readonly Finding[] {
  const groups = new Map<string, Gathered[]>();
  for (const one of tried) {
    for (const evidence of one.judgement.evidence) {
      const key = JSON.stringify([one.item.operation, evidence.clause]);
      const group = groups.get(key);
      if (group) group.push({ tried: one, evidence });
      else groups.set(key, [{ tried: one, evidence }]);
    }
  }
  const findings = [...groups.values()].map((group): Finding => {
    const [worst] = group.toSorted(bySize);
    if (!worst) throw new Error("a group has at least one member");
    const { evidence } = worst;
    const { operation } = worst.tried.item;
    const others = new Set(group.map(({ tried: other }) => nameOf(other)));
    others.delete(nameOf(worst.tried));
    return {
      id: fingerprint(operation, evidence.clause),
      severity: evidence.severity,
      kind: evidence.kind,
      operation,
      clause: sourceOf(contract, evidence.clause),
      message: evidence.message,
      expected: evidence.expected,
      got: evidence.got,
      caseId: nameOf(worst.tried),
      otherCases: [...others],
      exchange: exchangeOf(worst.tried, evidence),
    };
  });
  return findings.toSorted((one, other) => RANK[one.severity] - RANK[other.severity]);
}

/** The id of a case, with the principal where there are several: `op/roles/denied@member`. */
export const nameOf = (tried: Tried): string => (tried.as === undefined ? tried.item.id : `${tried.item.id}@${tried.as}`);

/** The worst first, then what is wrong in any reading, then the smallest request. */
function bySize(one: Gathered, other: Gathered): number {
  return (
    RANK[one.evidence.severity] - RANK[other.evidence.severity] ||
    Number(other.evidence.kind === "security") - Number(one.evidence.kind === "security") ||
    sizeOf(one) - sizeOf(other)
  );
}

const sizeOf = ({ evidence, tried }: Gathered): number =>
  (evidence.sent.request.body?.byteLength ?? 0) + evidence.sent.request.path.length + tried.item.requests.length * 1000;

/** The outcome of each case, for reports that list them. */
export function outcomesOf(tried: readonly Tried[], findings: readonly Finding[]): readonly CaseOutcome[] {
  const ids = new Map(findings.map((finding) => [`${finding.operation} ${finding.clause.pointer}`, finding]));
  return tried.map((one): CaseOutcome => {
    const { item, judgement, blocked } = one;
    const mine = judgement.evidence.map((evidence) => ids.get(`${item.operation} ${evidence.clause}`)?.id ?? "");
    const worst = judgement.evidence.toSorted((a, b) => RANK[a.severity] - RANK[b.severity])[0];
    const outcome = worst?.severity === "error" ? "broken" : blocked !== undefined ? "blocked" : worst ? "noted" : "held";
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

export interface VerdictInputs {
  readonly contract: Contract;
  readonly operations: readonly Operation[];
  readonly tried: readonly Tried[];
  readonly findings: readonly Finding[];
  /** Why cases of a clause, or all of an operation, were not sent. */
  readonly leftOut: ReadonlyMap<string, string>;
}

interface Tally {
  held: number;
  blocked: number;
  reason: string;
  cases: number;
}

/** One verdict per clause of each operation, and for each finding whose clause only the answer brought up. */
export function verdictsOf({ contract, operations, tried, findings, leftOut }: VerdictInputs): readonly ClauseVerdict[] {
  const tallies = tallyUp(tried);
  const broken = new Map<string, string[]>();
  const noted = new Map<string, string[]>();
  for (const { operation, clause, id, severity } of findings) {
    const map = severity === "error" ? broken : noted;
    const key = `${operation} ${clause.pointer}`;
    map.set(key, [...(map.get(key) ?? []), id]);
  }
  return operations.flatMap((operation) => {
    const clauses = operationClauses(operation);
    const pointers = new Set(clauses.map(({ pointer }) => pointer));
    const extra = findings.filter((finding) => finding.operation === operation.id && !pointers.has(finding.clause.pointer));
    const all = [...clauses, ...extra.map(({ clause }) => ({ pointer: clause.pointer, keyword: "answer", part: "response" as const }))];
    return all.map(({ pointer, keyword, part }): ClauseVerdict => {
      const key = `${operation.id} ${pointer}`;
      const tally = tallies.get(key);
      const ids = [...(broken.get(key) ?? []), ...(noted.get(key) ?? [])];
      const state: VerdictState = broken.has(key) ? "broken" : (tally?.held ?? 0) > 0 ? "held" : (tally?.blocked ?? 0) > 0 ? "blocked" : "untested";
      const reason =
        state === "blocked" ? tally?.reason : state === "untested" ? (leftOut.get(key) ?? leftOut.get(operation.id) ?? untested(part, keyword, ids)) : undefined;
      return {
        operation: operation.id,
        clause: sourceOf(contract, pointer),
        keyword,
        state,
        ...(reason === undefined ? {} : { reason }),
        findings: ids,
        cases: tally?.cases ?? 0,
      };
    });
  });
}

function tallyUp(tried: readonly Tried[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  const of = (operation: string, clause: string): Tally => {
    const key = `${operation} ${clause}`;
    let tally = tallies.get(key);
    if (!tally) tallies.set(key, (tally = { held: 0, blocked: 0, reason: "", cases: 0 }));
    return tally;
  };
  for (const { item, judgement, blocked } of tried) {
    const tally = of(item.operation, item.clause);
    tally.cases++;
    if (blocked !== undefined) {
      tally.blocked++;
      tally.reason = blocked;
    } else if (judgement.expected) tally.held++;
    for (const clause of new Set(judgement.met)) of(item.operation, clause).held++;
  }
  return tallies;
}

function untested(part: string, keyword: string, findings: readonly string[]): string {
  if (findings.length > 0) return "the only answers that bear on it are warnings or notes";
  if (part === "response") return keyword === "status" ? "no case makes a target answer with this status" : "no answer held the part of the body that it speaks of";
  return "no request was found that breaks this clause and no other";
}
