// What a mock must do that others were seen to get wrong: one request and one answer in a row, each row a sentence.
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ApiRequest, HeaderFields } from "../http.ts";
import { decodeText, encodeText } from "../http.ts";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import { readResponse } from "../contract/message.ts";
import type { Contract } from "../contract/model.ts";
import type { MockOptions } from "./mock.ts";
import { mock } from "./mock.ts";

type Schema = object | boolean;

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };
const string = { type: "string" };
const content = (schema: Schema, type = "application/json", more: object = {}) => ({
  content: { [type]: { schema, ...more } },
});
const answer = (schema: Schema, type?: string, more?: object) => ({
  description: "x",
  ...content(schema, type, more),
});
const refusal = answer({ type: "object", required: ["error"], properties: { error: string } });
const responses = { "200": { description: "x" }, "400": refusal };
const query = (schema: Schema, more: object = {}) => ({
  parameters: [{ name: "q", in: "query", schema, ...more }],
  responses,
});
const body = (schema: Schema, type?: string, more?: object) => ({
  requestBody: { required: true, ...content(schema, type, more) },
  responses,
});

interface Row {
  /** The operation of GET and POST /x, unless `paths` says more. */
  readonly operation?: object;
  readonly paths?: object;
  readonly more?: object;
  readonly openapi?: string;
  readonly options?: MockOptions;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: HeaderFields;
  readonly body?: string | Uint8Array;
  readonly want: number;
  readonly text?: string | RegExp;
  readonly header?: Readonly<Record<string, unknown>>;
}

async function contractOf({
  operation = { responses },
  paths,
  more,
  openapi = "3.1.0",
}: Row): Promise<Contract> {
  const document = {
    openapi,
    info: { title: "T", version: "1" },
    paths: paths ?? { "/x": { get: operation, post: operation } },
    ...more,
  };
  return compileContract(await parseDocument(JSON.stringify(document), "test.json"));
}

async function ask(row: Row): Promise<{ status: number; headers: HeaderFields; text: string }> {
  const { path = "/x", headers = {}, options = {} } = row;
  const bytes = typeof row.body === "string" ? encodeText(row.body) : row.body;
  const request: ApiRequest = {
    method: row.method ?? (bytes ? "POST" : "GET"),
    path,
    headers: { ...(bytes ? JSON_TYPE : {}), ...headers },
    ...(bytes ? { body: bytes } : {}),
  };
  const response = await mock(await contractOf(row), options).answer(request);
  return { ...response, text: decodeText(response.body) };
}

function table(title: string, rows: readonly (readonly [string, Row])[]): void {
  describe(title, () => {
    for (const [sentence, row] of rows) {
      test(sentence, async () => {
        const { status, headers, text } = await ask(row);
        expect([status, status === row.want ? "" : text]).toEqual([row.want, ""]);
        if (row.text instanceof RegExp) expect(text).toMatch(row.text);
        else if (row.text !== undefined) expect(text).toBe(row.text);
        if (row.header) expect(headers).toMatchObject(row.header);
      });
    }
  });
}

const inPath = (schema: Schema, more: object = {}) => ({
  "/x/{id}": {
    get: { parameters: [{ name: "id", in: "path", required: true, schema, ...more }], responses },
  },
});
const multipart = (...parts: string[]): Pick<Row, "body" | "headers"> => ({
  headers: { "content-type": "multipart/form-data; boundary=b" },
  body: `${parts.map((part) => `--b\r\n${part}\r\n`).join("")}--b--\r\n`,
});
const field = (name: string, value: string, type = "") =>
  `Content-Disposition: form-data; name="${name}"${type === "" ? "" : `\r\nContent-Type: ${type}`}\r\n\r\n${value}`;
const person = { type: "object", required: ["name"], properties: { name: string, age: { type: "integer" } } };
const header = (schema: Schema) => ({
  responses: { "200": { description: "x", headers: { "X-A": { required: true, schema } } } },
});

