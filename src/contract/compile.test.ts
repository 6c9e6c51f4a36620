// From a document to a contract: what is read, what is told, and that nothing but a KitError is ever thrown.
import { describe, expect, test } from "vitest";
import { encodeText } from "../http.ts";
import { KitError } from "../errors.ts";
import { clausesOf } from "./clauses.ts";
import { contractOf, contractWith } from "./contract.test-data.ts";
import { inspectContract } from "./inspect.ts";
import { declaredFor, readRequest, readResponse } from "./message.ts";
import type { Contract } from "./model.ts";
import { routerOf } from "./router.ts";
import { readCredentials } from "./security.ts";

const INFO = { title: "t", version: "1" };
const OK = { 200: { description: "" } };

describe("documents that are no contract", () => {
  const rows: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["no openapi field", { info: INFO, paths: {} }, /no `openapi` field/],
    ["another version", { openapi: "4.0.0", paths: {} }, /field is "4.0.0"/],
    ["a version that only begins alike", { openapi: "3.10.0", paths: {} }, /field is "3.10.0"/],
    ["Swagger 2.0", { swagger: "2.0", paths: {} }, /Swagger 2.0/],
    ["a Postman collection", { info: { _postman_id: "a" }, item: [] }, /Postman/],
    [
      "a Postman collection without an id",
      { info: { schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }, item: [] },
      /Postman/,
    ],
    ["a version that is an object", { openapi: {} }, /field is {}/],
  ];
  for (const [name, document, message] of rows) {
    test(name, async () => {
      const failure: unknown = await contractOf(document).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(KitError);
      expect(failure).toMatchObject({
        code: "contract-invalid",
        message: expect.stringMatching(message),
        where: "contract.json",
      });
    });
  }
});

