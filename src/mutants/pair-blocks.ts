// Sets of variants that bring every two of them together: as few as can be found, for each is a whole run of the judge.
import { random } from "../schema/random.ts";
import type { Variant } from "./mutant.ts";

type Block = readonly Variant[];

/** A greedy search is blind to what comes later; one order in four or so leads to the fewest sets. */
const ORDERS = 10;

/**
 * Sets of at most `size` variants (two at the least) in which every two that can be had together stand side by side at least once; in each
 * the variants stand in the order in which they were given.
 */
export function pairBlocks(variants: readonly Variant[], size = variants.length): readonly Block[] {
  const tries = Array.from({ length: ORDERS }, (_, seed) => blocksIn(shuffled(variants, seed), size));
  const members = (blocks: readonly Block[]): number => blocks.reduce((all, { length }) => all + length, 0);
  const [best = []] = tries.toSorted(
    (one, other) => one.length - other.length || members(one) - members(other),
  );
  return best.map((block) => variants.filter((one) => block.includes(one)));
}

function shuffled(variants: readonly Variant[], seed: number): readonly Variant[] {
  const draw = random(seed);
  return variants
    .map((variant) => ({ variant, place: draw() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ variant }) => variant);
}

/** Each set begins with whom most others are still to stand beside, and grows by whoever brings most new pairs. */
function blocksIn(variants: readonly Variant[], size: number): readonly Block[] {
  const open = new Map(
    variants.map((one) => [one, new Set(variants.filter((other) => one !== other && !isRival(one, other)))]),
  );
  const left = (one: Variant): number => open.get(one)?.size ?? 0;
  const blocks: Block[] = [];
  while (variants.some((one) => left(one) > 0)) {
    const block: Variant[] = [];
    /** Who may still join, and the new pairs that it would bring. */
    const gain = new Map(variants.map((one) => [one, 0]));
    let next = most(new Map(variants.map((one) => [one, left(one)])));
    while (next !== undefined && block.length < Math.max(2, size)) {
      block.push(next);
      gain.delete(next);
      for (const [one, pairs] of gain)
        if (isRival(one, next)) gain.delete(one);
        else if (open.get(next)?.has(one)) gain.set(one, pairs + 1);
      next = most(gain);
    }
    for (const one of block) for (const other of block) open.get(one)?.delete(other);
    blocks.push(block);
  }
  return blocks;
}

const isRival = (one: Variant, other: Variant): boolean =>
  one.choice !== undefined && one.choice === other.choice;

/** The first one with the highest number; undefined when there is none above 0. */
function most(numbers: ReadonlyMap<Variant, number>): Variant | undefined {
  let best: Variant | undefined;
  for (const [one, number] of numbers) if (number > (best ? (numbers.get(best) ?? 0) : 0)) best = one;
  return best;
}
