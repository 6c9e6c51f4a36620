// Who is calling and whether they may: credentials against the principals a mock knows, roles against the operation's.
import type { ApiRequest } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import { challengeOf, readCredentials } from "../contract/security.ts";
import type { Presented } from "../contract/security.ts";
import type { Principal } from "./handler.ts";
import type { Refusal } from "./refusal.ts";

export type Identity = { readonly principal: Principal | undefined } | { readonly refuse: Refusal };
export type Authenticate = (operation: Operation, request: ApiRequest) => Identity;

const ANYBODY: Identity = { principal: undefined };

/** Authentication by a list of principals; without a list every well-formed credential is accepted. */
export function authenticateBy(principals: readonly Principal[] | undefined): Authenticate {
  const byKey = new Map(principals?.map((principal) => [principal.key, { principal }]));
  return (operation, request) => {
    const reading = readCredentials(operation, request);
    if (reading.kind === "open") return ANYBODY;
    if (reading.kind === "missing") return { refuse: unauthenticated(operation, reading.reason) };
    if (principals === undefined) return ANYBODY;
    for (const presented of reading.alternatives) {
      const identity = identify(byKey, presented);
      if (identity) return identity;
    }
    // OpenAPI 3.1 §4.8.30: an empty requirement makes security optional, whatever else was presented.
    if (operation.security.some(({ schemes }) => schemes.length === 0)) return ANYBODY;
    return {
      refuse: unauthenticated(
        operation,
        "the credential is not known here; use a key that the mock lists at its start",
      ),
    };
  };
}

/** Every credential of an alternative must be known; the first one names the caller. */
function identify(
  byKey: ReadonlyMap<string, Identity>,
  presented: readonly Presented[],
): Identity | undefined {
  const identities = presented.map(({ value }) => byKey.get(value));
  return identities.includes(undefined) ? undefined : identities[0];
}

function unauthenticated(operation: Operation, message: string): Refusal {
  return { status: 401, by: "service", message, headers: { "www-authenticate": challengeOf(operation) } };
}

/** A refusal when the operation names its roles and the caller, known by a principal, has none of them. */
export function authorize(operation: Operation, principal: Principal | undefined): Refusal | undefined {
  const { roles } = operation;
  if (roles === undefined || principal === undefined) return undefined;
  if (principal.role !== undefined && roles.includes(principal.role)) return undefined;
  const has = principal.role === undefined ? "has no role" : `has the role ${principal.role}`;
  return {
    status: 403,
    by: "service",
    message: `this needs the role ${roles.join(" or ")}; the caller ${has}`,
  };
}
