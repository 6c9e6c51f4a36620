// Runs the cases of a contract against a target: what goes out in which order, and what the run says in the end.
import type { Contract } from "../contract/model.ts";
import { deriveCases } from "./derive.ts";
import { errorShapes, watched } from "./error-shapes.ts";
import { exploration } from "./exploration.ts";
import type { RunOptions } from "./options.ts";
import { sendAll } from "./phases.ts";
import { judge } from "./judge.ts";
import { isBasic, planSendings, type Sending } from "./plan.ts";
import { prepare, type Stage } from "./stage.ts";
import { senderTo } from "./send.ts";
import type { RunResult } from "./result.ts";
import { exchangeOf } from "./show.ts";
import { summarise, type SummaryInputs } from "./summary.ts";
import type { Target } from "./target.ts";
import { settled, type Tried } from "./verdicts.ts";

export type { RunOptions } from "./options.ts";
export { planSendings, type Sending } from "./plan.ts";

/** Checks a target against a contract. Rejects only for a bug of ours; everything a target does is in the result. */
export async function runSuite(
  contract: Contract,
  target: Target,
  options: RunOptions = {},
): Promise<RunResult> {
  return summarise(await runCases(contract, target, options));
}

/** The same run, before it is put together: for a proof, which asks thousands of times and only for findings. */
export async function runCases(
  contract: Contract,
  target: Target,
  options: RunOptions,
): Promise<SummaryInputs> {
  const startedAt = new Date();
  const start = performance.now();
  const derivation = options.derivation ?? deriveCases(contract, options);
  const shapes = options.faultsOnly ? undefined : errorShapes();
  const pace = options.rate === undefined ? {} : { rate: options.rate };
  const plain = senderTo(target, { timeout: options.timeout ?? 10_000, ...pace });
  const sender = shapes ? watched(plain, shapes) : plain;
  const stage = await prepare({ contract, target, options, derivation, sender });
  const { sendings, leftOut } = planSendings(derivation.cases, contract, target, {
    ...options,
    own: stage.tools.own,
  });
  const sent = await sendAll(sendings, stage.tools, options);
  const all = settled([...sent, ...failuresOf(stage, sendings)]);
  const tried = shapes?.judged(all) ?? all;
  const search =
    options.explore && (await exploration({ contract, target, options, derivation }, stage, tried));
  const leftovers = await stage.cleanUp();
  options.onLeftover?.(leftovers);
  return {
    contract,
    target,
    options,
    derivation,
    tried: search ? [...tried, ...search.tried] : tried,
    leftOut,
    leftovers,
    startedAt,
    milliseconds: performance.now() - start,
    requestsSent: sender.count(),
    exchangeOf: (one, evidence) => {
      const { operation, around } =
        sendings.find((sending) => sending.item === one.item && sending.as === one.as) ??
        search?.sendings.get(one.item.id) ??
        missing(one);
      const { sent } = evidence;
      return exchangeOf(sent, sent.at?.operation ?? operation, sent.at?.around ?? around, target.name);
    },
  };
}

/** A server error before the first case is one about the operation's smallest valid case. */
function failuresOf({ failures }: Stage, sendings: readonly Sending[]): readonly Tried[] {
  return failures.flatMap(({ operation, sent }) => {
    const basic = sendings.find((sending) => sending.operation === operation && isBasic(sending.item));
    if (!basic) return [];
    const { item, as } = basic;
    return [{ item, as, judgement: judge(item, operation, [sent]), milliseconds: sent.milliseconds }];
  });
}

function missing(one: Tried): never {
  throw new Error(`the case ${one.item.id} was judged but never sent`);
}