table("no request ends the mock", [
  ["an Accept that is no media type is passed over", { headers: { accept: "json" }, want: 200 }],
  ["so is one with half a parameter", { headers: { accept: "text/html;level" }, want: 200 }],
  [
    "a Content-Type that is none does not matter without a body",
    { headers: { "content-type": "x" }, want: 200 },
  ],
  [
    "an escape that escapes nothing is the client's mistake",
    { paths: inPath(string), path: "/x/%zz", want: 400 },
  ],
  ["so is one that is no UTF-8", { paths: inPath(string), path: "/x/%E0%A4%A", want: 400 }],
  [
    "and one in the name of a form field",
    {
      operation: body(person, "application/x-www-form-urlencoded"),
      headers: FORM_TYPE,
      body: "%zz=1",
      want: 400,
    },
  ],
  [
    "a file part without a type of its own is read",
    {
      operation: body({ type: "object", properties: { file: {} } }, "multipart/form-data"),
      ...multipart('Content-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n\u0001'),
      want: 200,
    },
  ],
  [
    "a refusal may name any member",
    {
      operation: body({ ...person, additionalProperties: false }),
      body: '{"name":"a","ž":1}',
      want: 400,
      text: /ž/,
    },
  ],
  [
    "a label parameter without its dot is invalid",
    { paths: inPath(string, { style: "label" }), path: "/x/abc", want: 400 },
  ],
  [
    "a matrix parameter without its name is invalid",
    { paths: inPath(string, { style: "matrix" }), path: "/x/abc", want: 400 },
  ],
  [
    "pipes may delimit an object",
    {
      operation: query(
        { type: "object", properties: { a: string } },
        { style: "pipeDelimited", explode: false },
      ),
      path: "/x?q=a%7C1",
      want: 200,
    },
  ],
  [
    "blanks may delimit what is described by oneOf",
    {
      operation: query(
        { oneOf: [{ type: "array", items: string }, string] },
        { style: "spaceDelimited", explode: false },
      ),
      path: "/x?q=a%20b",
      want: 200,
    },
  ],
  [
    "and may be absent",
    { operation: query({ type: ["array", "null"] }, { style: "spaceDelimited", explode: false }), want: 200 },
  ],
  [
    "a deepObject needs no schema",
    {
      operation: { parameters: [{ name: "q", in: "query", style: "deepObject" }], responses },
      path: "/x?q[a]=1",
      want: 200,
    },
  ],
  [
    "a list in a response header is generated",
    {
      operation: header({ type: "array", items: string, minItems: 1 }),
      want: 200,
      header: { "x-a": expect.any(String) },
    },
  ],
  [
    "so is an object",
    {
      operation: header({ type: "object", required: ["a"], properties: { a: { const: 1 } } }),
      want: 200,
      header: { "x-a": "a,1" },
    },
  ],
  [
    "spaceDelimited on a plain field is a plain field",
    {
      operation: body(person, "application/x-www-form-urlencoded", {
        encoding: { name: { style: "spaceDelimited" } },
      }),
      headers: FORM_TYPE,
      body: "name=a",
      want: 200,
    },
  ],
  ["a path of slashes is not found", { path: "//", want: 404 }],
  [
    "a Content-Type that is none, with a body, is the client's mistake",
    { operation: body(person), headers: { "content-type": "x" }, body: "{}", want: 400 },
  ],
  [
    "a header example with a line break loses it",
    { operation: header({ type: "string", examples: ["a\nb\u0161"] }), want: 200, header: { "x-a": "a b?" } },
  ],
]);

const draft3 = (schema: Schema): Row => ({ openapi: "3.0.3", operation: body(schema), want: 400 });

table("no schema is skipped in silence", [
  [
    "nullable without a type is judged beside everything else",
    {
      ...draft3({ type: "object", properties: { a: { nullable: true }, b: { type: "integer" } } }),
      body: '{"a":null,"b":"x"}',
    },
  ],
  [
    "nullable in 3.1 is taken as it is meant",
    {
      operation: body({ type: "object", properties: { a: { type: "string", nullable: true } } }),
      body: '{"a":null}',
      want: 200,
    },
  ],
  [
    "and the rest of the body is judged",
    {
      operation: body({ type: "object", properties: { a: { type: "string", nullable: true }, b: string } }),
      body: '{"a":null,"b":1}',
      want: 400,
    },
  ],
  [
    "a pattern that is invalid under the u flag still holds",
    { operation: body({ type: "string", pattern: "^[\\w-.]+$" }), body: '"a b"', want: 400 },
  ],
  [
    "a type that is none leaves the others standing",
    { operation: body({ properties: { a: { type: "obj" }, b: string } }), body: '{"a":1,"b":1}', want: 400 },
  ],
  [
    "so does required: true on a property",
    {
      openapi: "3.0.3",
      operation: body({ properties: { a: { ...string, required: true } } }),
      body: '{"a":1}',
      want: 400,
    },
  ],
  [
    "the base dialect of 3.1 is the one that is spoken",
    {
      more: { jsonSchemaDialect: "https://spec.openapis.org/oas/3.1/dialect/base" },
      operation: body({ prefixItems: [string] }),
      body: "[1]",
      want: 400,
    },
  ],
  [
    "an undefined security scheme lets nobody in",
    {
      operation: { security: [{ ghost: [] }], responses },
      headers: { authorization: "Bearer a" },
      want: 401,
    },
  ],
]);

