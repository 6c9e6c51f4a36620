// The findings as workflow commands, which GitHub shows as annotations on the contract's lines.
import type { RunResult } from "../suite/result.ts";
import { clauseLabel, placeOf } from "./clause-label.ts";
import { commandData, commandProperty } from "./escape.ts";
import { type FindingGroup, findingGroups, operationLabels, rankOf, STATES } from "./groups.ts";
import { amount, gotText, shorten } from "./wording.ts";
import { grouped } from "./grouped.ts";

type Level = "error" | "warning" | "notice";

const LEVELS: readonly Level[] = ["error", "warning", "notice", "notice"];
/** GitHub cuts a longer message. */
const MOST_MESSAGE = 3000;

/** One command per clause with findings, one per slip of the contract, and the verdict; a line each. */
export function githubReport(run: RunResult): string {
  const operation = operationLabels(run);
  const commands = findingGroups(run.findings).flatMap((group) => groupCommand(run, group, operation));
  const slips = run.contractFindings.map((each) => {
    const level = each.severity === "note" ? "notice" : each.severity;
    return command(level, { ...location(run, each.clause), title: `Contract: ${each.code}` }, each.message);
  });
  const counts = STATES.map((state) => `${state} ${grouped(run.counts[state])}`).join(" · ");
  const level = run.exitCode === 3 ? "error" : "notice";
  const verdict = command(level, { title: "Plumbline" }, `${run.summary}\n${counts}`);
  return `${[...commands, ...slips, verdict].join("\n")}\n`;
}

function command(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${commandProperty(value)}`);
  return `::${level} ${list.join(",")}::${commandData(message)}`;
}

function location(run: RunResult, clause: RunResult["findings"][number]["clause"]): Record<string, string> {
  const { file, line, column } = placeOf(clause, run.contract.file);
  return { file: file.replaceAll("\\", "/").replace(/^\.\//, ""), line: String(line), col: String(column) };
}

function groupCommand(run: RunResult, group: FindingGroup, operation: (id: string) => string): string[] {
  const [first, ...others] = group.findings;
  if (first === undefined) return [];
  const known = first.accepted === undefined ? "" : "known deviation: ";
  const lines = [
    `${operation(first.operation)} ${first.message}`,
    `expected: ${first.expected}`,
    `got: ${gotText(first, 300)}`,
    ...(others.length === 0 ? [] : [`and ${amount(others.length, "more finding")} of this clause`]),
    `plumbline explain ${first.id}`,
  ];
  const title = `${known}${first.kind}: ${clauseLabel(group.clause.pointer)}`;
  const properties = { ...location(run, group.clause), title: shorten(title, 200) };
  return [command(LEVELS[rankOf(first)] ?? "notice", properties, shorten(lines.join("\n"), MOST_MESSAGE))];
}
