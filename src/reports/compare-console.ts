// The comparison of targets as plain text.
import { type Cell, type CompareRow, type Comparison, percent } from "./comparison.ts";
import { inertLine, printable } from "./escape.ts";
import { groupBy } from "./groups.ts";
import { clip, columns, field, padEnd, padStart, type Page, page, paragraph, type Style } from "./layout.ts";
import { amount } from "./wording.ts";
import { grouped } from "./grouped.ts";

const CELLS: Readonly<Record<Cell, { readonly sign: string; readonly style: Style }>> = {
  held: { sign: "✔", style: "green" },
  broken: { sign: "✖", style: "red" },
  known: { sign: "~", style: "cyan" },
  blocked: { sign: "◌", style: "yellow" },
  untested: { sign: "·", style: "dim" },
  absent: { sign: "–", style: "dim" },
};

const RELATIONS = { same: "=", different: "≠", known: "~" } as const;

/** A label narrower than this says nothing; then the columns shrink to a sign each. */
const LEAST_LABEL = 30;
const MOST_NAME = 16;

interface Table {
  readonly at: Page;
  readonly names: readonly string[];
  /** The heads of the columns: names, or letters where names do not fit. */
  readonly heads: readonly string[];
  readonly cell: number;
  readonly label: number;
}

function tableFor(at: Page, names: readonly string[]): Table {
  const cell = Math.max(10, ...names.map((name) => Math.min(MOST_NAME, columns(name))));
  const label = at.width - 4 - names.length * (cell + 2);
  if (label >= LEAST_LABEL)
    return { at, names, heads: names.map((name) => clip(name, MOST_NAME)), cell, label };
  const digits = String(names.length).length;
  const heads = names.map((_, index) => String(index + 1));
  return { at, names, heads, cell: digits, label: Math.max(12, at.width - 4 - names.length * (digits + 2)) };
}

/** Targets, the rows given, totals and the verdict. */
export function compareConsole(
  comparison: Comparison,
  rows: readonly CompareRow[],
  options: { colour: boolean; width: number },
): string {
  const at = page(options);
  const table = tableFor(
    at,
    comparison.totals.map((total) => printable(total.name)),
  );
  const blocks = [
    targets(table, comparison),
    ...rowBlocks(table, comparison, rows),
    totalLines(table, comparison),
    paragraph(at, 0, printable(comparison.verdict), "bold"),
  ];
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.map(inertLine).join("\n"));
  return `${text.join("\n\n")}\n`;
}

function targets({ at, names, heads, cell }: Table, { totals }: Comparison): string[] {
  const labels = Math.max(...names.map((name) => Math.min(MOST_NAME, columns(name))), 0);
  const short = cell < 10;
  return [
    at.paint("bold", `Compared: ${amount(totals.length, "target")}`),
    ...totals.flatMap((total, index) => {
      const number = short ? `${heads[index]} ` : "";
      const label = `${number}${clip(names[index] ?? "", MOST_NAME)}`;
      return field(at, { indent: 2, label, labels: labels + number.length }, printable(total.target));
    }),
  ];
}

function rowBlocks(table: Table, comparison: Comparison, rows: readonly CompareRow[]): string[][] {
  const { at, heads, cell, label } = table;
  const { same, different, known } = comparison.relations;
  const counts = `${amount(different, "clause")} differ${different === 1 ? "s" : ""}, ${known} by known deviations only, ${same} the same`;
  const title = paragraph(at, 0, counts, "bold");
  const legend = cell < 10 ? [`  ${legendText()}`] : [];
  const head = `${" ".repeat(label + 4)}${heads.map((name) => `  ${padEnd(name, cell)}`).join("")}`.trimEnd();
  if (rows.length === 0) return [title];
  const groups = [...groupBy(rows, (row) => row.operation)].map(([operation, members]) => [
    ...paragraph(at, 2, printable(operation)),
    ...members.flatMap((row) => rowLines(table, row)),
  ]);
  const [first = [], ...others] = groups;
  return [[...title, ...legend, at.paint("dim", head), ...first], ...others];
}

const legendText = (): string =>
  Object.entries(CELLS)
    .map(([cell, { sign }]) => `${sign} ${cell}`)
    .join("  ");

function rowLines({ at, names, cell, label }: Table, row: CompareRow): string[] {
  const cells = row.cells.map((state) => {
    const { sign, style } = CELLS[state];
    return `  ${at.paint(style, padEnd(cell < 10 ? sign : `${sign} ${state}`, cell))}`;
  });
  const name = padEnd(clip(printable(row.label), label), label);
  const said = groupBy(
    names
      .map((target, index) => ({ target, message: row.messages[index] ?? "" }))
      .filter((each) => each.message !== ""),
    (each) => each.message,
  );
  return [
    `  ${RELATIONS[row.relation]} ${name}${cells.join("")}`.trimEnd(),
    ...paragraph(at, 6, printable(row.where ?? row.pointer), "dim"),
    ...[...said].flatMap(([message, targets]) =>
      paragraph(at, 6, `${targets.map((each) => each.target).join(", ")}: ${printable(message)}`),
    ),
  ];
}

function totalLines({ at, names }: Table, { totals }: Comparison): string[] {
  const states = (Object.keys(CELLS) as Cell[]).filter(
    (cell) => cell === "held" || cell === "broken" || totals.some((total) => total.cells[cell] > 0),
  );
  const heads = [...states, "errors", "held of all"];
  const rows = totals.map((total, index) => ({
    name: clip(names[index] ?? "", MOST_NAME),
    values: [
      ...states.map((state) => grouped(total.cells[state])),
      grouped(total.errors),
      percent(total.share),
    ],
  }));
  const label = Math.max(6, ...rows.map((row) => columns(row.name)));
  const line = (name: string, values: readonly string[]): string =>
    `  ${padEnd(name, label)}${values.map((value, index) => `  ${padStart(value, heads[index]?.length ?? 0)}`).join("")}`;
  const table = [line("Totals", heads), ...rows.map((row) => line(row.name, row.values))];
  if (table.every((each) => columns(each) <= at.width))
    return [at.paint("dim", table[0] ?? ""), ...table.slice(1)];
  return rows.flatMap((row) =>
    paragraph(
      at,
      2,
      `${row.name}: ${row.values.map((value, index) => `${heads[index]} ${value}`).join(", ")}`,
    ),
  );
}
