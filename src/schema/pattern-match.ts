// Tells whether a text matches a pattern in bounded time, whatever the pattern and whoever wrote the text.
import { expressionOf } from "./expression.ts";
import { costOf } from "./pattern-cost.ts";
import { inside, type Tree } from "./pattern-tree.ts";
import { parsedOf } from "./pattern.ts";

/** Texts up to this length keep no engine busy, whatever the pattern. */
const SHORT = 12;
/** Nor do these where nothing inside a repeat can be divided in several ways. */
const MODERATE = 200;
/** So many steps in the worst case are left to the engine. */
const FEW = 1_000_000;

export interface Matcher {
  readonly test: (text: string) => boolean;
  readonly toString: () => string;
}

/**
 * A matcher for a pattern. The engine is asked where its worst case is small; where it is not, all places of the text
 * are tried at once. An expression with backreferences has no other way than the engine's.
 */
export function matcherOf(pattern: string): Matcher {
  const expression = expressionOf(pattern);
  const { regexp } = expression ?? { regexp: /^/ };
  if (!expression || !mayExplode(pattern)) return regexp;
  const nested = isNested(pattern);
  return {
    test: (text) =>
      text.length <= SHORT || (!nested && text.length <= MODERATE)
        ? regexp.test(text)
        : testCarefully(pattern, text, regexp),
    toString: () => String(regexp),
  };
}

function testCarefully(pattern: string, text: string, regexp: RegExp): boolean {
  const parsed = parsedOf(pattern);
  if (!parsed?.walk) return regexp.test(text);
  const { polynomial, exponential } = costOf(parsed.tree, text, parsed.anchored);
  return polynomial + exponential <= FEW ? regexp.test(text) : parsed.walk(text);
}

/** Cheap and cautious: one repeat alone tries every start, that is all. */
function mayExplode(pattern: string): boolean {
  const repeats = pattern.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  return repeats > 1 || (repeats === 1 && pattern.includes("|"));
}

function isNested(pattern: string): boolean {
  const tree = parsedOf(pattern)?.tree;
  if (!tree) return true;
  const divides = (part: Tree): boolean => part.kind === "choice" || (part.kind === "repeat" && part.to > 1);
  for (const part of inside(tree)) {
    if (part.kind === "repeat" && part.to > 1 && [...inside(part.part)].some(divides)) return true;
  }
  return false;
}
