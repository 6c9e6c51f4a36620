// Sends one planned case, whatever it takes: an item to remove first, a sequence of steps, or simply its requests.
import type { Operation } from "../contract/model.ts";
import { isRemoval, mayAct, namesItem } from "./effects.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Ledger, Page } from "./ledger.ts";
import type { Surroundings } from "./materialise.ts";
import type { OwnItems } from "./own-items.ts";
import type { Sending } from "./plan.ts";
import type { Sender } from "./send.ts";
import { runSequence } from "./state-run.ts";
import type { Tried } from "./verdicts.ts";

export interface Tools {
  readonly sender: Sender;
  readonly own: OwnItems;
  readonly ledger: Ledger;
  readonly operations: ReadonlyMap<string, Operation>;
  /** Whether to find out which clauses the answers put to the test. */
  readonly meets: boolean;
}

const NOTHING: Judgement = { evidence: [], expected: false, met: [] };

/** A case that was not judged, and why. */
export function blockedFor({ item, as }: Sending, reason: string, milliseconds = 0): Tried {
  return { item, as, judgement: NOTHING, milliseconds, blocked: reason };
}

/** Sends the case, judges its answers, and removes what it made. */
export async function attempt(sending: Sending, tools: Tools): Promise<Tried> {
  const page = tools.ledger.page();
  const tried = await attemptOn(page, sending, tools);
  await page.clear(tools.sender);
  return tried;
}

async function attemptOn(page: Page, sending: Sending, tools: Tools): Promise<Tried> {
  const start = performance.now();
  const { item, operation, around, as } = sending;
  const since = (): number => performance.now() - start;
  if (item.sequence) {
    const { sender, operations } = tools;
    const { sequence } = item;
    const result = await runSequence({ item, sequence, around, operations, sender, onAnswer: page.note });
    return { item, as, milliseconds: since(), ...result };
  }
  const own = await itemsToRemove(sending, tools);
  if (own && "reason" in own)
    return blockedFor(sending, `there is no item to remove: ${own.reason}`, since());
  const exchanges = await tools.sender.send(item, operation, around, own);
  exchanges.forEach((sent, index) => page.note(operation, sent, own?.[index] ?? around));
  if (exchanges.length < item.requests.length)
    return blockedFor(sending, "the target's values cannot be written as the contract asks", since());
  if (exchanges.some(({ response }) => response?.status === 429))
    return blockedFor(sending, "the target kept answering 429 (too many requests)", since());
  return { item, as, judgement: judge(item, operation, exchanges, tools.meets), milliseconds: since() };
}

/** For a removal, an item for each request that may find or that names one; undefined where none is needed or none can be made. */
async function itemsToRemove(
  { item, operation, around }: Sending,
  { own }: Tools,
): Promise<readonly Surroundings[] | { readonly reason: string } | undefined> {
  if (!isRemoval(operation) || !own.actsOnOwn(operation)) return undefined;
  // A refusal leaves the shared item alone at a target that conforms; at any other it must not spoil later cases.
  const names = item.requests.some((request) => namesItem(request, operation));
  if (!names && !mayAct(item, operation)) return undefined;
  const made = await Promise.all(item.requests.map(() => own.fresh(operation, around)));
  const surroundings: Surroundings[] = [];
  for (const one of made) {
    if ("reason" in one) return one;
    surroundings.push({ ...around, known: { ...around.known, [one.parameter]: one.id } });
  }
  return surroundings;
}
