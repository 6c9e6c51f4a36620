// One contract, many targets: a table of clauses and targets, totals, and who is more compatible.
import { compareConsole } from "./compare-console.ts";
import { compareMarkdown } from "./compare-markdown.ts";
import { compareRuns, type NamedRun } from "./comparison.ts";

export interface CompareOptions {
  readonly format: "console" | "markdown";
  readonly colour: boolean;
  readonly width: number;
  /** Also the rows that are the same on every target. */
  readonly all?: boolean;
}

/** The comparison as text. */
export function compareTable(runs: readonly NamedRun[], options: CompareOptions): string {
  const comparison = compareRuns(runs);
  const rows = comparison.rows.filter((row) => options.all === true || row.relation !== "same");
  return options.format === "console"
    ? compareConsole(comparison, rows, options)
    : compareMarkdown(comparison, rows);
}
