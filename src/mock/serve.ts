// Puts an Answer on a socket: the only HTTP server of the project.
import { createServer } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Answer, ApiRequest, ApiResponse, HeaderFields } from "../http.ts";
import { header } from "../http.ts";
import { KitError, messageOf } from "../errors.ts";
import { problemResponse, titleOf } from "./problem.ts";
import type { Letter } from "./turns.ts";
import { inTurns } from "./turns.ts";
import { fieldsOf, rawOf } from "./wire-headers.ts";

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** The most bytes a body may have; a larger one is answered by `tooLarge`. */
  readonly contentLimit?: number;
  /** What to answer to a body above the limit; the request comes without its body. */
  readonly tooLarge?: Answer;
  /** Told of an Answer that threw. */
  readonly onError?: (error: unknown) => void;
}

export interface Server {
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every connection. */
  readonly close: () => Promise<void>;
}

export const CONTENT_LIMIT = 10 * 1024 * 1024;
/** So much of an oversized body is read and dropped before the answer; a client that sends more may see a reset. */
const DRAIN_LIMIT = 128 * 1024 * 1024;
/** Longer than clients keep idle connections, so that a request never meets a closing socket. */
const KEEP_ALIVE_MS = 72_000;
const EMPTY = new Uint8Array(0);

interface Desk {
  readonly answer: Answer;
  readonly tooLarge: Answer;
  readonly contentLimit: number;
  readonly onError: (error: unknown) => void;
  readonly post: (letter: Letter) => void;
}

/** Serves `answer` until `close()`. Rejects with a KitError when the address cannot be had. */
export function serve(answer: Answer, options: ServeOptions): Promise<Server> {
  const { port, host = "127.0.0.1", contentLimit = CONTENT_LIMIT } = options;
  const tooLarge =
    options.tooLarge ?? (() => problemResponse(413, `the body has more than ${contentLimit} bytes`));
  const { onError = () => {} } = options;
  const { take, post } = inTurns(
    (incoming, outgoing) => receive(desk, incoming, outgoing),
    ({ outgoing }, error) => {
      outgoing.destroy();
      onError(error);
    },
  );
  const desk: Desk = { answer, tooLarge, contentLimit, onError, post };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, take);
  // RFC 9110 §10.1.1: there is one expectation, and no server has to meet another.
  server.on("checkExpectation", (incoming: IncomingMessage, outgoing: ServerResponse) =>
    send(
      desk,
      outgoing,
      incoming.method ?? "GET",
      problemResponse(417, "the only expectation that is met is 100-continue"),
    ),
  );
  server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // Behind a pipelined request node would put the 100 between the head and the body of the earlier answer.
    const { "content-length": length, "transfer-encoding": coding } = incoming.headers;
    const hasBody = Number(length ?? 0) > 0 || coding !== undefined;
    if (hasBody && outgoing.socket !== null && Number(length ?? 0) <= contentLimit) outgoing.writeContinue();
    take(incoming, outgoing);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) =>
    refuseBytes(error.code ?? "", socket),
  );
  server.on("connect", (_incoming: IncomingMessage, socket: Duplex) =>
    endWith(socket, 405, "CONNECT is not offered"),
  );
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => {
      server.on("error", onError);
      resolve(running(server, host));
    });
  });
}

