// Cross-origin access: a browser's preflight answered, and the fields that let a page of another origin read an answer.
import type { ApiRequest, ApiResponse, HeaderFields } from "../http.ts";
import { header } from "../http.ts";

const METHODS = "GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS";
const EMPTY = new Uint8Array(0);

/** The answer to a preflight (Fetch §3.2.2); undefined for any other request. Every origin may pass: this is a mock. */
export function preflight(request: ApiRequest): ApiResponse | undefined {
  if (request.method !== "OPTIONS") return undefined;
  const origin = header(request.headers, "origin");
  if (origin === undefined || header(request.headers, "access-control-request-method") === undefined)
    return undefined;
  const asked = header(request.headers, "access-control-request-headers");
  return {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": METHODS,
      "access-control-allow-credentials": "true",
      "access-control-max-age": "600",
      ...(asked === undefined ? {} : { "access-control-allow-headers": asked }),
      vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    },
    body: EMPTY,
  };
}

/** The response with the CORS fields added when the request names an origin. */
export function withCors(request: ApiRequest, response: ApiResponse): ApiResponse {
  const origin = header(request.headers, "origin");
  if (origin === undefined) return response;
  return { ...response, headers: { ...response.headers, ...corsFields(origin, response.headers) } };
}

/** With credentials a browser takes `*` literally, so the origin is echoed and the exposed fields are listed. */
function corsFields(origin: string, headers: HeaderFields): HeaderFields {
  const vary = header(headers, "vary");
  const exposed = Object.keys(headers).filter((name) => !name.startsWith("access-control-"));
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": exposed.join(", "),
    vary: vary === undefined || vary === "Origin" ? "Origin" : `${vary}, Origin`,
  };
}
