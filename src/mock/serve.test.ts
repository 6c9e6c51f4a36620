// Sockets: what reaches the Answer, what reaches the client, and what bad bytes do.
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Answer, ApiRequest } from "../http.ts";
import { encodeText, jsonResponse } from "../http.ts";
import { KitError } from "../errors.ts";
import type { ServeOptions, Server } from "./serve.ts";
import { serve } from "./serve.ts";

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(answer: Answer, options: Partial<ServeOptions> = {}): Promise<Server> {
  const server = await serve(answer, { port: 0, ...options });
  running.push(server);
  return server;
}

/** Writes raw bytes and gives everything that comes back until the connection ends. */
function raw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("latin1").on("data", (part) => (text += part));
    socket.on("error", reject).on("close", () => resolve(text));
  });
}

const echo: Answer = (request) =>
  jsonResponse(200, {
    ...request,
    body: request.body === undefined ? null : Buffer.from(request.body).toString("latin1"),
  });

describe("what reaches the Answer", () => {
  const cases: [string, { send: string; want: unknown }][] = [
    [
      "the target is passed on undecoded",
      { send: "GET /a%zz?b=%00 HTTP/1.1\r\n", want: { method: "GET", path: "/a%zz?b=%00" } },
    ],
    [
      "a target in absolute form loses its authority",
      { send: "GET http://x.example/a?b HTTP/1.1\r\n", want: { path: "/a?b" } },
    ],
    ["a target of two slashes stays a path", { send: "GET //x HTTP/1.1\r\n", want: { path: "//x" } }],
    [
      "a repeated field is a list",
      {
        send: "GET / HTTP/1.1\r\nAuthorization: one\r\nauthorization: two\r\n",
        want: { headers: { authorization: ["one", "two"] } },
      },
    ],
    ["a request without a body has none", { send: "GET / HTTP/1.1\r\n", want: { body: null } }],
    [
      "a field named __proto__ is only a field",
      {
        send: "GET / HTTP/1.1\r\n__proto__: x\r\n",
        want: { headers: expect.objectContaining({ connection: "close" }) },
      },
    ],
  ];
  for (const [title, { send, want }] of cases) {
    test(title, async () => {
      const { port } = await start(echo);
      const text = await raw(port, `${send}Host: x\r\nConnection: close\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
      expect(JSON.parse(text.slice(text.indexOf("\r\n\r\n")))).toMatchObject(want as object);
    });
  }

  test("an expectation other than 100-continue is told that it is not met", async () => {
    const { port } = await start(echo);
    const text = await raw(port, "GET / HTTP/1.1\r\nHost: x\r\nExpect: gold\r\nConnection: close\r\n\r\n");
    expect(text).toMatch(/^HTTP\/1\.1 417 /);
    expect(text).toContain("the only expectation that is met is 100-continue");
  });

  test("a chunked body arrives whole", async () => {
    const { port } = await start(echo);
    const text = await raw(
      port,
      "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
    );
    expect(text).toContain('"body":"abc"');
  });
});

describe("what reaches the client", () => {
  const cases: [string, { answer: Answer; method?: string; want: RegExp; not?: RegExp }][] = [
    [
      "the length is always ours",
      {
        answer: () => ({ status: 200, headers: { "content-length": "999" }, body: encodeText("é") }),
        want: /content-length: 2\r\n/,
      },
    ],
    [
      "204 has neither body nor length",
      {
        answer: () => ({ status: 204, headers: {}, body: encodeText("x") }),
        want: /^HTTP\/1\.1 204/,
        not: /content-length|\r\n\r\nx/,
      },
    ],
    [
      "HEAD has the length and no body",
      {
        answer: () => ({ status: 200, headers: {}, body: encodeText("xyz") }),
        method: "HEAD",
        want: /content-length: 3\r\n/,
        not: /xyz/,
      },
    ],
    [
      "a value that breaks the header is defused",
      {
        answer: () => ({
          status: 200,
          headers: { "x-reason": "ž\r\nset-cookie: a=b" },
          body: encodeText(""),
        }),
        want: /x-reason: \? set-cookie: a=b\r\n/,
      },
    ],
    [
      "a name that is no token is left out",
      {
        answer: () => ({ status: 200, headers: { "a b": "1", c: "2" }, body: encodeText("") }),
        want: /c: 2\r\n/,
        not: /a b/,
      },
    ],
    [
      "a list goes out as repeated fields",
      {
        answer: () => ({ status: 200, headers: { "set-cookie": ["a=1", "b=2"] }, body: encodeText("") }),
        want: /set-cookie: a=1\r\nset-cookie: b=2\r\n/,
      },
    ],
    [
      "an Answer that throws is a 500 without a stack",
      {
        answer: () => {
          throw new Error("hidden detail");
        },
        want: /^HTTP\/1\.1 500[^]*application\/problem\+json/,
        not: /hidden detail| at /,
      },
    ],
    [
      "an Answer that rejects is a 500 without a stack",
      {
        answer: () => Promise.reject(new Error("hidden detail")),
        want: /^HTTP\/1\.1 500/,
        not: /hidden detail/,
      },
    ],
    [
      "an impossible status is a 500",
      { answer: () => ({ status: 99, headers: {}, body: encodeText("") }), want: /^HTTP\/1\.1 500/ },
    ],
    [
      "a reset is a connection without an answer",
      {
        answer: () => {
          throw new KitError("target-reset", "gone");
        },
        want: /^$/,
      },
    ],
  ];
  for (const [title, { answer, method = "GET", want, not }] of cases) {
    test(title, async () => {
      const { port } = await start(answer);
      const text = await raw(port, `${method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(text).toMatch(want);
      if (not) expect(text).not.toMatch(not);
    });
  }

  test("a timeout is a connection that stays silent until it is closed", async () => {
    const server = await start(() => Promise.reject(new KitError("target-timeout", "silent")));
    const silent = raw(server.port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").catch(() => "");
    const first = await Promise.race([
      silent,
      new Promise((resolve) => setTimeout(resolve, 100, "still open")),
    ]);
    expect(first).toBe("still open");
    await server.close();
    expect(await silent).toBe("");
  });

  test("errors are told to onError, timeouts and resets are not", async () => {
    const seen: unknown[] = [];
    const { port } = await start(
      ({ path }) => {
        throw path === "/reset" ? new KitError("target-reset", "gone") : new Error(path);
      },
      { onError: (error) => seen.push(error) },
    );
    await raw(port, "GET /reset HTTP/1.1\r\nHost: x\r\n\r\n").catch(() => "");
    await raw(port, "GET /boom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(seen.map(String)).toEqual(["Error: /boom"]);
  });
});

describe("bodies above the limit", () => {
  const limits = { contentLimit: 10, tooLarge: ({ path }: ApiRequest) => jsonResponse(413, { path }) };
  const cases: [string, { send: string; want: RegExp }][] = [
    [
      "exactly the limit passes",
      { send: `Content-Length: 10\r\n\r\n${"x".repeat(10)}`, want: /^HTTP\/1\.1 200/ },
    ],
    [
      "one byte more is 413 in the shape of the Answer",
      { send: `Content-Length: 11\r\n\r\n${"x".repeat(11)}`, want: /^HTTP\/1\.1 413[^]*\{"path":"\/p"\}$/ },
    ],
    [
      "a chunked body is counted too",
      {
        send: `Transfer-Encoding: chunked\r\n\r\nb\r\n${"x".repeat(11)}\r\n0\r\n\r\n`,
        want: /^HTTP\/1\.1 413/,
      },
    ],
    [
      "with Expect: 100-continue the body is never asked for",
      { send: "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n", want: /^HTTP\/1\.1 413/ },
    ],
  ];
  for (const [title, { send, want }] of cases) {
    test(title, async () => {
      const { port } = await start(echo, limits);
      expect(await raw(port, `PUT /p HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${send}`)).toMatch(want);
    });
  }

  test("a client that sends 20 MB reads its 413 and can go on over the same connection", async () => {
    const { port } = await start(echo);
    const body = Buffer.alloc(20 * 1024 * 1024, 97);
    const head = Buffer.from(`PUT /big HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`);
    const next = Buffer.from("GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const text = await raw(port, Buffer.concat([head, body, next]));
    expect(text).toMatch(/^HTTP\/1\.1 413[^]*HTTP\/1\.1 200[^]*"path":"\/next"/);
  });
});

describe("bytes that are no HTTP", () => {
  const cases: [string, { send: string; want: RegExp }][] = [
    [
      "nonsense is a clean 400",
      { send: "nonsense\r\n\r\n", want: /^HTTP\/1\.1 400 Bad Request\r\n[^]*well-formed/ },
    ],
    [
      "a header above 16 KiB is 431",
      { send: `GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(20_000)}\r\n\r\n`, want: /^HTTP\/1\.1 431/ },
    ],
    [
      "a bad chunk is 400",
      {
        send: "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        want: /^HTTP\/1\.1 400/,
      },
    ],
    ["CONNECT is answered", { send: "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", want: /^HTTP\/1\.1 405/ }],
  ];
  for (const [title, { send, want }] of cases) {
    test(`${title}, and the next request is served`, async () => {
      const { port, url } = await start(echo);
      expect(await raw(port, send)).toMatch(want);
      expect((await fetch(url)).status).toBe(200);
    });
  }

  test("a client that drops mid-body is forgotten without an error", async () => {
    const errors: unknown[] = [];
    const { port, url } = await start(echo, { onError: (error) => errors.push(error) });
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf", () =>
          socket.resetAndDestroy(),
        );
      });
      socket.on("close", () => resolve());
    });
    expect((await fetch(url)).status).toBe(200);
    expect(errors).toEqual([]);
  });
});

