// A small covering array: rows of levels in which every possible pair of levels of two factors stands side by side.
import { random } from "../../schema/random.ts";

/** A level per factor; level 0 is the plain one: as in the smallest valid row. */
export type Row = readonly number[];

export interface CoveringOptions {
  readonly accepts: (row: Row) => boolean;
  /** Rows at the most. */
  readonly most: number;
  readonly seed: number;
}

/** Rows that `accepts` takes and that together hold every pair of levels, apart from pairs found in no accepted row. */
export function coveringRows(levels: readonly number[], options: CoveringOptions): readonly Row[] {
  const draw = random(options.seed);
  const open = pairsOf(levels);
  const rows: Row[] = [];
  for (const pair of open.values()) {
    if (rows.length >= options.most) break;
    // A pair that a row has covered since is gone from `open`, and the iteration does not meet it.
    const row = accepted(grown(pair, levels, open, draw), pair, options.accepts);
    open.delete(keyOf(pair.one, pair.its, pair.other, pair.others));
    if (!row) continue;
    rows.push(row);
    forEachPair(row, (key) => void open.delete(key));
  }
  return rows;
}

interface Pair {
  readonly one: number;
  readonly its: number;
  readonly other: number;
  readonly others: number;
}

const keyOf = (one: number, its: number, other: number, others: number): string =>
  one < other ? `${one}:${its} ${other}:${others}` : `${other}:${others} ${one}:${its}`;

function pairsOf(levels: readonly number[]): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (let one = 0; one < levels.length; one++)
    for (let other = one + 1; other < levels.length; other++)
      for (let its = 0; its < (levels[one] ?? 0); its++)
        for (let others = 0; others < (levels[other] ?? 0); others++)
          pairs.set(keyOf(one, its, other, others), { one, its, other, others });
  return pairs;
}

function forEachPair(row: Row, visit: (key: string) => void): void {
  row.forEach((its, one) => {
    for (let other = one + 1; other < row.length; other++) visit(keyOf(one, its, other, row[other] ?? 0));
  });
}

/** The pair, and for every other factor the level that adds most open pairs; a draw decides between equals. */
function grown(
  pair: Pair,
  levels: readonly number[],
  open: ReadonlyMap<string, Pair>,
  draw: () => number,
): number[] {
  const row = new Map([
    [pair.one, pair.its],
    [pair.other, pair.others],
  ]);
  for (const [factor, count] of levels.entries()) {
    if (row.has(factor)) continue;
    let best = { level: 0, gain: -1 };
    for (let level = 0; level < count; level++) {
      let gain = draw() / 2;
      for (const [other, others] of row) if (open.has(keyOf(factor, level, other, others))) gain++;
      if (gain > best.gain) best = { level, gain };
    }
    row.set(factor, best.level);
  }
  return levels.map((_, factor) => row.get(factor) ?? 0);
}

/** The row, or the row with as many levels put back to 0 as it takes; undefined when the pair alone is refused. */
function accepted(row: number[], pair: Pair, accepts: (row: Row) => boolean): Row | undefined {
  if (accepts(row)) return row;
  for (const [factor, level] of row.entries()) {
    if (level === 0 || factor === pair.one || factor === pair.other) continue;
    row[factor] = 0;
    if (accepts(row)) return row;
  }
  return undefined;
}
