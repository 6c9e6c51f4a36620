// Shapes of schemas, and text read by them.
import { describe, expect, test } from "vitest";
import type { JsonSchema } from "../schema/violation.ts";
import { readLone, readPrimitive } from "./primitive.ts";
import { shapeOf } from "./shape.ts";

const DEFINITIONS: Readonly<Record<string, JsonSchema>> = {
  "#/id": { type: "integer" },
  "#/loop": { allOf: [{ $ref: "#/loop" }, { type: "string" }] },
  "#/tree": { type: "object", properties: { child: { $ref: "#/tree" }, size: { type: "integer" } } },
};
const of = (schema: JsonSchema) => shapeOf(schema, (ref) => DEFINITIONS[ref]);

const types: [title: string, schema: JsonSchema, want: string[]][] = [
  ["a plain type", { type: "integer" }, ["integer"]],
  ["a type list", { type: ["array", "null"] }, ["array", "null"]],
  ["a reference", { $ref: "#/id" }, ["integer"]],
  ["a reference beside keywords", { $ref: "#/id", minimum: 1 }, ["integer"]],
  ["allOf narrows number to integer", { type: "number", allOf: [{ $ref: "#/id" }] }, ["integer"]],
  ["anyOf joins", { anyOf: [{ type: "string" }, { type: "array" }] }, ["array", "string"]],
  [
    "oneOf under a type stays in it",
    { type: "string", oneOf: [{ minLength: 1 }, { maxLength: 9 }] },
    ["string"],
  ],
  ["anyOf with a branch that says nothing says nothing", { anyOf: [{ type: "integer" }, {}] }, []],
  ["enum values stand for types", { enum: [1, 2] }, ["integer", "number"]],
  ["enum narrows the type list", { type: ["string", "integer"], enum: ["1", "2"] }, ["string"]],
  ["const null", { const: null }, ["null"]],
  ["keywords hint at the type", { minimum: 1 }, ["number"]],
  ["properties hint at an object", { properties: { a: {} } }, ["object"]],
  ["a hint never overrules a type", { type: "string", minimum: 1 }, ["string"]],
  ["a circular allOf ends", { $ref: "#/loop" }, ["string"]],
  ["a reference to nowhere says nothing", { $ref: "#/none" }, []],
  ["true says nothing", true, []],
  ["false says nothing", false, []],
];

describe("the types a schema asks for", () => {
  for (const [title, schema, want] of types)
    test(title, () => expect([...of(schema).types].sort()).toEqual(want));

  test("a recursive schema has a shape at any depth", () => {
    let shape = of({ $ref: "#/tree" });
    for (let depth = 0; depth < 500; depth++) shape = shape.properties?.["child"] ?? shape;
    expect([...(shape.properties?.["size"]?.types ?? [])]).toEqual(["integer"]);
  });

  test("thousands of nested anyOf branches end", () => {
    let schema: JsonSchema = { type: "integer" };
    for (let depth = 0; depth < 40; depth++) schema = { anyOf: [schema, schema] };
    expect(of(schema).kinds.size).toBeGreaterThan(0);
  });

  test("a property named __proto__ is a property", () => {
    const schema: unknown = JSON.parse('{"properties":{"__proto__":{"type":"integer"}}}');
    const shape = of(schema as JsonSchema);
    expect(Object.keys(shape.properties ?? {})).toEqual(["__proto__"]);
  });

  test("items behind anyOf, properties of all branches, additional from patternProperties", () => {
    expect([...(of({ anyOf: [{ type: "array", items: { $ref: "#/id" } }] }).items?.types ?? [])]).toEqual([
      "integer",
    ]);
    const both = of({
      oneOf: [{ properties: { a: { type: "integer" } } }, { properties: { a: { type: "boolean" } } }],
    });
    expect([...(both.properties?.["a"]?.types ?? [])]).toEqual(["integer", "boolean"]);
    expect([...(of({ patternProperties: { "^x": { type: "boolean" } } }).additional?.types ?? [])]).toEqual([
      "boolean",
    ]);
    expect(of({ type: "object", additionalProperties: false }).additional).toBeUndefined();
  });
});

const texts: [text: string, schema: JsonSchema, want: unknown][] = [
  ["5", { type: "integer" }, 5],
  ["-5", { type: "integer" }, -5],
  ["0", { type: "integer" }, 0],
  ["1e3", { type: "integer" }, "1e3"],
  ["01", { type: "integer" }, "01"],
  ["+1", { type: "integer" }, "+1"],
  ["1.0", { type: "integer" }, "1.0"],
  [" 1", { type: "integer" }, " 1"],
  ["0x10", { type: "integer" }, "0x10"],
  ["", { type: "integer" }, ""],
  ["9007199254740993", { type: "integer" }, 9007199254740992],
  ["1e3", { type: "number" }, 1000],
  ["1.50", { type: "number" }, 1.5],
  [".5", { type: "number" }, ".5"],
  ["1e999", { type: "number" }, "1e999"],
  ["NaN", { type: "number" }, "NaN"],
  ["Infinity", { type: "number" }, "Infinity"],
  ["true", { type: "boolean" }, true],
  ["false", { type: "boolean" }, false],
  ["True", { type: "boolean" }, "True"],
  ["1", { type: "boolean" }, "1"],
  ["null", { type: ["integer", "null"] }, null],
  ["null", { type: ["string", "null"] }, "null"],
  ["null", { type: "integer" }, "null"],
  ["5", { type: "string" }, "5"],
  ["true", {}, "true"],
];

describe("text read by its types", () => {
  for (const [text, schema, want] of texts) {
    test(`"${text}" as ${JSON.stringify(schema)} is ${JSON.stringify(want)}`, () => {
      expect(readPrimitive(text, of(schema))).toBe(want);
    });
  }

  test("a lone text for a nullable list is null only if no item could be that string", () => {
    expect(readLone("null", of({ type: ["array", "null"], items: { type: "integer" } }))).toEqual({
      value: null,
    });
    expect(readLone("null", of({ type: ["array", "null"], items: { type: "string" } }))).toBeUndefined();
  });
});
