// Callbacks: sent with a body of their own schema, and never where the user does not let them go.
import { describe, expect, test } from "vitest";
import { decodeText, encodeText } from "../http.ts";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import { callbackSender, type CallbackMode } from "./callbacks.ts";
import { mock } from "./mock.ts";

const document = {
  openapi: "3.1.0",
  info: { title: "Streams", version: "1" },
  paths: {
    "/streams": {
      post: {
        operationId: "subscribe",
        deprecated: true,
        requestBody: { content: { "application/json": { schema: { type: "object" } } } },
        responses: { "201": { description: "made" } },
        callbacks: {
          onData: {
            "{$request.body#/url}/data": {
              post: {
                requestBody: {
                  content: {
                    "application/json": {
                      schema: {
                        type: "object",
                        required: ["count"],
                        properties: { count: { type: "integer", minimum: 5 } },
                      },
                    },
                  },
                },
                responses: { "204": { description: "taken" } },
              },
            },
          },
        },
      },
    },
  },
};
const contract = compileContract(await parseDocument(JSON.stringify(document), "streams.json"));

interface Told {
  readonly notes: string[];
  readonly posted: { url: string; method: string; body: unknown }[];
}

async function send(mode: CallbackMode, body: string, answer: number | Error = 204): Promise<Told> {
  const told: Told = { notes: [], posted: [] };
  const sender = callbackSender({
    mode,
    note: (text) => void told.notes.push(text),
    post: async (url, { method, body: bytes }) => {
      told.posted.push({ url, method, body: JSON.parse(decodeText(bytes ?? new Uint8Array())) as unknown });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const [operation] = contract.operations;
  if (!operation) throw new Error("the contract has an operation");
  const request = { method: "POST", path: "/streams", headers: {}, body: encodeText(body) };
  await sender(operation, request, { status: 201, headers: {}, body: new Uint8Array() }, {});
  return told;
}

const PUBLIC = '{"url":"https://93.184.216.34/hook"}';
const LOCAL = '{"url":"http://127.0.0.1:9/hook"}';

describe("where callbacks go", () => {
  const cases: [string, { mode: CallbackMode; body: string; url?: string; note: RegExp }][] = [
    ["off sends nothing and says how to", { mode: "off", body: PUBLIC, note: /--callbacks public/ }],
    [
      "public sends to a public address",
      { mode: "public", body: PUBLIC, url: "https://93.184.216.34/hook/data", note: /answered 204$/ },
    ],
    [
      "public does not send to this machine",
      { mode: "public", body: LOCAL, note: /private host; --callbacks any/ },
    ],
    [
      "public does not send to a name of this machine",
      { mode: "public", body: '{"url":"http://localhost:9"}', note: /private host/ },
    ],
    [
      "public does not send to a cloud's metadata",
      { mode: "public", body: '{"url":"http://169.254.169.254/"}', note: /private host/ },
    ],
    [
      "any sends to this machine",
      { mode: "any", body: LOCAL, url: "http://127.0.0.1:9/hook/data", note: /answered 204$/ },
    ],
    [
      "no mode sends to a file",
      { mode: "any", body: '{"url":"file:///etc/hosts"}', note: /file: addresses/ },
    ],
    ["a request without the URL", { mode: "any", body: "{}", note: /gives no URL/ }],
  ];
  for (const [title, { mode, body, url, note }] of cases) {
    test(title, async () => {
      const { notes, posted } = await send(mode, body);
      expect(posted.map((one) => one.url)).toEqual(url === undefined ? [] : [url]);
      expect(notes.join("\n")).toMatch(note);
    });
  }
});

test("the body satisfies the callback's own schema", async () => {
  const { posted } = await send("any", LOCAL);
  expect(posted).toEqual([
    { url: "http://127.0.0.1:9/hook/data", method: "POST", body: { count: expect.any(Number) } },
  ]);
  expect(JSON.stringify(posted[0]?.body)).toMatch(/^\{"count":(?:[5-9]|\d\d+)\}$/);
});

test("an answer that the callback does not declare is told", async () => {
  expect((await send("any", LOCAL, 500)).notes.join()).toContain(
    "answered 500, which the contract does not declare",
  );
});

test("a callback that nobody takes is told and breaks nothing", async () => {
  expect((await send("any", LOCAL, new Error("refused"))).notes.join()).toContain("no answer: refused");
});

test("a mock notes the callback that it does not send, and marks the deprecated operation", async () => {
  const notes: string[] = [];
  const { answer } = mock(contract, { log: (text) => void notes.push(text) });
  const response = await answer({
    method: "POST",
    path: "/streams",
    headers: { "content-type": "application/json" },
    body: encodeText(PUBLIC),
  });
  expect(response).toMatchObject({ status: 201, headers: { deprecation: "true" } });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(notes.join()).toContain("the callback onData of subscribe is not sent");
});
