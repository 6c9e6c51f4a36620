// What every report of a proof says the same way: totals, groups, the one sentence.
import type { ContractProof, FamilyScore, MutantOutcome, ProofResult, RuleWorth } from "../mutants/proof.ts";
import { groupBy } from "./groups.ts";
import { amount } from "./wording.ts";
import { grouped } from "./grouped.ts";

/** `2,191 of 2,191 mutants killed (100 %), 45 proved equal, 0 false alarms` */
export function proofSentence({ killed, survived, equal, score, falseAlarms }: ProofResult): string {
  const all = grouped(killed + survived);
  return `${grouped(killed)} of ${all} mutants killed (${score} %), ${equal} proved equal, ${amount(falseAlarms, "false alarm")}`;
}

type Counts = Readonly<Record<"killed" | "survived" | "equal", number>>;

/** The last row of a table by family. */
export function totalOf(families: readonly FamilyScore[]): Counts & { readonly family: string } {
  const sum = (of: keyof Counts): number => families.reduce((all, family) => all + family[of], 0);
  return { family: "all", killed: sum("killed"), survived: sum("survived"), equal: sum("equal") };
}

/** `44 correct variants, every two together in 6 servers` */
export function variantsSentence({ variants, blocks }: ContractProof): string {
  if (variants.length === 0) return "no correct variant was asked for";
  const tried = amount(variants.length, "correct variant");
  return blocks === 0
    ? `${tried}, tried alone`
    : `${tried}, every two together in ${amount(blocks, "server")}`;
}

/** Survivors by why they survive, the largest group first. */
export function byReason(survivors: readonly MutantOutcome[]): ReadonlyMap<string, readonly MutantOutcome[]> {
  const groups = groupBy(survivors, ({ reason = "" }) => reason);
  return new Map([...groups].toSorted(([, one], [, other]) => other.length - one.length));
}

/** Equal mutants by their proof. */
export const byEquality = (equals: readonly MutantOutcome[]): ReadonlyMap<string, readonly MutantOutcome[]> =>
  groupBy(equals, ({ equality }) => `${equality?.category ?? ""}: ${equality?.reason ?? ""}`);

/** Rules without a mutant that only they kill. */
export const idleRules = (rules: readonly RuleWorth[]): readonly RuleWorth[] =>
  rules.filter(({ alone }) => alone === undefined);
