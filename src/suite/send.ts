// Sends the requests of one case to a target: timeouts, rate, and patience with a target that says 429.
import { isTargetFailure } from "../errors.ts";
import { header, type Answer, type ApiRequest, type ApiResponse } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import type { Case, CaseRequest } from "./case.ts";
import type { Sent } from "./judge.ts";
import { materialise, type Surroundings } from "./materialise.ts";
import type { Target } from "./target.ts";

export interface Sender {
  readonly send: (item: Case, operation: Operation, around: Surroundings) => Promise<readonly Sent[]>;
  readonly count: () => number;
}

export interface SenderOptions {
  /** Milliseconds until an unanswered request counts as failed. */
  readonly timeout: number;
  /** Requests a second at the most. */
  readonly rate?: number;
}

/** How often, and for how long in all, a 429 is waited out before it is taken as the answer. */
const MOST_WAITS = 12;
const LONGEST_WAIT = 30_000;

export function senderTo(target: Target, options: SenderOptions): Sender {
  let sent = 0;
  let nextAt = 0;
  const pace = async (): Promise<void> => {
    if (options.rate === undefined) return;
    const now = Date.now();
    const at = Math.max(now, nextAt);
    nextAt = at + 1000 / options.rate;
    if (at > now) await sleep(at - now);
  };
  const exchange = async (
    answer: Answer,
    plan: CaseRequest,
    operation: Operation,
    around: Surroundings,
  ): Promise<Sent | undefined> => {
    const request = materialise(plan, operation, around);
    if (!request) return undefined;
    const credentials = tokensOf(plan, around);
    const start = performance.now();
    let waited = 0;
    for (let attempt = 0; ; attempt++) {
      await pace();
      sent++;
      const result = await attemptOnce(answer, request, options.timeout);
      const milliseconds = performance.now() - start;
      if (!result.response) return { plan, request, failure: result.failure, milliseconds, credentials };
      const wait = result.response.status === 429 ? retryAfter(result.response) : undefined;
      if (wait === undefined || attempt >= MOST_WAITS || waited + wait > LONGEST_WAIT) {
        return { plan, request, response: result.response, milliseconds, credentials };
      }
      waited += wait;
      await sleep(wait);
    }
  };
  const send = async (item: Case, operation: Operation, around: Surroundings): Promise<readonly Sent[]> => {
    const one = (answer: Answer) => (plan: CaseRequest) => exchange(answer, plan, operation, around);
    if (item.manner === "parallel") return present(await Promise.all(item.requests.map(one(target.answer))));
    if (item.manner !== "one-connection") {
      const [plan] = item.requests;
      return plan ? present([await one(target.answer)(plan)]) : [];
    }
    const connection = target.oneConnection();
    try {
      const results: (Sent | undefined)[] = [];
      for (const plan of item.requests) results.push(await one(connection.answer)(plan));
      return present(results);
    } finally {
      connection.close();
    }
  };
  return { send, count: () => sent };
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const present = (results: readonly (Sent | undefined)[]): readonly Sent[] =>
  results.filter((result) => result !== undefined);

function tokensOf(plan: CaseRequest, around: Surroundings): readonly string[] {
  const principal = plan.credential === "denied" ? around.denied : around.allowed;
  return plan.credential === "none" || !principal ? [] : [principal.token];
}

type Attempt =
  | { readonly response: ApiResponse }
  | { readonly response?: undefined; readonly failure: string };

async function attemptOnce(answer: Answer, request: ApiRequest, timeout: number): Promise<Attempt> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = answer(request);
    if (!(result instanceof Promise)) return { response: result };
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeout + 250);
    });
    const response = await Promise.race([result, late]);
    return response ? { response } : { failure: `no complete answer within ${timeout} ms` };
  } catch (error) {
    if (isTargetFailure(error)) return { failure: error.message };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** RFC 9110 §10.2.3: seconds or a date. Milliseconds, at most ten seconds; undefined when the field is absent. */
function retryAfter(response: ApiResponse): number | undefined {
  const value = header(response.headers, "retry-after");
  if (value === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value.trim())
    ? Number(value)
    : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(10_000, Math.max(20, seconds * 1000)) : undefined;
}

/** True for a text that messages of failed sends carry when nothing listens. */
export const isUnreachable = (failure: string | undefined): boolean =>
  failure?.startsWith("no connection") ?? false;
