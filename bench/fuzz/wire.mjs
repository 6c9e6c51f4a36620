// Requests as bytes on a socket, whole or broken, and the answers parsed back without mercy.
import { connect } from "node:net";
import { malformed } from "./checks.mjs";
import { ODD_TEXTS } from "./random.mjs";

/** @param {import("./requests.mjs").Sent} request @returns {Buffer} */
export function bytesOf({ method, path, headers, body }) {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${name}: ${one}\r\n`),
  );
  const length =
    body === undefined || "content-length" in headers ? "" : `content-length: ${body.length}\r\n`;
  const target = path.replaceAll(/[^\x21-\x7e]/g, encodeURIComponent) || "/";
  const head = Buffer.from(
    `${method} ${target} HTTP/1.1\r\nhost: localhost\r\n${fields.join("")}${length}\r\n`,
    "latin1",
  );
  return body === undefined ? head : Buffer.concat([head, body]);
}

const LINES = [
  "GET / HTTP/9.9",
  "GET  / HTTP/1.1",
  "GET /",
  "\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: a\r\nhost: b",
  "transfer-encoding: chunked\r\ncontent-length: 3",
  "transfer-encoding: chunked, chunked",
  "transfer-encoding: gzip",
  "content-length: -1",
  "content-length: 1e3",
  "content-length: 99999999999999999999",
  "content-length: 5, 5",
  " folded",
  "no colon",
  ": empty",
  "x: \u0000",
  "x: \u007f",
  "bad name: x",
  "upgrade: websocket\r\nconnection: upgrade",
  "expect: 200-ok",
  "expect: 100-continue",
  "connection: close, keep-alive",
  "te: trailers",
  `x: ${"a".repeat(20_000)}`,
  Array.from({ length: 3000 }, (_, index) => `h${index}: v`).join("\r\n"),
  "CONNECT a:1 HTTP/1.1",
  "PRI * HTTP/2.0",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
];

/** A message that is likely no HTTP any more. @param {import("./random.mjs").Random} random @param {Buffer} bytes @returns {Buffer} */
export function brokenBytes(random, bytes) {
  const at = random.below(bytes.length + 1);
  const odd = Buffer.from(random.pick(random.chance(0.6) ? LINES : ODD_TEXTS), "latin1");
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    case 2:
      return Buffer.concat([bytes.subarray(0, at), odd, bytes.subarray(at)]);
    case 3: {
      const end = bytes.indexOf("\r\n");
      return Buffer.concat([bytes.subarray(0, end + 2), odd, bytes.subarray(end)]);
    }
    case 4:
      return Buffer.concat([odd, bytes.subarray(bytes.indexOf("\r\n"))]);
    default:
      return Buffer.from(
        String(bytes.toString("latin1")).replaceAll("\r\n", random.pick(["\n", "\r", "\r\n ", "\n\n"])),
        "latin1",
      );
  }
}

/**
 * Sends bytes over one connection, closes our half, and gives everything that came back until the server closed.
 * @param {number} port @param {readonly Buffer[]} messages @param {number} patience
 * @returns {Promise<{ received: Buffer, hung: boolean }>}
 */
export function exchange(port, messages, patience) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    /** @type {Buffer[]} */
    const chunks = [];
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      socket.destroy();
    }, patience);
    socket.on("connect", () => socket.end(Buffer.concat(messages)));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => socket.end());
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ received: Buffer.concat(chunks), hung });
    });
  });
}

/**
 * The answers in what came back, and what is wrong with the first that is not HTTP.
 * @param {Buffer} received @param {readonly string[]} methods of the messages, as far as they are known
 */
export function answersIn(received, methods) {
  const statuses = [];
  let index = 0;
  for (let at = 0; at < received.length;) {
    const head = headAt(received, at);
    if ("wrong" in head) return { statuses, wrong: head.wrong };
    const { status, headers } = head;
    statuses.push(status);
    at = head.end;
    if (status < 200) continue;
    const method = methods[index++] ?? "";
    // An answer to bytes that are no request comes with its body and ends the connection, whatever the method seemed to be.
    const isRefusal =
      status >= 400 &&
      headers["connection"] === "close" &&
      at + Number(headers["content-length"] ?? -1) === received.length;
    const isBodiless = (method === "HEAD" && !isRefusal) || status === 204 || status === 304;
    const none = { bytes: Buffer.alloc(0), end: at };
    const read = (/** @type {boolean} */ bodiless) => {
      const body = bodiless ? none : bodyAt(received, at, headers);
      if (body === undefined)
        return { end: at, wrong: `the body of a ${status} has no length or ends before it` };
      return {
        end: body.end,
        wrong: malformed({ status, headers, body: body.bytes }, bodiless ? "HEAD" : "GET"),
      };
    };
    const first = read(isBodiless);
    // What mutation made of the last message may be a HEAD.
    const { end, wrong } = first.wrong !== undefined && method === "" ? read(true) : first;
    at = end;
    if (wrong !== undefined) return { statuses, wrong };
  }
  return { statuses, wrong: undefined };
}

/** @param {Buffer} received @param {number} at */
function headAt(received, at) {
  const end = received.indexOf("\r\n\r\n", at);
  if (end < 0)
    return { wrong: `a head without an end: ${received.subarray(at, at + 80).toString("latin1")}` };
  const [line = "", ...fields] = received.subarray(at, end).toString("latin1").split("\r\n");
  const [, status] = /^HTTP\/1\.1 ([1-5]\d\d) [\t\x20-\x7e]*$/.exec(line) ?? [];
  if (status === undefined) return { wrong: `no status line: ${JSON.stringify(line.slice(0, 80))}` };
  /** @type {Record<string, string>} */
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(":")).toLowerCase(),
      field.slice(field.indexOf(":") + 1).trim(),
    ]),
  );
  return { status: Number(status), headers, end: end + 4 };
}

/** The body by its length or its chunks; undefined when it is not all there. @param {Buffer} received @param {number} at @param {Record<string, string>} headers */
function bodyAt(received, at, headers) {
  if (headers["transfer-encoding"] !== "chunked") {
    const end = at + Number(headers["content-length"] ?? Number.NaN);
    return end <= received.length ? { bytes: received.subarray(at, end), end } : undefined;
  }
  const parts = [];
  for (let next = at; ;) {
    const lineEnd = received.indexOf("\r\n", next);
    const size = Number.parseInt(received.subarray(next, lineEnd).toString("latin1"), 16);
    if (lineEnd < 0 || !Number.isInteger(size) || lineEnd + 4 + size > received.length) return undefined;
    parts.push(received.subarray(lineEnd + 2, lineEnd + 2 + size));
    next = lineEnd + 4 + size;
    if (size === 0) return { bytes: Buffer.concat(parts), end: next };
  }
}
