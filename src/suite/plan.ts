// Which cases go out, as whom and in which surroundings; the others with the reason why not.
import type { Contract, Operation } from "../contract/model.ts";
import type { Case } from "./case.ts";
import { isRemoval, mayAct } from "./effects.ts";
import type { Surroundings } from "./materialise.ts";
import type { RunOptions } from "./options.ts";
import { NO_ITEMS, type OwnItems } from "./own-items.ts";
import { allowedFor, deniedFor, forbiddenTo, mayCall } from "./principals.ts";
import { unsafeReason } from "./safe-mode.ts";
import type { Target, TargetPrincipal } from "./target.ts";

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

export interface Plan {
  readonly sendings: readonly Sending[];
  readonly leftOut: readonly LeftOut[];
}

/** Which cases go out, as whom; the others with the reason why not. `own` holds what the suite made for itself. */
export function planSendings(
  cases: readonly Case[],
  contract: Contract,
  target: Target,
  options: RunOptions & { readonly own?: OwnItems },
): Plan {
  const own = options.own ?? NO_ITEMS;
  const operations = new Map(
    contract.operations.map((operation) => {
      const known = { ...target.known, ...own.knownFor(operation) };
      return [operation.id, { operation, target: { ...target, known } }];
    }),
  );
  const sendings: Sending[] = [];
  const leftOut: LeftOut[] = [];
  cases.forEach((item, index) => {
    const found = operations.get(item.operation);
    if (!found) return;
    const { operation } = found;
    const reason =
      filterReason(item, index, options) ??
      needReason(item, operation, found.target) ??
      effectReason(item, operation, { contract, own, options });
    if (reason !== undefined) return void leftOut.push({ item, reason });
    const all = surroundings(item, operation, found.target);
    const only = isRemoval(operation) && !own.actsOnOwn(operation) && mayAct(item, operation);
    for (const [as, around] of only ? all.slice(0, 1) : all) sendings.push({ item, operation, around, as });
  });
  return { sendings, leftOut };
}

function filterReason(item: Case, index: number, options: RunOptions): string | undefined {
  const names = (texts: readonly string[]): boolean =>
    texts.some((text) => item.id.includes(text) || item.title.includes(text) || item.clause.includes(text));
  const isBase = isBasic(item);
  if (!isBase && options.only && options.only.length > 0 && !names(options.only)) return "not among --only";
  if (options.exclude && options.exclude.length > 0 && names(options.exclude)) return "named by --exclude";
  if (!isBase && options.shard && index % options.shard.of !== options.shard.index - 1)
    return "in another shard";
  return undefined;
}

function needReason(item: Case, operation: Operation, target: Target): string | undefined {
  if (item.needs === "denied" && deniedFor(target, operation).length === 0)
    return "no principal is known that must be refused (--denied NAME=TOKEN)";
  if (item.needs === "may" && mayCall(target, operation).length === 0)
    return "no principal is known that may call it (--principal NAME=TOKEN)";
  if (item.needs === "may not" && forbiddenTo(target, operation).length === 0)
    return "no principal is known that must be refused (--denied NAME=TOKEN)";
  const [kind, name = ""] = item.needs?.split(" ") ?? [];
  if (kind === "foreign" && target.foreign[name] === undefined)
    return `no ${name} of another tenant is known (--foreign ${name}=VALUE)`;
  // Who takes an id that nobody knows to exist takes any: only a known one makes the others unknown.
  if (kind === "known" && target.known[name] === undefined)
    return `no ${name} is known that exists (--param ${name}=VALUE)`;
  return undefined;
}

interface Means {
  readonly contract: Contract;
  readonly own: OwnItems;
  readonly options: RunOptions;
}

/** Why a case must not have the effect that it may have. */
function effectReason(item: Case, operation: Operation, means: Means): string | undefined {
  if (!mayAct(item, operation)) return undefined;
  if (means.options.safe) return unsafeReason(item, operation, means);
  if (!isRemoval(operation) || means.own.actsOnOwn(operation) || item.sequence) return undefined;
  return isFirst(item)
    ? undefined
    : "there is one item to remove and no way to make another, so one removal is sent";
}

const isFirst = (item: Case): boolean => item.rule === "valid" && item.id.endsWith("/valid/minimal");

/** Cases about denied principals go out once for each of them; the basic valid ones once for each allowed one. */
function surroundings(
  item: Case,
  operation: Operation,
  target: Target,
): readonly (readonly [as: string | undefined, around: Surroundings])[] {
  const { known, foreign } = target;
  const allowed = allowedFor(target, operation);
  const denied = deniedFor(target, operation);
  const base = { known, foreign, allowed: allowed[0], denied: denied[0] };
  if (item.needs === "denied") return denied.map((one) => [one.name, { ...base, denied: one }] as const);
  if (item.needs === "may")
    return mayCall(target, operation).map((one) => [one.name, { ...base, allowed: one }] as const);
  if (item.needs === "may not")
    return forbiddenTo(target, operation).map((one) => [one.name, { ...base, denied: one }] as const);
  const everyone: readonly (TargetPrincipal | undefined)[] =
    isBasic(item) && allowed.length > 1 ? allowed : [allowed[0]];
  return everyone.map(
    (one, index) => [index === 0 ? undefined : one?.name, { ...base, allowed: one }] as const,
  );
}

/** The two requests that say whether an operation can be judged at all. */
export const isBasic = (item: Case): boolean =>
  item.rule === "valid" && /\/valid\/(minimal|full)$/.test(item.id);