describe("documents with slips", () => {
  const get = (operation: unknown) => ({ "/a": { get: operation } });
  const body = (requestBody: unknown) => get({ requestBody, responses: OK });
  const rows: readonly (readonly [string, unknown, readonly string[], number])[] = [
    ["none", get({ responses: OK }), [], 1],
    ["no paths", undefined, ["no-operations #/paths"], 0],
    ["paths that are no object", [], ["paths-value #/paths", "no-operations #/paths"], 0],
    ["paths of null", null, ["paths-value #/paths", "no-operations #/paths"], 0],
    ["an extension among the paths", { "x-a": 1, ...get({ responses: OK }) }, [], 1],
    [
      "a path without a slash",
      { a: { get: { responses: OK } } },
      ["path-value #/paths/a", "no-operations #/paths"],
      0,
    ],
    [
      "a path with a query",
      { "/a?b={c}": { get: { responses: OK } } },
      ["path-value #/paths/~1a?b={c}", "path-parameter-undescribed #/paths/~1a?b={c}/get"],
      1,
    ],
    [
      "two paths that are one",
      {
        "/{a}": { parameters: [{ name: "a", in: "path", schema: {} }], get: { responses: OK } },
        "/{b}": { parameters: [{ name: "b", in: "path", schema: {} }], put: { responses: OK } },
      },
      ["path-twice #/paths/~1{b}"],
      2,
    ],
    ["a path item of null", { "/a": null }, ["not-an-object #/paths/~1a", "no-operations #/paths"], 0],
    [
      "a path item to nowhere",
      { "/a": { $ref: "#/components/pathItems/a" } },
      ["unresolved-reference #/paths/~1a/$ref", "no-operations #/paths"],
      0,
    ],
    [
      "a path item in a circle",
      { "/a": { $ref: "#/paths/~1b" }, "/b": { $ref: "#/paths/~1a" } },
      ["circular-reference #/paths/~1a/$ref", "circular-reference #/paths/~1b/$ref", "no-operations #/paths"],
      0,
    ],
    [
      "operations beside the $ref of a path item",
      { "/a": { $ref: "#/paths/~1b", put: {} }, "/b": { get: { responses: OK } } },
      ["ref-siblings #/paths/~1a"],
      2,
    ],
    ["an operation of null", get(null), ["operation-value #/paths/~1a/get", "no-operations #/paths"], 0],
    ["an operation that is a list", get([]), ["operation-value #/paths/~1a/get", "no-operations #/paths"], 0],
    ["no responses", get({}), ["no-responses #/paths/~1a/get/responses"], 1],
    ["responses of null", get({ responses: null }), ["no-responses #/paths/~1a/get/responses"], 1],
    [
      "a response of null",
      get({ responses: { 200: null } }),
      ["not-an-object #/paths/~1a/get/responses/200"],
      1,
    ],
    [
      "a response to nowhere",
      get({ responses: { 200: { $ref: "#/components/responses/a" } } }),
      ["unresolved-reference #/paths/~1a/get/responses/200/$ref"],
      1,
    ],
    [
      "a status that is none",
      get({ responses: { 200: { description: "" }, ok: {}, 600: {}, "2xx": { description: "" } } }),
      ["response-status #/paths/~1a/get/responses/600", "response-status #/paths/~1a/get/responses/ok"],
      1,
    ],
    [
      "content that is no object",
      get({ responses: { 200: { description: "", content: "json" } } }),
      ["wrong-form #/paths/~1a/get/responses/200/content"],
      1,
    ],
    [
      "a media type of null says only the type",
      get({ responses: { 200: { description: "", content: { "text/plain": null } } } }),
      [],
      1,
    ],
    [
      "headers that are a list",
      get({ responses: { 200: { description: "", headers: [] } } }),
      ["wrong-form #/paths/~1a/get/responses/200/headers"],
      1,
    ],
    [
      "parameters that are no list",
      get({ parameters: {}, responses: OK }),
      ["wrong-form #/paths/~1a/get/parameters"],
      1,
    ],
    [
      "a parameter of null",
      get({ parameters: [null], responses: OK }),
      ["not-an-object #/paths/~1a/get/parameters/0"],
      1,
    ],
    [
      "a parameter without a name",
      get({ parameters: [{ in: "query", schema: {} }], responses: OK }),
      ["parameter-value #/paths/~1a/get/parameters/0"],
      1,
    ],
    [
      "a parameter in the body",
      get({ parameters: [{ name: "a", in: "body", schema: {} }], responses: OK }),
      ["parameter-value #/paths/~1a/get/parameters/0"],
      1,
    ],
    [
      "a parameter without a schema",
      get({ parameters: [{ name: "a", in: "query" }], responses: OK }),
      ["parameter-undescribed #/paths/~1a/get/parameters/0"],
      1,
    ],
    [
      "a style of another place",
      get({ parameters: [{ name: "a", in: "query", style: "matrix", schema: {} }], responses: OK }),
      ["parameter-style #/paths/~1a/get/parameters/0/style"],
      1,
    ],
    [
      "a header parameter that HTTP owns",
      get({ parameters: [{ name: "accept", in: "header", schema: {} }], responses: OK }),
      ["header-parameter-ignored #/paths/~1a/get/parameters/0"],
      1,
    ],
    [
      "a path parameter that the path has not",
      get({ parameters: [{ name: "b", in: "path", required: true, schema: {} }], responses: OK }),
      ["path-parameter-unknown #/paths/~1a/get/parameters/0"],
      1,
    ],
    ["a body of text", body("json"), ["not-an-object #/paths/~1a/get/requestBody"], 1],
    ["a body without content", body({}), ["body-undescribed #/paths/~1a/get/requestBody"], 1],
    [
      "an encoding that is a list",
      body({ content: { "multipart/form-data": { schema: {}, encoding: [] } } }),
      ["wrong-form #/paths/~1a/get/requestBody/content/multipart~1form-data/encoding"],
      1,
    ],
    [
      "an encoding of null",
      body({ content: { "multipart/form-data": { schema: {}, encoding: { a: null } } } }),
      ["not-an-object #/paths/~1a/get/requestBody/content/multipart~1form-data/encoding/a"],
      1,
    ],
    [
      "an encoding's style",
      body({ content: { "multipart/form-data": { schema: {}, encoding: { a: { style: "matrix" } } } } }),
      ["wrong-form #/paths/~1a/get/requestBody/content/multipart~1form-data/encoding/a/style"],
      1,
    ],
    [
      "an operationId twice",
      {
        "/a": { get: { operationId: "x", responses: OK } },
        "/b": { get: { operationId: "x", responses: OK } },
      },
      ["operation-id-twice #/paths/~1b/get/operationId"],
      2,
    ],
  ];
  for (const [name, paths, want, operations] of rows) {
    test(name, async () => {
      const contract = await contractWith(paths);
      expect(contract.findings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(want);
      expect(contract.operations.length).toBe(operations);
    });
  }

  test("a shared component is reported once, however often it is used", async () => {
    const use = {
      parameters: [{ $ref: "#/components/parameters/bad" }],
      responses: { 200: { $ref: "#/components/responses/bad" } },
    };
    const contract = await contractWith(
      { "/a": { get: use, put: use }, "/b": { get: use } },
      {
        components: {
          parameters: { bad: { name: "a" } },
          responses: { bad: { description: "", headers: 1 } },
        },
      },
    );
    expect(contract.findings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "parameter-value #/components/parameters/bad",
      "wrong-form #/components/responses/bad/headers",
    ]);
  });
});

