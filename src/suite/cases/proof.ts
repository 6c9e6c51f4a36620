// Decides before sending, on the wire form, whether a request is valid or which one clause it breaks.
import { readRequest } from "../../contract/message.ts";
import { routerOf, type Router } from "../../contract/router.ts";
import type { Problem } from "../../contract/exchange-types.ts";
import type { Operation } from "../../contract/model.ts";
import { splitTarget } from "../../http.ts";
import { isObject } from "../../schema/keywords.ts";
import { leavesOf, type Json, type Violation } from "../../schema/violation.ts";
import type { CaseRequest } from "../case.ts";
import { materialise, NOWHERE } from "../materialise.ts";

/** What a server that reads the contract would see. */
export interface Proof {
  /** The clauses that are broken, advice left out. */
  readonly broken: readonly string[];
  /** Clauses that are only advice. */
  readonly advised: readonly string[];
  /** Why the advice is no more than that. */
  readonly advisory: string | undefined;
  readonly problems: readonly Problem[];
}

const routers = new WeakMap<Operation, Router>();

/** The proof of a request, serialised and parsed back; undefined when it cannot be written or meets no operation. */
export function proofOf(request: CaseRequest, operation: Operation): Proof | undefined {
  const sent = materialise(request, operation, NOWHERE);
  if (!sent) return undefined;
  let router = routers.get(operation);
  if (!router) routers.set(operation, (router = routerOf([operation])));
  const match = router(sent.method, splitTarget(sent.path)[0]);
  if (match.kind !== "operation") return undefined;
  const { problems } = readRequest(operation, sent, match.pathValues);
  const leaves: readonly Violation[] = problems.flatMap((problem) => {
    const below = leavesOf([problem]);
    // Advice about a combinator covers what its variants say.
    return problem.advisory === undefined
      ? below
      : below.map((leaf) => ({ ...leaf, advisory: problem.advisory ?? "" }));
  });
  const advised = leaves.filter((leaf) => leaf.advisory !== undefined);
  return {
    broken: [...new Set(leaves.filter((leaf) => leaf.advisory === undefined).map(({ pointer }) => pointer))],
    advised: [...new Set(advised.map(({ pointer }) => pointer))],
    advisory: advised[0]?.advisory,
    problems,
  };
}

/**
 * The one clause that a request breaks; undefined when it breaks none or several. A value of the wrong type is also
 * no member of the enum or const beside `type`: that is implied, and the clause is `type`.
 */
export function soleClause(proof: Proof): string | undefined {
  const { broken, advised } = proof;
  if (broken.length <= 1) return broken[0] ?? advised[0];
  const type = broken.find((pointer) => pointer.endsWith("/type"));
  const implied = type && new Set([type, type.replace(/type$/, "enum"), type.replace(/type$/, "const")]);
  return implied && broken.every((pointer) => implied.has(pointer)) ? type : undefined;
}

const TRIMMED = "a server may trim texts before it measures them";

/** The advice for a request whose validity turns when its texts are trimmed; undefined when trimming changes nothing. */
export function trimmingAdvice(request: CaseRequest, operation: Operation): string | undefined {
  const trimmed = trimmedRequest(request);
  if (trimmed === undefined) return undefined;
  const before = proofOf(request, operation);
  const after = proofOf(trimmed, operation);
  return before && after && before.broken.length > 0 !== after.broken.length > 0 ? TRIMMED : undefined;
}

function trimmedRequest(request: CaseRequest): CaseRequest | undefined {
  const text = JSON.stringify([request.body, request.parameters]);
  if (!/"\s|\s"|"\\[tnrfv]|\\[tnrfv]"/.test(text)) return undefined;
  const { body } = request;
  const parameters = trimmedValue(request.parameters) as CaseRequest["parameters"];
  return {
    ...request,
    parameters,
    ...(body && "json" in body ? { body: { ...body, json: trimmedValue(body.json) } } : {}),
  };
}

function trimmedValue(value: unknown): Json {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value.map(trimmedValue);
  if (!isObject(value)) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, trimmedValue(inner)]));
}
