// The clauses of a contract: complete, each once, and each with a line that a finding can show.
import { describe, expect, test } from "vitest";
import { clausesOf, operationClauses, pathPointer } from "./clauses.ts";
import { loadContract } from "./compile.ts";
import { contractWith, schemaContract } from "./contract.test-data.ts";
import { locateNearest } from "./document.ts";
import type { Contract } from "./model.ts";

const CONTRACTS: readonly (readonly [string, () => Promise<Contract>])[] = [
  [
    "openapi.yaml with its overlay",
    () => loadContract("openapi.yaml", { overlays: ["openapi.overlay.yaml"] }),
  ],
  ["openapi.yaml as published", () => loadContract("openapi.yaml")],
  [
    "fixtures/contracts/onecli-org-secrets.yaml",
    () => loadContract("fixtures/contracts/onecli-org-secrets.yaml"),
  ],
];

/** Assertions of a schema document, found in the document itself and not by way of its translation. */
const ASSERTED =
  /\/(type|enum|const|minLength|maxLength|pattern|format|minimum|maximum|minItems|maxItems|uniqueItems|required|minProperties|maxProperties|oneOf|anyOf|not)$/;

function assertionsBelow(node: unknown, pointer: string, named: boolean): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (!named && key.startsWith("x-")) return [];
    const here = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!named && ["examples", "example", "default", "enum", "const"].includes(key))
      return ASSERTED.test(here) ? [here] : [];
    const own = !named && ASSERTED.test(here) ? [here] : [];
    return [...own, ...assertionsBelow(value, here, !named && key === "properties")];
  });
}

for (const [name, load] of CONTRACTS) {
  describe(name, () => {
    test("every clause is written somewhere, and stands once per operation and part", async () => {
      const contract = await load();
      const clauses = clausesOf(contract);
      expect(clauses.length).toBeGreaterThan(20);
      expect(clauses.filter(({ pointer }) => locateNearest(contract, pointer) === undefined)).toEqual([]);
      const own = clauses.filter(({ pointer }) => contract.locate(pointer) === undefined);
      // The content of an answer that is a $ref, and what `nullable` is read as, have the line of what they stand in.
      const UNWRITTEN = /\/responses\/\d+\/content$|InjectionConfig\/(?:anyOf|nullable\/type)$/;
      expect(own.map(({ pointer }) => pointer).filter((pointer) => !UNWRITTEN.test(pointer))).toEqual([]);
      const keys = clauses.map(({ operation, part, pointer }) => `${operation} ${part} ${pointer}`);
      expect(new Set(keys).size).toBe(keys.length);
    });

    test("every assertion of the bodies, and of the component schemas that an operation reaches, is a clause", async () => {
      const contract = await load();
      const pointers = new Set(clausesOf(contract).map(({ pointer }) => pointer));
      const schemas = contract.at("#/components/schemas") as Record<string, unknown>;
      const reached = Object.keys(schemas).filter((schema) =>
        [...pointers].some((pointer) => pointer.startsWith(`#/components/schemas/${schema}/`)),
      );
      expect(reached.length).toBeGreaterThan(2);
      const bodies = contract.operations.flatMap(({ requestBody, responses }) =>
        [requestBody, ...responses].flatMap(
          (part) => part?.content.map(({ schema }) => schema?.pointer ?? "") ?? [],
        ),
      );
      const written = [...bodies, ...reached.map((schema) => `#/components/schemas/${schema}`)].flatMap(
        (pointer) => assertionsBelow(contract.at(pointer), pointer, false),
      );
      expect(written.length).toBeGreaterThan(20);
      expect(written.filter((pointer) => !pointers.has(pointer))).toEqual([]);
    });

    test("every operation has its path, its method, its security, and every response its status", async () => {
      const contract = await load();
      for (const operation of contract.operations) {
        const clauses = operationClauses(operation);
        const pointers = clauses.map(({ pointer }) => pointer);
        expect(pointers).toContain(pathPointer(operation));
        expect(pointers).toContain(operation.pointer);
        expect(pointers).toContain(operation.securityPointer);
        for (const response of operation.responses) expect(pointers).toContain(response.pointer);
      }
    });
  });
}

