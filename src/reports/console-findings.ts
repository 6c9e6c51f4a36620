// The findings of the console report: grouped by clause, the worst first, each with what is needed to act on it.
import type { Finding, RunResult } from "../suite/result.ts";
import { clauseLabel, whereText } from "./clause-label.ts";
import { printable, visible } from "./escape.ts";
import { alike, caseTitles, type FindingGroup, findingGroups, operationLabels } from "./groups.ts";
import { field, type Page, paragraph, type Style, wrap } from "./layout.ts";
import { acceptedText, alsoText, amount, gotText } from "./wording.ts";

/** Groups shown in full; the rest is named in one line each. */
const MOST_GROUPS = 30;
/** Findings of the same words listed below the first of them. */
const MOST_ALIKE = 8;
const MOST_BODY = 300;
/** A longer command is no longer something to copy from a log. */
const MOST_CURL = 4000;

const SEVERITIES = {
  error: { sign: "✖", style: "red" },
  warning: { sign: "▲", style: "yellow" },
  note: { sign: "•", style: "cyan" },
} as const satisfies Record<Finding["severity"], { sign: string; style: Style }>;

interface Names {
  readonly operation: (id: string) => string;
  readonly title: (caseId: string) => string;
}

/** One block of lines per clause with findings, after a heading; empty when there is no finding. */
export function findingsSection(at: Page, run: RunResult): string[][] {
  const groups = findingGroups(run.findings);
  if (groups.length === 0) return [];
  const names = { operation: operationLabels(run), title: caseTitles(run.cases) };
  const blocks = groups
    .slice(0, MOST_GROUPS)
    .map((group, index) => groupLines(at, names, { group, number: index + 1 }));
  const [first = [], ...others] = blocks;
  return [
    [...heading(at, run, groups.length), "", ...first],
    ...others,
    ...briefly(at, groups.slice(MOST_GROUPS)),
  ];
}

function heading(at: Page, run: RunResult, clauses: number): string[] {
  const open = run.findings.filter((each) => each.accepted === undefined);
  const parts = (["error", "warning", "note"] as const)
    .map((severity) => ({ severity, count: open.filter((each) => each.severity === severity).length }))
    .filter((each) => each.count > 0)
    .map((each) => amount(each.count, each.severity));
  const accepted = run.findings.length - open.length;
  const all = accepted > 0 ? [...parts, amount(accepted, "known deviation")] : parts;
  const [first = "", ...more] = wrap(`Findings: ${all.join(", ")} in ${amount(clauses, "clause")}`, at.width);
  return [first, ...more].map((line) => at.paint("bold", line));
}

function groupLines(
  at: Page,
  names: Names,
  { group, number }: { group: FindingGroup; number: number },
): string[] {
  const [label = "", ...labels] = wrap(printable(clauseLabel(group.clause.pointer)), at.width - 5);
  const quote =
    group.clause.quote === undefined ? [] : wrap(`“${printable(group.clause.quote)}”`, at.width - 7);
  return [
    `${at.paint("dim", `${String(number).padStart(3)}.`)} ${at.paint("bold", label)}`,
    ...labels.map((line) => `     ${at.paint("bold", line)}`),
    ...paragraph(at, 5, printable(whereText(group.clause)), "cyan"),
    ...paragraph(at, 5, printable(group.clause.pointer), "dim"),
    ...quote.map((line) => `     ${at.paint("dim", "│")} ${line}`),
    ...alike(group).flatMap((members) => ["", ...findingLines(at, names, members)]),
  ];
}

function findingLines(at: Page, names: Names, members: readonly Finding[]): string[] {
  const [finding, ...others] = members;
  if (finding === undefined) return [];
  const at5 = (label: string, text: string): string[] =>
    field(at, { indent: 7, label, labels: 8 }, printable(text));
  return [
    ...titleLines(at, finding),
    ...at5("in", names.operation(finding.operation)),
    ...at5("case", names.title(finding.caseId)),
    ...at5("expected", finding.expected),
    ...at5("got", gotText(finding, MOST_BODY)),
    ...acceptedText(finding).flatMap((text) => at5("accepted", text)),
    ...alsoText(finding).flatMap((text) => at5("also", text)),
    ...othersLines(at, names, others),
    ...at5("id", `${finding.id} · plumbline explain ${finding.id}`),
    ...curlLine(finding),
  ];
}

/** The sign, severity and kind in colour, then the message. */
function titleLines(at: Page, finding: Finding): string[] {
  const known = finding.accepted !== undefined;
  const { sign, style } = SEVERITIES[finding.severity];
  const head = `${known ? "~ known deviation" : `${sign} ${finding.severity}`} · ${finding.kind}: `;
  const [first = "", ...more] = wrap(head + printable(finding.message), at.width - 7);
  const split = Math.min(head.length, first.length);
  return [
    `     ${at.paint(known ? "dim" : style, first.slice(0, split))}${at.paint("bold", first.slice(split))}`,
    ...more.map((line) => `       ${at.paint("bold", line)}`),
  ];
}

function othersLines(at: Page, names: Names, others: readonly Finding[]): string[] {
  const texts = others
    .slice(0, MOST_ALIKE)
    .map((each) => `${printable(names.operation(each.operation))} (${printable(each.id)})`);
  const more =
    others.length > MOST_ALIKE ? [`… and ${amount(others.length - MOST_ALIKE, "more operation")}`] : [];
  return [...texts, ...more].flatMap((text, index) =>
    field(at, { indent: 7, label: index === 0 ? "same in" : "", labels: 8 }, text),
  );
}

function curlLine(finding: Finding): string[] {
  const curl = visible(finding.exchange.curl);
  if (curl === "") return [];
  if (curl.length <= MOST_CURL) return [`       ${curl}`];
  return [`       (the curl line has ${amount(curl.length, "character")}: plumbline explain prints it)`];
}

function briefly(at: Page, groups: readonly FindingGroup[]): string[][] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ clause, findings }) => {
    const [first] = findings;
    if (first === undefined) return [];
    const text = `${first.id} · ${first.severity} · ${whereText(clause)} · ${first.message}`;
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more here)` : "";
    return paragraph(at, 5, printable(text) + more);
  });
  return [[at.paint("bold", `The other ${amount(groups.length, "clause")} in brief`), ...lines]];
}
