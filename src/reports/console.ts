// The report for a person at a terminal: operations, findings, what was not judged, counts and the verdict.
import type { RunResult, VerdictState } from "../suite/result.ts";
import { contractSection, leftOutSection, reasonSection } from "./console-lists.ts";
import { findingsSection } from "./console-findings.ts";
import { MARKS, operationsSection } from "./console-operations.ts";
import { inertLine, printable } from "./escape.ts";
import { STATES } from "./groups.ts";
import { field, flow, type Page, page, type Style, wrap } from "./layout.ts";
import { amount, duration, instant } from "./wording.ts";
import { grouped } from "./grouped.ts";

const STATE_STYLES: Readonly<Record<VerdictState, Style>> = {
  held: "green",
  broken: "red",
  blocked: "yellow",
  untested: "yellow",
};

/** A whole run as plain text; nothing but `curl` lines is wider than `width`. */
export function consoleReport(run: RunResult, options: { colour: boolean; width: number }): string {
  const at = page(options);
  const sections = [
    headerSection(at, run),
    operationsSection(at, run),
    ...findingsSection(at, run),
    contractSection(at, run),
    reasonSection(at, run, "blocked"),
    reasonSection(at, run, "untested"),
    leftOutSection(at, run),
    closing(at, run),
  ];
  const blocks = sections.filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.map(guarded).join("\n")).join("\n\n")}\n`;
}

/** A `curl` line is there to be copied, so it stays as it is; it never begins with a runner's command. */
const guarded = (line: string): string => (line.trimStart().startsWith("curl ") ? line : inertLine(line));

function headerSection(at: Page, run: RunResult): string[] {
  const contract = printable(`${run.contract.title} ${run.contract.version} (${run.contract.file})`);
  const rows: [label: string, text: string][] = [
    ["contract", contract],
    ["target", printable(run.target)],
    ["when", `${printable(instant(run.startedAt))}, seed ${run.seed}`],
  ];
  return [
    at.paint("bold", "Plumbline"),
    ...rows.flatMap(([label, text]) => field(at, { indent: 2, label, labels: 8 }, text)),
  ];
}

function closing(at: Page, run: RunResult): string[] {
  const counts = STATES.map((state) => {
    const text = `${state} ${grouped(run.counts[state])}`;
    return { text, style: run.counts[state] === 0 ? ("dim" as const) : STATE_STYLES[state] };
  });
  const sent = `${amount(run.requestsSent, "request")} in ${duration(run.milliseconds)}`;
  const { sign, style } = MARKS[run.exitCode === 0 ? "held" : run.exitCode === 1 ? "failed" : "open"];
  const [first = "", ...more] = wrap(printable(run.summary), at.width - 2);
  return [
    at.paint("dim", "─".repeat(Math.min(at.width, 80))),
    ...flow(at, 0, counts),
    at.paint("dim", sent),
    "",
    `${at.paint(style, sign)} ${at.paint("bold", first)}`,
    ...more.map((line) => `  ${at.paint("bold", line)}`),
  ];
}