describe("clauses of schemas", () => {
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      "bounds",
      { type: "string", minLength: 1, format: "uuid", description: "x", title: "y" },
      ["/type", "/minLength", "/format"],
    ],
    ["an open additionalProperties says nothing", { type: "object", additionalProperties: true }, ["/type"]],
    [
      "a closed one does",
      { properties: { a: { type: "string" } }, additionalProperties: false },
      ["/additionalProperties", "/properties/a/type"],
    ],
    ["an empty required says nothing", { required: [] }, []],
    ["items and what they hold", { items: { maximum: 1 } }, ["/items/maximum"]],
    [
      "patterns of names",
      { patternProperties: { "^a": { type: "string" } }, propertyNames: { pattern: "b" } },
      ["/propertyNames", "/propertyNames/pattern", "/patternProperties/^a/type"],
    ],
    [
      "variants",
      { oneOf: [{ type: "string" }, { const: 1 }] },
      ["/oneOf", "/oneOf/0/type", "/oneOf/1/const"],
    ],
    [
      "a recursion",
      { properties: { next: { $ref: "#/components/schemas/Case" } }, minProperties: 1 },
      ["/minProperties"],
    ],
    [
      "a discriminator, once",
      {
        discriminator: { propertyName: "t" },
        oneOf: [{ required: ["t"], properties: { t: { const: "a" } } }],
      },
      ["/oneOf", "/discriminator", "/oneOf/0/required", "/oneOf/0/properties/t/const"],
    ],
    [
      "a property called discriminator",
      { properties: { discriminator: { type: "string" } } },
      ["/properties/discriminator/type"],
    ],
    [
      "keywords that are left out are no clauses",
      { type: "obj", pattern: "(?i)a", minLength: 2 },
      ["/minLength"],
    ],
    ["an unknown format is none", { format: "colour" }, []],
  ];
  for (const [name, schema, want] of rows) {
    test(name, async () => {
      const { contract } = await schemaContract(schema);
      const pointers = clausesOf(contract)
        .filter(({ part, pointer }) => part === "request" && pointer.startsWith("#/components/"))
        .map(({ pointer }) => pointer.replace("#/components/schemas/Case", ""));
      expect(pointers.toSorted()).toEqual(want.toSorted());
    });
  }

  test("parameters, bodies, headers and answers", async () => {
    const schema = { type: "integer" };
    const contract = await contractWith({
      "/{a}": {
        put: {
          parameters: [
            { name: "a", in: "path", required: true, schema },
            { name: "b", in: "query", required: true, schema },
            { name: "c", in: "query", schema },
          ],
          requestBody: { required: true, content: { "text/plain": {}, "application/json": { schema } } },
          responses: {
            200: {
              description: "",
              headers: { "x-a": { required: true, schema } },
              content: { "application/json": { schema } },
            },
          },
        },
      },
    });
    const put = "#/paths/~1{a}/put";
    expect(
      clausesOf(contract).map(
        ({ part, keyword, pointer }) => `${part} ${keyword} ${pointer.replace(put, "")}`,
      ),
    ).toEqual([
      "path path #/paths/~1{a}",
      "method method ",
      "parameter type /parameters/0/schema/type",
      "parameter required /parameters/1/required",
      "parameter type /parameters/1/schema/type",
      "parameter type /parameters/2/schema/type",
      "request required /requestBody/required",
      "request media-type /requestBody/content",
      "request syntax /requestBody/content/text~1plain",
      "request syntax /requestBody/content/application~1json",
      "request type /requestBody/content/application~1json/schema/type",
      "response status /responses/200",
      "response media-type /responses/200/content",
      "response required /responses/200/headers/x-a/required",
      "response type /responses/200/headers/x-a/schema/type",
      "response type /responses/200/content/application~1json/schema/type",
    ]);
  });
});