const readOnly = {
  type: "object",
  required: ["id", "name"],
  additionalProperties: false,
  properties: { id: { ...string, readOnly: true }, name: string },
};
const cat = { type: "object", required: ["t"], properties: { t: string, lives: { type: "integer" } } };
const zoo = {
  components: {
    schemas: { Cat: cat, Dog: { ...cat, properties: { t: string, bark: { type: "boolean" } } } },
  },
};
const variants = {
  discriminator: {
    propertyName: "t",
    mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" },
  },
  anyOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
};

table("verdicts are right", [
  [
    "3.1 knows prefixItems",
    { operation: body({ prefixItems: [string], items: false }), body: '["a",1]', want: 400 },
  ],
  [
    "3.1 knows unevaluatedProperties",
    {
      operation: body({ allOf: [person], unevaluatedProperties: false }),
      body: '{"name":"a","x":1}',
      want: 400,
    },
  ],
  [
    "3.1 knows dependentRequired",
    { operation: body({ dependentRequired: { a: ["b"] } }), body: '{"a":1}', want: 400 },
  ],
  [
    "3.1 knows minContains",
    { operation: body({ contains: string, minContains: 2 }), body: '["a",1]', want: 400 },
  ],
  [
    "a discriminator maps a value to its variant",
    { more: zoo, operation: body(variants), body: '{"t":"cat","lives":9}', want: 200 },
  ],
  [
    "a value that no variant has is refused under anyOf too",
    { more: zoo, operation: body(variants), body: '{"t":"fish"}', want: 400 },
  ],
  [
    "a value that breaks its own variant is refused",
    { more: zoo, operation: body(variants), body: '{"t":"dog","bark":1}', want: 400 },
  ],
  [
    "oneOf gives the reason of one variant",
    {
      more: zoo,
      operation: body({ ...variants, oneOf: variants.anyOf, anyOf: undefined }),
      body: '{"t":"cat","lives":"x"}',
      want: 400,
      text: /^(?!.*bark).*lives.*$/,
    },
  ],
  ["a read-only property is not asked for", { operation: body(readOnly), body: '{"name":"a"}', want: 200 }],
  [
    "nor inside oneOf and lists",
    {
      operation: body({ oneOf: [{ type: "array", items: readOnly }, { type: "integer" }] }),
      body: '[{"name":"a"}]',
      want: 200,
    },
  ],
  [
    "a branch of allOf keeps its own closed door",
    {
      operation: body({
        allOf: [{ properties: { a: string }, additionalProperties: false }, { properties: { b: string } }],
      }),
      body: '{"b":"x"}',
      want: 400,
    },
  ],
  [
    "19.99 is a multiple of 0.01",
    { operation: body({ type: "number", multipleOf: 0.01 }), body: "19.99", want: 200 },
  ],
  [
    "an int64 beyond 2^53 is one",
    { operation: body({ type: "integer", format: "int64" }), body: "9223372036854775000", want: 200 },
  ],
  [
    "a date-time has no blank",
    { operation: body({ ...string, format: "date-time" }), body: '"2024-01-01 10:00:00Z"', want: 400 },
  ],
  ["0 is a body", { operation: body({ type: "integer" }), body: "0", want: 200 }],
  ["false is a body", { operation: body({ type: "boolean" }), body: "false", want: 200 }],
  ["null is a body", { operation: body({ type: "null" }), body: "null", want: 200 }],
  ["an empty text is a body", { operation: body(string), body: '""', want: 200 }],
  [
    "%20 separates a spaceDelimited list",
    {
      operation: query(
        { type: "array", items: { type: "integer" }, minItems: 2 },
        { style: "spaceDelimited", explode: false },
      ),
      path: "/x?q=1%202",
      want: 200,
    },
  ],
  [
    "an absent deepObject asks for none of its members",
    {
      operation: query(
        { type: "object", required: ["a"], properties: { a: string } },
        { style: "deepObject" },
      ),
      want: 200,
    },
  ],
  [
    "a deepObject obeys additionalProperties",
    {
      operation: query(
        { type: "object", properties: { a: string }, additionalProperties: false },
        { style: "deepObject" },
      ),
      path: "/x?q[b]=1",
      want: 400,
    },
  ],
  [
    "a list behind anyOf is split",
    {
      operation: query(
        { anyOf: [{ type: "array", items: { type: "integer" }, minItems: 2 }, { type: "null" }] },
        { explode: false },
      ),
      path: "/x?q=1,2",
      want: 200,
    },
  ],
  [
    "so is a list that may be null",
    {
      operation: query(
        { type: ["array", "null"], items: { type: "integer" }, minItems: 2 },
        { explode: false },
      ),
      path: "/x?q=1,2",
      want: 200,
    },
  ],
  [
    "an empty text is a value for a required string",
    { operation: query(string, { required: true }), path: "/x?q=", want: 200 },
  ],
  ["1e3 is no integer", { operation: query({ type: "integer" }), path: "/x?q=1e3", want: 400 }],
  [
    "names of the query are case-sensitive",
    { operation: query(string, { required: true }), path: "/x?Q=a", want: 400 },
  ],
  [
    "a cookie is checked",
    {
      operation: {
        parameters: [{ name: "sid", in: "cookie", required: true, schema: { type: "integer" } }],
        responses,
      },
      headers: { cookie: "sid=abc" },
      want: 400,
    },
  ],
  [
    "a parameter with content is checked",
    {
      operation: { parameters: [{ name: "q", in: "query", ...content(person) }], responses },
      path: `/x?q=${encodeURIComponent('{"name":1}')}`,
      want: 400,
    },
  ],
  [
    "dots separate an exploded label object",
    {
      paths: inPath(
        {
          type: "object",
          required: ["a", "b"],
          properties: { a: { type: "integer" }, b: { type: "integer" } },
        },
        { style: "label", explode: true },
      ),
      path: "/x/.a=1.b=2",
      want: 200,
    },
  ],
  [
    "a repeated form field is a list",
    {
      operation: body(
        { properties: { a: { type: "array", items: string, minItems: 2 } } },
        "application/x-www-form-urlencoded",
      ),
      headers: FORM_TYPE,
      body: "a=1&a=2",
      want: 200,
    },
  ],
  [
    "a JSON part is parsed",
    {
      operation: body({ properties: { p: person } }, "multipart/form-data"),
      ...multipart(field("p", '{"name":1}', "application/json")),
      want: 400,
    },
  ],
  [
    "a form obeys additionalProperties",
    {
      operation: body(
        { properties: { a: string }, additionalProperties: false },
        "application/x-www-form-urlencoded",
      ),
      headers: FORM_TYPE,
      body: "a=1&b=2",
      want: 400,
    },
  ],
  [
    "a part is never percent-decoded",
    {
      operation: body({ properties: { a: { const: "%41" } } }, "multipart/form-data"),
      ...multipart(field("a", "%41")),
      want: 200,
    },
  ],
  [
    "a field given twice is not one value",
    {
      operation: body({ properties: { a: string } }, "multipart/form-data"),
      ...multipart(field("a", "1"), field("a", "2")),
      want: 400,
    },
  ],
  [
    "a part's type counts",
    {
      operation: body({ properties: { a: string } }, "multipart/form-data", {
        encoding: { a: { contentType: "image/png" } },
      }),
      ...multipart(field("a", "1", "text/plain")),
      want: 400,
    },
  ],
  [
    "the suffix of a media type counts",
    {
      operation: body(person),
      headers: { "content-type": "application/vnd.x+json" },
      body: '{"name":"a"}',
      want: 400,
    },
  ],
  [
    "HEAD is GET without the body",
    { operation: { responses: { "200": answer({ const: "abc" }) } }, method: "HEAD", want: 200, text: "" },
  ],
  [
    "a declared HEAD has no body either",
    {
      paths: { "/x": { head: { responses: { "200": answer({ const: "abc" }) } } } },
      method: "HEAD",
      want: 200,
      text: "",
    },
  ],
  [
    "405 says what is allowed",
    { method: "DELETE", want: 405, header: { allow: "GET, POST, HEAD, OPTIONS" } },
  ],
  ["an empty segment is not found", { paths: inPath(string), path: "/x/", want: 404 }],
  [
    "a template matches the whole segment",
    { paths: { "/t.{ext}": { get: { responses } } }, path: "/xt.json", want: 404 },
  ],
  [
    "gzip is taken off",
    {
      operation: body(person),
      headers: { "content-encoding": "gzip" },
      body: gzipSync('{"name":1}'),
      want: 400,
      text: /name/,
    },
  ],
]);

