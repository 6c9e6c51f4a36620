// Sets the stage for a run and clears it: items of the suite's own, a ledger of them, the profile's items as they were.
import type { Contract } from "../contract/model.ts";
import type { Tools } from "./attempt.ts";
import type { Derivation } from "./derive.ts";
import { ledgerOf, type Leftover } from "./ledger.ts";
import type { Surroundings } from "./materialise.ts";
import type { RunOptions } from "./options.ts";
import { NO_ITEMS, ownItems, type FailedMaking } from "./own-items.ts";
import { restorerOf } from "./restore.ts";
import type { Sender } from "./send.ts";
import type { Target } from "./target.ts";

export interface Stage {
  readonly tools: Tools;
  /** Server errors that were met while the stage was set. */
  readonly failures: readonly FailedMaking[];
  /** Removes and puts back what can be; gives what cannot. */
  readonly cleanUp: () => Promise<readonly Leftover[]>;
}

export interface StageInputs {
  readonly contract: Contract;
  readonly target: Target;
  readonly options: RunOptions;
  readonly derivation: Derivation;
  readonly sender: Sender;
}

/** Makes what the cases need at the target, and remembers what they may change there. */
export async function prepare(inputs: StageInputs): Promise<Stage> {
  const { contract, target, options, derivation, sender } = inputs;
  const { templates } = derivation;
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const ledger = ledgerOf(contract, templates);
  const around: Surroundings = {
    known: target.known,
    foreign: target.foreign,
    allowed: target.allowed[0],
    denied: target.denied[0],
  };
  const failures: FailedMaking[] = [];
  const onFailure = (failure: FailedMaking): void => void failures.push(failure);
  const writes = derivation.cases.some(({ sequence, rule }) => sequence !== undefined || rule === "valid");
  const own = writes
    ? await ownItems({ contract, templates, sender, ledger, seed: options.seed ?? 1, onFailure }, around)
    : NO_ITEMS;
  // Safe mode writes to nothing that was there before.
  const restorer =
    target.disposable || options.safe
      ? undefined
      : await restorerOf({ contract, templates, sender, own, around });
  return {
    tools: { sender, own, ledger, operations, meets: options.faultsOnly !== true },
    failures,
    cleanUp: async () => {
      if (target.disposable) return [];
      const removed = await ledger.cleanUp(sender, options.concurrency ?? 16);
      return [...removed, ...((await restorer?.restore()) ?? [])];
    },
  };
}
