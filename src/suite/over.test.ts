// A remote target as an Answer: what comes over the wire is given as it came, and what goes wrong is called by its name.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type AddressInfo, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { decodeText, encodeText, type ApiRequest } from "../http.ts";
import { over, type OverOptions, type Remote } from "./over.ts";

const GET: ApiRequest = { method: "GET", path: "/things", headers: {} };

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A target on node:http below /base. */
async function served(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options?: OverOptions,
): Promise<Remote> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const remote = over(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base`, options);
  open.push(remote.close, () => (server.closeAllConnections(), void server.close()));
  return remote;
}

/** A target that writes these bytes, whatever is asked, and then does to the socket what it likes. */
async function raw(text: string, after: (socket: Socket) => void, options?: OverOptions): Promise<Remote> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(text);
      after(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const remote = over(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  open.push(remote.close, () => (sockets.forEach((socket) => socket.destroy()), void server.close()));
  return remote;
}

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const endIt = (socket: Socket): void => void socket.end();
const leaveOpen = (): void => {};

describe("what comes back", () => {
  test("the base path, the method, fields and the body go out; status, fields and body come in", async () => {
    const seen: string[] = [];
    const remote = await served((request, response) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers["x-a"]} ${request.headers["user-agent"]}`,
      );
      request.on("data", (chunk: Buffer) => seen.push(String(chunk)));
      request.on("end", () => {
        response.writeHead(418, { "X-B": ["1", "2"], "Content-Type": "text/plain" });
        response.write("a-");
        setTimeout(() => response.end("b"), 20);
      });
    });
    const request = { method: "PUT", path: "/x?y=%7A", headers: { "x-a": "1" }, body: encodeText("body") };
    const response = await remote.answer(request);
    expect(seen).toEqual(["PUT /base/x?y=%7A 1 plumbline", "body"]);
    expect(response.status).toBe(418);
    expect(response.headers).toMatchObject({ "x-b": ["1", "2"], "content-type": "text/plain" });
    expect(decodeText(response.body)).toBe("a-b");
    expect(response.body.buffer.byteLength).toBe(3);
  });

  test("of several answers the informational ones do not count", async () => {
    const remote = await raw(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`, endIt);
    const response = await remote.answer(GET);
    expect([response.status, response.headers["link"], decodeText(response.body)]).toEqual([
      200,
      undefined,
      "ok",
    ]);
  });

  test("a compressed body is given as it was meant", async () => {
    const remote = await served((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("plain"));
    });
    expect(decodeText((await remote.answer(GET)).body)).toBe("plain");
  });

  test("an answer without a body has an empty one", async () => {
    const remote = await served((_, response) => void response.writeHead(204).end());
    expect(await remote.answer(GET)).toMatchObject({ status: 204, body: new Uint8Array() });
  });
});

describe("what goes wrong", () => {
  const cases: readonly (readonly [
    what: string,
    remote: () => Promise<Remote>,
    code: string,
    message: RegExp,
  ])[] = [
    ["never answers", () => raw("", leaveOpen, { timeout: 150 }), "target-timeout", /within 150 ms/],
    [
      "stops in the middle of a body",
      () => raw(OK.slice(0, -1), leaveOpen, { timeout: 150 }),
      "target-timeout",
      /within 150 ms/,
    ],
    [
      "closes before it answers",
      () => raw("", (socket) => void socket.destroy()),
      "target-reset",
      /was closed/,
    ],
    ["closes in the middle of a body", () => raw(OK.slice(0, -1), endIt), "target-reset", /was closed/],
    [
      "speaks no HTTP",
      () => raw("SSH-2.0-x\r\n\r\n", endIt),
      "target-malformed",
      /not valid HTTP \(.*Expected HTTP/,
    ],
    [
      "sends a body without end",
      () => served((_, response) => endless(response), { largestBody: 100_000 }),
      "target-malformed",
      /more than 100000 bytes/,
    ],
    [
      "sends a small body that unpacks to a large one",
      () =>
        served(
          (_, response) =>
            void response.setHeader("content-encoding", "gzip").end(gzipSync("a".repeat(9000))),
          {
            largestBody: 5000,
          },
        ),
      "target-malformed",
      /too-large/,
    ],
  ];
  test.each(cases)("a target that %s", async (_, make, code, message) => {
    const remote = await make();
    await expect(remote.answer(GET)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test("nothing listens", async () => {
    const remote = await raw("", leaveOpen);
    const closed = over("http://127.0.0.1:1");
    open.push(closed.close);
    await expect(closed.answer(GET)).rejects.toMatchObject({ code: "target-unreachable" });
    expect(remote).toBeDefined();
  });

  test("requests that wait for the only connection until their time is over are not sent any more", async () => {
    let asked = 0;
    const remote = await served((_, response) => void (asked++ > 0 && response.end("ok")), {
      connections: 1,
      timeout: 200,
    });
    const all = await Promise.allSettled(Array.from({ length: 200 }, () => remote.answer(GET)));
    expect(all[0]).toMatchObject({ reason: { code: "target-timeout" } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Some may come between the end of the first and their own.
    expect(asked).toBeLessThan(100);
  });

  test("a target that answers again is heard again after it hung", async () => {
    let asked = 0;
    const remote = await served((_, response) => void (asked++ > 0 && response.end("ok")), {
      connections: 1,
      timeout: 200,
    });
    await expect(remote.answer(GET)).rejects.toMatchObject({ code: "target-timeout" });
    expect((await remote.answer(GET)).status).toBe(200);
  });
});

function endless(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write("x".repeat(10_000)));
  };
  response.on("drain", more);
  more();
}
