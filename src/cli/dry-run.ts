// `plumbline check --dry-run`: which cases would go out, which would not and why; sends nothing.
import { KitError } from "../errors.ts";
import type { Contract } from "../contract/model.ts";
import type { Derivation } from "../suite/derive.ts";
import { planSendings, type RunOptions } from "../suite/run.ts";
import type { Target } from "../suite/target.ts";
import type { Profile } from "./profile.ts";
import type { Terminal } from "./terminal.ts";

export interface DryRun {
  readonly contract: Contract;
  readonly derivation: Derivation;
  readonly profile: Profile;
  readonly settings: RunOptions;
}

/** Prints the plan of a run; always 0. */
export function dryRun({ contract, derivation, profile, settings }: DryRun, terminal: Terminal): number {
  const nobody = (): never => {
    throw new KitError("usage", "A dry run sends nothing.");
  };
  const target: Target = { ...profile, name: "nobody", answer: nobody, oneConnection: nobody };
  const { sendings, leftOut } = planSendings(derivation.cases, contract, target, settings);
  const wanted = new Set(sendings.map(({ item }) => item));
  for (const { id, title, expect } of wanted) terminal.out(`${id}\n    ${title}; expects ${expect.text}`);
  for (const [operation, reason] of derivation.without) terminal.out(`${operation}\n    no cases: ${reason}`);
  const reasons = new Map<string, number>();
  for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, count] of reasons) terminal.out(`left out: ${count}, ${reason}`);
  terminal.out(`${wanted.size} cases of ${contract.operations.length} operations`);
  return 0;
}
