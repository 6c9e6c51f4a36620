// The mock as a whole: the way of a request through every station, on contracts of a few lines.
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ApiRequest, ApiResponse, HeaderFields } from "../http.ts";
import { decodeText, encodeText } from "../http.ts";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import { readResponse } from "../contract/message.ts";
import type { MockOptions } from "./mock.ts";
import { mock } from "./mock.ts";

const text = { type: "string" };
const ok = (schema: unknown, more: object = {}) => ({
  description: "x",
  content: { "application/json": { schema, ...more } },
});
const flat = ok({ type: "object", required: ["error"], properties: { error: text } });

async function contractOf(paths: object, more: object = {}): Promise<Contract> {
  const document = { openapi: "3.1.0", info: { title: "T", version: "1" }, paths, ...more };
  return compileContract(await parseDocument(JSON.stringify(document), "test.json"));
}

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: HeaderFields;
  readonly body?: string | Uint8Array;
}

async function ask(
  contract: Contract,
  options: MockOptions,
  sent: Sent,
): Promise<ApiResponse & { text: string }> {
  const { method = sent.body === undefined ? "GET" : "POST", path, headers = {}, body } = sent;
  const type = sent.body === undefined ? {} : { "content-type": "application/json" };
  const bytes = typeof body === "string" ? encodeText(body) : body;
  const request: ApiRequest = {
    method,
    path,
    headers: { ...type, ...headers },
    ...(bytes ? { body: bytes } : {}),
  };
  const response = await mock(contract, options).answer(request);
  return { ...response, text: decodeText(response.body) };
}

const pet = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string", maxLength: 5 }, tag: text },
  additionalProperties: false,
};
const pets = {
  "/pets": {
    get: {
      operationId: "listPets",
      parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
      responses: { "200": ok({ type: "array", items: pet, minItems: 1 }), "400": flat },
    },
    post: {
      operationId: "addPet",
      requestBody: { required: true, content: { "application/json": { schema: pet } } },
      responses: { "201": ok(pet), "400": flat, "413": flat },
    },
  },
  "/pets/{id}": {
    get: {
      operationId: "getPet",
      parameters: [{ name: "id", in: "path", required: true, schema: text }],
      responses: { "200": ok(pet), "404": flat },
    },
    delete: {
      operationId: "dropPet",
      parameters: [{ name: "id", in: "path", required: true, schema: text }],
      responses: { "204": { description: "x" } },
    },
  },
};

describe("routing", () => {
  const servers = { servers: [{ url: "https://api.example.com/v1" }] };
  const cases: [string, { sent: Sent; options?: MockOptions; want: object }][] = [
    ["under the base path", { sent: { path: "/v1/pets" }, want: { status: 200 } }],
    ["at the root for convenience", { sent: { path: "/pets" }, want: { status: 200 } }],
    [
      "not at the root when that is ruled out",
      { sent: { path: "/pets" }, options: { strictBasePath: true }, want: { status: 404 } },
    ],
    [
      "under another base path",
      { sent: { path: "/api/pets" }, options: { basePaths: ["/api/"] }, want: { status: 200 } },
    ],
    ["a base path ends at a slash", { sent: { path: "/v1pets" }, want: { status: 404 } }],
    [
      "an unknown path",
      {
        sent: { path: "/nothing" },
        want: { status: 404, headers: { "content-type": "application/problem+json" } },
      },
    ],
    [
      "a method that is not declared",
      {
        sent: { method: "PUT", path: "/v1/pets" },
        want: { status: 405, headers: { allow: "GET, POST, HEAD, OPTIONS" } },
      },
    ],
    [
      "OPTIONS tells the methods",
      {
        sent: { method: "OPTIONS", path: "/pets/1" },
        want: { status: 204, headers: { allow: "GET, DELETE, HEAD, OPTIONS" } },
      },
    ],
    [
      "HEAD is GET without its body",
      {
        sent: { method: "HEAD", path: "/pets/1" },
        want: { status: 200, text: "", headers: { "content-length": expect.stringMatching(/^[1-9]/) } },
      },
    ],
    ["HEAD of what cannot be got", { sent: { method: "HEAD", path: "/nothing" }, want: { status: 404 } }],
    ["two slashes", { sent: { path: "//" }, want: { status: 404 } }],
    [
      "a bad escape in the path",
      {
        sent: { path: "/pets/%zz" },
        want: { status: expect.toSatisfy((status: number) => status >= 400 && status < 500) },
      },
    ],
    ["no body for 204", { sent: { method: "DELETE", path: "/pets/1" }, want: { status: 204, text: "" } }],
  ];
  for (const [title, { sent, options = {}, want }] of cases) {
    test(title, async () =>
      expect(await ask(await contractOf(pets, servers), options, sent)).toMatchObject(want),
    );
  }
});

