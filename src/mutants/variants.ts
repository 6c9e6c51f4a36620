// All correct variants of a contract, and a server that has several of them.
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
