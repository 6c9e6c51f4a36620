// A short report in GitHub-flavoured Markdown, for the summary of a CI job.
import type { Finding, RunResult } from "../suite/result.ts";
import { clauseLabel, whereText } from "./clause-label.ts";
import { markdownText } from "./escape.ts";
import {
  type FindingGroup,
  findingGroups,
  operationLabels,
  reasonGroups,
  STATES,
  tallies,
} from "./groups.ts";
import { acceptedText, alsoText, amount, duration, gotText, instant, shorten } from "./wording.ts";
import { grouped } from "./grouped.ts";

/** A job summary may have 1 MiB, and nobody reads that far. */
const MOST_GROUPS = 50;
const MOST_FINDINGS = 5;
const MOST_OPERATIONS = 60;
const MOST_BODY = 500;
const MOST_CURL = 2000;

const SIGNS = { failed: "❌", noticed: "⚠️", open: "⚪", held: "✅" } as const;

/** Verdict, one table of operations, one fold per clause with findings, then what was not judged. */
export function markdownReport(run: RunResult): string {
  const sign = run.exitCode === 0 ? SIGNS.held : run.exitCode === 1 ? SIGNS.failed : SIGNS.open;
  const counts = STATES.map((state) => `${state} **${grouped(run.counts[state])}**`).join(" · ");
  const contract = markdownText(`${run.contract.title} ${run.contract.version}`);
  const sent = `${amount(run.requestsSent, "request")} in ${duration(run.milliseconds)}, ${instant(run.startedAt)}`;
  const blocks = [
    `## ${sign} Plumbline: ${markdownText(run.summary)}`,
    `${contract} against ${markdownText(run.target)}  \n${counts}  \n${markdownText(sent)}`,
    operationTable(run),
    ...findingBlocks(run),
    contractBlock(run),
    openBlock(run),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function operationTable(run: RunResult): string {
  const all = tallies(run);
  const rows = all
    .slice(0, MOST_OPERATIONS)
    .map((each) => [
      SIGNS[each.mark],
      markdownText(each.label),
      ...STATES.map((state) => String(each.counts[state])),
    ]);
  const rest = all.length - rows.length;
  return [
    "| | operation | held | broken | blocked | untested |",
    "|---|---|--:|--:|--:|--:|",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    ...(rest > 0 ? [`| | … and ${grouped(rest)} more | | | | |`] : []),
  ].join("\n");
}

function findingBlocks(run: RunResult): string[] {
  const groups = findingGroups(run.findings);
  if (groups.length === 0) return [];
  const operation = operationLabels(run);
  const rest = groups.length - MOST_GROUPS;
  return [
    "### Findings",
    ...groups.slice(0, MOST_GROUPS).map((group) => groupBlock(group, operation)),
    ...(rest > 0 ? [`… and ${amount(rest, "more clause")}; the full report has them.`] : []),
  ];
}

const signOf = (finding: Finding): string =>
  finding.accepted !== undefined ? "➖" : { error: "❌", warning: "⚠️", note: "ℹ️" }[finding.severity];

function groupBlock({ clause, findings }: FindingGroup, operation: (id: string) => string): string {
  const [first] = findings;
  if (first === undefined) return "";
  const quote = clause.quote === undefined ? [] : [`<blockquote>${markdownText(clause.quote)}</blockquote>`];
  const rest = findings.length - MOST_FINDINGS;
  return [
    "<details>",
    `<summary>${signOf(first)} <b>${markdownText(first.message)}</b> (${markdownText(clauseLabel(clause.pointer))})</summary>`,
    `<p><code>${markdownText(whereText(clause))}</code> <code>${markdownText(clause.pointer)}</code></p>`,
    ...quote,
    ...findings.slice(0, MOST_FINDINGS).map((finding) => findingBlock(finding, operation(finding.operation))),
    ...(rest > 0 ? [`<p>… and ${amount(rest, "more finding")} of this clause</p>`] : []),
    "</details>",
  ].join("\n");
}

/** One line feed per row inside `pre`, and no blank line, so that the block of HTML does not end. */
function findingBlock(finding: Finding, operation: string): string {
  const state = finding.accepted === undefined ? finding.severity : "known deviation";
  const rows: string[] = [
    `${state} · ${finding.kind} · ${operation}`,
    finding.message,
    `expected: ${finding.expected}`,
    `got:      ${gotText(finding, MOST_BODY)}`,
    ...acceptedText(finding).map((text) => `accepted: ${text}`),
    ...alsoText(finding),
    `replay:   plumbline explain ${finding.id}`,
    shorten(finding.exchange.curl, MOST_CURL),
  ];
  return `<pre>${rows.map(markdownText).join("\n")}</pre>`;
}

function contractBlock(run: RunResult): string {
  if (run.contractFindings.length === 0) return "";
  const rows = run.contractFindings
    .slice(0, MOST_GROUPS)
    .map(
      (each) => `<li>${markdownText(`${each.severity}: ${each.message} (${whereText(each.clause)})`)}</li>`,
    );
  return fold(`In the contract itself (${run.contractFindings.length})`, rows);
}

function openBlock(run: RunResult): string {
  const rows = (["blocked", "untested"] as const).flatMap((state) =>
    reasonGroups(run.verdicts, state).map(
      ({ reason, verdicts }) =>
        `<li>${markdownText(`${amount(verdicts.length, "clause")} ${state}: ${reason}`)}</li>`,
    ),
  );
  const left = run.leftOut.map(
    (each) => `<li>${markdownText(`left out: ${each.what} (${each.count}): ${each.reason}`)}</li>`,
  );
  return rows.length + left.length === 0 ? "" : fold("Not judged", [...rows, ...left]);
}

const fold = (title: string, rows: readonly string[]): string =>
  ["<details>", `<summary>${markdownText(title)}</summary>`, "<ul>", ...rows, "</ul>", "</details>"].join(
    "\n",
  );
