// The oracle: what each kind of case expects, from the responses that the operation itself declares.
import { declaredFor } from "../contract/message.ts";
import type { Operation } from "../contract/model.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Expectation, StatusRule } from "./case.ts";

/** Statuses that say "the input is wrong". */
const REFUSALS = [400, 422] as const;

const declares = (operation: Operation, status: number): boolean =>
  declaredFor(operation, status) !== undefined;

const FAILURE: StatusRule = {
  statuses: ["5XX"],
  outcome: "error",
  kind: "robustness",
  message: "failed with a server error",
};

/** Falls to the clause `responses`: the answer itself is right, its status is missing in the contract. */
function undeclared(operation: Operation, status: number): StatusRule {
  return {
    statuses: [String(status)],
    outcome: "warning",
    message: `answered ${status}, which the operation does not declare`,
    clause: joinPointer(operation.pointer, "responses"),
  };
}

/** A valid request of an allowed principal: a declared 2xx, or 3xx where the contract declares no 2xx. */
export function expectSuccess(operation: Operation): Expectation {
  let known = successes.get(operation);
  if (!known) successes.set(operation, (known = successOf(operation)));
  return known;
}

/** The same for every valid case of an operation, of which there are thousands. */
const successes = new WeakMap<Operation, Expectation>();

function successOf(operation: Operation): Expectation {
  const statuses = operation.responses.map(({ status }) => status);
  const successes = statuses.filter((status) => status.startsWith("2"));
  const wanted = successes.length > 0 ? successes : statuses.filter((status) => status.startsWith("3"));
  if (wanted.length === 0 && statuses.length > 0 && !statuses.includes("default"))
    return expectUndeclaredSuccess(operation, statuses);
  const accepted = wanted.length > 0 ? wanted : ["2XX"];
  const message = "answered a success status that the operation does not declare";
  return {
    text: accepted.join(" or "),
    statuses: [
      { statuses: accepted, outcome: "held" },
      ...(statuses.includes("default") ? [{ statuses: ["2XX"], outcome: "held" } as const] : []),
      {
        statuses: ["2XX", "3XX"],
        outcome: "error",
        message,
        clause: joinPointer(operation.pointer, "responses"),
      },
      FAILURE,
      {
        statuses: ["401", "403"],
        outcome: "error",
        message: "refused the credential of an allowed principal",
      },
      { statuses: ["other"], outcome: "error", message: "refused a valid request" },
    ],
  };
}

/** The operation declares refusals only: a success is what must be meant, and a declared refusal proves nothing. */
function expectUndeclaredSuccess(operation: Operation, statuses: readonly string[]): Expectation {
  const refusals = statuses.filter((status) => status.startsWith("4"));
  const declared = refusals.length > 0 ? refusals : statuses;
  const message = "refused a valid request as declared, but the operation declares no success";
  const clause = joinPointer(operation.pointer, "responses");
  return {
    text: "a success (the operation declares none)",
    statuses: [
      { statuses: ["2XX"], outcome: "held" },
      { statuses: declared, outcome: "warning", message, clause, inconclusive: true },
      FAILURE,
      { statuses: ["other"], outcome: "error", message: "refused a valid request" },
    ],
  };
}

export interface RefusalOptions {
  /** What was broken, in words: `a body that breaks maxLength`. */
  readonly what: string;
  /** Further statuses that refuse as well: 415, 413, 404 for a path parameter. */
  readonly also?: readonly number[];
  /** The outcome of a 2xx; "error" unless the contract leaves room. */
  readonly accepted?: "error" | "warning" | "note";
}

type Refusal = Pick<Expectation, "text" | "statuses">;

const refusals = new WeakMap<Operation, Map<string, Refusal>>();

/** What all refusals of an operation have in common, made once. */
function refusalOf(operation: Operation, also: readonly number[]): Refusal {
  let byMore = refusals.get(operation);
  if (!byMore) refusals.set(operation, (byMore = new Map<string, Refusal>()));
  const key = also.join();
  const known = byMore.get(key);
  if (known) return known;
  const declared = REFUSALS.filter((status) => declares(operation, status));
  const gaps = REFUSALS.filter((status) => !declares(operation, status));
  const held = [...declared, ...also].map(String);
  const wanted = [...(declared.length > 0 ? declared : REFUSALS), ...also].join(" or ");
  const made: Refusal = {
    text: `${wanted}, in the error shape of the contract`,
    statuses: [
      ...(held.length > 0 ? [{ statuses: held, outcome: "held" } as const] : []),
      ...gaps.map((status) => undeclared(operation, status)),
      FAILURE,
    ],
  };
  byMore.set(key, made);
  return made;
}

const ACCEPTED = ["2XX"] as const;
const OTHER = ["other"] as const;

/** An input that breaks one clause: a declared 400 or 422; undeclared ones are a warning about the contract's gap. */
export function expectRefusal(
  operation: Operation,
  { what, also = [], accepted = "error" }: RefusalOptions,
): Expectation {
  const { text, statuses } = refusalOf(operation, also);
  return {
    text,
    statuses: [
      ...statuses,
      { statuses: ACCEPTED, outcome: accepted, message: `accepted ${what}` },
      {
        statuses: OTHER,
        outcome: "error",
        message: `refused ${what} with another status than the contract's`,
      },
    ],
  };
}

