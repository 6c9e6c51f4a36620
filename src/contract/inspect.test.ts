// The slips that only a look through the whole contract shows.
import { describe, expect, test } from "vitest";
import { contractWith, schemaContract } from "./contract.test-data.ts";
import { inspectContract } from "./inspect.ts";
import { loadContract } from "./compile.ts";

const codes = (findings: readonly { code: string; pointer: string }[]): string[] =>
  findings.map(({ code, pointer }) => `${code} ${pointer.replace("#/components/schemas/Case", "#")}`);

describe("values that a contract gives itself", () => {
  const rows: [string, Record<string, unknown>, string, string[]][] = [
    ["a default that fits", { type: "string", default: "a" }, "3.1.0", []],
    ["a default that does not", { type: "string", default: 1 }, "3.1.0", ["default-refused #/default"]],
    ["a default of null beside nullable", { type: "string", nullable: true, default: null }, "3.0.3", []],
    [
      "a default of null beside nullable and allOf",
      { type: "object", nullable: true, allOf: [{ required: ["a"] }], default: null },
      "3.0.3",
      [],
    ],
    [
      "a default of a property",
      { properties: { a: { maxLength: 1, default: "ab" } } },
      "3.1.0",
      ["default-refused #/properties/a/default"],
    ],
    ["a property that is called default", { properties: { default: { type: "string" } } }, "3.1.0", []],
    [
      "an example that does not fit",
      { type: "integer", example: "a" },
      "3.0.3",
      ["example-refused #/example"],
    ],
    [
      "the second of two examples",
      { type: "integer", examples: [1, "a"] },
      "3.1.0",
      ["example-refused #/examples/1"],
    ],
    [
      "an example without what only the other direction needs",
      { required: ["id"], properties: { id: { readOnly: true } }, example: {} },
      "3.0.3",
      [],
    ],
    [
      "an example inside a variant",
      {
        oneOf: [
          { type: "string", example: "a" },
          { type: "integer", example: "a" },
        ],
      },
      "3.0.3",
      ["example-refused #/oneOf/1/example"],
    ],
  ];
  for (const [name, schema, version, want] of rows) {
    test(name, async () => {
      const { contract } = await schemaContract(schema, { version });
      const only = (deep: boolean): string[] =>
        codes(inspectContract(contract, { deep })).filter((code) => code.includes("refused"));
      expect(only(false)).toEqual([]);
      expect(only(true)).toEqual(want);
    });
  }

  test("examples beside the schema, in bodies and parameters", async () => {
    const schema = { type: "object", properties: { a: { type: "integer" } } };
    const contract = await contractWith({
      "/": {
        post: {
          parameters: [
            { name: "n", in: "query", schema: { type: "integer" }, example: [1] },
            { name: "s", in: "query", schema: { type: "array", items: { type: "integer" } }, example: "1,2" },
          ],
          requestBody: {
            content: {
              "application/json": {
                schema,
                examples: { good: { value: { a: 1 } }, bad: { value: { a: "x" } } },
              },
              "application/xml": { schema, example: "<a>1</a>" },
            },
          },
          responses: {
            200: { description: "", content: { "application/json": { schema, example: 1 } } },
            400: { description: "" },
          },
        },
      },
    });
    expect(
      inspectContract(contract, { deep: true }).map(({ pointer, message }) => [pointer, message]),
    ).toEqual([
      [
        "#/paths/~1/post/requestBody/content/application~1json/examples/bad/value",
        "this example is refused by its schema: a must be integer, not a string",
      ],
      [
        "#/paths/~1/post/responses/200/content/application~1json/example",
        "this example is refused by its schema: it must be object, not an integer",
      ],
      [
        "#/paths/~1/post/parameters/0/example",
        "this example is refused by its schema: it must be integer, not an array",
      ],
    ]);
  });
});

describe("what is promised when something goes wrong", () => {
  const ok = { 200: { description: "" } };
  const json = (schema: unknown): unknown => ({
    description: "",
    content: { "application/json": { schema } },
  });
  const scheme = {
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
    security: [{ key: [] }],
  };

  test("secured operations without a 401 are one finding with their number", async () => {
    const contract = await contractWith(
      {
        "/a": {
          get: { operationId: "a", responses: { ...ok, 404: { description: "" } } },
          put: { operationId: "b", responses: { ...ok, 400: { description: "" } } },
        },
        "/b": {
          get: { operationId: "c", responses: { ...ok, "4XX": { description: "" } } },
          put: { operationId: "d", responses: { ...ok, default: { description: "" } } },
        },
        "/c": { get: { operationId: "e", security: [], responses: { ...ok, 404: { description: "" } } } },
      },
      scheme,
    );
    expect(inspectContract(contract)).toEqual([
      {
        code: "no-401",
        severity: "note",
        pointer: "#/paths/~1a/get/responses",
        message: "2 of 4 secured operations declare no 401 (nor 4XX, nor default): a, b",
      },
    ]);
  });

  test("operations without any 4xx are one finding with their number", async () => {
    const contract = await contractWith(
      Object.fromEntries(["/a", "/b", "/c", "/d"].map((path) => [path, { get: { responses: ok } }])),
    );
    expect(inspectContract(contract)).toEqual([
      {
        code: "no-client-error",
        severity: "note",
        pointer: "#/paths/~1a/get/responses",
        message:
          "4 of 4 operations declare no 4xx answer at all (nor default): GET /a, GET /b, GET /c, and 1 more",
      },
    ]);
  });

  const errors: [string, unknown, boolean][] = [
    ["nothing required", { type: "object", properties: { error: { type: "string" } } }, true],
    ["no keyword at all", {}, true],
    ["something required", { type: "object", required: ["error"] }, false],
    ["a text", { type: "string" }, false],
    ["required in a member of allOf", { allOf: [{ type: "object" }, { required: ["a"] }] }, false],
    ["required in every variant", { oneOf: [{ required: ["a"] }, { required: ["b"] }] }, false],
    ["one variant without", { anyOf: [{ required: ["a"] }, { type: "object" }] }, true],
    ["one member at least", { minProperties: 1 }, false],
    ["an enum", { enum: [{ a: 1 }] }, false],
    ["excluded otherwise", { not: { maxProperties: 0 } }, false],
    ["a recursion", { type: "object", properties: { inner: { $ref: "#/components/schemas/E" } } }, true],
  ];
  for (const [name, schema, empty] of errors) {
    test(`an error schema with ${name} ${empty ? "may" : "may not"} be empty`, async () => {
      const contract = await contractWith(
        {
          "/a": {
            get: {
              responses: {
                400: json({ $ref: "#/components/schemas/E" }),
                404: json({ $ref: "#/components/schemas/E" }),
              },
            },
          },
        },
        { components: { schemas: { E: schema } } },
      );
      expect(codes(inspectContract(contract))).toEqual(empty ? ["empty-error #/components/schemas/E"] : []);
    });
  }

  test("the bundled contract has neither", async () => {
    const contract = await loadContract("openapi.yaml", { overlays: ["openapi.overlay.yaml"] });
    expect(inspectContract(contract, { deep: true })).toEqual([]);
  });
});