describe("credentials", () => {
  const secured = {
    "/a": { get: { operationId: "a", security: [{ key: [] }], responses: { "200": ok(text) } } },
    "/b": {
      get: {
        operationId: "b",
        "x-plumbline-roles": ["admin"],
        responses: { "200": ok(text), "401": flat, "403": flat },
      },
    },
    "/open": { get: { operationId: "open", security: [{ bearer: [] }, {}], responses: { "200": ok(text) } } },
  };
  const more = {
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        key: { type: "apiKey", in: "query", name: "key" },
      },
    },
  };
  const principals = [
    { name: "admin", key: "k-admin", role: "admin" },
    { name: "member", key: "k-member", role: "member" },
    { name: "nobody", key: "k-nobody" },
  ];
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const cases: [string, { sent: Sent; options?: MockOptions; want: object }][] = [
    [
      "a known key with the role",
      { sent: { path: "/b", headers: bearer("k-admin") }, options: { principals }, want: { status: 200 } },
    ],
    [
      "a known key without the role",
      {
        sent: { path: "/b", headers: bearer("k-member") },
        options: { principals },
        want: { status: 403, text: expect.stringContaining("admin") },
      },
    ],
    [
      "a known key of no role",
      { sent: { path: "/b", headers: bearer("k-nobody") }, options: { principals }, want: { status: 403 } },
    ],
    [
      "an unknown key",
      {
        sent: { path: "/b", headers: bearer("k-else") },
        options: { principals },
        want: { status: 401, text: expect.not.stringContaining("k-else") },
      },
    ],
    [
      "no key: what to send is said",
      {
        sent: { path: "/b" },
        options: { principals },
        want: {
          status: 401,
          text: expect.stringContaining("Authorization: Bearer"),
          headers: { "www-authenticate": expect.stringContaining("Bearer") },
        },
      },
    ],
    [
      "two Authorization headers",
      {
        sent: { path: "/b", headers: { authorization: ["Bearer k-admin", "Bearer k-admin"] } },
        options: { principals },
        want: { status: 401 },
      },
    ],
    [
      "any key where nobody is known",
      { sent: { path: "/b", headers: bearer("whatever") }, want: { status: 200 } },
    ],
    ["no key where nobody is known", { sent: { path: "/b" }, want: { status: 401 } }],
    [
      "a key in the query",
      { sent: { path: "/a?key=k-member" }, options: { principals }, want: { status: 200 } },
    ],
    [
      "401 that is not declared is problem details",
      {
        sent: { path: "/a" },
        want: { status: 401, headers: { "content-type": "application/problem+json" } },
      },
    ],
    [
      "optional security lets everybody in",
      { sent: { path: "/open", headers: bearer("k-else") }, options: { principals }, want: { status: 200 } },
    ],
    [
      "security switched off",
      { sent: { path: "/b" }, options: { principals, security: false }, want: { status: 200 } },
    ],
  ];
  for (const [title, { sent, options = {}, want }] of cases) {
    test(title, async () =>
      expect(await ask(await contractOf(secured, more), options, sent)).toMatchObject(want),
    );
  }
});

