// Credentials: false ones accepted, one connection's credential kept for the next request, roles and tenants ignored.
import type { Operation } from "../../contract/model.ts";
import type { ApiRequest } from "../../http.ts";
import { headerValues, splitTarget } from "../../http.ts";
import { as, operationOf, presentedText } from "../credentials.ts";
import { isJsonObject, jsonOf } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import type { World } from "../world.ts";
import { behaviour, onRequests, sticky, type Fault } from "./behaviour.ts";

/** The mutants of every secured operation. */
export function authMutants(world: World): readonly Mutant[] {
  return world.contract.operations
    .filter(({ security }) => security.length > 0 && security.every(({ schemes }) => schemes.length > 0))
    .flatMap((operation) => [
      ...acceptMutants(world, operation),
      ...stickyMutants(world, operation),
      ...roleMutants(world, operation),
      ...tenantMutants(world, operation),
    ]);
}

type Applies = (request: ApiRequest, text: string | undefined, tokens: readonly string[]) => boolean;

const authorization = (request: ApiRequest): string =>
  headerValues(request.headers, "authorization")[0] ?? "";

/** How loosely a server may look at a credential. */
const LOOSE: readonly (readonly [name: string, description: string, applies: Applies])[] = [
  ["missing-accepted", "lets in who brings no credential", (_, text) => text === undefined],
  [
    "anything-accepted",
    "lets in whatever credential there is",
    (_, text) => text !== undefined && text !== "",
  ],
  ["empty-accepted", "lets in an empty credential", (_, text) => text === ""],
  [
    "prefix-compared",
    "compares only as many letters as its own key has",
    (_, text, tokens) => tokens.some((token) => text?.startsWith(token)),
  ],
  [
    "cut-accepted",
    "compares only as many letters as were sent",
    (_, text, tokens) => text !== undefined && text !== "" && tokens.some((token) => token.startsWith(text)),
  ],
  [
    "case-ignored",
    "compares credentials without regard to case",
    (_, text, tokens) => tokens.some((token) => token.toLowerCase() === text?.toLowerCase()),
  ],
  [
    "length-compared",
    "lets in every credential as long as its key",
    (_, text, tokens) => tokens.some((token) => token.length === text?.length),
  ],
];

/** The same for credentials in the Authorization header. */
const LOOSE_HEADER: readonly (readonly [name: string, description: string, applies: Applies])[] = [
  [
    "scheme-ignored",
    "does not look at the scheme word",
    (request, _, tokens) => tokens.some((token) => holds(authorization(request), token)),
  ],
  [
    "bare-accepted",
    "lets in a credential without a scheme word",
    (request, _, tokens) => tokens.includes(authorization(request)),
  ],
  [
    "query-accepted",
    "lets in a credential that stands in the query",
    (request, _, tokens) => {
      const values = [...new URLSearchParams(splitTarget(request.path)[1]).values()];
      return values.some((value) => tokens.includes(value));
    },
  ],
];

function holds(field: string, token: string): boolean {
  const [, text = ""] = /^\S+ +(\S+)$/.exec(field) ?? [];
  return text === token || Buffer.from(text, "base64").toString("utf8").startsWith(token);
}

function acceptMutants(world: World, operation: Operation): readonly Mutant[] {
  const [allowed] = world.allowed;
  if (!allowed) return [];
  const tokens = world.allowed.map(({ token }) => token);
  const inHeader = operation.security[0]?.schemes.some(({ scheme }) => scheme.type !== "apiKey") ?? false;
  return [...LOOSE, ...(inHeader ? LOOSE_HEADER : [])].map(([name, description, applies]) =>
    behaviour(world, fault(name, description, operation), ({ answer }) => async (request) => {
      if (operationOf(world, request) !== operation) return answer(request);
      const response = await answer(request);
      if (response.status !== 401 || !applies(request, presentedText(operation, request), tokens))
        return response;
      return answer(as(allowed.token, operation, request));
    }),
  );
}

