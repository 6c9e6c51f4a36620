// Offsets of a text as lines and columns, and the lines around one as a code frame.

/** Counted from 1; columns in UTF-16 units, as editors count them. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A function from offset to place; the line starts are found at its first call. */
export function placesOf(text: string): (offset: number) => TextPlace {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

const WIDTH = 100;

/** The line of a place with the lines before and after it, and a caret below the column. */
export function codeFrame(text: string, place: TextPlace): string {
  const starts = lineStarts(text);
  const first = Math.max(1, place.line - 1);
  const last = Math.min(starts.length, place.line + 1);
  // A minified document is one long line: show only the part around the column.
  const from = place.column > WIDTH - 20 ? place.column - WIDTH / 2 : 0;
  const gutter = String(last).length;
  const rows: string[] = [];
  for (let line = first; line <= last; line += 1) {
    const start = (starts[line - 1] ?? 0) + from;
    const end = Math.min((starts[line] ?? text.length + 1) - 1, start + WIDTH);
    const mark = line === place.line ? ">" : " ";
    rows.push(
      `${mark} ${String(line).padStart(gutter)} | ${printable(text.slice(start, Math.max(start, end)))}`.trimEnd(),
    );
    if (line === place.line) rows.push(`  ${" ".repeat(gutter)} | ${" ".repeat(place.column - 1 - from)}^`);
  }
  return rows.join("\n");
}

/** Control characters would move the caret, or worse, the terminal. */
function printable(line: string): string {
  // oxfmt-ignore
  return line.replaceAll(/\r$/g, "").replaceAll("\t", " ").replaceAll(/\p{Cc}/gu, "\u{FFFD}");
}
