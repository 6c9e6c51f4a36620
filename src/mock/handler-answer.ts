// Turns what a handler gives into a response: media type, bytes, required headers, checked against the contract.
import type { ApiResponse, HeaderFields } from "../http.ts";
import { encodeText, header } from "../http.ts";
import { declaredFor } from "../contract/message.ts";
import type { DeclaredResponse, Operation } from "../contract/model.ts";
import { chooseMediaType } from "../contract/negotiation.ts";
import type { Written } from "./content-type.ts";
import { concreteType, writeAs } from "./content-type.ts";
import type { HandlerAnswer } from "./handler.ts";
import { problemResponse } from "./problem.ts";
import { requiredHeaders } from "./response-headers.ts";
import type { SelfCheck } from "./self-check.ts";

export type WriteAnswer = (
  operation: Operation,
  answer: HandlerAnswer,
  accept: string | undefined,
) => ApiResponse;

const EMPTY = new Uint8Array(0);
const SHORT = 500;

interface Remembered {
  readonly text: string;
  readonly accept: string | undefined;
  readonly response: ApiResponse;
}

/** A writer that forms and checks a short answer once, and sends it again as long as nothing else is said: handlers repeat themselves. */
export function answerWriter(selfCheck: SelfCheck): WriteAnswer {
  const last = new WeakMap<Operation, Map<number, Remembered>>();
  return (operation, answer, accept) => {
    const make = (): ApiResponse => selfCheck(operation, form(operation, answer, accept));
    if (answer.headers !== undefined || answer.body instanceof Uint8Array) return make();
    const text = JSON.stringify(answer.body) ?? "";
    if (text.length > SHORT) return make();
    let byStatus = last.get(operation);
    if (!byStatus) last.set(operation, (byStatus = new Map()));
    const known = byStatus.get(answer.status);
    if (known?.text === text && known.accept === accept) return known.response;
    const response = make();
    byStatus.set(answer.status, { text, accept, response });
    return response;
  };
}

function form(operation: Operation, answer: HandlerAnswer, accept: string | undefined): ApiResponse {
  const { status, body } = answer;
  const declared = declaredFor(operation, status);
  const headers = { ...(declared ? requiredHeaders(declared, 0) : {}), ...answer.headers };
  if (body === undefined || status === 204 || status === 304) return { status, headers, body: EMPTY };
  const contentType = header(headers, "content-type") ?? contentTypeOf(declared, accept);
  const written = writtenAs(body, contentType, declared);
  if (!written)
    return problemResponse(
      500,
      `the handler of ${operation.id} gave a body that cannot be written as ${contentType}`,
    );
  const fields: HeaderFields = { "content-type": written.contentType, ...headers };
  return { status, headers: fields, body: written.body };
}

/** What the client accepts, else the first declared type: a server may disregard Accept (RFC 9110 §12.5.1) once it has acted. */
function contentTypeOf(declared: DeclaredResponse | undefined, accept: string | undefined): string {
  const ranges = declared?.content.map(({ range }) => range) ?? [];
  return concreteType(chooseMediaType(accept, ranges) ?? ranges[0] ?? "application/json");
}

function writtenAs(
  body: unknown,
  contentType: string,
  declared: DeclaredResponse | undefined,
): Written | undefined {
  if (body instanceof Uint8Array) return { contentType, body };
  const mediaType = declared?.content.find(({ range }) => concreteType(range) === contentType);
  return mediaType
    ? writeAs(body, contentType, mediaType)
    : { contentType, body: encodeText(JSON.stringify(body)) };
}
