// The door to undici: a remote target as an Answer, over raw HTTP/1.1 so that odd requests reach it unchanged.
import { Pool, type Dispatcher } from "undici";
import { KitError, messageOf } from "../errors.ts";
import { patienceOf, type Patience } from "./patience.ts";
import type { Answer, ApiRequest, ApiResponse, HeaderFields } from "../http.ts";

export interface OverOptions {
  /** Milliseconds until a request without a complete answer counts as failed. Default 10,000. */
  readonly timeout?: number;
  /** Connections at the most. Default 16. */
  readonly connections?: number;
}

export interface Remote {
  readonly answer: Answer;
  readonly close: () => Promise<void>;
}

/** A base URL as an Answer: the base path is put before every request's path. KitError("usage") for a bad URL. */
export function over(baseUrl: string, options: OverOptions = {}): Remote {
  const { origin, base } = parseBaseUrl(baseUrl);
  const timeout = options.timeout ?? 10_000;
  const pool = new Pool(origin, {
    connections: options.connections ?? 16,
    pipelining: 1,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    connect: { timeout: Math.min(timeout, 5000), rejectUnauthorized: true },
  });
  const patience = patienceOf(timeout);
  return { answer: (request) => send(pool, base, request, patience), close: () => pool.destroy() };
}

/** The origin and the base path of a base URL. */
export function parseBaseUrl(baseUrl: string): { origin: string; base: string } {
  const hint = "Give one such as http://localhost:4010/v1";
  if (!URL.canParse(baseUrl)) throw new KitError("usage", `This is no URL: ${baseUrl}`, { hint });
  const url = new URL(baseUrl);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new KitError("usage", `The base URL must be http or https: ${baseUrl}`, { hint });
  return { origin: url.origin, base: url.pathname.replace(/\/+$/, "") };
}

async function send(pool: Pool, base: string, request: ApiRequest, patience: Patience): Promise<ApiResponse> {
  if (!/^\/\S*$/.test(base + request.path)) {
    // undici refuses such a target after it has taken a connection for it, and never gives that one back.
    throw new KitError("target-malformed", `this is no request target: ${request.path.slice(0, 100)}`);
  }
  const limit = patience.limit();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limit);
  const start = performance.now();
  try {
    const answer = await pool.request({
      method: request.method as Dispatcher.HttpMethod,
      path: base + request.path,
      headers: { "user-agent": "plumbline", ...(request.headers as Record<string, string | string[]>) },
      body: request.body ?? null,
      signal: abort.signal,
    });
    const body = new Uint8Array(await answer.body.arrayBuffer());
    patience.learn(true, performance.now() - start);
    return await decoded({ status: answer.statusCode, headers: fieldsOf(answer.headers), body });
  } catch (error) {
    patience.learn(false, performance.now() - start);
    throw failureOf(error, abort.signal.aborted, limit);
  } finally {
    clearTimeout(timer);
  }
}

function fieldsOf(headers: Record<string, string | string[] | undefined>): HeaderFields {
  const fields: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) fields[name] = value;
  return fields;
}

/** Nobody asked for a Content-Encoding, yet a server may compress; undici's request leaves it to its caller. */
async function decoded(response: ApiResponse): Promise<ApiResponse> {
  const encoding = response.headers["content-encoding"];
  if (typeof encoding !== "string" || encoding === "identity" || response.body.byteLength === 0)
    return response;
  const { decodeBody } = await import("../contract/content-encoding.ts");
  const result = decodeBody(response.body, encoding, 64 * 1024 * 1024);
  if ("bytes" in result) return { ...response, body: result.bytes };
  throw new KitError(
    "target-malformed",
    `The answer's Content-Encoding ${encoding} cannot be read (${result.error}).`,
  );
}

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function failureOf(error: unknown, timedOut: boolean, timeout: number): KitError {
  if (error instanceof KitError) return error;
  const code = codeOf(error);
  if (timedOut || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") {
    return new KitError("target-timeout", `no complete answer within ${timeout} ms`, { cause: error });
  }
  if (UNREACHABLE.has(code))
    return new KitError("target-unreachable", `no connection (${code})`, { cause: error });
  if (code.startsWith("HPE_") || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
    return new KitError("target-malformed", `the answer is not valid HTTP (${code})`, { cause: error });
  }
  return new KitError(
    "target-reset",
    `the connection was closed before the answer was complete (${code || messageOf(error)})`,
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && at.code !== "UND_ERR_ABORTED") return at.code;
    if (at instanceof AggregateError && at.errors[0] instanceof Error) return codeOf(at.errors[0]);
  }
  return "";
}