describe("invalid requests", () => {
  const body = (value: string) => ({ path: "/pets", body: value });
  const cases: [string, { sent: Sent; options?: MockOptions; want: object }][] = [
    [
      "the field and the reason are named",
      {
        sent: body('{"name":"toolong"}'),
        want: { status: 400, text: expect.stringMatching(/^\{"error":"name: /) },
      },
    ],
    [
      "a parameter",
      {
        sent: { path: "/pets?limit=x" },
        want: { status: 400, text: expect.stringContaining("query parameter limit: ") },
      },
    ],
    ["malformed JSON", { sent: body("{"), want: { status: 400 } }],
    ["no body", { sent: { method: "POST", path: "/pets" }, want: { status: 400 } }],
    ["an empty body", { sent: body(""), want: { status: 400 } }],
    [
      "bytes that are no UTF-8",
      {
        sent: { path: "/pets", body: Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
        want: { status: 400 },
      },
    ],
    ["5,000 levels", { sent: body(`${'{"name":'.repeat(5000)}1${"}".repeat(5000)}`), want: { status: 400 } }],
    ["500,000 levels", { sent: body(`${"[".repeat(500_000)}${"]".repeat(500_000)}`), want: { status: 400 } }],
    [
      "__proto__ is an unknown member",
      { sent: body('{"name":"a","__proto__":{"x":1}}'), want: { status: 400 } },
    ],
    ["a member that HTTP headers cannot hold", { sent: body('{"name":"a","ž":1}'), want: { status: 400 } }],
    [
      "another media type where 415 is not declared",
      {
        sent: { ...body("name=a"), headers: { "content-type": "text/plain" } },
        want: { status: 400, text: expect.stringContaining("application/json") },
      },
    ],
    [
      "too large",
      {
        sent: body('{"name":"abcde"}'),
        options: { contentLimit: 5 },
        want: { status: 413, text: expect.stringMatching(/^\{"error":/) },
      },
    ],
    [
      "a body in gzip",
      {
        sent: { path: "/pets", body: gzipSync('{"name":"a"}'), headers: { "content-encoding": "gzip" } },
        want: { status: 201 },
      },
    ],
    [
      "a small body that grows above the limit",
      {
        sent: { path: "/pets", body: gzipSync(" ".repeat(100_000)), headers: { "content-encoding": "gzip" } },
        options: { contentLimit: 50_000 },
        want: { status: 413 },
      },
    ],
    [
      "a body that is not in its coding",
      { sent: { ...body("{}"), headers: { "content-encoding": "gzip" } }, want: { status: 400 } },
    ],
    [
      "a coding that is not known",
      {
        sent: { ...body("{}"), headers: { "content-encoding": "zip" } },
        want: { status: 400, text: expect.stringContaining("gzip") },
      },
    ],
    [
      "a repeated key, when that is refused",
      {
        sent: body('{"name":"a","name":"b"}'),
        options: { duplicateKeys: "refuse" },
        want: { status: 400, text: expect.stringContaining("name") },
      },
    ],
    ["a repeated key, the last one valid", { sent: body('{"name":"a","name":"b"}'), want: { status: 201 } }],
    [
      "Accept and Content-Type that are no media types",
      { sent: { path: "/pets/1", headers: { accept: "json", "content-type": "x" } }, want: { status: 200 } },
    ],
  ];
  for (const [title, { sent, options = {}, want }] of cases) {
    test(title, async () => expect(await ask(await contractOf(pets), options, sent)).toMatchObject(want));
  }

  const wrong = { path: "/x", body: '{"name":1}' };
  const foreign = { path: "/x", body: "x", headers: { "content-type": "text/csv" } };
  const broken = { path: "/x", body: "{" };
  const choices: [string, { declared: string[]; sent: Sent; want: number }][] = [
    ["400 before 422", { declared: ["400", "422"], sent: wrong, want: 400 }],
    ["422 alone", { declared: ["422"], sent: wrong, want: 422 }],
    ["422 alone, for malformed JSON", { declared: ["422"], sent: broken, want: 422 }],
    ["415 for a media type", { declared: ["400", "415"], sent: foreign, want: 415 }],
    ["415 not for a value", { declared: ["400", "415"], sent: wrong, want: 400 }],
    ["a range", { declared: ["4XX"], sent: wrong, want: 400 }],
    [
      "415 for a body where none is declared",
      { declared: ["415"], sent: { ...broken, path: "/bare" }, want: 415 },
    ],
    [
      "a body that is not declared is passed over",
      { declared: ["400"], sent: { ...broken, path: "/bare" }, want: 200 },
    ],
    ["nothing: syntax is 400", { declared: [], sent: broken, want: 400 }],
    ["nothing: content is 422", { declared: [], sent: wrong, want: 422 }],
    ["nothing: a media type is 415", { declared: [], sent: foreign, want: 415 }],
  ];
  for (const [title, { declared, sent, want }] of choices) {
    test(`of what is declared: ${title}`, async () => {
      const responses = Object.fromEntries([["200", ok(text)], ...declared.map((status) => [status, flat])]);
      const post = {
        operationId: "x",
        requestBody: { required: true, content: { "application/json": { schema: pet } } },
        responses,
      };
      expect(
        (
          await ask(
            await contractOf({ "/x": { post }, "/bare": { post: { operationId: "bare", responses } } }),
            {},
            sent,
          )
        ).status,
      ).toBe(want);
    });
  }
});

describe("answers from the contract", () => {
  const named = { examples: { one: { value: "first" }, two: { value: "second" }, bad: { value: 7 } } };
  const paths = {
    "/x": { get: { operationId: "x", responses: { "404": flat, "202": ok(text), "200": ok(text, named) } } },
    "/default": { get: { operationId: "d", responses: { default: ok(text, { example: "by default" }) } } },
    "/range": { get: { operationId: "g", responses: { "2XX": ok(text), "201": ok(text) } } },
    "/xml": {
      get: {
        operationId: "xml",
        responses: {
          "200": {
            description: "x",
            content: { "application/xml": { example: { a: 1 } } },
          },
        },
      },
    },
    "/invalid": {
      get: {
        operationId: "i",
        parameters: [{ name: "q", in: "query", required: true, schema: text }],
        responses: {
          "200": ok(text),
          "400": {
            ...flat,
            content: {
              "application/json": {
                ...flat.content["application/json"],
                examples: { one: { value: { error: "first" } } },
              },
            },
          },
        },
      },
    },
    "/teapot": { get: { operationId: "t", responses: { "418": flat } } },
    "/bad": { get: { operationId: "b", responses: { "200": ok(text, { example: 7 }) } } },
    "/never": { get: { operationId: "n", responses: { "200": ok(false) } } },
    "/header": {
      get: {
        operationId: "h",
        responses: {
          "200": {
            description: "x",
            headers: {
              "X-Count": { required: true, schema: { type: "integer", minimum: 3 } },
              "X-Maybe": { schema: text },
            },
          },
        },
      },
    },
    "/types": {
      get: {
        operationId: "y",
        responses: {
          "200": {
            description: "x",
            content: { "text/plain": { example: "plain" }, "application/json": { example: { a: 1 } } },
          },
        },
      },
    },
    "/tree": { get: { operationId: "r", responses: { "200": ok({ $ref: "#/components/schemas/Tree" }) } } },
  };
  const components = {
    schemas: {
      Tree: {
        type: "object",
        required: ["left"],
        properties: { left: { anyOf: [{ type: "null" }, { $ref: "#/components/schemas/Tree" }] } },
      },
    },
  };
  const prefer = (value: string) => ({ headers: { prefer: value } });
  const cases: [string, { sent: Sent; want: object }][] = [
    ["the lowest 2xx, its first example", { sent: { path: "/x" }, want: { status: 200, text: '"first"' } }],
    [
      "a named example",
      { sent: { path: "/x", ...prefer("example=two") }, want: { status: 200, text: '"second"' } },
    ],
    [
      "a named example by the query",
      { sent: { path: "/x?__example=two" }, want: { status: 200, text: '"second"' } },
    ],
    [
      "an example that is not there",
      {
        sent: { path: "/x", ...prefer("example=three") },
        want: { status: 404, text: expect.stringContaining("it has one, two, bad") },
      },
    ],
    [
      "an example that breaks its schema",
      {
        sent: { path: "/x", ...prefer("example=bad") },
        want: { status: 404, text: expect.stringContaining("breaks its own schema") },
      },
    ],
    [
      "a wished status",
      {
        sent: { path: "/x", ...prefer("code=404") },
        want: { status: 404, text: expect.stringContaining('"error"') },
      },
    ],
    [
      "a wished status that is not declared",
      {
        sent: { path: "/x", ...prefer("code=500") },
        want: {
          status: 404,
          headers: { "content-type": "application/problem+json" },
          text: expect.stringContaining("declares no 500"),
        },
      },
    ],
    ["a wish that cannot be read", { sent: { path: "/x", ...prefer("code=abc") }, want: { status: 422 } }],
    ["an exact success before the range", { sent: { path: "/range" }, want: { status: 201 } }],
    [
      "XML as it can be written",
      {
        sent: { path: "/xml" },
        want: { status: 200, text: "<xml><a>1</a></xml>", headers: { "content-type": "application/xml" } },
      },
    ],
    [
      "a wished example for an invalid request",
      {
        sent: { path: "/invalid", ...prefer("code=400, example=one") },
        want: { status: 400, text: '{"error":"first"}' },
      },
    ],
    [
      "an invalid request is not hidden by a wish for success",
      {
        sent: { path: "/invalid", ...prefer("code=200") },
        want: { status: 400, text: expect.stringContaining("q") },
      },
    ],
    ["default as 200", { sent: { path: "/default" }, want: { status: 200, text: '"by default"' } }],
    [
      "default under a wished status",
      { sent: { path: "/default", ...prefer("code=503") }, want: { status: 503 } },
    ],
    ["the first declared where there is no success", { sent: { path: "/teapot" }, want: { status: 418 } }],
    [
      "a bad example gives way to a generated value",
      { sent: { path: "/bad" }, want: { status: 200, text: expect.stringMatching(/^"/) } },
    ],
    [
      "a schema that nothing satisfies",
      { sent: { path: "/never" }, want: { status: 501, text: expect.stringContaining("#/paths/~1never") } },
    ],
    [
      "required headers",
      {
        sent: { path: "/header" },
        want: { status: 200, text: "", headers: { "x-count": expect.stringMatching(/^\d+$/) } },
      },
    ],
    ["JSON first", { sent: { path: "/types" }, want: { text: '{"a":1}' } }],
    [
      "what the client accepts",
      {
        sent: { path: "/types", headers: { accept: "text/plain" } },
        want: { text: "plain", headers: { "content-type": "text/plain" } },
      },
    ],
    [
      "nothing that the client accepts",
      { sent: { path: "/types", headers: { accept: "image/png" } }, want: { status: 406 } },
    ],
    [
      "a body that is not declared needs no Accept",
      { sent: { path: "/header", headers: { accept: "image/png" } }, want: { status: 200 } },
    ],
    ["a cyclic schema", { sent: { path: "/tree" }, want: { status: 200 } }],
  ];
  for (const [title, { sent, want }] of cases) {
    test(title, async () =>
      expect(await ask(await contractOf(paths, { components }), {}, sent)).toMatchObject(want),
    );
  }

  test("generated answers keep the contract, and are the same each time", async () => {
    const contract = await contractOf(pets);
    const { answer } = mock(contract);
    const get = (headers: HeaderFields) => answer({ method: "GET", path: "/pets", headers }) as ApiResponse;
    const [operation] = contract.operations;
    expect(operation && readResponse(operation, get({}), "GET").problems).toEqual([]);
    expect(get({}).body).toBe(get({}).body);
    expect(decodeText(get({ prefer: "dynamic=true, seed=3" }).body)).toBe(
      decodeText(get({ prefer: "dynamic=true, seed=3" }).body),
    );
  });
});

test("dynamic answers differ from request to request, unless they have a seed", async () => {
  const number = { type: "integer", minimum: 1, maximum: 1_000_000 };
  const { answer } = mock(
    await contractOf({
      "/n": { get: { operationId: "n", responses: { "200": ok(number, { example: 7 }) } } },
    }),
  );
  const ten = (prefer: string) =>
    new Set(
      Array.from({ length: 10 }, () =>
        decodeText((answer({ method: "GET", path: "/n", headers: { prefer } }) as ApiResponse).body),
      ),
    );
  expect(ten("dynamic=true").size).toBeGreaterThan(5);
  expect(ten("dynamic=true, seed=x").size).toBe(1);
  expect([...ten("dynamic=false")]).toEqual(["7"]);
});

describe("handlers", () => {
  const request: Sent = { path: "/pets/7" };
  const cases: [string, { options: MockOptions; sent?: Sent; want: object }][] = [
    [
      "answer with a body",
      {
        options: {
          handlers: {
            getPet: ({ request: { path } }) => ({ status: 200, body: { name: String(path["id"]) } }),
          },
        },
        want: { status: 200, text: '{"name":"7"}' },
      },
    ],
    [
      "may take their time",
      {
        options: { handlers: { getPet: async () => ({ status: 200, body: { name: "a" } }) } },
        want: { status: 200 },
      },
    ],
    [
      "refuse in the declared shape",
      {
        options: { handlers: { getPet: () => ({ refuse: { status: 404, message: "no pet 7" } }) } },
        want: { status: 404, text: '{"error":"no pet 7"}' },
      },
    ],
    [
      "that break the contract are told so",
      {
        options: { handlers: { getPet: () => ({ status: 200, body: { name: 7 } }) } },
        want: { status: 500, text: expect.stringContaining("name: ") },
      },
    ],
    [
      "that break the contract, only reported",
      {
        options: { selfCheck: "report", handlers: { getPet: () => ({ status: 200, body: { name: 7 } }) } },
        want: { status: 200, text: '{"name":7}' },
      },
    ],
    [
      "with an undeclared status are told so",
      { options: { handlers: { getPet: () => ({ status: 299 }) } }, want: { status: 500 } },
    ],
    [
      "that throw are a 500 without the reason",
      {
        options: {
          handlers: {
            getPet: () => {
              throw new Error("hidden");
            },
          },
        },
        want: { status: 500, text: expect.not.stringContaining("hidden") },
      },
    ],
    [
      "that reject are a 500",
      { options: { handlers: { getPet: () => Promise.reject(new Error("hidden")) } }, want: { status: 500 } },
    ],
    [
      "give way to a wished status",
      {
        options: { handlers: { getPet: () => ({ status: 200, body: { name: "a" } }) } },
        sent: { ...request, headers: { prefer: "code=404" } },
        want: { status: 404 },
      },
    ],
    [
      "are not asked about an invalid request",
      {
        options: {
          handlers: {
            addPet: () => {
              throw new Error("asked");
            },
          },
        },
        sent: { path: "/pets", body: "{}" },
        want: { status: 400 },
      },
    ],
    [
      "answer a client that accepts nothing of theirs, for they have acted",
      {
        options: { handlers: { getPet: () => ({ status: 200, body: { name: "a" } }) } },
        sent: { ...request, headers: { accept: "image/png" } },
        want: { status: 200 },
      },
    ],
  ];
  for (const [title, { options, sent = request, want }] of cases) {
    test(title, async () => expect(await ask(await contractOf(pets), options, sent)).toMatchObject(want));
  }

  test("are told to onError when they throw", async () => {
    const seen: unknown[] = [];
    const handlers = {
      getPet: () => {
        throw new Error("why");
      },
    };
    await ask(await contractOf(pets), { handlers, onError: (error) => seen.push(error) }, request);
    expect(seen.map(String)).toEqual(["Error: why"]);
  });
});

describe("across origins", () => {
  const origin = { origin: "http://localhost:3000" };
  test("a preflight is answered on any path", async () => {
    const headers = {
      ...origin,
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization",
    };
    const { status, headers: fields } = await ask(
      await contractOf(pets),
      {},
      { method: "OPTIONS", path: "/pets", headers },
    );
    expect(status).toBe(204);
    expect(fields).toMatchObject({
      "access-control-allow-origin": origin.origin,
      "access-control-allow-headers": "authorization",
    });
  });
  for (const [title, path] of [
    ["an answer", "/pets"],
    ["a refusal", "/nothing"],
  ] as const) {
    test(`${title} can be read by the page`, async () => {
      const { headers } = await ask(await contractOf(pets), {}, { path, headers: origin });
      expect(headers).toMatchObject({ "access-control-allow-origin": origin.origin, vary: "Origin" });
    });
  }
  test("with cors off nothing is said about origins", async () => {
    const { headers } = await ask(
      await contractOf(pets),
      { cors: false },
      { path: "/pets", headers: origin },
    );
    expect(Object.keys(headers)).toEqual(["content-type"]);
  });
  test("the control is closed to other origins and open without one", async () => {
    const contract = await contractOf(pets);
    expect(
      (await ask(contract, {}, { path: "/_plumbline/state", headers: { ...origin, host: "localhost:4010" } }))
        .status,
    ).toBe(403);
    expect((await ask(contract, {}, { path: "/_plumbline/health" })).status).toBe(200);
    expect((await ask(contract, { control: false }, { path: "/_plumbline/health" })).status).toBe(404);
  });
});

test("a request without the base path is noted once", async () => {
  const notes: string[] = [];
  const contract = await contractOf(pets, { servers: [{ url: "/v1" }] });
  const { answer } = mock(contract, { log: (note) => notes.push(note) });
  for (const path of ["/v1/pets", "/pets", "/pets/1", "/nothing"])
    await answer({ method: "GET", path, headers: {} });
  expect(notes).toEqual([expect.stringContaining("/v1")]);
});

test("the journal says what was refused and why", async () => {
  const { answer, journal } = mock(await contractOf(pets));
  await answer({ method: "GET", path: "/pets?limit=x", headers: {} });
  await answer({
    method: "POST",
    path: "/pets",
    headers: { "content-type": "application/json" },
    body: encodeText('{"name":"a","name":"b"}'),
  });
  expect(journal.entries()).toMatchObject([
    {
      method: "GET",
      path: "/pets?limit=…",
      status: 400,
      operation: "listPets",
      problems: [expect.stringContaining("limit")],
    },
    { method: "POST", status: 201, operation: "addPet", problems: [expect.stringContaining("twice")] },
  ]);
});

test("a body that was not read is refused in the operation's shape", async () => {
  const { tooLarge } = mock(await contractOf(pets));
  const { status, body } = await tooLarge({
    method: "POST",
    path: "/pets",
    headers: { "content-type": "application/json" },
  });
  expect({ status, text: decodeText(body) }).toEqual({
    status: 413,
    text: expect.stringMatching(/^\{"error":/),
  });
});
