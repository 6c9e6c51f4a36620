// The operations of the console report: a row each, aligned, with what was held, broken, blocked and untested.
import type { RunResult, VerdictState } from "../suite/result.ts";
import { printable } from "./escape.ts";
import { type Mark, type OperationTally, STATES, tallies } from "./groups.ts";
import { clip, columns, flow, type Page, padEnd, padStart, paragraph, type Style } from "./layout.ts";
import { grouped } from "./grouped.ts";

/** A name cut shorter than this says nothing. */
const LEAST_NAME = 24;
/** Above this many operations only those that need a reader are listed. */
const MOST_OPERATIONS = 40;

/** The sign of an operation and of a whole run. */
export const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly style: Style }>> = {
  failed: { sign: "✖", style: "red" },
  noticed: { sign: "▲", style: "yellow" },
  open: { sign: "◌", style: "yellow" },
  held: { sign: "✔", style: "green" },
};

const URGENCY: Readonly<Record<Mark, number>> = { failed: 0, noticed: 1, open: 2, held: 3 };

/** One row per operation: a mark, its name, its counts. */
export function operationsSection(at: Page, run: RunResult): string[] {
  const all = tallies(run);
  const many = all.length > MOST_OPERATIONS;
  const listed = many
    ? all.toSorted((one, other) => URGENCY[one.mark] - URGENCY[other.mark]).slice(0, MOST_OPERATIONS)
    : all;
  const rest = all.filter((each) => !listed.includes(each));
  const heading = `Operations (${grouped(all.length)})`;
  return [at.paint("bold", heading), ...operationRows(at, listed), ...restRow(at, rest)];
}

function operationRows(at: Page, rows: readonly OperationTally[]): string[] {
  const states = STATES.filter((state) => rows.some((row) => row.counts[state] > 0));
  const digits = new Map(
    states.map((state) => [state, widest(rows.map((row) => grouped(row.counts[state])))]),
  );
  const right = [...digits].reduce((sum, [state, width]) => sum + 4 + width + state.length, 0);
  const names = alignMethods(rows);
  const room = at.width - 4 - right;
  if (room < Math.min(LEAST_NAME, widest(names)))
    return rows.flatMap((row, index) => narrowRow(at, row, names[index] ?? ""));
  const label = Math.min(widest(names), room);
  return rows.map((row, index) => {
    const { sign, style } = MARKS[row.mark];
    const cells = states.map((state) => {
      const text = `${padStart(grouped(row.counts[state]), digits.get(state) ?? 0)} ${state}`;
      if (row.counts[state] === 0) return `   ${" ".repeat(text.length)}`;
      return `   ${paintCount(at, row, state, text)}`;
    });
    return `  ${at.paint(style, sign)} ${padEnd(clip(names[index] ?? "", label), label)}${cells.join("")}`.trimEnd();
  });
}

/** Only what needs a reader has a colour. */
function paintCount(at: Page, row: OperationTally, state: VerdictState, text: string): string {
  if (state === "held") return text;
  return at.paint(state === "broken" ? MARKS[row.mark].style : "yellow", text);
}

/** On a narrow page the counts go below the name. */
function narrowRow(at: Page, row: OperationTally, name: string): string[] {
  const { sign, style } = MARKS[row.mark];
  const texts = STATES.filter((state) => row.counts[state] > 0).map((state) => ({
    text: `${grouped(row.counts[state])} ${state}`,
  }));
  return [`  ${at.paint(style, sign)} ${clip(name, at.width - 4)}`, ...flow(at, 6, texts)];
}

/** `GET   /a` under `PATCH /a`. */
function alignMethods(rows: readonly OperationTally[]): string[] {
  const names = rows.map((row) => printable(row.label));
  const method = Math.max(...names.map((name) => /^[A-Z]{1,8} /.exec(name)?.[0].length ?? 0));
  return names.map((name) => name.replace(/^[A-Z]{1,8} /, (text) => text.padEnd(method)));
}

function restRow(at: Page, rest: readonly OperationTally[]): string[] {
  if (rest.length === 0) return [];
  const counts = STATES.map(
    (state) => [state, rest.reduce((sum, row) => sum + row.counts[state], 0)] as const,
  );
  const text = counts.filter(([, sum]) => sum > 0).map(([state, sum]) => `${grouped(sum)} ${state}`);
  return paragraph(at, 4, `… and ${grouped(rest.length)} more: ${text.join(", ")}`, "dim");
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(columns));
