// The lists of the console report: slips of the contract, clauses without a verdict, what was left out.
import type { RunResult } from "../suite/result.ts";
import { clauseLabel, whereText } from "./clause-label.ts";
import { printable } from "./escape.ts";
import { operationLabels, reasonGroups } from "./groups.ts";
import { type Page, paragraph, wrap } from "./layout.ts";
import { amount } from "./wording.ts";
import { grouped } from "./grouped.ts";

const MOST_CONTRACT_FINDINGS = 20;
const MOST_REASONS = 10;
const MOST_CLAUSES = 5;

/** Slips in the contract itself, two lines each. */
export function contractSection(at: Page, run: RunResult): string[] {
  const all = run.contractFindings;
  if (all.length === 0) return [];
  const lines = all.slice(0, MOST_CONTRACT_FINDINGS).flatMap((each) => {
    const style = each.severity === "error" ? "red" : each.severity === "warning" ? "yellow" : "cyan";
    const [first = "", ...more] = wrap(printable(each.message), at.width - 12);
    return [
      `  ${at.paint(style, each.severity.padEnd(7))}   ${first}`,
      ...more.map((line) => `            ${line}`),
      ...paragraph(at, 12, printable(`${whereText(each.clause)} · ${each.code}`), "dim"),
    ];
  });
  return [
    at.paint("bold", `In the contract itself (${all.length})`),
    ...lines,
    ...more(at, 2, all.length - MOST_CONTRACT_FINDINGS),
  ];
}

/** Clauses in a state that says nothing about the target, by reason. */
export function reasonSection(at: Page, run: RunResult, state: "blocked" | "untested"): string[] {
  const groups = reasonGroups(run.verdicts, state);
  if (groups.length === 0) return [];
  const operation = operationLabels(run);
  const total = groups.reduce((sum, group) => sum + group.verdicts.length, 0);
  const clauses = amount(total, "clause");
  const title =
    state === "blocked" ? `Blocked: ${clauses} not judged` : `Untested: ${clauses} without a case`;
  const lines = groups.slice(0, MOST_REASONS).flatMap(({ reason, verdicts }) => [
    ...paragraph(at, 2, `${printable(reason)} (${verdicts.length})`),
    ...verdicts.slice(0, MOST_CLAUSES).flatMap(({ operation: id, clause }) => {
      const label = printable(clauseLabel(clause.pointer));
      return paragraph(
        at,
        6,
        [printable(operation(id)), label, printable(clause.where ?? "")].filter(Boolean).join(" · "),
        "dim",
      );
    }),
    ...more(at, 6, verdicts.length - MOST_CLAUSES),
  ]);
  return [at.paint("bold", title), ...lines, ...more(at, 2, groups.length - MOST_REASONS)];
}

/** What the run did not send, and why. */
export function leftOutSection(at: Page, run: RunResult): string[] {
  if (run.leftOut.length === 0) return [];
  const lines = run.leftOut.flatMap((each) =>
    paragraph(at, 2, `${printable(each.what)} (${grouped(each.count)}): ${printable(each.reason)}`),
  );
  return [at.paint("bold", "Left out"), ...lines];
}

const more = (at: Page, indent: number, count: number): string[] =>
  count > 0 ? paragraph(at, indent, `… and ${grouped(count)} more`, "dim") : [];
