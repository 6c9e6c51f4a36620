// Problem details (RFC 9457) for what a contract does not declare: unknown paths, impossible wishes, our own faults.
import type { ApiResponse, HeaderFields } from "../http.ts";
import { encodeText } from "../http.ts";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  417: "Expectation Failed",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
};

/** The phrase of a status (RFC 9110 §15). */
export function titleOf(status: number): string {
  return TITLES[status] ?? (status < 400 ? "OK" : status < 500 ? "Client Error" : "Server Error");
}

/**
 * A response in `application/problem+json`. `type` is `about:blank` (RFC 9457 §4.2.1) unless the problem is the
 * mock's own and must not be taken for the API's.
 */
export function problemResponse(
  status: number,
  detail: string,
  more: { readonly type?: string; readonly title?: string; readonly headers?: HeaderFields } = {},
): ApiResponse {
  const { type = "about:blank", title = titleOf(status), headers } = more;
  return {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
    body: encodeText(JSON.stringify({ type, title, status, detail })),
  };
}
