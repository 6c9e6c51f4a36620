// Turns a case's request into bytes for one target: the parameters written, the credential placed, the body encoded.
import { encodeText, type ApiRequest } from "../http.ts";
import { writeParameter } from "../contract/parameters.ts";
import { writeBody, writtenType } from "../contract/body.ts";
import { isForm, parseMediaType } from "../contract/media-type.ts";
import type { Operation, Parameter, SecurityAlternative, SecurityScheme } from "../contract/model.ts";
import type { CaseBody, CaseRequest, Credential, IdChange, ParameterValue } from "./case.ts";
import type { TargetPrincipal } from "./target.ts";

/** What a request needs beyond its case: the values and credentials of a target. */
export interface Surroundings {
  readonly allowed: TargetPrincipal | undefined;
  readonly denied: TargetPrincipal | undefined;
  readonly known: Readonly<Record<string, string>>;
  readonly foreign: Readonly<Record<string, string>>;
}

/** Nobody and nothing known: for proofs before sending. */
export const NOWHERE: Surroundings = {
  allowed: { name: "somebody", token: "token" },
  denied: undefined,
  known: {},
  foreign: {},
};

/** The request as bytes; undefined when a value cannot be written in its parameter's style or media type. */
export function materialise(
  request: CaseRequest,
  operation: Operation,
  around: Surroundings,
): ApiRequest | undefined {
  const headers: Record<string, string | string[]> = { accept: "*/*" };
  const query: string[] = [];
  const cookies: string[] = [];
  let path = request.path;
  for (const parameter of operation.parameters) {
    const given = request.parameters[`${parameter.in} ${parameter.name}`];
    if (given === undefined) continue;
    const written = write(parameter, given, around);
    if (!written) return undefined;
    if (written.in === "path") path = path.replace(`{${parameter.name}}`, () => written.text);
    if (written.in === "query") query.push(...written.pairs.map(([name, value]) => `${name}=${value}`));
    if (written.in === "header") headers[parameter.name.toLowerCase()] = written.text;
    if (written.in === "cookie") cookies.push(...written.pairs.map(([name, value]) => `${name}=${value}`));
  }
  authenticate(request.credential, operation, around, { headers, query, cookies });
  if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
  const body = request.body && encode(request.body, operation);
  if (request.body && !body) return undefined;
  if (body?.mediaType !== undefined) headers["content-type"] = body.mediaType;
  Object.assign(headers, request.headers);
  if (request.extraQuery !== undefined) query.push(request.extraQuery);
  const text = request.query ?? query.join("&");
  return {
    method: request.method,
    path: text === "" ? path : `${path}?${text}`,
    headers,
    ...(body ? { body: body.bytes } : {}),
  };
}

interface Written {
  readonly in: Parameter["in"];
  readonly text: string;
  readonly pairs: readonly (readonly [string, string])[];
}

function write(parameter: Parameter, given: ParameterValue, around: Surroundings): Written | undefined {
  if ("raw" in given)
    return { in: parameter.in, text: given.raw, pairs: [[encodeURIComponent(parameter.name), given.raw]] };
  const value = valueOf(given, around);
  if (value === undefined) return undefined;
  const written = writeParameter(parameter, value);
  if (!written) return undefined;
  const text = "text" in written ? written.text : "";
  return {
    in: parameter.in,
    text: "change" in given ? escaped(text, given.change) : text,
    pairs: "pairs" in written ? written.pairs : [],
  };
}

function valueOf(given: Exclude<ParameterValue, { raw: string }>, around: Surroundings): unknown {
  if ("literal" in given) return given.literal;
  if ("foreign" in given) return around.foreign[given.foreign];
  const known = around.known[given.known] ?? given.otherwise;
  if (given.change === undefined || given.change.startsWith("escaped")) return known;
  const text = typeof known === "string" ? known : JSON.stringify(known);
  if (given.change === "unknown") return unknownLike(text);
  if (given.change === "suffixed") return `${text}x`;
  if (given.change === "truncated") return text.slice(0, -1);
  return swapCase(text);
}

/** RFC 3986 §6.2.2.2: `%73ec` is `sec`; `%2573ec` is `%73ec`, another id. */
function escaped(text: string, change: IdChange | undefined): string {
  if (change !== "escaped" && change !== "escaped-twice") return text;
  const code = (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0");
  return /^[\w-]/.test(text) ? `%${change === "escaped" ? "" : "25"}${code}${text.slice(1)}` : text;
}

/** The same shape with other characters, so that a check of the id's form is passed: a1-Z becomes b2-A. */
function unknownLike(text: string): string {
  return text.replace(/[0-9a-zA-Z]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code < 58) return String((code - 48 + 7) % 10);
    const isHexLetter = code % 32 <= 6;
    const first = code < 97 ? 65 : 97;
    return isHexLetter
      ? String.fromCharCode(first + ((code - first + 1) % 6))
      : String.fromCharCode(first + ((code - first + 7) % 26));
  });
}

