// All mutants of a contract: from its clauses and from the catalogue of behaviours.
import { authMutants } from "./behaviours/auth.ts";
import { bodyMutants } from "./behaviours/bodies.ts";
import { idMutants } from "./behaviours/ids.ts";
import { leakageMutants } from "./behaviours/leakage.ts";
import { exchangeMutants } from "./behaviours/exchanges.ts";
import { precedenceMutants } from "./behaviours/precedence.ts";
import { robustnessMutants } from "./behaviours/robustness.ts";
import { routingMutants } from "./behaviours/routing.ts";
import { stateMutants } from "./behaviours/state.ts";
import { statusMutants } from "./behaviours/statuses.ts";
import { validationMutants } from "./behaviours/validation.ts";
import { contractMutants } from "./contract-edits.ts";
import type { Mutant } from "./mutant.ts";
import { seenAnswers } from "./samples.ts";
import type { World } from "./world.ts";

export interface Catalogue {
  readonly mutants: readonly Mutant[];
  /** Faults that were not made since no request of this contract could show them, with the reason. */
  readonly unobservable: readonly { readonly reason: string; readonly count: number }[];
}

/** The mutants of a contract, always the same in the same order. */
export async function catalogueOf(world: World): Promise<Catalogue> {
  const seen = await seenAnswers(world);
  const state = stateMutants(world);
  const reason = "no operation of the contract shows what another one has written";
  return {
    mutants: [
      ...contractMutants(world),
      ...statusMutants(world, seen),
      ...bodyMutants(world, seen),
      ...validationMutants(world),
      ...exchangeMutants(world),
      ...authMutants(world),
      ...routingMutants(world),
      ...idMutants(world),
      ...precedenceMutants(world),
      ...state.mutants,
      ...robustnessMutants(world),
      ...leakageMutants(world, seen),
    ],
    unobservable: state.unobservable > 0 ? [{ reason, count: state.unobservable }] : [],
  };
}
