// The comparison of targets in GitHub-flavoured Markdown.
import { type Cell, type CompareRow, type Comparison, percent } from "./comparison.ts";
import { markdownText } from "./escape.ts";
import { grouped } from "./grouped.ts";

const MOST_ROWS = 300;

const CELLS: Readonly<Record<Cell, string>> = {
  held: "✅ held",
  broken: "❌ broken",
  known: "➖ known",
  blocked: "⚪ blocked",
  untested: "untested",
  absent: "–",
};

const tableRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The verdict, totals per target, then the rows given. */
export function compareMarkdown(comparison: Comparison, rows: readonly CompareRow[]): string {
  const { totals, relations, verdict } = comparison;
  const states = Object.keys(CELLS) as Cell[];
  const blocks = [
    `## ${markdownText(verdict)}`,
    [
      tableRow(["target", "address", ...states, "errors", "held of all"]),
      tableRow(["---", "---", ...states.map(() => "--:"), "--:", "--:"]),
      ...totals.map((each) =>
        tableRow([
          markdownText(each.name),
          markdownText(each.target),
          ...states.map((state) => String(each.cells[state])),
          String(each.errors),
          percent(each.share),
        ]),
      ),
    ].join("\n"),
    `different **${relations.different}** · known **${relations.known}** · same **${relations.same}**`,
    clauseTable(comparison, rows),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function clauseTable({ totals }: Comparison, rows: readonly CompareRow[]): string {
  if (rows.length === 0) return "";
  const rest = rows.length - MOST_ROWS;
  return [
    tableRow(["operation", "clause", "written at", ...totals.map((each) => markdownText(each.name)), ""]),
    tableRow(["---", "---", "---", ...totals.map(() => "---"), "---"]),
    ...rows
      .slice(0, MOST_ROWS)
      .map((row) =>
        tableRow([
          markdownText(row.operation),
          markdownText(row.label),
          markdownText(row.where ?? ""),
          ...row.cells.map((cell, index) => cellText(cell, row.messages[index] ?? "")),
          row.relation,
        ]),
      ),
    ...(rest > 0 ? [`\n… and ${grouped(rest)} more`] : []),
  ].join("\n");
}

const cellText = (cell: Cell, message: string): string =>
  message === "" ? CELLS[cell] : `${CELLS[cell]}<br/>${markdownText(message)}`;
