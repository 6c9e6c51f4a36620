// All correct variants of a contract, and the blocks that bring every two of them together.
import type { Answer } from "../http.ts";
import type { Variant } from "./mutant.ts";
import { answerVariants } from "./variants/answers.ts";
import { choiceVariants } from "./variants/choices.ts";
import { readingVariants } from "./variants/readings.ts";
import type { World } from "./world.ts";

/** The variants, always in the same order. Made anew for every server, since some of them count. */
export function variantsOf(world: World): readonly Variant[] {
  return [...answerVariants(world), ...choiceVariants(world), ...readingVariants(world)];
}

/** The server with all of these differences at once; the first one is the innermost. */
export const composed = (answer: Answer, variants: readonly Variant[]): Answer =>
  variants.reduce<Answer>((inner, variant) => variant.wrap(inner), answer);

/**
 * Sets of at most `size` variants in which every two that can be had together stand side by side at least once. Greedy:
 * each set begins with a pair that no set has, and grows by whatever brings most new pairs.
 */
export function pairBlocks(
  variants: readonly Variant[],
  size = variants.length,
): readonly (readonly Variant[])[] {
  const keyOf = (one: number, other: number): string => (one < other ? `${one} ${other}` : `${other} ${one}`);
  const open = new Set<string>();
  const agree = (one: number, other: number): boolean =>
    variants[one]?.choice === undefined || variants[one].choice !== variants[other]?.choice;
  const rivals = (index: number): number => {
    const choice = variants[index]?.choice;
    return choice === undefined ? 0 : variants.filter((variant) => variant.choice === choice).length;
  };
  // Those with most rivals need most sets: what goes with anything fills these up.
  const indexes = variants.map((_, index) => index).toSorted((one, other) => rivals(other) - rivals(one));
  for (const one of indexes)
    for (const other of indexes) if (one < other && agree(one, other)) open.add(keyOf(one, other));
  const blocks: (readonly Variant[])[] = [];
  for (let [pair] = open; pair !== undefined; [pair] = open) {
    const block = pair.split(" ").map(Number);
    while (block.length < size) {
      const gain = (index: number): number => block.filter((member) => open.has(keyOf(index, member))).length;
      const free = indexes.filter(
        (index) => !block.includes(index) && block.every((member) => agree(index, member)),
      );
      const best = free.toSorted((one, other) => gain(other) - gain(one))[0];
      if (best === undefined || gain(best) === 0) break;
      block.push(best);
    }
    for (const one of block) for (const other of block) open.delete(keyOf(one, other));
    blocks.push(block.toSorted((one, other) => one - other).flatMap((index) => variants[index] ?? []));
  }
  return blocks;
}
