// How long a regular expression may take on a string in the worst case, so that no test of one hangs.
import { inside, type Repeat, type Tree } from "./pattern-tree.ts";

const MANY = 32;

export interface Cost {
  /** Steps of a search that fails, repeats beside each other. */
  readonly polynomial: number;
  /** Steps where repeats inside repeats divide a run of text in every way. */
  readonly exponential: number;
}

/**
 * An upper guess of the steps a backtracking engine needs to find that `text` does not match: polynomial in the
 * repeats that can take the same characters, exponential in the longest run that nested repeats can divide.
 */
export function costOf(tree: Tree, text: string, anchored: boolean): Cost {
  const repeats = [...inside(tree)].filter(
    (part): part is Repeat => part.kind === "repeat" && part.to > MANY,
  );
  const characters = Array.from(text.length > 10_000 ? text.slice(0, 10_000) : text);
  const distinct = [...new Set(characters)];
  let depth = anchored ? 1 : 2;
  for (const character of distinct) {
    const takers = repeats.filter((repeat) => takes(repeat, character)).length;
    depth = Math.max(depth, takers + (anchored ? 0 : 1));
  }
  const nested = repeats.filter((repeat) => isAmbiguous(repeat.part, distinct));
  const run = Math.max(0, ...nested.map((repeat) => longestRun(repeat, characters)));
  return { polynomial: text.length ** depth, exponential: run < 2 ? 0 : 2 ** Math.min(run, 60) };
}

const takes = (tree: Tree, character: string): boolean => {
  for (const part of inside(tree)) if (part.kind === "character" && part.holds(character)) return true;
  return false;
};

/** True where one stretch of text can be divided among the repetitions in more than one way. */
function isAmbiguous(part: Tree, characters: readonly string[]): boolean {
  for (const inner of inside(part)) {
    if (
      inner.kind === "repeat" &&
      inner.to > 1 &&
      inner.min !== inner.max &&
      overlaps(firstOf(part), inner, characters)
    )
      return true;
    if (inner.kind === "choice" && clash(inner.options, characters)) return true;
  }
  return false;
}

function clash(options: readonly Tree[], characters: readonly string[]): boolean {
  const firsts = options.map(firstOf);
  return characters.some(
    (character) => firsts.filter((first) => first.some((leaf) => takes(leaf, character))).length > 1,
  );
}

const overlaps = (firsts: readonly Tree[], inner: Tree, characters: readonly string[]): boolean =>
  characters.some((character) => takes(inner, character) && firsts.some((leaf) => takes(leaf, character)));

/** The trees that the first character can come from. */
function firstOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "character":
      return [tree];
    case "sequence": {
      const firsts: Tree[] = [];
      for (const part of tree.parts) {
        firsts.push(...firstOf(part));
        if (part.min > 0) break;
      }
      return firsts;
    }
    case "choice":
      return tree.options.flatMap(firstOf);
    case "repeat":
    case "group":
      return firstOf(tree.part);
    default:
      return [];
  }
}

function longestRun(tree: Tree, characters: readonly string[]): number {
  const known = new Map<string, boolean>();
  let run = 0;
  let longest = 0;
  for (const character of characters) {
    let taken = known.get(character);
    if (taken === undefined) known.set(character, (taken = takes(tree, character)));
    run = taken ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
