// Orders a run for reading: counts per operation, findings by clause, reasons by how often they occur.
import type { Severity } from "../suite/case.ts";
import type {
  CaseOutcome,
  ClauseVerdict,
  Finding,
  RunResult,
  SourceLine,
  VerdictState,
} from "../suite/result.ts";

export const STATES: readonly VerdictState[] = ["held", "broken", "blocked", "untested"];

/** What to think of an operation at a glance: it fails the run, it has lesser findings, it is in doubt, or it holds. */
export type Mark = "failed" | "noticed" | "open" | "held";

export interface OperationTally {
  readonly id: string;
  /** `PATCH /org/secrets/{secretId}`. */
  readonly label: string;
  readonly counts: Readonly<Record<VerdictState, number>>;
  readonly mark: Mark;
}

/** All findings of one clause, the most severe first. */
export interface FindingGroup {
  readonly clause: SourceLine;
  readonly findings: readonly Finding[];
}

export interface ReasonGroup {
  readonly reason: string;
  readonly verdicts: readonly ClauseVerdict[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Where a finding stands in a list: open errors first, accepted ones last. */
export const rankOf = (finding: Finding): number =>
  finding.accepted === undefined ? RANK[finding.severity] : 3;

/** True for a finding that fails the run. */
export const isFailure = (finding: Finding): boolean => rankOf(finding) === RANK.error;

/** `PATCH /org/secrets/{secretId}` for an operation id; the id itself when the run does not list it. */
export function operationLabels(run: RunResult): (id: string) => string {
  const labels = new Map(
    run.operations.map((each) => [each.id, `${each.method.toUpperCase()} ${each.path}`]),
  );
  return (id) => labels.get(id) ?? (id === "" ? "the whole server" : id);
}

/** Items by a key, keys in the order of their first item. */
export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function markOf(counts: Record<VerdictState, number>, findings: readonly Finding[]): Mark {
  if (findings.some(isFailure)) return "failed";
  if (counts.broken > findings.length) return "failed";
  if (findings.length > 0) return "noticed";
  return counts.blocked > 0 || counts.held === 0 ? "open" : "held";
}

/** One tally per operation in the order of the contract; verdicts that belong to no listed operation come last. */
export function tallies(run: RunResult): OperationTally[] {
  const label = operationLabels(run);
  const verdicts = groupBy(run.verdicts, (each) => each.operation);
  const findings = groupBy(run.findings, (each) => each.operation);
  const ids = new Set([...run.operations.map((each) => each.id), ...verdicts.keys(), ...findings.keys()]);
  return [...ids].map((id) => {
    const counts = { held: 0, broken: 0, blocked: 0, untested: 0 };
    for (const verdict of verdicts.get(id) ?? []) counts[verdict.state] += 1;
    return { id, label: label(id), counts, mark: markOf(counts, findings.get(id) ?? []) };
  });
}

/** Findings by clause pointer, so that one broken schema of many operations is one group; the worst group first. */
export function findingGroups(findings: readonly Finding[]): FindingGroup[] {
  const groups = [...groupBy(findings, (each) => each.clause.pointer).values()].map((members) =>
    members.toSorted((one, other) => rankOf(one) - rankOf(other)),
  );
  return groups
    .flatMap((members) =>
      members[0] === undefined ? [] : [{ clause: members[0].clause, findings: members }],
    )
    .toSorted((one, other) => worst(one) - worst(other));
}

const worst = (group: FindingGroup): number => Math.min(...group.findings.map(rankOf));

/** Findings that say the same of one clause: the first stands for all. */
export function alike(group: FindingGroup): Finding[][] {
  return [
    ...groupBy(group.findings, (each) =>
      JSON.stringify([each.severity, each.kind, each.message, each.accepted?.reason]),
    ).values(),
  ];
}

/** Clauses in a state, by the reason given; the commonest reason first. */
export function reasonGroups(verdicts: readonly ClauseVerdict[], state: VerdictState): ReasonGroup[] {
  const inState = verdicts.filter((each) => each.state === state);
  return [...groupBy(inState, (each) => each.reason ?? "no reason was given")]
    .map(([reason, members]) => ({ reason, verdicts: members }))
    .toSorted((one, other) => other.verdicts.length - one.verdicts.length);
}

/** The title of a case by its id; the id itself when the run does not list it. */
export function caseTitles(cases: readonly CaseOutcome[]): (id: string) => string {
  const titles = new Map(cases.map((each) => [each.caseId, each.title]));
  return (id) => titles.get(id) ?? id;
}
