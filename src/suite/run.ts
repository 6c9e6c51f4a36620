// Runs the cases of a contract against a target: what goes out in which order, and what the run says in the end.
import type { Contract, Operation } from "../contract/model.ts";
import type { Case } from "./case.ts";
import { deriveCases, type Derivation, type DeriveOptions } from "./derive.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Surroundings } from "./materialise.ts";
import { isUnreachable, senderTo, type Sender } from "./send.ts";
import type { RunResult } from "./result.ts";
import { exchangeOf } from "./show.ts";
import { summarise } from "./summary.ts";
import type { Target, TargetPrincipal } from "./target.ts";
import { settled, type Tried } from "./verdicts.ts";

export interface RunOptions extends DeriveOptions {
  /** Only cases whose id or title holds one of these texts. */
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly rate?: number;
  readonly seed?: number;
  /** The I-th of N parts of the cases, from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  readonly contractFile?: string;
  /** Cases that were derived already, for many runs of one contract. */
  readonly derivation?: Derivation;
  /** Cases to send first, and to stop at the first error: what a proof wants to know is whether there is one. */
  readonly untilError?: (item: Case) => boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One case as it goes out: with the principal it is sent as. */
export interface Sending {
  readonly item: Case;
  readonly operation: Operation;
  readonly around: Surroundings;
  readonly as: string | undefined;
}

export interface LeftOut {
  readonly item: Case;
  readonly reason: string;
}

/** Checks a target against a contract. Rejects only for a bug of ours; everything a target does is in the result. */
export async function runSuite(
  contract: Contract,
  target: Target,
  options: RunOptions = {},
): Promise<RunResult> {
  const startedAt = new Date();
  const start = performance.now();
  const derivation = options.derivation ?? deriveCases(contract, options);
  const { sendings, leftOut } = planSendings(derivation.cases, contract, target, options);
  const sender = senderTo(target, {
    timeout: options.timeout ?? 10_000,
    ...(options.rate === undefined ? {} : { rate: options.rate }),
  });
  const tried = settled(await sendAll(sendings, sender, options));
  return summarise({
    contract,
    target,
    options,
    derivation,
    tried,
    leftOut,
    startedAt,
    milliseconds: performance.now() - start,
    requestsSent: sender.count(),
    exchangeOf: (one, evidence) => {
      const { operation, around } =
        sendings.find((sending) => sending.item === one.item && sending.as === one.as) ?? missing(one);
      return exchangeOf(evidence.sent, operation, around, target.name);
    },
  });
}

function missing(one: Tried): never {
  throw new Error(`the case ${one.item.id} was judged but never sent`);
}

/** Which cases go out, as whom; the others with the reason why not. */
export function planSendings(
  cases: readonly Case[],
  contract: Contract,
  target: Target,
  options: RunOptions,
): { readonly sendings: readonly Sending[]; readonly leftOut: readonly LeftOut[] } {
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const sendings: Sending[] = [];
  const leftOut: LeftOut[] = [];
  cases.forEach((item, index) => {
    const operation = operations.get(item.operation);
    const reason = reasonToLeaveOut(item, index, target, options);
    if (!operation) return;
    if (reason !== undefined) return void leftOut.push({ item, reason });
    for (const [as, around] of surroundings(item, target)) sendings.push({ item, operation, around, as });
  });
  return { sendings, leftOut };
}

function reasonToLeaveOut(
  item: Case,
  index: number,
  target: Target,
  options: RunOptions,
): string | undefined {
  const names = (texts: readonly string[]): boolean =>
    texts.some((text) => item.id.includes(text) || item.title.includes(text) || item.clause.includes(text));
  const isBase = item.rule === "valid" && /\/valid\/(minimal|full)$/.test(item.id);
  if (!isBase && options.only && options.only.length > 0 && !names(options.only)) return "not among --only";
  if (options.exclude && options.exclude.length > 0 && names(options.exclude)) return "named by --exclude";
  if (!isBase && options.shard && index % options.shard.of !== options.shard.index - 1)
    return "in another shard";
  if (item.needs === "denied" && target.denied.length === 0)
    return "no principal is known that must be refused (--denied NAME=TOKEN)";
  const [kind, name = ""] = item.needs?.split(" ") ?? [];
  if (kind === "foreign" && target.foreign[name] === undefined)
    return `no ${name} of another tenant is known (--foreign ${name}=VALUE)`;
  return undefined;
}

/** Cases about denied principals go out once for each of them; the basic valid ones once for each allowed one. */
function surroundings(
  item: Case,
  target: Target,
): readonly (readonly [as: string | undefined, around: Surroundings])[] {
  const { known, foreign } = target;
  const [allowed] = target.allowed;
  const base = { known, foreign, allowed, denied: target.denied[0] };
  if (item.needs === "denied")
    return target.denied.map((denied) => [denied.name, { ...base, denied }] as const);
  const everyone: readonly (TargetPrincipal | undefined)[] =
    isBasic(item) && target.allowed.length > 1 ? target.allowed : [allowed];
  return everyone.map(
    (one, index) => [index === 0 ? undefined : one?.name, { ...base, allowed: one }] as const,
  );
}

const isBasic = (item: Case): boolean => item.rule === "valid" && /\/valid\/(minimal|full)$/.test(item.id);

const NOTHING: Judgement = { evidence: [], expected: false, met: [] };

/** First what is valid; then, where anything valid was accepted, what is not; sequences last, on a quiet target. */
async function sendAll(
  sendings: readonly Sending[],
  sender: Sender,
  options: RunOptions,
): Promise<readonly Tried[]> {
  const results = new Map<Sending, Tried>();
  const total = sendings.length;
  let gone: string | undefined;
  const blocked = (sending: Sending, reason: string): Tried => ({
    item: sending.item,
    as: sending.as,
    judgement: NOTHING,
    milliseconds: 0,
    blocked: reason,
  });
  const one = async (sending: Sending): Promise<void> => {
    results.set(sending, gone === undefined ? await tryOne(sending, sender) : blocked(sending, gone));
    const failure = results.get(sending)?.judgement.evidence.find(({ sent }) => isUnreachable(sent.failure))
      ?.sent.failure;
    if (failure !== undefined && gone === undefined) gone = `the target is gone: ${failure}`;
    options.onProgress?.(results.size, total);
  };
  let stopped = false;
  const phase = async (wanted: (sending: Sending) => boolean): Promise<void> => {
    const waiting = sendings.filter((sending) => !results.has(sending) && wanted(sending));
    await inParallel(waiting, options.concurrency ?? 16, async (sending) => {
      if (stopped) return;
      await one(sending);
      stopped = options.untilError !== undefined && hasError(results.get(sending));
    });
  };
  await phase(({ item }) => isBasic(item));
  if (options.untilError)
    await phase(({ item }) => item.manner === undefined && options.untilError?.(item) === true);
  await phase(({ item }) => item.kind === "valid" && item.manner === undefined);
  const open = new Set(
    [...results.values()]
      .filter((tried) => tried.item.kind === "valid" && tried.judgement.expected)
      .map((tried) => tried.item.operation),
  );
  for (const sending of sendings) {
    if (results.has(sending) || open.has(sending.item.operation)) continue;
    results.set(
      sending,
      blocked(sending, gone ?? "no valid request of the operation is accepted, so a refusal proves nothing"),
    );
  }
  await phase(({ item }) => item.manner === undefined);
  for (const sending of sendings) {
    if (stopped || results.has(sending)) continue;
    await one(sending);
    stopped = options.untilError !== undefined && hasError(results.get(sending));
  }
  return sendings.flatMap((sending) => results.get(sending) ?? []);
}

const hasError = (tried: Tried | undefined): boolean =>
  tried?.judgement.evidence.some(({ severity }) => severity === "error") ?? false;

async function tryOne({ item, operation, around, as }: Sending, sender: Sender): Promise<Tried> {
  const start = performance.now();
  const exchanges = await sender.send(item, operation, around);
  const milliseconds = performance.now() - start;
  if (exchanges.length < item.requests.length) {
    return {
      item,
      as,
      judgement: NOTHING,
      milliseconds,
      blocked: "the target's values cannot be written as the contract asks",
    };
  }
  const limited = exchanges.some(({ response }) => response?.status === 429);
  const judgement = judge(item, operation, exchanges);
  if (limited)
    return {
      item,
      as,
      judgement: NOTHING,
      milliseconds,
      blocked: "the target kept answering 429 (too many requests)",
    };
  return { item, as, judgement, milliseconds };
}

async function inParallel<T>(
  items: readonly T[],
  workers: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, items.length)) }, worker));
}
