// Reads the credentials that a request carries, scheme by scheme, as the contract asks for them.
import { header, headerValues, splitTarget, type ApiRequest } from "../http.ts";
import type { Operation, SecurityScheme } from "./model.ts";
import { remembering } from "./remember.ts";

/** One credential: the token of a bearer, `user:password` of basic, the key of an apiKey. */
export interface Presented {
  readonly scheme: SecurityScheme;
  readonly value: string;
}

export type CredentialReading =
  | { readonly kind: "open" }
  /** Each alternative whose schemes are all present, in declared order. */
  | { readonly kind: "presented"; readonly alternatives: readonly (readonly Presented[])[] }
  | { readonly kind: "missing"; readonly reason: string; readonly schemes: readonly SecurityScheme[] };

/** Which alternatives of the operation's security a request brings credentials for. */
export function readCredentials(operation: Operation, request: ApiRequest): CredentialReading {
  const { security } = operation;
  if (security.length === 0) return { kind: "open" };
  const reasons: string[] = [];
  const satisfied: (readonly Presented[])[] = [];
  for (const { schemes } of security) {
    const presented: Presented[] = [];
    for (const { scheme } of schemes) {
      const reading = readScheme(scheme, request);
      if ("value" in reading) presented.push({ scheme, value: reading.value });
      else reasons.push(reading.reason);
    }
    if (schemes.length > 0 && presented.length === schemes.length) satisfied.push(presented);
  }
  if (satisfied.length > 0) return { kind: "presented", alternatives: satisfied };
  if (security.some(({ schemes }) => schemes.length === 0)) return { kind: "open" };
  const schemes = security.flatMap((alternative) => alternative.schemes.map(({ scheme }) => scheme));
  return { kind: "missing", reason: [...new Set(reasons)].join("; or "), schemes };
}

type SchemeReading = { readonly value: string } | { readonly reason: string };

function readScheme(scheme: SecurityScheme, request: ApiRequest): SchemeReading {
  switch (scheme.type) {
    case "http":
      return scheme.scheme === "basic" ? readBasic(request) : readToken(scheme.scheme ?? "bearer", request);
    case "oauth2":
    case "openIdConnect":
      return readToken("bearer", request);
    case "apiKey":
      return readKey(scheme, request);
    default:
      return {
        reason: `the contract's security scheme ${scheme.name} cannot be satisfied here (${scheme.type})`,
      };
  }
}

/** RFC 9110 §11.1: the scheme name is case-insensitive; §5.3: Authorization may not be repeated. */
function readToken(name: string, request: ApiRequest): SchemeReading {
  const values = headerValues(request.headers, "authorization");
  if (values.length > 1)
    return { reason: `the Authorization header is there ${values.length} times; send it once` };
  const [value] = values;
  if (value === undefined) return { reason: `no Authorization header; ${wanted(name)}` };
  let read = tokenReaders.get(name);
  if (!read) tokenReaders.set(name, (read = remembering((text) => tokenIn(text.trim(), name))));
  return read(value);
}

/** By the names of schemes, of which contracts have few. */
const tokenReaders = new Map<string, (value: string) => SchemeReading>();

function tokenIn(text: string, name: string): SchemeReading {
  const [, scheme = "", value = ""] = /^(\S*)(?: +(.*))?$/s.exec(text) ?? [];
  if (scheme.toLowerCase() !== name)
    return { reason: `the Authorization header does not use the scheme ${titled(name)}; ${wanted(name)}` };
  if (value === "" || (name === "bearer" && /\s/.test(value))) {
    const fault = value === "" ? "missing" : "malformed";
    return { reason: `the ${titled(name)} credential is ${fault}; ${wanted(name)}` };
  }
  return { value };
}

const titled = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

const wanted = (name: string): string =>
  `send Authorization: ${titled(name)} <${name === "bearer" ? "key" : "credentials"}>`;

/** RFC 7617: base64 of user-id ":" password; the password may hold further colons. */
function readBasic(request: ApiRequest): SchemeReading {
  const reading = readToken("basic", request);
  if ("reason" in reading) return reading;
  const text = Buffer.from(reading.value, "base64").toString("utf8");
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(reading.value) || !text.includes(":")) {
    return { reason: "the Basic credential is not base64 of user:password" };
  }
  return { value: text };
}

function readKey(scheme: SecurityScheme, request: ApiRequest): SchemeReading {
  const name = scheme.parameterName ?? "";
  const wanted = `send the API key in the ${scheme.in} ${name}`;
  const value =
    scheme.in === "header"
      ? ownHeader(request, name.toLowerCase())
      : scheme.in === "query"
        ? (new URLSearchParams(splitTarget(request.path)[1]).get(name) ?? undefined)
        : cookieOf(request, name);
  return value === undefined || value === "" ? { reason: `no ${scheme.in} ${name}; ${wanted}` } : { value };
}

/** A header may be called `constructor`. */
const ownHeader = (request: ApiRequest, name: string): string | undefined =>
  Object.hasOwn(request.headers, name) ? header(request.headers, name) : undefined;

function cookieOf(request: ApiRequest, name: string): string | undefined {
  for (const line of headerValues(request.headers, "cookie")) {
    for (const pair of line.split(";")) {
      const mark = pair.indexOf("=");
      if (mark > 0 && pair.slice(0, mark).trim() === name) return pair.slice(mark + 1).trim();
    }
  }
  return undefined;
}

/** The WWW-Authenticate value for a 401 (RFC 9110 §11.6.1): one challenge per HTTP scheme of the operation. */
export function challengeOf(operation: Operation): string {
  const names = operation.security.flatMap(({ schemes }) =>
    schemes.map(({ scheme }) =>
      scheme.type === "http" ? (scheme.scheme ?? "bearer") : scheme.type === "apiKey" ? "ApiKey" : "bearer",
    ),
  );
  const unique = [...new Set(names.length === 0 ? ["bearer"] : names)];
  return unique.map((name) => `${name[0]?.toUpperCase()}${name.slice(1)} realm="api"`).join(", ");
}
