// Tables for the stateful part of a mock: what a frontend does in a row, and what it sees.
import { describe, expect, test } from "vitest";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import { decodeText, encodeText, type HeaderFields } from "../http.ts";
import { mock, type Mock, type MockOptions } from "./mock.ts";

const json = (schema: unknown, example?: unknown): unknown => ({
  "application/json": { schema, ...(example === undefined ? {} : { example }) },
});
const answer = (schema: unknown, example?: unknown): unknown => ({
  description: "ok",
  content: json(schema, example),
});
const none = { description: "nothing" };
const ITEM = {
  type: "object",
  required: ["id", "name"],
  properties: {
    id: { type: "integer", minimum: 1 },
    name: { type: "string" },
    note: { type: ["string", "null"] },
    createdAt: { type: "string", format: "date-time" },
  },
};
const SUMMARY = {
  type: "object",
  required: ["id"],
  properties: { id: { type: "integer" }, name: { type: "string" } },
  additionalProperties: false,
};
const NEW = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string" },
    note: { type: ["string", "null"] },
    secret: { type: "string", writeOnly: true },
  },
};
const CHANGE = { type: "object", properties: NEW.properties };
const requestBody = (schema: unknown): unknown => ({ required: true, content: json(schema) });
const parameters = [{ name: "id", in: "path", required: true, schema: { type: "integer" } }];
const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  paths: {
    "/things": {
      get: { responses: { "200": answer({ type: "array", items: SUMMARY }, [{ id: 7, name: "seven" }]) } },
      post: { requestBody: requestBody(NEW), responses: { "201": answer(ITEM) } },
    },
    "/things/{id}": {
      parameters,
      get: { responses: { "200": answer(ITEM, { id: 10, name: "ten" }), "404": none } },
      put: { requestBody: requestBody(NEW), responses: { "200": answer(ITEM), "404": none } },
      patch: { requestBody: requestBody(CHANGE), responses: { "200": answer(ITEM), "404": none } },
      delete: { responses: { "204": none, "404": none } },
    },
  },
};

const made = async (options: MockOptions = {}): Promise<Mock> =>
  mock(compileContract(await parseDocument(JSON.stringify(DOCUMENT), "things.json")), options);

interface Seen {
  readonly status: number;
  readonly body: unknown;
}

async function say(to: Mock, line: string, headers: HeaderFields = {}): Promise<Seen> {
  const [method = "", path = "", ...rest] = line.split(" ");
  const text = rest.join(" ");
  const response = await to.answer({
    method,
    path,
    headers: { ...(text === "" ? {} : { "content-type": "application/json" }), ...headers },
    ...(text === "" ? {} : { body: encodeText(text) }),
  });
  const answered = decodeText(response.body);
  return { status: response.status, body: answered === "" ? undefined : (JSON.parse(answered) as unknown) };
}

type Turn = readonly [line: string, status: number, body?: unknown];

const CREATE = 'POST /things {"name":"one","note":"n","secret":"goes-in-only"}';
const listed = [
  { id: 7, name: "seven" },
  { id: 10, name: "ten" },
];

