// Error bodies: the reason in the shape that the contract declares, whatever that shape is.
import { describe, expect, test } from "vitest";
import { decodeText, type ApiResponse } from "../http.ts";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import type { Operation } from "../contract/model.ts";
import { errorResponses } from "./error-body.ts";
import type { Refusal } from "./refusal.ts";

async function operationWith(responses: object): Promise<Operation> {
  const document = {
    openapi: "3.1.0",
    info: { title: "T", version: "1" },
    paths: { "/x": { get: { operationId: "getX", responses } } },
    components: {
      schemas: {
        Flat: { type: "object", required: ["error"], properties: { error: { type: "string" } } },
        Envelope: {
          type: "object",
          required: ["error"],
          properties: {
            error: {
              type: "object",
              required: ["message", "type"],
              properties: { message: { type: "string" }, type: { type: "string" } },
            },
          },
        },
      },
    },
  };
  const { operations } = compileContract(await parseDocument(JSON.stringify(document), "test.json"));
  const [operation] = operations;
  if (!operation) throw new Error("no operation");
  return operation;
}

const json = (schema: unknown) => ({ description: "x", content: { "application/json": { schema } } });
const text = { type: "string" };
const refusal: Refusal = {
  status: 400,
  by: "contract",
  message: "name: must be a string; age: must be a number",
  details: [
    { field: "name", in: "body", message: "must be a string" },
    { field: "age", in: "body", message: "must be a number" },
  ],
};
const { message } = refusal;

async function formed(responses: object, given: Refusal = refusal, accept?: string) {
  const notes: string[] = [];
  const respond = errorResponses({ note: (note) => notes.push(note) });
  const response = respond(await operationWith(responses), given, accept);
  const body = decodeText(response.body);
  const type = String(response.headers["content-type"]);
  return { ...response, type, notes, body: /json/.test(type) ? (JSON.parse(body) as unknown) : body };
}

describe("shapes", () => {
  const either = {
    oneOf: [{ $ref: "#/components/schemas/Flat" }, { $ref: "#/components/schemas/Envelope" }],
  };
  const cases: [string, { schema: unknown; given?: Refusal; want: unknown }][] = [
    ["flat", { schema: { $ref: "#/components/schemas/Flat" }, want: { error: message } }],
    [
      "envelope",
      {
        schema: { $ref: "#/components/schemas/Envelope" },
        want: { error: { message, type: "invalid_request" } },
      },
    ],
    ["either, refused by the contract: the first one", { schema: either, want: { error: message } }],
    [
      "either, refused by the service: the one with a category",
      {
        schema: either,
        given: { ...refusal, by: "service", type: "no_field" },
        want: { error: { message, type: "no_field" } },
      },
    ],
    [
      "an envelope that requires nothing is filled all the same",
      {
        schema: {
          type: "object",
          properties: { error: { type: "object", properties: { message: text, type: text } } },
        },
        want: { error: { message, type: "invalid_request" } },
      },
    ],
    [
      "problem details",
      {
        schema: {
          type: "object",
          properties: {
            type: { type: "string", format: "uri-reference" },
            title: text,
            status: { type: "integer" },
            detail: text,
          },
        },
        want: { type: "about:blank", title: "Bad Request", status: 400, detail: message },
      },
    ],
    [
      "a framework's shape: status, phrase and message",
      {
        schema: {
          type: "object",
          required: ["statusCode", "error", "message"],
          properties: { statusCode: { type: "integer" }, error: text, message: text },
        },
        want: { statusCode: 400, error: "Bad Request", message },
      },
    ],
    [
      "one item per problem",
      {
        schema: {
          type: "object",
          required: ["errors"],
          properties: {
            errors: {
              type: "array",
              items: {
                type: "object",
                required: ["field", "message"],
                properties: { field: text, message: text },
              },
            },
          },
        },
        want: {
          errors: [
            { field: "name", message: "must be a string" },
            { field: "age", message: "must be a number" },
          ],
        },
      },
    ],
    [
      "one text per problem",
      {
        schema: { type: "object", properties: { errors: { type: "array", items: text } } },
        want: { errors: ["name: must be a string", "age: must be a number"] },
      },
    ],
    [
      "an enum of categories: the one that fits",
      {
        schema: {
          type: "object",
          required: ["code", "message"],
          properties: { code: { enum: ["NOT_FOUND", "INVALID_REQUEST"] }, message: text },
        },
        want: { code: "INVALID_REQUEST", message },
      },
    ],
    [
      "a constant stays",
      {
        schema: {
          type: "object",
          required: ["ok", "message"],
          properties: { ok: { const: false }, message: text },
        },
        want: { ok: false, message },
      },
    ],
    [
      "a message that may be short only is cut",
      {
        schema: { type: "object", properties: { message: { type: "string", maxLength: 10 } } },
        want: { message: "name: mus…" },
      },
    ],
    [
      "a shape put together by allOf",
      {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Flat" },
            { type: "object", required: ["code"], properties: { code: { type: "integer" } } },
          ],
        },
        want: { error: message, code: 400 },
      },
    ],
    ["a lone text", { schema: text, want: message }],
    ["any object", { schema: { type: "object", required: ["message"] }, want: { message } }],
    [
      "a name that tells nothing, free to hold a text",
      { schema: { type: "object", required: ["zzz"], properties: { zzz: text } }, want: { zzz: message } },
    ],
    ["no schema at all", { schema: undefined, want: { error: { message, type: "invalid_request" } } }],
    [
      "a member named __proto__ is a member like any other",
      {
        schema: JSON.parse(
          '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"const":1},"message":{"type":"string"}}}',
        ),
        want: JSON.parse(`{"__proto__":1,"message":${JSON.stringify(message)}}`),
      },
    ],
  ];
  for (const [title, { schema, given = refusal, want }] of cases) {
    test(title, async () => {
      const { status, type, body, notes } = await formed({ "400": json(schema) }, given);
      expect({ status, type, body, notes }).toEqual({
        status: 400,
        type: "application/json",
        body: want,
        notes: [],
      });
    });
  }

  test("members that tell nothing get a value their schema accepts", async () => {
    const schema = {
      type: "object",
      required: ["id", "at", "message"],
      properties: {
        id: { type: "string", format: "uuid" },
        at: { type: "string", format: "date-time" },
        message: text,
      },
    };
    const { body } = await formed({ "400": json(schema) });
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.stringMatching(/^\d{4}-/),
      message,
    });
  });
});

