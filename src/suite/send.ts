// Sends the requests of one case to a target: timeouts, rate, and patience with a target that says 429.
import { isTargetFailure } from "../errors.ts";
import { header, type Answer, type ApiRequest, type ApiResponse } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import type { Case, CaseRequest } from "./case.ts";
import { deadline } from "./deadline.ts";
import type { Sent } from "./judge.ts";
import { materialise, tokenFor, type Surroundings } from "./materialise.ts";
import { patienceOf } from "./patience.ts";
import { secretMemory } from "./secret-memory.ts";
import type { Target } from "./target.ts";

export interface Sender {
  /** Sends the requests of a case; `own` gives single requests other surroundings, in their order. */
  readonly send: (
    item: Case,
    operation: Operation,
    around: Surroundings,
    own?: readonly Surroundings[],
  ) => Promise<readonly Sent[]>;
  /** Sends one request; undefined when its values cannot be written. */
  readonly exchange: (
    plan: CaseRequest,
    operation: Operation,
    around: Surroundings,
  ) => Promise<Sent | undefined>;
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
  const patience = patienceOf(options.timeout);
  const { secrets, note } = secretMemory();
  const tokensOf = tokenForms();
  const pace = paceOf(options.rate ?? Infinity);
  const exchange = async (
    answer: Answer,
    plan: CaseRequest,
    operation: Operation,
    around: Surroundings,
  ): Promise<Sent | undefined> => {
    const request = materialise(plan, operation, around);
    if (!request) return undefined;
    const credentials = tokensOf(plan, around);
    note(plan.body, operation);
    const start = performance.now();
    let waited = 0;
    for (let attempt = 0; ; attempt++) {
      if (options.rate !== undefined) await pace();
      sent++;
      const began = performance.now();
      const result = await attemptOnce(answer, request, patience.limit());
      const ended = performance.now();
      patience.learn(result.response !== undefined, ended - began);
      const common = { plan, request, milliseconds: ended - start, credentials, secrets };
      if (!result.response) return { ...common, failure: result.failure };
      const wait = attempt < MOST_WAITS ? waitAfter(result.response, waited) : undefined;
      if (wait === undefined) return { ...common, response: result.response };
      waited += wait;
      await sleep(wait);
    }
  };
  const send: Sender["send"] = async (item, operation, around, own) => {
    const one = (answer: Answer) => async (plan: CaseRequest, index: number) => {
      const mine = own?.[index];
      const result = await exchange(answer, plan, operation, mine ?? around);
      return result && mine ? { ...result, at: { operation, around: mine } } : result;
    };
    if (item.manner === "parallel") return present(await Promise.all(item.requests.map(one(target.answer))));
    if (item.manner !== "one-connection") {
      const [plan] = item.requests;
      return plan ? present([await one(target.answer)(plan, 0)]) : [];
    }
    const connection = target.oneConnection();
    try {
      const results: (Sent | undefined)[] = [];
      for (const [index, plan] of item.requests.entries())
        results.push(await one(connection.answer)(plan, index));
      return present(results);
    } finally {
      connection.close();
    }
  };
  return {
    send,
    exchange: (plan, operation, around) => exchange(target.answer, plan, operation, around),
    count: () => sent,
  };
}

/** Waits until the next request may go out. */
function paceOf(rate: number): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    const now = Date.now();
    const at = Math.max(now, nextAt);
    nextAt = at + 1000 / rate;
    if (at > now) await sleep(at - now);
  };
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const present = (results: readonly (Sent | undefined)[]): readonly Sent[] =>
  results.filter((result) => result !== undefined);

/** The token and the forms of it that cases send, so that none of them is shown; worked out once for each token. */
function tokenForms(): (plan: CaseRequest, around: Surroundings) => readonly string[] {
  const formsByToken = new Map<string, readonly string[]>();
  return (plan, around) => {
    const principal = plan.credential === "denied" ? around.denied : around.allowed;
    if (plan.credential === "none" || !principal) return [];
    const { token } = principal;
    let forms = formsByToken.get(token);
    if (!forms) {
      const encoded = Buffer.from(`${token}:`).toString("base64");
      forms = [token, ...FORMS.map((credential) => tokenFor(credential, token)), encoded];
      formsByToken.set(token, forms);
    }
    return forms;
  };
}

const FORMS = ["suffixed", "truncated", "case-changed"] as const;

type Attempt =
  | { readonly response: ApiResponse }
  | { readonly response?: undefined; readonly failure: string };

async function attemptOnce(answer: Answer, request: ApiRequest, timeout: number): Promise<Attempt> {
  try {
    const result = answer(request);
    const response = result instanceof Promise ? await inTime(result, timeout) : result;
    return response ? { response } : { failure: `no complete answer within ${timeout} ms` };
  } catch (error) {
    if (isTargetFailure(error)) return { failure: error.message };
    throw error;
  }
}

/** The answer; undefined when it does not come in time. */
async function inTime(answer: Promise<ApiResponse>, timeout: number): Promise<ApiResponse | undefined> {
  let callOff = (): void => {};
  const late = new Promise<undefined>((resolve) => (callOff = deadline(timeout, () => resolve(undefined))));
  try {
    return await Promise.race([answer, late]);
  } finally {
    callOff();
  }
}

/** Milliseconds to wait before the request is sent again; undefined when the answer stands. */
function waitAfter(response: ApiResponse, waited: number): number | undefined {
  const wait = response.status === 429 ? retryAfter(response) : undefined;
  return wait === undefined || waited + wait > LONGEST_WAIT ? undefined : wait;
}

/** A 429 without Retry-After (RFC 6585 §4 only recommends the field) is asked again after this long. */
const UNSAID_WAIT = 250;

/** RFC 9110 §10.2.3: seconds or a date. Milliseconds, at most ten seconds. */
function retryAfter(response: ApiResponse): number {
  const value = header(response.headers, "retry-after");
  if (value === undefined) return UNSAID_WAIT;
  const seconds = /^\d+(\.\d+)?$/.test(value.trim())
    ? Number(value)
    : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(10_000, Math.max(20, seconds * 1000)) : UNSAID_WAIT;
}

/** True for a text that messages of failed sends carry when nothing listens. */
export const isUnreachable = (failure: string | undefined): boolean =>
  failure?.startsWith("no connection") ?? false;