const secured = (scheme: object, options: MockOptions = {}): Row => ({
  more: { components: { securitySchemes: { s: scheme } } },
  operation: { security: [{ s: [] }], responses },
  options,
  want: 200,
});

table("credentials are read as HTTP has them", [
  [
    "the scheme of a bearer may have any case",
    { ...secured({ type: "http", scheme: "bearer" }), headers: { authorization: "bEaReR a" } },
  ],
  [
    "a password may hold a colon",
    { ...secured({ type: "http", scheme: "basic" }), headers: { authorization: `Basic ${btoa("a:b:c")}` } },
  ],
  [
    "another cookie's name is not this one's",
    { ...secured({ type: "apiKey", in: "cookie", name: "sid" }), headers: { cookie: "xsid=1" }, want: 401 },
  ],
  [
    "an empty key is none",
    { ...secured({ type: "apiKey", in: "header", name: "X-Key" }), headers: { "x-key": "" }, want: 401 },
  ],
  [
    "a 401 says how to ask",
    {
      ...secured({ type: "http", scheme: "bearer" }),
      want: 401,
      header: { "www-authenticate": expect.stringContaining("Bearer") },
    },
  ],
  [
    "a made-up 401 keeps its headers out of its body",
    { ...secured({ type: "http", scheme: "bearer" }), want: 401, text: /^(?!.*headers)/ },
  ],
  ["security can be switched off", secured({ type: "http", scheme: "bearer" }, { security: false })],
]);

