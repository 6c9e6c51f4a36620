// Turns a refusal into a response: the shape that the contract declares for the status, else problem details.
import type { ApiResponse, HeaderFields } from "../http.ts";
import { declaredFor } from "../contract/message.ts";
import { chooseMediaType } from "../contract/negotiation.ts";
import type { DeclaredResponse, MediaType, Operation, SchemaUse } from "../contract/model.ts";
import type { JsonSchema } from "../schema/violation.ts";
import type { Written } from "./content-type.ts";
import { concreteType, isJsonType, writeAs } from "./content-type.ts";
import { draftsOf } from "./error-draft.ts";
import type { ErrorFacts } from "./error-facts.ts";
import { withMessage } from "./error-message.ts";
import { problemResponse } from "./problem.ts";
import type { Refusal } from "./refusal.ts";
import { requiredHeaders } from "./response-headers.ts";
import { sampleOf } from "./sampled.ts";

/** The response to a refusal of a request for this operation; `accept` is the request's Accept field. */
export type ErrorResponses = (
  operation: Operation,
  refusal: Refusal,
  accept: string | undefined,
) => ApiResponse;

export interface ErrorResponseOptions {
  /** The machine word per status, where the API has its own. */
  readonly types?: Readonly<Record<number, string>>;
  /** Told once of every status that the contract does not declare. */
  readonly note: (text: string) => void;
}

const WORDS: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "content_too_large",
  415: "unsupported_media_type",
  422: "validation_error",
  429: "too_many_requests",
};
const IN_PLACE = "it is answered as application/problem+json";
const REMEMBERED = 500;
const EMPTY = new Uint8Array(0);

/** By declared response: servers that are made of one contract, as those of a proof, say the same. */
const remembered = new WeakMap<DeclaredResponse, Map<string, ApiResponse>>();

/** Error responses of a contract; the same refusal is formed once and remembered. */
export function errorResponses({ types, note }: ErrorResponseOptions): ErrorResponses {
  return (operation, refusal, accept) => {
    const { status, by, message, type = types?.[status] ?? wordFor(status), headers } = refusal;
    const declared = declaredFor(operation, status);
    if (!declared) {
      note(`${operation.id}: ${status} is not declared; ${IN_PLACE}`);
      return problemResponse(status, message, headers && { headers });
    }
    const fields = headers === undefined ? "" : JSON.stringify(headers);
    const key = `${status} ${by} ${type} ${accept ?? ""} ${fields} ${message}`;
    let known = remembered.get(declared);
    if (!known) remembered.set(declared, (known = new Map()));
    const same = known.get(key);
    if (same) return same;
    const response = formResponse(declared, refusal, type, accept);
    if (!response) {
      note(`${operation.id}: no body was found for ${declared.pointer} and ${status}; ${IN_PLACE}`);
      return problemResponse(status, message, headers && { headers });
    }
    if (known.size >= REMEMBERED) known.clear();
    if (key.length < 1000) known.set(key, response);
    return response;
  };
}

const wordFor = (status: number): string =>
  WORDS[status] ?? (status < 500 ? "invalid_request" : "server_error");

/** Undefined where the contract lets no body be found. */
function formResponse(
  declared: DeclaredResponse,
  { status, message, by, headers, details = [] }: Refusal,
  type: string,
  accept: string | undefined,
): ApiResponse | undefined {
  const fields = { ...requiredHeaders(declared, 0), ...headers };
  if (declared.content.length === 0) return withoutBody(status, message, fields);
  const facts: ErrorFacts = { status, message, type, by, details };
  for (const mediaType of inOrder(declared, accept)) {
    const written = formBody(mediaType, facts);
    if (!written) continue;
    const { contentType, body } = written;
    return { status, headers: { "content-type": contentType, ...fields }, body };
  }
  return undefined;
}

/** The contract declares no content, so the reason goes into a field. */
function withoutBody(status: number, message: string, headers: HeaderFields): ApiResponse {
  return { status, headers: { ...headers, "plumbline-reason": message.slice(0, 1000) }, body: EMPTY };
}

/** The declared media types: what the client accepts, then JSON, then the rest. An error is told even to who accepts none. */
function inOrder(declared: DeclaredResponse, accept: string | undefined): MediaType[] {
  const json = declared.content.filter(({ range }) => isJsonType(range));
  const all = [...json, ...declared.content.filter((item) => !json.includes(item))];
  const chosen =
    accept === undefined
      ? undefined
      : chooseMediaType(
          accept,
          all.map(({ range }) => range),
        );
  return [...all.filter(({ range }) => range === chosen), ...all.filter(({ range }) => range !== chosen)];
}

function formBody(mediaType: MediaType, facts: ErrorFacts): Written | undefined {
  const { schema, range } = mediaType;
  const contentType = concreteType(range);
  if (!isJsonType(contentType)) {
    const value = !schema || schema.accepts(facts.message) ? facts.message : formValue(schema, facts);
    return writeAs(value, contentType, mediaType);
  }
  const value = schema ? formValue(schema, facts) : { error: { message: facts.message, type: facts.type } };
  return writeAs(value, contentType, mediaType);
}

/** The first draft that the schema accepts, else any value of the schema with the message where there is room for it. */
function formValue(schema: SchemaUse, facts: ErrorFacts): unknown {
  const any = (part: JsonSchema): unknown => sampleOf(schema, { seed: 1, fill: "required" }, part);
  const drafts = draftsOf(schema.schema, { facts, resolve: schema.resolve, any });
  const draft = drafts.find((value) => schema.accepts(value));
  if (draft !== undefined && tellsReason(draft, facts)) return draft;
  const sampled = draft ?? sampleOf(schema, { seed: 1, fill: "required" });
  return sampled === undefined ? undefined : withMessage(sampled, facts.message, schema.accepts);
}

function tellsReason(draft: unknown, { message, details }: ErrorFacts): boolean {
  const text = JSON.stringify(draft);
  return [message, ...details.map((detail) => detail.message)].some((reason) =>
    text.includes(JSON.stringify(reason).slice(1, -1)),
  );
}