function running(server: HttpServer, host: string): Server {
  const { port } = server.address() as AddressInfo;
  const name =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${name}:${port}`, port, close };
}

/** Reads the body to its end, then answers. A client that goes away before is forgotten: there is nobody to answer. */
function receive(desk: Desk, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method = "GET", url = "/" } = incoming;
  const path = originForm(url);
  const headers = fieldsOf(incoming.rawHeaders);
  if (!hasBody(headers)) return reply(desk, desk.answer, { method, path, headers }, outgoing);
  const refuse = (): void => reply(desk, desk.tooLarge, { method, path, headers }, outgoing);
  const announced = Number(header(headers, "content-length") ?? 0);
  const isExpecting = header(headers, "expect") !== undefined;
  if (announced > DRAIN_LIMIT || (isExpecting && announced > desk.contentLimit)) {
    outgoing.shouldKeepAlive = false;
    return refuse();
  }
  const whole = (body: Uint8Array): void => {
    if (body.length > desk.contentLimit) return refuse();
    reply(desk, desk.answer, { method, path, headers, body }, outgoing);
  };
  if (incoming.complete) return whole((incoming.read() as Buffer | null) ?? EMPTY);
  const chunks: Buffer[] = [];
  let size = 0;
  let isAnswered = false;
  incoming.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= desk.contentLimit) return void chunks.push(chunk);
    chunks.length = 0;
    if (size <= DRAIN_LIMIT || isAnswered) return;
    isAnswered = true;
    outgoing.shouldKeepAlive = false;
    refuse();
  });
  incoming.on("end", () => {
    if (isAnswered) return;
    if (size > desk.contentLimit) return refuse();
    whole(Buffer.concat(chunks, size));
  });
}

function hasBody(headers: HeaderFields): boolean {
  return headers["transfer-encoding"] !== undefined || headers["content-length"] !== undefined;
}

/** A target in absolute form without its authority: a server must take both forms (RFC 9112 §3.2.2). */
function originForm(target: string): string {
  if (target.startsWith("/") || target === "*") return target;
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*(.*)$/i.exec(target);
  const rest = found?.[1] ?? target;
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** Asks the Answer and sends what it says; no promise is made for an Answer that needs none. */
function reply(desk: Desk, answer: Answer, request: ApiRequest, outgoing: ServerResponse): void {
  try {
    const response = answer(request);
    if (response instanceof Promise) {
      response
        .then((made) => send(desk, outgoing, request.method, made))
        .catch((error: unknown) => fail(desk, error, request, outgoing));
    } else send(desk, outgoing, request.method, response);
  } catch (error) {
    fail(desk, error, request, outgoing);
  }
}

function send(desk: Desk, outgoing: ServerResponse, method: string, response: ApiResponse): void {
  const { status, headers, body } = response;
  if (outgoing.destroyed) return;
  if (status < 200 || status > 599) throw new RangeError(`an answer cannot have the status ${status}`);
  const fields = rawOf(headers);
  // RFC 9110 §8.6: no Content-Length on 204; on 304 and on answers to HEAD it would be that of the GET.
  const bodiless = status === 204 || status === 304;
  if (method === "HEAD")
    fields.push("content-length", header(headers, "content-length") ?? String(body.length));
  else if (!bodiless) fields.push("content-length", String(body.length));
  const isEmpty = method === "HEAD" || bodiless || body.length === 0;
  desk.post({ outgoing, status, fields, body: isEmpty ? undefined : body });
}

/** A connection that an Answer wants dropped is dropped, one it wants silent is left open; anything else is our fault. */
function fail(desk: Desk, error: unknown, request: ApiRequest, outgoing: ServerResponse): void {
  if (error instanceof KitError && error.code === "target-timeout") return;
  if (error instanceof KitError && error.code === "target-reset") return void outgoing.destroy();
  try {
    desk.onError(error);
  } finally {
    const why = "the server failed while it formed the answer; its log says why";
    send(desk, outgoing, request.method, problemResponse(500, why));
  }
}

/** Bytes that are no HTTP request: one clean answer, then the connection ends. */
function refuseBytes(code: string, socket: Duplex): void {
  if (code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  if (code === "HPE_HEADER_OVERFLOW") return endWith(socket, 431, "the header fields are too large");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return endWith(socket, 408, "the request was not complete in time");
  endWith(socket, 400, "this is not a well-formed HTTP request");
}

function endWith(socket: Duplex, status: number, detail: string): void {
  const { body } = problemResponse(status, detail);
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${titleOf(status)}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${body.length}\r\nconnection: close\r\n\r\n${Buffer.from(body).toString()}`,
  );
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): KitError {
  if (error.code === "EADDRINUSE") {
    const hint = "use --port 0 for any free port, or stop what listens there";
    return new KitError("port-taken", `port ${port} on ${host} is taken`, { hint, cause: error });
  }
  const hint = "check --host and --port";
  return new KitError("usage", `cannot listen on ${host}:${port}: ${messageOf(error)}`, {
    hint,
    cause: error,
  });
}
