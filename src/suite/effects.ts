// Which requests may change something at a target that conforms: what safe mode leaves out, what needs an item of its own.
import type { Operation } from "../contract/model.ts";
import type { Case, CaseRequest, Expectation } from "./case.ts";
import { ruleFor } from "./expectations.ts";

/** RFC 9110 §9.2.1. */
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

export const isSafe = (method: string): boolean => SAFE.has(method);

/** A removal of one item: nothing can be sent to that item after it. */
export const isRemoval = (operation: Operation): boolean =>
  operation.method === "DELETE" && operation.path.includes("{");

/** Whether the request names the item that its operation removes, whatever else is wrong with it: an owner nobody has, no credential. */
export function namesItem({ parameters }: CaseRequest, { path }: Operation): boolean {
  const [, last = ""] = /\{([^{}]*)\}[^{}]*$/.exec(path) ?? [];
  const given = parameters[`path ${last}`];
  return (
    given !== undefined && "known" in given && (given.change === undefined || given.change === "escaped")
  );
}

const LET_IN: ReadonlySet<string> = new Set(["allowed", "lower-case-scheme"]);

const acting = new WeakMap<Case, boolean>();

/** Whether a server that conforms may take any request of the case, which is one of the operation, and act on it. */
export function mayAct(item: Case, operation: Operation): boolean {
  let may = acting.get(item);
  if (may === undefined) {
    const isTaken = (request: CaseRequest): boolean =>
      reaches(request, operation) && mayBeTaken(request, item);
    may = !isSafe(operation.method) && (item.sequence !== undefined || item.requests.some(isTaken));
    acting.set(item, may);
  }
  return may;
}

/** A path as a tolerant server reads it: one slash for several, none at the end, in any letter case. */
const loosely = (path: string): string => path.replace(/\/+/g, "/").replace(/\/$/, "").toLowerCase();

/** Whether the request comes to the operation, on a thing that is there, from somebody who may. */
function reaches(request: CaseRequest, operation: Operation): boolean {
  if (request.method !== operation.method || loosely(request.path) !== loosely(operation.path)) return false;
  if (!LET_IN.has(request.credential)) return operation.security.length === 0;
  return Object.entries(request.parameters).every(
    ([key, value]) =>
      !key.startsWith("path ") ||
      "literal" in value ||
      ("known" in value && value.change !== "unknown" && value.change !== "suffixed"),
  );
}

function mayBeTaken(request: CaseRequest, item: Case): boolean {
  return item.advisory !== undefined || takesSuccess(request.expect ?? item.expect);
}

const takesSuccess = (expect: Expectation): boolean =>
  [200, 201, 202, 204].some((status) => ruleFor(expect, status).outcome !== "error");
