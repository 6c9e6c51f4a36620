// The reference on a socket, sent what breaks servers: every request has its answer, and the next one is served.
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadContract } from "../contract/compile.ts";
import { loadDocuments } from "../contract/document.ts";
import type { Server } from "../mock/serve.ts";
import { serve } from "../mock/serve.ts";
import { reference } from "./reference.ts";
import { parseSeed } from "./seed.ts";

let server: Server;
const errors: unknown[] = [];
beforeAll(async () => {
  const contract = await loadContract("openapi.yaml", { overlays: ["openapi.overlay.yaml"] });
  const seed = parseSeed((await loadDocuments("fixtures/state/onecli.yaml")).root, "onecli.yaml");
  const { answer, tooLarge } = reference(contract, seed, { onError: (error) => errors.push(error) });
  server = await serve(answer, { port: 0, tooLarge, onError: (error) => errors.push(error) });
});
afterAll(() => server.close());

interface Sent {
  readonly id?: string;
  readonly headers?: string[];
  readonly body?: string | Buffer;
}

const KEY = "Authorization: Bearer oc_org_admin_local";
const JSON_TYPE = "Content-Type: application/json";

function send({
  id = "sec_generic",
  headers = [KEY, JSON_TYPE],
  body = "",
}: Sent): Promise<{ status: number; text: string }> {
  const bytes = Buffer.from(body);
  const head = [
    `PATCH /v1/org/secrets/${id} HTTP/1.1`,
    "Host: x",
    "Connection: close",
    `Content-Length: ${bytes.length}`,
    ...headers,
  ];
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () =>
      socket.write(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), bytes])),
    );
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    socket
      .on("error", reject)
      .on("close", () =>
        resolve({ status: Number(text.slice(9, 12)), text: text.slice(text.indexOf("\r\n\r\n") + 4) }),
      );
  });
}

const name = '{"name":"n"}';
const cases: [string, { sent: Sent; status: number; text?: RegExp }][] = [
  ["Accept: json", { sent: { headers: [KEY, JSON_TYPE, "Accept: json"], body: name }, status: 200 }],
  [
    "Accept: text/html;level",
    { sent: { headers: [KEY, JSON_TYPE, "Accept: text/html;level"], body: name }, status: 200 },
  ],
  ["%zz in the id", { sent: { id: "%zz", body: name }, status: 400, text: /path parameter secretId/ }],
  ["half a character in the id", { sent: { id: "%E0%A4%A", body: name }, status: 400 }],
  ["%00 in the id", { sent: { id: "%00", body: name }, status: 404, text: /not_found_error/ }],
  ["NUL and a lone surrogate in a text", { sent: { body: '{"name":"\\u0000\\ud800"}' }, status: 200 }],
  [
    "5,000 levels in an unknown member",
    {
      sent: { body: `{"name":"n","x":${"[".repeat(5000)}${"]".repeat(5000)}}` },
      status: 400,
      text: /nested/,
    },
  ],
  [
    "5,000 levels in the place of a text",
    { sent: { body: `{"name":${"[".repeat(5000)}${"]".repeat(5000)}}` }, status: 400 },
  ],
  ["__proto__ alone", { sent: { body: '{"__proto__":{"name":"n"}}' }, status: 400 }],
  ["__proto__ beside a field", { sent: { body: '{"__proto__":{"x":1},"name":"n"}' }, status: 200 }],
  [
    "__proto__ in an injection",
    { sent: { body: '{"injectionConfig":{"headerName":"H","__proto__":1}}' }, status: 400 },
  ],
  ["20 MB", { sent: { body: Buffer.alloc(20 * 1024 * 1024, 32) }, status: 413 }],
  [
    "20 MB without a credential",
    { sent: { headers: [JSON_TYPE], body: Buffer.alloc(20 * 1024 * 1024, 32) }, status: 401 },
  ],
  [
    "bytes that are no UTF-8",
    { sent: { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, status: 400, text: /UTF-8/ },
  ],
  ["a key twice", { sent: { body: '{"name":"a","name":"b"}' }, status: 200 }],
  [
    "no Content-Type",
    { sent: { headers: [KEY], body: name }, status: 400, text: /Content-Type: application\/json/ },
  ],
  ["a Content-Type that is none", { sent: { headers: [KEY, "Content-Type: x"], body: name }, status: 400 }],
  [
    "two Authorization headers",
    { sent: { headers: [KEY, KEY, JSON_TYPE], body: name }, status: 401, text: /authentication_error/ },
  ],
  ["a member that no header can hold", { sent: { body: '{"ž":1}' }, status: 400 }],
];

describe("every request has its answer", () => {
  for (const [title, { sent, status, text }] of cases) {
    test(`${title}: ${status}`, async () => {
      const answer = await send(sent);
      expect(answer.status).toBe(status);
      if (text) expect(answer.text).toMatch(text);
      expect(answer.text).not.toMatch(/ at .*\.ts:|made-up|oc_org/);
      expect((await send({ body: name })).status).toBe(200);
    });
  }
});

test("nothing of this was an error of the server", () => expect(errors).toEqual([]));
