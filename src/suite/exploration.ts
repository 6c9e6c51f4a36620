// Puts the random search into a run: which operations it tries, and how what it generates is sent.
import type { Contract } from "../contract/model.ts";
import { attempt } from "./attempt.ts";
import type { Case } from "./case.ts";
import type { Derivation } from "./derive.ts";
import { isRemoval } from "./effects.ts";
import { explore } from "./explore.ts";
import type { RunOptions } from "./options.ts";
import { planSendings, type Sending } from "./plan.ts";
import type { Stage } from "./stage.ts";
import type { Target } from "./target.ts";
import type { Tried } from "./verdicts.ts";

export interface Exploration {
  readonly tried: readonly Tried[];
  /** How each case went out, by its id. */
  readonly sendings: ReadonlyMap<string, Sending>;
}

interface Run {
  readonly contract: Contract;
  readonly target: Target;
  readonly options: RunOptions;
  readonly derivation: Derivation;
}

/** Searches the operations whose valid requests are accepted and that remove nothing. */
export async function exploration(
  { contract, target, options, derivation }: Run,
  { tools }: Stage,
  tried: readonly Tried[],
): Promise<Exploration> {
  const open = new Set(
    tried.flatMap(({ item, judgement }) =>
      item.kind === "valid" && judgement.expected ? [item.operation] : [],
    ),
  );
  const templates = [...derivation.templates.values()].filter(
    ({ operation }) => open.has(operation.id) && !isRemoval(operation),
  );
  const known = new Set(
    tried.flatMap(({ item, judgement }) =>
      judgement.evidence
        .filter(({ severity }) => severity === "error")
        .map(({ clause }) => `${item.operation} ${clause}`),
    ),
  );
  const sendings = new Map<string, Sending>();
  const { only: _, exclude: __, shard: ___, ...unfiltered } = options;
  const send = async (item: Case): Promise<Tried | undefined> => {
    if (options.signal?.aborted) return undefined;
    const plan = planSendings([item], contract, target, { ...unfiltered, own: tools.own });
    const [sending] = plan.sendings;
    if (!sending) return undefined;
    const result = await attempt(sending, tools);
    if (result.judgement.evidence.length > 0) sendings.set(item.id, sending);
    return result;
  };
  const limits = { ...options.explore, seed: options.seed ?? 1 };
  return { tried: await explore({ templates, attempt: send, known }, limits), sendings };
}