describe("dialects", () => {
  const rows: readonly (readonly [unknown, readonly string[]])[] = [
    [undefined, []],
    ["https://spec.openapis.org/oas/3.1/dialect/base", []],
    ["https://spec.openapis.org/oas/3.1/dialect/2024-11-10", []],
    ["https://json-schema.org/draft/2020-12/schema", []],
    ["https://json-schema.org/draft/2020-12/schema#", []],
    ["http://json-schema.org/draft-07/schema#", ["dialect-unknown #/jsonSchemaDialect"]],
    [7, ["dialect-unknown #/jsonSchemaDialect"]],
  ];
  for (const [jsonSchemaDialect, want] of rows) {
    test(`jsonSchemaDialect ${JSON.stringify(jsonSchemaDialect)}`, async () => {
      const schema = { type: "object", properties: { a: { type: "string" } } };
      const contract = await contractWith(
        { "/": { post: { requestBody: { content: { "application/json": { schema } } }, responses: OK } } },
        jsonSchemaDialect === undefined ? {} : { jsonSchemaDialect },
      );
      expect(contract.operations[0]?.requestBody?.content[0]?.schema?.accepts({ a: 1 })).toBe(false);
      expect(contract.findings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(want);
    });
  }

  test("OpenAPI 3.2 is read as 3.1, aloud", async () => {
    const contract = await contractOf({
      openapi: "3.2.0",
      info: INFO,
      paths: { "/": { get: { responses: OK } } },
    });
    expect([contract.operations.length, contract.findings.map(({ code }) => code)]).toEqual([
      1,
      ["version-3.2"],
    ]);
  });

  test("a version that YAML reads as a number", async () => {
    const contract = await contractOf({
      openapi: 3.1,
      info: INFO,
      paths: { "/": { get: { responses: OK } } },
    });
    expect([contract.openapi, contract.findings]).toEqual(["3.1", []]);
  });
});

describe("operations", () => {
  test("take the path item's parameters, and their own in place of those of the same place and name", async () => {
    const query = (name: string, type: string): unknown => ({ name, in: "query", schema: { type } });
    const contract = await contractWith({
      "/{id}": {
        parameters: [query("a", "string"), query("b", "string"), { name: "a", in: "header", schema: {} }],
        get: { parameters: [query("a", "integer"), { name: "id", in: "path", schema: {} }], responses: OK },
      },
    });
    expect(
      contract.operations[0]?.parameters.map(({ in: place, name, required, pointer }) => [
        place,
        name,
        required,
        pointer.replace("#/paths/~1{id}", ""),
      ]),
    ).toEqual([
      ["query", "a", false, "/get/parameters/0"],
      ["query", "b", false, "/parameters/1"],
      ["header", "a", false, "/parameters/2"],
      ["path", "id", true, "/get/parameters/1"],
    ]);
  });

  test("answer a status by its number, then its range, then default", async () => {
    const contract = await contractWith({
      "/": { get: { responses: { 200: {}, "4xx": {}, 404: {}, default: {} } } },
    });
    const [operation] = contract.operations;
    if (!operation) throw new Error("no operation");
    expect([200, 404, 400, 500].map((status) => declaredFor(operation, status)?.status)).toEqual([
      "200",
      "404",
      "4XX",
      "default",
    ]);
  });

  test("share the schemas they refer to", async () => {
    const content = { "application/json": { schema: { $ref: "#/components/schemas/A" } } };
    const answer = { 200: { $ref: "#/components/responses/a" } };
    const contract = await contractWith(
      { "/": { get: { responses: answer }, put: { responses: answer } } },
      { components: { schemas: { A: { type: "string" } }, responses: { a: { description: "", content } } } },
    );
    const [one, other] = contract.operations.map(({ responses }) => responses[0]?.content[0]?.schema);
    expect(one).toBeDefined();
    expect(one).toBe(other);
  });
});

/** Works a contract as every part of the project does; nothing here may throw. */
function exercise(contract: Contract): void {
  const router = routerOf(contract.operations);
  const body = encodeText('{"a":1}');
  for (const operation of contract.operations) {
    const match = router(operation.method, operation.path.replace(/[{}]/g, ""));
    const headers = { "content-type": "application/json", authorization: "Bearer a", cookie: "a=1" };
    const request = { method: operation.method, path: `${operation.path}?a=1&b[c]=2`, headers, body };
    readRequest(operation, request, match.kind === "operation" ? match.pathValues : {});
    readCredentials(operation, request);
    for (const status of [200, 404]) readResponse(operation, { status, headers, body }, operation.method);
  }
  clausesOf(contract);
  inspectContract(contract, { deep: true });
  for (const { pointer } of contract.findings) contract.locate(pointer);
}

const SAMPLE = {
  openapi: "3.1.0",
  info: INFO,
  servers: [{ url: "https://{a}/v1", variables: { a: { default: "b" } } }],
  security: [{ key: [] }, { both: ["s"], key: [] }],
  tags: [{ name: "t" }],
  paths: {
    "/a/{id}": {
      parameters: [{ $ref: "#/components/parameters/id" }],
      patch: {
        operationId: "patchA",
        tags: ["t"],
        deprecated: true,
        security: [{ both: ["x"] }, {}],
        parameters: [
          {
            name: "a",
            in: "query",
            style: "form",
            explode: true,
            schema: { type: "array", items: { type: "integer" } },
            example: [1],
          },
          {
            name: "b",
            in: "query",
            style: "deepObject",
            schema: { type: "object", properties: { c: { type: "string" } } },
          },
          {
            name: "c",
            in: "cookie",
            content: { "application/json": { schema: { type: "object" }, example: {} } },
          },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { $ref: "#/components/schemas/Pet" },
              examples: { one: { value: { t: "Cat" } } },
            },
            "multipart/form-data": {
              schema: { type: "object", properties: { f: { type: "string" } } },
              encoding: { f: { contentType: "text/plain", style: "form" } },
            },
          },
        },
        responses: {
          200: {
            description: "",
            headers: { "X-A": { required: true, schema: { type: "integer" } } },
            content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } },
          },
          "4XX": { $ref: "#/components/responses/error" },
        },
        "x-plumbline-roles": ["admin"],
      },
    },
  },
  components: {
    parameters: {
      id: {
        name: "id",
        in: "path",
        required: true,
        schema: { type: "string", pattern: "^\\w+$", format: "uuid" },
      },
    },
    responses: {
      error: {
        description: "",
        content: { "application/json": { schema: { type: "object", required: ["error"] } } },
      },
    },
    schemas: {
      Pet: {
        oneOf: [{ $ref: "#/components/schemas/Cat" }, { type: "null" }],
        discriminator: { propertyName: "t", mapping: { Cat: "#/components/schemas/Cat" } },
      },
      Cat: {
        type: ["object", "null"],
        nullable: true,
        required: ["t"],
        properties: {
          t: { type: "string", default: "Cat" },
          n: { multipleOf: 0.5, exclusiveMinimum: 1, minimum: 0, readOnly: true },
        },
        patternProperties: { "^x": { enum: [1, 2] } },
        dependentRequired: { n: ["t"] },
        additionalProperties: { allOf: [{ $ref: "#/components/schemas/Cat" }, { not: { const: 1 } }] },
        example: { t: "Cat" },
      },
    },
    securitySchemes: {
      key: { type: "http", scheme: "bearer" },
      both: { type: "apiKey", in: "cookie", name: "a" },
    },
  },
};