const mediaTypes = [
  "text/event-stream",
  "application/x-ndjson",
  "text/xml",
  "application/x-www-form-urlencoded",
  "application/pdf",
  "text/csv",
  "text/html",
];

table(
  "every media type is served",
  mediaTypes.map((type): [string, Row] => [
    type,
    {
      operation: { responses: { "200": answer(person, type) } },
      want: 200,
      header: { "content-type": type },
    },
  ]),
);

table("what a type or a status cannot be otherwise", [
  [
    "a range of fonts is served as a font",
    {
      operation: { responses: { "200": answer({ type: "string", format: "binary" }, "font/*") } },
      want: 200,
      header: { "content-type": expect.stringMatching(/^font\/[a-z-]+$/) },
    },
  ],
  [
    "205 has no content, whatever is declared for it",
    { operation: { responses: { "205": answer(person) } }, want: 205, text: "" },
  ],
]);

const negotiated = {
  responses: {
    "200": answer(string, "application/json", { examples: { one: { value: "1" } } }),
    "404": answer({ type: "object", properties: { message: string } }, "application/problem+json"),
  },
};

table("errors and wishes", [
  [
    "a declared error body tells the reason",
    { operation: body(person), body: "{}", want: 400, text: /needs the property name/ },
  ],
  [
    "malformed JSON gets the declared shape and no stack trace",
    { operation: body(person), body: "{", want: 400, text: /^\{"error":(?!.*\bat .*:\d+)/ },
  ],
  [
    "a body above the limit gets the declared shape",
    {
      operation: { ...body(person), responses: { ...responses, "413": refusal } },
      options: { contentLimit: 5 },
      body: '{"name":"a"}',
      want: 413,
      text: /^\{"error"/,
    },
  ],
  [
    "a wish for a status is granted",
    {
      operation: negotiated,
      headers: { prefer: "code=404" },
      want: 404,
      header: { "content-type": "application/problem+json" },
    },
  ],
  [
    "one for an undeclared status is refused, and not as the API's own 404",
    { operation: negotiated, headers: { prefer: "code=418" }, want: 404, text: /urn:plumbline:preference/ },
  ],
  [
    "a wish that cannot be negotiated is refused aloud",
    { operation: negotiated, headers: { prefer: "code=404", accept: "text/csv" }, want: 406 },
  ],
  ["so is a wish that cannot be read", { operation: negotiated, headers: { prefer: "code=4o4" }, want: 422 }],
  [
    "an unknown example is refused aloud",
    { operation: negotiated, headers: { prefer: "example=two" }, want: 404, text: /it has one/ },
  ],
  [
    "error bodies are negotiated",
    {
      operation: {
        ...body(person),
        responses: {
          "400": {
            description: "x",
            content: { "application/json": { schema: {} }, "text/plain": { schema: string } },
          },
        },
      },
      headers: { accept: "text/plain" },
      body: "{}",
      want: 400,
      header: { "content-type": "text/plain" },
    },
  ],
  [
    "the base path of a server is served",
    { more: { servers: [{ url: "https://a.example/v1" }] }, path: "/v1/x", want: 200 },
  ],
]);

const schemas: readonly (readonly [string, Schema])[] = [
  ["a pattern", { type: "string", pattern: "^[A-Z]{3}-\\d{4}$" }],
  ["a lookahead", { type: "string", pattern: "^(?=.*\\d)(?=.*[a-z]).{8,}$" }],
  ["letters of any script", { type: "string", pattern: "^\\p{Lu}\\p{Ll}+$" }],
  ["a duration", { type: "string", format: "duration" }],
  ["bytes", { type: "string", format: "byte", minLength: 8 }],
  ["a short address", { type: "string", format: "email", maxLength: 8 }],
  ["a multiple", { type: "number", multipleOf: 0.05, minimum: 7.01 }],
  ["distinct items", { type: "array", items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 }],
  [
    "a tuple",
    { type: "array", prefixItems: [{ type: "integer" }, { type: "string" }], items: false, minItems: 2 },
  ],
  ["a list that contains", { type: "array", contains: { const: 7 }, minItems: 2 }],
  ["a required name without a description", { type: "object", required: ["a"] }],
  [
    "names by additionalProperties",
    { type: "object", minProperties: 3, additionalProperties: { type: "integer" } },
  ],
  [
    "names by pattern",
    {
      type: "object",
      minProperties: 2,
      patternProperties: { "^x-": { type: "string" } },
      additionalProperties: false,
    },
  ],
  ["names of their own kind", { type: "object", minProperties: 1, propertyNames: { pattern: "^[a-z]{4}$" } }],
  ["not everything", { type: "object", properties: { a: { type: "string" } }, not: { required: ["a"] } }],
  [
    "what depends",
    {
      type: "object",
      properties: { a: { type: "integer" }, b: { type: "integer" } },
      dependentRequired: { a: ["b"] },
    },
  ],
  [
    "oneOf beside properties",
    {
      type: "object",
      properties: { k: { type: "string" } },
      oneOf: [{ required: ["k"] }, { required: ["m"], properties: { m: { type: "integer" } } }],
    },
  ],
  [
    "branches of oneOf that overlap",
    {
      oneOf: [
        { type: "object", required: ["a"], properties: { a: { type: "string" }, b: { type: "string" } } },
        { type: "object", required: ["a"], properties: { a: { type: "string" }, c: { type: "string" } } },
      ],
    },
  ],
  [
    "branches that differ deep inside",
    {
      oneOf: [
        { properties: { cells: { type: "array", items: { properties: { a: string } } } } },
        { properties: { cells: { type: "array", items: { properties: { a: string, b: string } } } } },
      ],
    },
  ],
  [
    "lists of branches that overlap",
    {
      type: "array",
      minItems: 1,
      items: {
        oneOf: [
          { type: "object", properties: { a: { type: "string" } } },
          { type: "object", properties: { b: { type: "string" } } },
        ],
      },
    },
  ],
  [
    "if, then",
    {
      type: "object",
      required: ["a"],
      properties: { a: { enum: ["x"] } },
      if: { properties: { a: { const: "x" } } },
      then: { required: ["b"] },
    },
  ],
  ["bounds that exclude", { type: "number", exclusiveMinimum: 1, exclusiveMaximum: 1.1 }],
  ["a large minimum", { type: "integer", minimum: 9_007_199_254_740_000 }],
  ["a default that is wrong", { type: "integer", default: "x" }],
  ["a schema that needs itself", { $ref: "#/components/schemas/Tree" }],
];
const tree = {
  type: "object",
  required: ["children"],
  properties: {
    children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
    parent: { $ref: "#/components/schemas/Tree" },
  },
};

describe("a generated body keeps its own schema", () => {
  for (const dynamic of [false, true]) {
    for (const [what, schema] of schemas) {
      test(`${what}${dynamic ? ", whatever the seed" : ""}`, async () => {
        const contract = await contractOf({
          operation: { responses: { "200": answer(schema) } },
          more: { components: { schemas: { Tree: tree } } },
          want: 200,
        });
        const [operation] = contract.operations;
        if (!operation) throw new Error("the contract has an operation");
        const served = mock(contract, { selfCheck: "off", dynamic });
        for (let turn = 0; turn < (dynamic ? 12 : 1); turn++) {
          const response = await served.answer({ method: "GET", path: "/x", headers: {} });
          expect([response.status, decodeText(response.body)]).toEqual([200, expect.any(String)]);
          expect(readResponse(operation, response, "GET").problems).toEqual([]);
        }
      });
    }
  }
});

describe("seeds", () => {
  const operation = {
    responses: {
      "200": answer({
        type: "object",
        required: ["a", "b"],
        properties: { a: string, b: { type: "integer" } },
      }),
    },
  };
  const prefer = (value: string) => ({ method: "GET", path: "/x", headers: { prefer: value } });

  test("a seed is that of its own request, and of every field", async () => {
    const { answer: served } = mock(await contractOf({ operation, want: 200 }));
    const one = await served(prefer("dynamic=true, seed=7"));
    await served(prefer("dynamic=true"));
    const again = await served(prefer("dynamic=true, seed=7"));
    const other = await served(prefer("dynamic=true, seed=8"));
    expect(decodeText(again.body)).toBe(decodeText(one.body));
    expect(decodeText(other.body)).not.toBe(decodeText(one.body));
  });

  test("without a wish the answer is always the same, and has no members that nobody described", async () => {
    const { answer: served } = mock(await contractOf({ operation, want: 200 }));
    const first = decodeText((await served({ method: "GET", path: "/x", headers: {} })).body);
    const second = decodeText((await served({ method: "GET", path: "/x", headers: {} })).body);
    expect(second).toBe(first);
    expect(Object.keys(JSON.parse(first) as object)).toEqual(["a", "b"]);
  });

  test("dynamic answers vary, texts too", async () => {
    const { answer: served } = mock(
      await contractOf({
        operation: {
          responses: {
            "200": answer({
              type: "object",
              required: ["name", "city", "email"],
              properties: { name: string, city: string, email: { ...string, format: "email" } },
            }),
          },
        },
        want: 200,
      }),
      { dynamic: true },
    );
    const texts = new Set<string>();
    for (let turn = 0; turn < 10; turn++)
      texts.add(decodeText((await served({ method: "GET", path: "/x", headers: {} })).body));
    expect(texts.size).toBeGreaterThan(5);
  });
});

test("slips of the contract are named, each with its place", async () => {
  const contract = await contractOf({
    openapi: "3.1.0",
    operation: body({
      properties: {
        a: { type: "obj" },
        b: { type: "string", pattern: "(?i)abc" },
        c: { type: "string", nullable: true },
        d: { type: "string", required: true },
      },
    }),
    want: 200,
  });
  await mock(contract).answer({ method: "POST", path: "/x", headers: JSON_TYPE, body: encodeText("{}") });
  const found = contract.findings.map(({ code, pointer }) => `${code} ${pointer.split("/schema/")[1] ?? ""}`);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^keyword-value properties\/a\/type$/),
      expect.stringMatching(/^pattern-invalid properties\/b\/pattern$/),
      expect.stringMatching(/^nullable-in-3.1 properties\/c/),
      expect.stringMatching(/^keyword-value properties\/d\/required$/),
    ]),
  );
});