/**
 * No, or a bad, credential: 401, even where the operation does not declare it. `faulty` says that the input is wrong
 * too: the contract does not settle what is looked at first, so a 400 is a warning then.
 */
export function expectUnauthenticated(operation: Operation, what: string, faulty = false): Expectation {
  const statuses = operation.responses.map(({ status }) => status);
  const only403 = statuses.includes("403") && !statuses.includes("401");
  const hides = !statuses.includes("401") && statuses.includes("404");
  return {
    text: only403 ? "401 or 403" : "401",
    statuses: [
      { statuses: only403 ? ["401", "403"] : ["401"], outcome: "held" },
      FAILURE,
      { statuses: ["2XX"], outcome: "error", kind: "security", message: `let in ${what}` },
      ...(faulty
        ? [
            {
              statuses: ["400", "422"],
              outcome: "warning",
              message: `judged the input before the credential of ${what}`,
            } as const,
          ]
        : []),
      ...(hides
        ? [{ statuses: ["404"], outcome: "warning", message: `hid the resource from ${what}` } as const]
        : []),
      { statuses: ["other"], outcome: "error", message: `refused ${what} with another status than 401` },
    ],
  };
}

/** A principal that is known and not allowed: 403. */
export function expectForbidden(operation: Operation): Expectation {
  const declared = declares(operation, 403);
  const message = "refused a principal that is not allowed with another status than 403";
  return {
    text: "403",
    statuses: [
      { statuses: ["403"], outcome: "held" },
      FAILURE,
      {
        statuses: ["2XX"],
        outcome: "error",
        kind: "security",
        message: "let in a principal that is not allowed",
      },
      ...(declared ? [] : [{ statuses: ["401", "404"], outcome: "warning", message } as const]),
      { statuses: ["other"], outcome: "error", message },
    ],
  };
}

/** An id that does not exist, or belongs to another tenant: a declared 404 (or 410). */
export function expectNotFound(operation: Operation, what: string, foreign = false): Expectation {
  const declared = declares(operation, 404);
  return {
    text: "404",
    statuses: [
      declared ? { statuses: ["404"], outcome: "held" } : undeclared(operation, 404),
      ...(declares(operation, 410) ? [{ statuses: ["410"], outcome: "held" } as const] : []),
      FAILURE,
      {
        statuses: ["2XX"],
        outcome: "error",
        kind: foreign ? "security" : "conformance",
        message: `answered success for ${what}`,
      },
      ...(foreign
        ? [
            {
              statuses: ["403"],
              outcome: "warning",
              message: `answered 403 for ${what}, which tells that it may exist`,
            } as const,
          ]
        : []),
      { statuses: ["other"], outcome: "error", message: `answered another status than 404 for ${what}` },
    ],
  };
}

/** A method that the path does not declare: 405 (with Allow) or 404; who checks credentials first may answer 401 or 403. */
export function expectNoMethod(method: string): Expectation {
  let known = noMethods.get(method);
  if (!known) noMethods.set(method, (known = noMethodOf(method)));
  return known;
}

const noMethods = new Map<string, Expectation>();

function noMethodOf(method: string): Expectation {
  return {
    text: "405 with Allow, or 404",
    statuses: [
      { statuses: ["404", "405", "401", "403"], outcome: "held" },
      { statuses: ["501"], outcome: "warning", message: `answered 501 for the undeclared method ${method}` },
      FAILURE,
      {
        statuses: ["2XX"],
        outcome: "error",
        message: `answered success for the undeclared method ${method}`,
      },
      {
        statuses: ["other"],
        outcome: "warning",
        message: `answered another status than 404 or 405 for the undeclared method ${method}`,
      },
    ],
  };
}

/** A path that the contract does not have: 404. */
export function expectNoPath(what: string, accepted: "error" | "warning" | "note" = "error"): Expectation {
  return {
    text: "404",
    statuses: [
      { statuses: ["404", "401", "403", "405"], outcome: "held" },
      FAILURE,
      { statuses: ["2XX"], outcome: accepted, message: `answered success for ${what}` },
      { statuses: ["3XX"], outcome: "note", message: `redirected ${what}` },
      { statuses: ["other"], outcome: "note", message: `answered another status than 404 for ${what}` },
    ],
  };
}

/** Anything goes that is an answer and no server error. */
export const expectNoFailure = (): Expectation => NO_FAILURE;

const NO_FAILURE: Expectation = {
  text: "an answer that is no 5xx",
  statuses: [FAILURE, { statuses: ["other"], outcome: "held" }],
};

/** The rule of an expectation that speaks for a status. */
export function ruleFor(expectation: Expectation, status: number): StatusRule {
  const exact = String(status);
  const range = `${Math.floor(status / 100)}XX`;
  const found = expectation.statuses.find(
    ({ statuses }) => statuses.includes(exact) || statuses.includes(range) || statuses.includes("other"),
  );
  return found ?? { statuses: ["other"], outcome: "held" };
}