/** Every place of the sample, as the keys that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], item: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return item;
  const entries = Object.entries(value as object).map(
    ([name, old]) => [name, name === key ? replaced(old, rest, item) : old] as const,
  );
  return Array.isArray(value) ? entries.map(([, old]) => old) : Object.fromEntries(entries);
}

describe("a document with anything in any place", () => {
  const STRANGE: readonly unknown[] = [
    null,
    true,
    "x",
    [null],
    { $ref: "#" },
    { $ref: "#/components/schemas/Cat" },
    { "": null, constructor: [], toString: {} },
    JSON.parse('{"__proto__":{"__proto__":null}}'),
  ];

  test("the sample itself has no slips but those it is meant to have", async () => {
    const contract = await contractOf(SAMPLE);
    exercise(contract);
    expect(contract.findings.map(({ code }) => code)).toEqual(["nullable-in-3.1"]);
  });

  for (const strange of STRANGE) {
    test(`${JSON.stringify(strange)} never throws anything but a KitError`, async () => {
      const thrown: string[] = [];
      for (const path of placesIn(SAMPLE)) {
        if (path.length === 0) continue;
        try {
          exercise(await contractOf(replaced(SAMPLE, path, strange) as Record<string, unknown>));
        } catch (error) {
          if (!(error instanceof KitError)) thrown.push(`${path.join("/")}: ${String(error)}`);
        }
      }
      expect(thrown).toEqual([]);
    });
  }
});

test("webhooks and callbacks are compiled, and no path is missed in them", async () => {
  const sent = {
    post: { requestBody: { content: { "application/json": { schema: { type: "integer" } } } } },
  };
  const nested = { post: { ...sent.post, callbacks: { again: { "{$url}": sent } } } };
  const contract = await contractOf({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: {
      "/x": {
        post: { operationId: "x", callbacks: { done: { "{$request.body#/url}": nested } }, responses: {} },
      },
    },
    webhooks: { arrived: sent },
  });
  const [operation] = contract.operations;
  expect(contract.webhooks?.map(({ method, path }) => [method, path])).toEqual([["POST", "arrived"]]);
  expect(operation?.callbacks).toMatchObject([
    { name: "done", expression: "{$request.body#/url}", operation: { method: "POST", parameters: [] } },
  ]);
  expect(operation?.callbacks?.[0]?.operation.callbacks).toBeUndefined();
  expect(operation?.callbacks?.[0]?.operation.requestBody?.content[0]?.schema?.accepts("1")).toBe(false);
  expect(contract.findings.filter(({ code }) => code.startsWith("path"))).toEqual([]);
});
