// What differs between runs of one contract against many targets, clause by clause, as data.
import type { RunResult } from "../suite/result.ts";
import { clauseLabel } from "./clause-label.ts";
import { isFailure, operationLabels } from "./groups.ts";
import { amount } from "./wording.ts";

export interface NamedRun {
  readonly name: string;
  readonly run: RunResult;
}

/** A verdict, `known` when all findings behind a broken one were accepted, `absent` when the run has no such clause. */
export type Cell = "held" | "broken" | "known" | "blocked" | "untested" | "absent";

/** `known`: the targets differ, but only by deviations that somebody accepted. */
export type Relation = "same" | "different" | "known";

export interface CompareRow {
  readonly operation: string;
  readonly label: string;
  readonly pointer: string;
  readonly where: string | undefined;
  readonly relation: Relation;
  /** One per target, in the order of the targets. */
  readonly cells: readonly Cell[];
  /** What each target did wrong; "" where nothing. */
  readonly messages: readonly string[];
}

export interface CompareTotal {
  readonly name: string;
  readonly target: string;
  readonly cells: Readonly<Record<Cell, number>>;
  readonly errors: number;
  /** Clauses held, of all clauses that any of the runs has. */
  readonly share: number;
}

export interface Comparison {
  readonly rows: readonly CompareRow[];
  readonly totals: readonly CompareTotal[];
  readonly relations: Readonly<Record<Relation, number>>;
  readonly verdict: string;
}

interface Judged {
  readonly operation: string;
  readonly pointer: string;
  readonly where: string | undefined;
  readonly cell: Cell;
  readonly message: string;
}

/** Every clause of a run by operation and pointer. */
function judge({ run }: NamedRun): Map<string, Judged> {
  const label = operationLabels(run);
  const findings = new Map(run.findings.map((each) => [each.id, each]));
  return new Map(
    run.verdicts.map((verdict) => {
      const found = verdict.findings.flatMap((id) => findings.get(id) ?? []);
      const known =
        verdict.state === "broken" && found.length > 0 && found.every((each) => each.accepted !== undefined);
      const { pointer, where } = verdict.clause;
      const message = found.map((each) => each.message).join("; ");
      const cell = known ? "known" : verdict.state;
      return [
        JSON.stringify([verdict.operation, pointer]),
        { operation: label(verdict.operation), pointer, where, cell, message },
      ];
    }),
  );
}

/** Targets that break the same clause in different ways differ too. */
function relationOf(cells: readonly Cell[], messages: readonly string[]): Relation {
  const asKnown = (cell: Cell): Cell => (cell === "known" ? "held" : cell);
  const kinds = new Set(cells.map((cell, index) => (cell === "broken" ? `broken ${messages[index]}` : cell)));
  if (kinds.size <= 1) return "same";
  return new Set(cells.map(asKnown)).size === 1 && cells.includes("known") ? "known" : "different";
}

/** The comparison as data: a row for every clause that at least one run has. */
export function compareRuns(runs: readonly NamedRun[]): Comparison {
  const judged = runs.map(judge);
  const keys = [...new Set(judged.flatMap((each) => [...each.keys()]))];
  const rows = keys.flatMap((key) => {
    const [first] = judged.flatMap((each) => each.get(key) ?? []);
    if (first === undefined) return [];
    const cells = judged.map((each) => each.get(key)?.cell ?? "absent");
    const messages = judged.map((each) => each.get(key)?.message ?? "");
    const { operation, pointer, where } = first;
    return [
      {
        operation,
        label: clauseLabel(pointer),
        pointer,
        where,
        relation: relationOf(cells, messages),
        cells,
        messages,
      },
    ];
  });
  const totals = runs.map((each, index) =>
    totalOf(
      each,
      rows.map((row) => row.cells[index] ?? "absent"),
    ),
  );
  const count = (relation: Relation): number => rows.filter((row) => row.relation === relation).length;
  const relations = { same: count("same"), different: count("different"), known: count("known") };
  return { rows, totals, relations, verdict: verdictOf(totals, rows.length) };
}

function totalOf({ name, run }: NamedRun, column: readonly Cell[]): CompareTotal {
  const cells = { held: 0, broken: 0, known: 0, blocked: 0, untested: 0, absent: 0 };
  for (const cell of column) cells[cell] += 1;
  const share = column.length === 0 ? 0 : cells.held / column.length;
  return { name, target: run.target, cells, errors: run.findings.filter(isFailure).length, share };
}

/** `97.1 %`; never rounded up to 100 % while a clause is missing. */
export const percent = (share: number): string => `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)} %`;

function verdictOf(totals: readonly CompareTotal[], clauses: number): string {
  const ranked = totals.toSorted(
    (one, other) => other.cells.held - one.cells.held || one.errors - other.errors,
  );
  const [first, second] = ranked;
  if (first === undefined || clauses === 0) return "There is nothing to compare.";
  const holds = (each: CompareTotal): string =>
    `${each.cells.held} of ${amount(clauses, "clause")} (${percent(each.share)}) with ${amount(each.errors, "error")}`;
  if (second === undefined) return `${first.name} holds ${holds(first)}.`;
  const best = ranked.filter((each) => each.cells.held === first.cells.held && each.errors === first.errors);
  if (best.length === totals.length) return `The targets are equally compatible: each holds ${holds(first)}.`;
  const names = best.map((each) => each.name).join(" and ");
  if (best.length > 1) return `${names} are the most compatible: each holds ${holds(first)}.`;
  const most = totals.length > 2 ? "the most compatible" : "more compatible";
  return `${names} is ${most}: it holds ${holds(first)}; ${second.name} follows with ${holds(second)}.`;
}