const fault = (name: string, description: string, operation: Operation): Fault => ({
  family: "auth",
  name,
  description,
  operation,
  near: [`${operation.id}/credentials/`],
  pointer: operation.securityPointer,
});

function stickyMutants(world: World, operation: Operation): readonly Mutant[] {
  const [allowed] = world.allowed;
  if (!allowed) return [];
  const kept = (name: string, description: string, replaces: (text: string | undefined) => boolean): Mutant =>
    sticky(world, fault(name, description, operation), ({ answer }) => {
      let wasIn = false;
      return async (request) => {
        if (operationOf(world, request) !== operation) return answer(request);
        const keeps = wasIn && replaces(presentedText(operation, request));
        const response = await answer(keeps ? as(allowed.token, operation, request) : request);
        wasIn ||= response.status < 400;
        return response;
      };
    });
  return [
    kept(
      "connection-remembered",
      "needs no credential on a connection that was let in before",
      (text) => text === undefined,
    ),
    kept("first-caller-kept", "takes every request of a connection for its first caller's", () => true),
  ];
}

function roleMutants(world: World, operation: Operation): readonly Mutant[] {
  const [allowed] = world.allowed;
  const [denied] = world.denied;
  if (!allowed || !denied || !operation.roles) return [];
  const ignored = (name: string, description: string, when: (request: ApiRequest) => boolean): Mutant =>
    behaviour(
      world,
      {
        ...fault(name, description, operation),
        near: [`${operation.id}/roles/`],
        pointer: `${operation.pointer}/x-plumbline-roles`,
      },
      onRequests(world, operation, (request) =>
        presentedText(operation, request) === denied.token && when(request)
          ? as(allowed.token, operation, request)
          : request,
      ),
    );
  const fields = (request: ApiRequest): number => {
    const body = jsonOf(request);
    return isJsonObject(body) ? Object.keys(body).length : 0;
  };
  const mutants = [ignored("role-ignored", "asks for no role", () => true)];
  if (!operation.requestBody) return mutants;
  return [
    ...mutants,
    ignored(
      "role-ignored-for-one-field",
      "asks for no role when one field is sent",
      (request) => fields(request) === 1,
    ),
    ignored(
      "role-ignored-for-many",
      "asks for no role when several fields are sent",
      (request) => fields(request) > 2,
    ),
  ].filter(({ id }) => !id.includes("for-one-field") || operation.method !== "POST");
}

/** A resource of another tenant, handled as if it were the caller's own. */
function tenantMutants(world: World, operation: Operation): readonly Mutant[] {
  const { stranger } = world;
  const [id] = operation.parameters.filter(
    ({ in: place, name }) => place === "path" && world.foreign[name] !== undefined,
  );
  if (!stranger || !id) return [];
  const names = (request: ApiRequest): boolean => {
    const match = world.route(request);
    return match.kind === "operation" && match.pathValues[id.name] === world.foreign[id.name];
  };
  const isOurs = (request: ApiRequest): boolean =>
    world.allowed.some(({ token }) => token === presentedText(operation, request));
  const open = (name: string, description: string, when: (request: ApiRequest) => boolean): Mutant =>
    behaviour(
      world,
      { ...fault(name, description, operation), near: [`${operation.id}/access/`, `${operation.id}/ids/`] },
      onRequests(world, operation, (request) =>
        names(request) && isOurs(request) && when(request) ? as(stranger.token, operation, request) : request,
      ),
    );
  const hasMany = (request: ApiRequest): boolean => {
    const body = jsonOf(request);
    return isJsonObject(body) && Object.keys(body).length > 2;
  };
  const mutants = [open("foreign-open", "opens what belongs to another tenant", () => true)];
  if (!operation.requestBody) return mutants;
  return [
    ...mutants,
    open(
      "foreign-open-for-many",
      "opens what belongs to another tenant when several fields are sent",
      hasMany,
    ),
    open(
      "foreign-open-for-few",
      "opens what belongs to another tenant when one field is sent",
      (request) => !hasMany(request),
    ),
  ];
}