const conversations: readonly (readonly [title: string, turns: readonly Turn[]])[] = [
  [
    "at first sight every id has the contract's example",
    [
      ["GET /things/99", 200, { id: 10, name: "ten" }],
      ["GET /things", 200, [{ id: 7, name: "seven" }]],
    ],
  ],
  [
    "what is created is shown and listed, each in its own form, and never with what only goes in",
    [
      [CREATE, 201, { id: 1, name: "one", note: "n" }],
      ["GET /things/1", 200, { id: 1, name: "one", note: "n" }],
      ["GET /things", 200, [...listed, { id: 1, name: "one" }]],
    ],
  ],
  [
    "PATCH changes what is named, null included, and leaves the rest",
    [
      [CREATE, 201],
      ['PATCH /things/1 {"name":"two"}', 200, { id: 1, name: "two", note: "n" }],
      ['PATCH /things/1 {"note":null}', 200, { id: 1, name: "two", note: null }],
      ["GET /things/1", 200, { id: 1, name: "two", note: null }],
    ],
  ],
  [
    "PUT replaces what a client can say",
    [
      [CREATE, 201],
      ['PUT /things/1 {"name":"two"}', 200, { id: 1, name: "two" }],
      ["GET /things/1", 200, { id: 1, name: "two" }],
    ],
  ],
  [
    "what is deleted is gone for every operation",
    [
      [CREATE, 201],
      ["DELETE /things/1", 204],
      ["GET /things/1", 404],
      ['PATCH /things/1 {"name":"x"}', 404],
      ['PUT /things/1 {"name":"x"}', 404],
      ["DELETE /things/1", 404],
      ["GET /things", 200, listed],
    ],
  ],
  [
    "an example's id is gone too once it was deleted",
    [
      ["DELETE /things/10", 204],
      ["GET /things/10", 404],
    ],
  ],
  [
    "once something was written, only what is there is found",
    [
      [CREATE, 201],
      ["GET /things/99", 404],
      ["GET /things/7", 200],
    ],
  ],
  [
    "ids are not given twice",
    [
      [CREATE, 201],
      ["DELETE /things/1", 204],
      [CREATE, 201, { id: 2, name: "one", note: "n" }],
    ],
  ],
  [
    "a change at first sight is kept",
    [
      ['PATCH /things/5 {"name":"five"}', 200],
      ["GET /things/5", 200, { id: 5, name: "five" }],
    ],
  ],
  [
    "a client cannot set the id",
    [
      ['POST /things {"name":"one","id":77}', 201],
      ["GET /things/77", 404],
    ],
  ],
];

/** The generated moment of creation is not what these tables are about. */
const plain = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body ?? null), (key, value: unknown) =>
    key === "createdAt" ? undefined : value,
  );

describe("state", () => {
  for (const [title, turns] of conversations) {
    test(title, async () => {
      const target = await made();
      for (const [line, status, body] of turns) {
        const seen = await say(target, line);
        expect([line, seen.status]).toEqual([line, status]);
        if (body !== undefined) expect(plain(seen.body)).toEqual(body);
      }
    });
  }

  test("a wish of the client comes before the state, and changes nothing", async () => {
    const target = await made();
    await say(target, CREATE);
    expect((await say(target, "DELETE /things/1", { prefer: "code=404" })).status).toBe(404);
    expect((await say(target, "GET /things/1")).status).toBe(200);
  });

  test("a handler comes before the state", async () => {
    const handlers = { "GET /things/{id}": () => ({ status: 200, body: { id: 3, name: "handled" } }) };
    const target = await made({ handlers });
    await say(target, CREATE);
    expect((await say(target, "GET /things/1")).body).toEqual({ id: 3, name: "handled" });
  });

  test("a reset forgets what was created and what was deleted", async () => {
    const target = await made();
    await say(target, CREATE);
    await say(target, "DELETE /things/7");
    await say(target, "POST /_plumbline/reset");
    expect((await say(target, "GET /things/1")).body).toEqual({ id: 10, name: "ten" });
    expect((await say(target, "GET /things/7")).status).toBe(200);
  });

  test("without a state nothing is remembered", async () => {
    const target = await made({ stateful: false });
    await say(target, CREATE);
    await say(target, "DELETE /things/10");
    expect((await say(target, "GET /things/10")).status).toBe(200);
    expect((await say(target, "GET /things")).body).toEqual([{ id: 7, name: "seven" }]);
  });
});

test("an item that is not there is not found, also where the contract declares no 404", async () => {
  const { paths, ...rest } = DOCUMENT;
  const item = paths["/things/{id}"];
  const undeclared = {
    ...paths,
    "/things/{id}": {
      ...item,
      get: { responses: { "200": item.get.responses["200"] } },
      delete: { responses: { "204": none } },
    },
  };
  const document = await parseDocument(JSON.stringify({ ...rest, paths: undeclared }), "small.json");
  const made = mock(compileContract(document));
  const send = (method: string, path: string, body?: unknown) =>
    made.answer({
      method,
      path,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: encodeText(JSON.stringify(body)) }),
    });
  await send("POST", "/things", { name: "new" });
  for (const method of ["GET", "DELETE"]) {
    const { status, headers, body } = await send(method, "/things/999");
    expect([status, headers["content-type"]]).toEqual([404, "application/problem+json"]);
    expect(decodeText(body)).toContain("there is no id 999");
  }
});