test("a taken port is a KitError that names the way out", async () => {
  const { port } = await start(echo);
  const failure = await serve(echo, { port }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(KitError);
  expect(failure).toMatchObject({ code: "port-taken", hint: expect.stringContaining("--port 0") });
});

test("close ends idle and active connections", async () => {
  const server = await serve(() => new Promise(() => {}), { port: 0 });
  const active = raw(server.port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").catch(() => "");
  const idle = raw(server.port, "").catch(() => "");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await server.close();
  expect(await Promise.all([active, idle])).toEqual(["", ""]);
});

describe("answers that are sent together", () => {
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 256);

  test("each keeps its bytes, whatever its length", async () => {
    const server = await start(({ path }) => ({
      status: 200,
      headers: { "content-type": "application/octet-stream" },
      body: bytes(Number(path.slice(1))),
    }));
    const lengths = [0, 1, 255, 256, 16_384, 16_385, 300_000];
    const answers = await Promise.all(lengths.map((length) => fetch(`${server.url}/${length}`)));
    const bodies = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
    expect(bodies.map((body, at) => body.equals(bytes(lengths[at] ?? 0)))).toEqual(lengths.map(() => true));
  });

  test("a pipeline gets its answers in its order, also when the first one takes longest", async () => {
    const server = await start(async ({ path }) => {
      if (path === "/slow") await new Promise((resolve) => setTimeout(resolve, 30));
      return jsonResponse(200, path);
    });
    const one = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n`;
    const text = await raw(server.port, one("/slow") + one("/b") + one("/c", "connection: close\r\n"));
    expect(text.match(/"\/[a-z]+"/g)).toEqual(['"/slow"', '"/b"', '"/c"']);
  });

  test("one that cannot be sent ends its connection and is told, the others are sent", async () => {
    const told: unknown[] = [];
    const answer: Answer = ({ path }) =>
      path === "/bad"
        ? { status: 200, headers: {}, body: "text" as unknown as Uint8Array }
        : jsonResponse(200, path);
    const server = await start(answer, { onError: (error) => told.push(error) });
    const [bad, good] = await Promise.allSettled([fetch(`${server.url}/bad`), fetch(`${server.url}/good`)]);
    expect(bad.status).toBe("rejected");
    expect(good.status).toBe("fulfilled");
    expect(told).toHaveLength(1);
  });
});