describe("which declared response", () => {
  const flat = json({ $ref: "#/components/schemas/Flat" });
  const cases: [string, { responses: object; want: object; notes?: number }][] = [
    [
      "the exact status before its range",
      { responses: { "4XX": json(text), "400": flat }, want: { body: { error: message } } },
    ],
    [
      "the range before default",
      { responses: { default: json(text), "4XX": flat }, want: { body: { error: message } } },
    ],
    ["default", { responses: { default: flat }, want: { body: { error: message } } }],
    [
      "none: problem details, and a note",
      {
        responses: { "200": flat },
        notes: 1,
        want: {
          type: "application/problem+json",
          body: { type: "about:blank", title: "Bad Request", status: 400, detail: message },
        },
      },
    ],
    [
      "no content: no body, the reason in a field",
      {
        responses: { "400": { description: "x" } },
        want: { body: "", headers: { "plumbline-reason": message } },
      },
    ],
    [
      "a schema that nothing satisfies: problem details, and a note",
      { responses: { "400": json(false) }, notes: 1, want: { type: "application/problem+json" } },
    ],
    [
      "JSON before other types",
      {
        responses: {
          "400": { description: "x", content: { "text/html": { schema: text }, ...json(text).content } },
        },
        want: { type: "application/json" },
      },
    ],
    [
      "text alone",
      {
        responses: { "400": { description: "x", content: { "text/plain": { schema: text } } } },
        want: { type: "text/plain", body: message },
      },
    ],
  ];
  for (const [title, { responses, want, notes = 0 }] of cases) {
    test(title, async () => {
      const response = await formed(responses);
      expect(response).toMatchObject({ status: 400, ...want });
      expect(response.notes).toHaveLength(notes);
    });
  }

  test("the client's choice of type counts for errors too", async () => {
    const responses = {
      "400": { description: "x", content: { "text/plain": { schema: text }, ...flat.content } },
    };
    expect((await formed(responses, refusal, "text/plain")).type).toBe("text/plain");
    expect((await formed(responses, refusal, "image/png")).type).toBe("application/json");
  });
});

describe("two servers of one contract", () => {
  const word = json({
    type: "object",
    required: ["code", "message"],
    properties: { code: text, message: text },
  });
  const bodyOf = ({ body }: ApiResponse): unknown => JSON.parse(decodeText(body));

  test("each answer in their own words", async () => {
    const operation = await operationWith({ "400": word });
    const [one, other] = ["one", "other"].map((type) =>
      errorResponses({ types: { 400: type }, note: () => {} }),
    );
    expect(one && bodyOf(one(operation, refusal, undefined))).toEqual({ code: "one", message });
    expect(other && bodyOf(other(operation, refusal, undefined))).toEqual({ code: "other", message });
  });

  test("each send their own fields", async () => {
    const operation = await operationWith({ "401": word });
    const respond = errorResponses({ note: () => {} });
    const challenged = (challenge: string): unknown =>
      respond(operation, { ...refusal, status: 401, headers: { "www-authenticate": challenge } }, undefined)
        .headers["www-authenticate"];
    expect([challenged("Bearer"), challenged("Basic"), challenged("Bearer")]).toEqual([
      "Bearer",
      "Basic",
      "Bearer",
    ]);
  });

  test("are both told what the contract lacks", async () => {
    const operation = await operationWith({ "200": word });
    const notes: string[] = [];
    for (const name of ["one", "other"])
      errorResponses({ note: (note) => notes.push(`${name}: ${note}`) })(operation, refusal, undefined);
    expect(notes).toEqual([
      expect.stringMatching(/^one: .*400 is not declared/),
      expect.stringMatching(/^other: .*400 is not declared/),
    ]);
  });
});