const swapCase = (text: string): string =>
  text.replace(/[a-zA-Z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );

interface Places {
  readonly headers: Record<string, string | string[]>;
  readonly query: string[];
  readonly cookies: string[];
}

function authenticate(
  credential: Credential,
  operation: Operation,
  around: Surroundings,
  places: Places,
): void {
  const alternatives = operation.security.filter((alternative) => alternative.schemes.length > 0);
  const schemes = (alternatives.find(isCarried) ?? alternatives[0])?.schemes ?? [];
  if (credential === "none" || schemes.length === 0) return;
  const principal = credential === "denied" ? around.denied : around.allowed;
  const token = principal?.token;
  if (token === undefined) return;
  for (const { scheme } of schemes) placeCredential(scheme, credential, token, places);
}

/** Whether a header, query or cookie can carry every credential that the alternative asks for. */
const isCarried = ({ schemes }: SecurityAlternative): boolean =>
  schemes.every(({ scheme }) => scheme.type !== "mutualTLS" && scheme.type !== "unknown");

/** A token that nobody was given, in the form of a real one. */
const garbageLike = (token: string): string => (/[a-z0-9]/i.test(token) ? unknownLike(token) : `${token}x`);

/** What is sent in the place of a token: the token itself, or a form of it that must not be accepted. */
export function tokenFor(credential: Credential, token: string): string {
  switch (credential) {
    case "garbage":
      return garbageLike(token);
    case "empty":
      return "";
    case "suffixed":
      return `${token}x`;
    case "truncated":
      return token.slice(0, -1);
    case "case-changed":
      return swapCase(token);
    default:
      return token;
  }
}

/** Credentials that only make sense in the Authorization header. */
const HEADER_ONLY: ReadonlySet<Credential> = new Set(["other-scheme", "basic-scheme", "bare", "in-query"]);
/** RFC 6750 §2.3 and the names that servers take beside it. */
const QUERY_NAMES = ["access_token", "token", "_token", "api_key", "apikey", "key"];

function placeCredential(
  scheme: SecurityScheme,
  credential: Credential,
  token: string,
  places: Places,
): void {
  const value = tokenFor(credential, token);
  if (scheme.type === "apiKey") {
    const name = scheme.parameterName ?? "";
    if (HEADER_ONLY.has(credential)) return;
    if (scheme.in === "query") places.query.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    else if (scheme.in === "cookie") places.cookies.push(`${name}=${value}`);
    else places.headers[name.toLowerCase()] = value;
    return;
  }
  const isBasic = scheme.scheme === "basic";
  const name = isBasic ? "Basic" : scheme.type === "http" ? title(scheme.scheme ?? "bearer") : "Bearer";
  const encoded = isBasic ? Buffer.from(value, "utf8").toString("base64") : value;
  if (credential === "in-query")
    return void places.query.push(...QUERY_NAMES.map((key) => `${key}=${encodeURIComponent(token)}`));
  places.headers["authorization"] = authorization(credential, name, encoded, token);
}

/** The field of a scheme, right or with the fault that the case is about. */
function authorization(
  credential: Credential,
  name: string,
  encoded: string,
  token: string,
): string | string[] {
  switch (credential) {
    case "other-scheme":
      return `${name === "Basic" ? "Bearer" : "Token"} ${encoded}`;
    case "basic-scheme":
      return `Basic ${Buffer.from(`${token}:`, "utf8").toString("base64")}`;
    case "bare":
      return encoded;
    case "twice":
      return [`${name} ${garbageLike(encoded)}`, `${name} ${encoded}`];
    case "lower-case-scheme":
      return `${name.toLowerCase()} ${encoded}`;
    case "empty":
      return name;
    default:
      return `${name} ${encoded}`;
  }
}

const title = (word: string): string => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;

interface Encoded {
  readonly bytes: Uint8Array;
  readonly mediaType?: string;
}

const encodings = new WeakMap<CaseBody, Encoded | "none">();

/** The bytes of a body, which is made for one operation; worked out once however often it is sent. Undefined when its media type cannot express it. */
function encode(body: CaseBody, operation: Operation): Encoded | undefined {
  let encoded = encodings.get(body);
  if (encoded === undefined) encodings.set(body, (encoded = encodeAnew(body, operation) ?? "none"));
  return encoded === "none" ? undefined : encoded;
}

function encodeAnew(body: CaseBody, operation: Operation): Encoded | undefined {
  const mediaType = body.mediaType === undefined ? {} : { mediaType: body.mediaType };
  if ("base64" in body) return { bytes: new Uint8Array(Buffer.from(body.base64, "base64")), ...mediaType };
  if ("text" in body) return { bytes: encodeText(body.text), ...mediaType };
  const parsed = parseMediaType(body.mediaType);
  const declared =
    operation.requestBody?.content.find(({ range }) => range === body.mediaType) ??
    operation.requestBody?.content[0];
  if (!parsed || !declared) return { bytes: encodeText(JSON.stringify(body.json)), ...mediaType };
  const bytes = writeBody(body.json, parsed, declared);
  return bytes && { bytes, mediaType: isForm(parsed) ? writtenType(parsed) : body.mediaType };
}
