// Sends the planned cases in an order that proves something: what is valid first, sequences last, on a quiet target.
import { attempt, blockedFor, type Tools } from "./attempt.ts";
import { isRemoval } from "./effects.ts";
import type { RunOptions } from "./options.ts";
import { isBasic, type Sending } from "./plan.ts";
import { SAFE_BLOCKED } from "./safe-mode.ts";
import { isUnreachable } from "./send.ts";
import { settled, type Tried } from "./verdicts.ts";

/** What has come of the run so far. */
interface Progress {
  readonly results: Map<Sending, Tried>;
  readonly total: number;
  /** Why nothing more is sent. */
  gone?: string;
  /** Nothing more has to be sent. */
  stopped: boolean;
}

interface Phases {
  readonly progress: Progress;
  readonly tools: Tools;
  readonly options: RunOptions;
}

/** All cases, in an order in which none takes away what another needs: a removal that cannot be repeated comes last. */
export async function sendAll(
  sendings: readonly Sending[],
  tools: Tools,
  options: RunOptions,
): Promise<readonly Tried[]> {
  const progress: Progress = { results: new Map(), total: sendings.length, stopped: false };
  const isLast = ({ operation }: Sending): boolean => isRemoval(operation) && !tools.own.actsOnOwn(operation);
  const phases: Phases = { progress, tools, options };
  await sendGroup(
    sendings.filter((sending) => !isLast(sending)),
    phases,
  );
  await sendGroup(sendings.filter(isLast), phases);
  return sendings.flatMap((sending) => progress.results.get(sending) ?? []);
}

/** Cases of every operation that are looked into for an error before the rest of any operation. */
const NEAREST = 32;

/** First what is valid; then, where anything valid was accepted, what is not; sequences last. */
async function sendGroup(sendings: readonly Sending[], phases: Phases): Promise<void> {
  const { progress, options } = phases;
  const { results } = progress;
  const waiting = (wanted: (sending: Sending) => boolean): readonly Sending[] =>
    sendings.filter((sending) => !results.has(sending) && wanted(sending));
  const isSingle = ({ item }: Sending): boolean => item.manner === undefined && item.sequence === undefined;
  const { untilError } = options;
  if (untilError) {
    // One operation after the other: who looks for an error asks the next one only where this one showed none.
    const groups = [...byOperation(sendings)].map(([operation, mine]) => {
      const near = mine.filter((one) => !isBasic(one.item) && isSingle(one) && untilError(one.item));
      return { operation, mine, nearest: near.slice(0, NEAREST), rest: near.slice(NEAREST) };
    });
    for (const { operation, mine, nearest } of groups) {
      await together(
        mine.filter(({ item }) => isBasic(item)),
        phases,
      );
      if (openIn(results).has(operation)) await together(nearest, phases);
      if (progress.stopped) return;
    }
    for (const { operation, rest } of groups) {
      if (openIn(results).has(operation)) await together(rest, phases);
      if (progress.stopped) return;
    }
  }
  await together(
    waiting(({ item }) => isBasic(item)),
    phases,
  );
  await together(
    waiting((one) => one.item.kind === "valid" && isSingle(one)),
    phases,
  );
  const open = openIn(results);
  for (const sending of waiting(({ operation }) => !open.has(operation.id))) {
    const had = sendings.some((one) => one.operation === sending.operation && one.item.kind === "valid");
    const nothing = "no valid request of the operation is accepted, so a refusal proves nothing";
    const reason = progress.gone ?? (options.safe && !had ? SAFE_BLOCKED : nothing);
    results.set(sending, blockedFor(sending, reason));
  }
  await together(waiting(isSingle), phases);
  await oneByOne(
    waiting(({ item }) => item.sequence === undefined),
    phases,
  );
  if (progress.stopped) return;
  // What the cases so far have made would make every list long, and the items of the next ones hard to find.
  const { sender, own, ledger } = phases.tools;
  if (waiting(() => true).length > 0) await ledger.cleanUp(sender, options.concurrency ?? 16, own.isShared);
  // Cases that make their own items do not meet each other; those about the profile's item do.
  await together(
    waiting(({ item }) => item.needs?.startsWith("known ") !== true),
    phases,
  );
  await oneByOne(
    waiting(() => true),
    phases,
  );
}

/** By the id of the operation, in the order in which they first come. */
function byOperation(sendings: readonly Sending[]): ReadonlyMap<string, readonly Sending[]> {
  const groups = new Map<string, Sending[]>();
  for (const sending of sendings) {
    const { id } = sending.operation;
    const group = groups.get(id);
    if (group) group.push(sending);
    else groups.set(id, [sending]);
  }
  return groups;
}

/** The operations of which a valid request was accepted. */
function openIn(results: ReadonlyMap<Sending, Tried>): ReadonlySet<string> {
  const accepted = [...results.values()].filter(
    ({ item, judgement }) => item.kind === "valid" && judgement.expected,
  );
  return new Set(accepted.map(({ item }) => item.operation));
}

async function oneByOne(sendings: readonly Sending[], phases: Phases): Promise<void> {
  for (const sending of sendings) await one(sending, phases);
}

async function together(sendings: readonly Sending[], phases: Phases): Promise<void> {
  await inParallel(sendings, phases.options.concurrency ?? 16, (sending) => one(sending, phases));
}

async function one(sending: Sending, { progress, tools, options }: Phases): Promise<void> {
  if (progress.stopped) return;
  if (options.signal?.aborted) progress.gone ??= "the run was interrupted";
  const tried =
    progress.gone === undefined ? await attempt(sending, tools) : blockedFor(sending, progress.gone);
  progress.results.set(sending, tried);
  const { evidence } = tried.judgement;
  const failure = evidence.find(({ sent }) => isUnreachable(sent.failure))?.sent.failure;
  if (failure !== undefined) progress.gone ??= `the target is gone: ${failure}`;
  progress.stopped ||=
    options.untilError !== undefined &&
    hasError([tried]) &&
    hasError(settled([...progress.results.values()]));
  options.onProgress?.(progress.results.size, progress.total);
}

const hasError = (tried: readonly Tried[]): boolean =>
  tried.some(({ judgement }) => judgement.evidence.some(({ severity }) => severity === "error"));

/** Runs the work on every item, so many at once. */
export async function inParallel<T>(
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
