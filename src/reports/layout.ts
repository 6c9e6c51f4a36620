// Lines of a terminal: how wide text is, where it breaks, how columns align, which colour it has.

const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /^\p{M}/u;

function characterWidth(character: string): number {
  if (character < "\u0300") return 1;
  if (MARK.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** How many columns of a terminal a line without control characters takes. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Fills up with spaces at the end. */
export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - columns(text)));

/** Fills up with spaces at the start. */
export const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - columns(text))) + text;

function takeColumns(text: string, width: number): string {
  let taken = "";
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width && taken !== "") break;
    taken += character;
  }
  return taken;
}

/** A label that is too long, cut in the middle: its end says as much as its start. */
export function clip(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const head = takeColumns(text, Math.max(1, Math.ceil((width - 1) / 2)));
  const end = Array.from(text).toReversed().join("");
  const tail = takeColumns(end, Math.max(1, Math.floor((width - 1) / 2)));
  return `${head}…${Array.from(tail).toReversed().join("")}`;
}

/** Pieces of a word that is longer than a line: broken after a separator where one is near, else anywhere. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = word;
  while (columns(rest) > width) {
    const full = takeColumns(rest, width);
    const separator = Math.max(full.lastIndexOf("/"), full.lastIndexOf(","), full.lastIndexOf("&"));
    const piece = separator > full.length / 2 ? full.slice(0, separator + 1) : full;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return rest === "" ? pieces : [...pieces, rest];
}

/** Text as lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => breakWord(each, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || columns(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

const CODES = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33", cyan: "36" } as const;

export type Style = keyof typeof CODES;
/** Colours a piece of text, or leaves it alone when colour is off. */
export type Paint = (style: Style, text: string) => string;

/** The painter of a report. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour && text !== "" ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}

export interface Page {
  readonly paint: Paint;
  /** Columns that a line may take. */
  readonly width: number;
}

/** The page for the options of a report; below 40 columns nothing can be aligned. */
export function page(options: { colour: boolean; width: number }): Page {
  return { paint: painter(options.colour), width: Math.max(40, Math.floor(options.width) || 80) };
}

/** Wrapped text behind an indent, each line in a style. */
export function paragraph(at: Page, indent: number, text: string, style?: Style): string[] {
  return wrap(text, at.width - indent).map(
    (line) => " ".repeat(indent) + (style === undefined ? line : at.paint(style, line)),
  );
}

/** A dim label, then wrapped text that stays in its column. */
export function field(
  at: Page,
  place: { indent: number; label: string; labels: number },
  text: string,
): string[] {
  const start = place.indent + place.labels + 2;
  return wrap(text, Math.max(16, at.width - start)).map((line, index) => {
    const label = index === 0 ? place.label : "";
    return `${" ".repeat(place.indent)}${at.paint("dim", padEnd(label, place.labels))}  ${line}`;
  });
}

/** Pieces in a row with dots between them, in as many lines as they need. */
export function flow(at: Page, indent: number, pieces: readonly { text: string; style?: Style }[]): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const { text, style } of pieces) {
    const shown = style === undefined ? text : at.paint(style, text);
    const last = lines.length - 1;
    if (last >= 0 && used + 3 + columns(text) <= at.width) {
      lines[last] = `${lines[last]}${at.paint("dim", " · ")}${shown}`;
      used += 3 + columns(text);
    } else {
      lines.push(" ".repeat(indent) + shown);
      used = indent + columns(text);
    }
  }
  return lines;
}
