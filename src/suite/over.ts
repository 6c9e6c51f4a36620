// The door to undici: a remote target as an Answer, over raw HTTP/1.1 so that odd requests reach it unchanged.
import { errors, Pool, type Dispatcher } from "undici";
import { KitError, messageOf } from "../errors.ts";
import { deadline } from "./deadline.ts";
import { patienceOf, type Patience } from "./patience.ts";
import type { Answer, ApiRequest, ApiResponse, HeaderFields } from "../http.ts";

export interface OverOptions {
  /** Milliseconds until a request without a complete answer counts as failed. Default 10,000. */
  readonly timeout?: number;
  /** Connections at the most. Default 16. */
  readonly connections?: number;
  /** Bytes of an answer's body at the most, sent or decoded, so that an endless one does not take all memory. Default 256 MiB. */
  readonly largestBody?: number;
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
  const way: Way = { pool, base, patience: patienceOf(timeout), largestBody: options.largestBody ?? 2 ** 28 };
  return { answer: (request) => send(way, request), close: () => pool.destroy() };
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

interface Way {
  readonly pool: Pool;
  readonly base: string;
  readonly patience: Patience;
  readonly largestBody: number;
}

async function send(way: Way, request: ApiRequest): Promise<ApiResponse> {
  const { base, patience } = way;
  if (!/^\/\S*$/.test(base + request.path)) {
    // undici refuses such a target after it has taken a connection for it, and never gives that one back.
    throw new KitError("target-malformed", `this is no request target: ${request.path.slice(0, 100)}`);
  }
  const limit = patience.limit();
  const start = performance.now();
  try {
    const response = await exchange(way, request, limit);
    patience.learn(true, performance.now() - start);
    return await decoded(response, way.largestBody);
  } catch (error) {
    patience.learn(false, performance.now() - start);
    throw failureOf(error, limit);
  }
}

/**
 * One request and its whole answer, through `dispatch`: undici's `request` makes a stream and a signal for each answer,
 * which cost more than all the rest. Rejects with a KitError of ours or an error of undici's.
 */
function exchange(
  { pool, base, largestBody }: Way,
  request: ApiRequest,
  limit: number,
): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let status = 0;
    let headers: HeaderFields = {};
    let controller: Dispatcher.DispatchController | undefined;
    let stopped: KitError | undefined;
    const stop = (reason: KitError): void => {
      callOff();
      stopped = reason;
      controller?.abort(reason);
      reject(reason);
    };
    const callOff = deadline(limit, () => stop(unanswered(limit)));
    const options: Dispatcher.DispatchOptions = {
      method: request.method as Dispatcher.HttpMethod,
      path: base + request.path,
      headers: { "user-agent": "plumbline", ...(request.headers as Record<string, string | string[]>) },
      body: request.body ?? null,
    };
    pool.dispatch(options, {
      onRequestStart(given) {
        // One that waited for a connection until its time was over is not sent.
        if (stopped) return given.abort(stopped);
        controller = given;
      },
      // Informational answers (RFC 9110 §15.2) come here too; the last one counts.
      onResponseStart(_, code, fields) {
        status = code;
        headers = fieldsOf(fields);
      },
      onResponseData(_, chunk) {
        length += chunk.byteLength;
        if (length > largestBody) return stop(tooLarge(largestBody));
        chunks.push(chunk);
      },
      onResponseEnd() {
        callOff();
        resolve({ status, headers, body: joined(chunks, length) });
      },
      onResponseError(_, error) {
        callOff();
        reject(error);
      },
    });
  });
}

/** A copy, for a chunk is a view on all that the socket read. */
function joined(chunks: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

const unanswered = (limit: number, cause?: unknown): KitError =>
  new KitError("target-timeout", `no complete answer within ${limit} ms`, { cause });

const tooLarge = (largest: number): KitError =>
  new KitError(
    "target-malformed",
    `the answer's body has more than ${largest} bytes and was not read to its end`,
  );

function fieldsOf(headers: Record<string, string | string[] | undefined>): HeaderFields {
  const fields: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) fields[name] = value;
  return fields;
}

/** Nobody asked for a Content-Encoding, yet a server may compress; undici's request leaves it to its caller. */
async function decoded(response: ApiResponse, largestBody: number): Promise<ApiResponse> {
  const encoding = response.headers["content-encoding"];
  if (typeof encoding !== "string" || encoding === "identity" || response.body.byteLength === 0)
    return response;
  const { decodeBody } = await import("../contract/content-encoding.ts");
  const result = decodeBody(response.body, encoding, largestBody);
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

function failureOf(error: unknown, limit: number): KitError {
  if (error instanceof KitError) return error;
  const code = codeOf(error);
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") return unanswered(limit, error);
  if (UNREACHABLE.has(code))
    return new KitError("target-unreachable", `no connection (${code})`, { cause: error });
  // What the parser refuses often comes without a code, but says what it is.
  if (error instanceof errors.HTTPParserError || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return new KitError("target-malformed", `the answer is not valid HTTP (${messageOf(error)})`, {
      cause: error,
    });
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
