// The body of a request before it is read: its size, and its Content-Encoding taken off.
import type { ApiRequest } from "../http.ts";
import { header } from "../http.ts";
import { decodeBody } from "../contract/content-encoding.ts";
import type { Problem } from "../contract/exchange-types.ts";
import type { Operation } from "../contract/model.ts";
import type { Refusal } from "./refusal.ts";
import { refuseInvalid } from "./refusal.ts";

export type Unpacked = { readonly request: ApiRequest } | { readonly refuse: Refusal };

/** The request with its body as meant; a refusal for a body above the limit or in a coding that cannot be taken off. */
export function unpackBody(operation: Operation, request: ApiRequest, limit: number): Unpacked {
  const { body } = request;
  if (body === undefined) return { request };
  if (body.length > limit) return { refuse: tooLarge(limit) };
  if (isUnwanted(operation, body)) {
    return {
      refuse: refuseInvalid(operation, [
        bodyProblem(operation, "media-type", "is not wanted: the operation takes none"),
      ]),
    };
  }
  const encoding = header(request.headers, "content-encoding");
  if (encoding === undefined || body.length === 0) return { request };
  const decoded = decodeBody(body, encoding, limit);
  if (decoded.error === undefined) return { request: { ...request, body: decoded.bytes } };
  if (decoded.error === "too-large") return { refuse: tooLarge(limit) };
  const unsupported = decoded.error === "unsupported";
  const message = unsupported
    ? "has a Content-Encoding other than gzip, deflate and br"
    : "is not in the Content-Encoding it names";
  return {
    refuse: refuseInvalid(operation, [
      bodyProblem(operation, unsupported ? "media-type" : "malformed", message),
    ]),
  };
}

/** A body is passed over where none is declared, unless the operation declares 415, which can then mean nothing else. */
function isUnwanted(operation: Operation, body: Uint8Array): boolean {
  if (operation.requestBody !== undefined || body.length === 0) return false;
  return operation.responses.some(({ status }) => status === "415");
}

/** The refusal of a body above the limit (RFC 9110 §15.5.14). */
export function tooLarge(limit: number): Refusal {
  return { status: 413, by: "contract", message: `body: is larger than ${limit} bytes` };
}

/** A problem of the body as a whole, which no schema names. */
export function bodyProblem(
  operation: Operation,
  keyword: "malformed" | "media-type",
  message: string,
): Problem {
  return {
    in: "body",
    keyword,
    instancePath: "",
    pointer: operation.requestBody?.pointer ?? operation.pointer,
    message,
  };
}
