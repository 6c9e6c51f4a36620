// What OpenAPI means by its schemas: values accepted and refused, and the slips that are told.
import { describe, expect, test } from "vitest";
import { schemaContract } from "./contract.test-data.ts";

type Schema = Readonly<Record<string, unknown>> | boolean;

interface Row {
  readonly schema: Schema;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly yes?: readonly unknown[];
  readonly no?: readonly unknown[];
  readonly slips?: readonly string[];
}

function table(title: string, version: string, rows: readonly (readonly [string, Row])[]): void {
  describe(`${title}, OpenAPI ${version}`, () => {
    for (const [name, { schema, schemas = {}, yes = [], no = [], slips = [] }] of rows) {
      test(name, async () => {
        const { request, slips: found } = await schemaContract(schema, { version, schemas });
        expect(yes.filter((value) => !request.accepts(value) || request.check(value).length > 0)).toEqual([]);
        expect(no.filter((value) => request.accepts(value) || request.check(value).length === 0)).toEqual([]);
        expect(found()).toEqual(slips);
      });
    }
  });
}

const NAME = { Name: { type: "string", minLength: 2 } };
const UNTYPED = "nullable-without-type #/nullable";
const IN_3_1 = "nullable-in-3.1 #/nullable";

table("nullable", "3.0.3", [
  ["with a type", { schema: { type: "string", nullable: true }, yes: [null, "a"], no: [1] }],
  ["false says nothing", { schema: { type: "string", nullable: false }, yes: ["a"], no: [null] }],
  [
    "with the type of an object",
    { schema: { type: "object", nullable: true, required: ["a"] }, yes: [null, { a: 1 }], no: [{}] },
  ],
  [
    "with an enum that holds null",
    { schema: { type: "string", enum: ["a", null], nullable: true }, yes: [null, "a"], no: ["b"] },
  ],
  [
    "with an enum without null",
    { schema: { type: "string", enum: ["a"], nullable: true }, yes: [null, "a"], no: ["b"] },
  ],
  [
    "with an enum and no type",
    { schema: { enum: ["a"], nullable: true }, yes: [null, "a"], no: ["b"], slips: [UNTYPED] },
  ],
  [
    "beside a $ref",
    {
      schema: { $ref: "#/components/schemas/Name", nullable: true },
      schemas: NAME,
      yes: [null, "ab"],
      no: ["a"],
      slips: [UNTYPED],
    },
  ],
  [
    "beside allOf",
    {
      schema: { nullable: true, allOf: [{ $ref: "#/components/schemas/Name" }] },
      schemas: NAME,
      yes: [null, "ab"],
      no: ["a"],
      slips: [UNTYPED],
    },
  ],
  [
    "beside allOf, with a type",
    { schema: { type: "string", nullable: true, allOf: [{ minLength: 2 }] }, yes: [null, "ab"], no: ["a"] },
  ],
  [
    "beside oneOf",
    {
      schema: { nullable: true, oneOf: [{ type: "string" }, { type: "integer" }] },
      yes: [null, "a", 1],
      no: [true],
      slips: [UNTYPED],
    },
  ],
  ["alone", { schema: { nullable: true }, yes: [null, 1], slips: [UNTYPED] }],
  [
    "of a property",
    {
      schema: { type: "object", properties: { a: { type: "string", nullable: true } } },
      yes: [{ a: null }],
      no: [{ a: 1 }],
    },
  ],
  ["absent", { schema: { type: "string" }, no: [null] }],
  [
    "that is no boolean",
    { schema: { type: "string", nullable: "yes" }, no: [null], slips: ["keyword-value #/nullable"] },
  ],
]);

table("nullable", "3.1.0", [
  ["with a type", { schema: { type: "string", nullable: true }, yes: [null, "a"], no: [1], slips: [IN_3_1] }],
  [
    "without a type, beside oneOf",
    { schema: { nullable: true, oneOf: [{ type: "string" }] }, yes: [null, "a"], no: [1], slips: [IN_3_1] },
  ],
  [
    "with an enum without null",
    { schema: { type: "string", enum: ["a"], nullable: true }, yes: [null, "a"], no: ["b"], slips: [IN_3_1] },
  ],
  [
    "beside a $ref",
    {
      schema: { $ref: "#/components/schemas/Name", nullable: true },
      schemas: NAME,
      yes: [null, "ab"],
      no: ["a"],
      slips: [IN_3_1],
    },
  ],
  [
    "beside allOf",
    { schema: { nullable: true, allOf: [{ type: "string" }] }, yes: [null, "a"], no: [1], slips: [IN_3_1] },
  ],
  ["false", { schema: { type: "string", nullable: false }, no: [null], slips: [IN_3_1] }],
  ["as 3.1 writes it", { schema: { type: ["string", "null"] }, yes: [null, "a"], no: [1] }],
  ["beside a const", { schema: { const: 1, nullable: true }, yes: [null, 1], no: [2], slips: [IN_3_1] }],
]);

table("bounds", "3.0.3", [
  [
    "an exclusive minimum",
    { schema: { type: "number", minimum: 5, exclusiveMinimum: true }, yes: [5.1], no: [5] },
  ],
  [
    "an inclusive minimum, said so",
    { schema: { type: "number", minimum: 5, exclusiveMinimum: false }, yes: [5], no: [4] },
  ],
  [
    "an exclusive maximum",
    { schema: { type: "number", maximum: 5, exclusiveMaximum: true }, yes: [4], no: [5] },
  ],
  ["exclusive without a bound", { schema: { type: "number", exclusiveMinimum: true }, yes: [-1e9] }],
  ["a number, as 3.1 has it", { schema: { type: "number", exclusiveMinimum: 5 }, yes: [6], no: [5] }],
]);

table("bounds", "3.1.0", [
  ["a number", { schema: { exclusiveMaximum: 5 }, yes: [4], no: [5] }],
  [
    "a boolean, as 3.0 has it",
    {
      schema: { minimum: 5, exclusiveMinimum: true },
      yes: [6],
      no: [5],
      slips: ["exclusive-in-3.1 #/exclusiveMinimum"],
    },
  ],
  ["text for a bound", { schema: { minimum: "5" }, yes: [1], slips: ["keyword-value #/minimum"] }],
  [
    "a multiple in decimals",
    {
      schema: { multipleOf: 0.01 },
      yes: [19.99, 0, -0.07, 1e20, 123456789012.34],
      no: [19.999, 1e-3, 19.9900000001],
    },
  ],
  ["a multiple of a whole number", { schema: { multipleOf: 3 }, yes: [9, 9e15, 0], no: [10, 1.5] }],
  ["a multiple of nothing", { schema: { multipleOf: 0 }, yes: [1], slips: ["keyword-value #/multipleOf"] }],
]);

table("formats", "3.1.0", [
  [
    "int32",
    { schema: { type: "integer", format: "int32" }, yes: [2147483647, -2147483648], no: [2147483648, 1.5] },
  ],
  [
    "int64 is not clipped to what JavaScript counts exactly",
    {
      schema: { type: "integer", format: "int64" },
      yes: [2 ** 53 + 2, 2 ** 63],
      no: [1e19],
    },
  ],
  ["float and double", { schema: { type: "number", format: "double" }, yes: [1.5, 1e300], no: ["1"] }],
  ["a format of numbers says nothing about text", { schema: { format: "int32" }, yes: ["a"], no: [1.5] }],
  ["byte", { schema: { type: "string", format: "byte" }, yes: ["cGx1bWI=", ""], no: ["a", "a b="] }],
  ["binary", { schema: { type: "string", format: "binary" }, yes: ["\u0000 anything"] }],
  [
    "date-time",
    {
      schema: { type: "string", format: "date-time" },
      yes: ["2024-03-15T09:30:00Z", "2024-03-15t09:30:00.5+02:00"],
      no: ["2024-03-15 09:30:00Z", "2024-03-15T09:30:00", "2024-02-30T09:30:00Z"],
    },
  ],
  [
    "date",
    { schema: { type: "string", format: "date" }, yes: ["2024-02-29"], no: ["2023-02-29", "2024-2-1"] },
  ],
  [
    "uuid",
    {
      schema: { type: "string", format: "uuid" },
      yes: ["3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d"],
      no: ["urn:uuid:3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d", "x"],
    },
  ],
  ["email", { schema: { type: "string", format: "email" }, yes: ["a@b.co"], no: ["a"] }],
  ["password hides and checks nothing", { schema: { type: "string", format: "password" }, yes: ["x"] }],
  [
    "one that nobody knows",
    { schema: { type: "string", format: "colour" }, yes: ["x"], slips: ["unknown-format #/format"] },
  ],
  [
    "one that is no text",
    { schema: { type: "string", format: 1 }, yes: ["x"], slips: ["keyword-value #/format"] },
  ],
]);

table("patterns", "3.1.0", [
  ["one with the u flag", { schema: { pattern: "^\\p{Lu}$" }, yes: ["É"], no: ["é"] }],
  [
    "one that only compiles without it",
    {
      schema: { pattern: "^[\\w-.]+$" },
      yes: ["a-b.c"],
      no: ["a b"],
      slips: ["pattern-not-unicode #/pattern"],
    },
  ],
  [
    "one of another dialect",
    {
      schema: { type: "string", pattern: "(?i)abc" },
      yes: ["x"],
      no: [1],
      slips: ["pattern-invalid #/pattern"],
    },
  ],
  ["one that is no text", { schema: { pattern: 1 }, yes: ["x"], slips: ["keyword-value #/pattern"] }],
  [
    "as a property name, of another dialect",
    {
      schema: { patternProperties: { "(?i)a": { type: "string" }, "^b": { type: "string" } } },
      yes: [{ a: 1 }],
      no: [{ b: 1 }],
      slips: ["pattern-invalid #/patternProperties/(?i)a"],
    },
  ],
]);

table("slips", "3.1.0", [
  [
    "a type that does not exist",
    {
      schema: { type: "obj", required: ["a"] },
      yes: [1, { a: 1 }],
      no: [{}],
      slips: ["keyword-value #/type"],
    },
  ],
  [
    "required: true on a property",
    {
      schema: { type: "object", properties: { a: { type: "string", required: true } } },
      yes: [{}],
      no: [{ a: 1 }],
      slips: ["keyword-value #/properties/a/required"],
    },
  ],
  [
    "a $ref to nowhere",
    {
      schema: { type: "object", properties: { a: { $ref: "#/components/schemas/None" } } },
      yes: [{ a: 1 }],
      no: [1],
      slips: ["unresolved-reference #/properties/a/$ref"],
    },
  ],
  [
    "a $ref that is no text",
    { schema: { $ref: 1, type: "string" }, yes: ["a"], no: [1], slips: ["keyword-value #/$ref"] },
  ],
  [
    "a schema that is none",
    { schema: { properties: { a: "string" } }, yes: [{ a: 1 }], slips: ["not-a-schema #/properties/a"] },
  ],
  [
    "an unknown keyword",
    { schema: { type: "string", maxLenght: 3 }, yes: ["aaaa"], slips: ["unknown-keyword #/maxLenght"] },
  ],
  ["an extension is none", { schema: { type: "string", "x-thing": 3 }, yes: ["a"] }],
  ["example and examples", { schema: { type: "string", example: "a", examples: ["b"] }, yes: ["c"] }],
  [
    "named examples inside a schema",
    {
      schema: { type: "string", examples: { a: { value: "b" } } },
      yes: ["c"],
      slips: ["examples-value #/examples"],
    },
  ],
  ["an empty allOf", { schema: { allOf: [] }, yes: [1], slips: ["keyword-value #/allOf"] }],
  ["a negative length", { schema: { minLength: -1 }, yes: [""], slips: ["keyword-value #/minLength"] }],
  [
    "properties as a list",
    { schema: { properties: ["a"] }, yes: [{}], slips: ["keyword-value #/properties"] },
  ],
  [
    "a circle of references",
    {
      schema: { $ref: "#/components/schemas/A" },
      schemas: { A: { $ref: "#/components/schemas/Case" } },
      yes: [1],
      slips: ["circular-reference /A/$ref"],
    },
  ],
  [
    "a circle through allOf",
    {
      schema: { type: "object", allOf: [{ $ref: "#/components/schemas/Case" }] },
      yes: [{}],
      no: [1],
      slips: ["circular-reference #/allOf/0/$ref"],
    },
  ],
  [
    "a recursion through a property is none",
    {
      schema: { type: "object", properties: { next: { $ref: "#/components/schemas/Case" } } },
      yes: [{ next: { next: {} } }],
      no: [{ next: { next: 1 } }],
    },
  ],
  [
    "draft 4's dependencies",
    {
      schema: { dependencies: { a: ["b"], c: { required: ["d"] } } },
      yes: [
        { a: 1, b: 1 },
        { c: 1, d: 1 },
      ],
      no: [{ a: 1 }, { c: 1 }],
    },
  ],
  [
    "draft 4's items list",
    { schema: { items: [{ type: "string" }], additionalItems: false }, yes: [["a"]], no: [[1], ["a", 1]] },
  ],
]);

table("names of JavaScript's own", "3.1.0", [
  [
    "required",
    {
      schema: { required: ["__proto__", "toString", "constructor"] },
      yes: [JSON.parse('{"__proto__":1,"toString":1,"constructor":1}')],
      no: [{}],
    },
  ],
  [
    "as properties",
    {
      schema: { properties: JSON.parse('{"__proto__":{"type":"string"},"constructor":{"type":"string"}}') },
      yes: [{}],
      no: [JSON.parse('{"__proto__":1}'), { constructor: 1 }],
    },
  ],
  [
    "closed",
    {
      schema: { properties: JSON.parse('{"__proto__":{}}'), additionalProperties: false },
      yes: [JSON.parse('{"__proto__":1}')],
      no: [{ toString: 1 }],
    },
  ],
  [
    "of keywords",
    {
      schema: {
        properties: {
          enum: { $ref: "#/components/schemas/Name" },
          default: { $ref: "#/components/schemas/Name" },
        },
      },
      schemas: NAME,
      yes: [{ enum: "ab" }],
      no: [{ enum: "a" }, { default: 1 }],
    },
  ],
]);

table("what 3.0 has not", "3.0.3", [
  [
    "keywords beside $ref",
    {
      schema: { $ref: "#/components/schemas/Name", maxLength: 3 },
      schemas: NAME,
      yes: ["abcd"],
      no: ["a"],
      slips: ["ref-siblings #"],
    },
  ],
  [
    "a description beside $ref is common",
    { schema: { $ref: "#/components/schemas/Name", description: "x" }, schemas: NAME, no: ["a"] },
  ],
  ["type lists", { schema: { type: ["string", "null"] }, yes: [null, "a"], no: [1] }],
  ["const", { schema: { const: 1 }, yes: [1], no: [2], slips: ["keyword-of-3.1 #/const"] }],
]);

table("references", "3.1.0", [
  [
    "with keywords beside it",
    {
      schema: { $ref: "#/components/schemas/Name", maxLength: 3 },
      schemas: NAME,
      yes: ["abc"],
      no: ["a", "abcd"],
    },
  ],
  [
    "through escapes",
    {
      schema: { $ref: "#/components/schemas/a%25b~1c~0d" },
      schemas: { "a%b/c~d": { type: "string" } },
      yes: ["a"],
      no: [1],
    },
  ],
  [
    "into a property",
    {
      schema: {
        properties: { a: { type: "string" }, b: { $ref: "#/components/schemas/Case/properties/a" } },
      },
      yes: [{ b: "a" }],
      no: [{ b: 1 }],
    },
  ],
  [
    "by $anchor",
    { schema: { $ref: "#here" }, schemas: { A: { $anchor: "here", type: "string" } }, yes: ["a"], no: [1] },
  ],
  [
    "by $id",
    {
      schema: { $ref: "https://example.com/a.json" },
      schemas: { A: { $id: "https://example.com/a.json", type: "string" } },
      yes: ["a"],
      no: [1],
    },
  ],
  [
    "by $dynamicRef",
    {
      schema: {
        $id: "https://example.com/strict",
        $dynamicAnchor: "node",
        $ref: "https://example.com/tree",
        unevaluatedProperties: false,
      },
      schemas: {
        Tree: {
          $id: "https://example.com/tree",
          $dynamicAnchor: "node",
          type: "object",
          properties: { data: true, children: { type: "array", items: { $dynamicRef: "#node" } } },
        },
      },
      yes: [{ children: [{ data: 1 }] }],
      no: [{ children: [{ daat: 1 }] }, { daat: 1 }],
    },
  ],
]);

const PET = {
  oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
  discriminator: { propertyName: "t" },
};
const PETS = {
  Cat: { type: "object", required: ["t"], properties: { t: { type: "string" }, lives: { type: "integer" } } },
  Dog: { type: "object", required: ["t"], properties: { t: { type: "string" }, barks: { type: "boolean" } } },
};
const MAPPED = {
  ...PET,
  discriminator: {
    propertyName: "t",
    mapping: { cat: "#/components/schemas/Cat", dog: "Dog", hound: "Dog" },
  },
};

table("discriminator", "3.1.0", [
  [
    "by the component's name",
    {
      schema: PET,
      schemas: PETS,
      yes: [{ t: "Cat" }, { t: "Dog", barks: true }],
      no: [{ t: "cat" }, {}, { t: 1 }],
    },
  ],
  [
    "by mapping",
    {
      schema: MAPPED,
      schemas: PETS,
      yes: [{ t: "cat" }, { t: "dog" }, { t: "hound" }],
      no: [{ t: "Cat" }, { t: "cow" }],
    },
  ],
  [
    "the value decides the branch",
    { schema: MAPPED, schemas: PETS, yes: [{ t: "dog", lives: "none" }], no: [{ t: "cat", lives: "none" }] },
  ],
  [
    "in anyOf",
    {
      schema: { anyOf: MAPPED.oneOf, discriminator: MAPPED.discriminator },
      schemas: PETS,
      yes: [{ t: "cat" }],
      no: [{ t: "cow" }, { t: "cat", lives: "x" }],
    },
  ],
  [
    "with a variant for null",
    {
      schema: { ...MAPPED, oneOf: [...MAPPED.oneOf, { type: "null" }] },
      schemas: PETS,
      yes: [null, { t: "cat" }],
      no: [{ t: "cow" }],
    },
  ],
  [
    "by const of inline variants",
    {
      schema: {
        oneOf: ["a", "b"].map((t) => ({ type: "object", required: ["t"], properties: { t: { const: t } } })),
        discriminator: { propertyName: "t" },
      },
      yes: [{ t: "a" }],
      no: [{ t: "c" }],
    },
  ],
  [
    "inline variants without a name stay as they are",
    {
      schema: {
        oneOf: [
          { type: "object", required: ["a"] },
          { type: "object", required: ["b"] },
        ],
        discriminator: { propertyName: "t" },
      },
      yes: [{ a: 1 }],
      no: [{ a: 1, b: 1 }],
    },
  ],
  [
    "a mapping that no value of the variant fits",
    {
      schema: MAPPED,
      schemas: { ...PETS, Cat: { ...PETS.Cat, properties: { t: { const: "CAT" } } } },
      yes: [{ t: "dog" }],
      no: [{ t: "cat" }, { t: "CAT" }],
      slips: ["discriminator-mapping #/discriminator/mapping/cat"],
    },
  ],
  [
    "a mapping to nowhere",
    {
      schema: { ...PET, discriminator: { propertyName: "t", mapping: { cat: "#/components/schemas/Cow" } } },
      schemas: PETS,
      yes: [{ t: "Cat" }],
      no: [{ t: "cat" }],
      slips: ["unresolved-reference #/discriminator/mapping/cat"],
    },
  ],
  [
    "without a propertyName",
    {
      schema: { ...PET, discriminator: {} },
      schemas: PETS,
      no: [{ t: "Cat" }],
      slips: ["keyword-value #/discriminator"],
    },
  ],
  [
    "a property of that name is nothing special",
    {
      schema: { properties: { discriminator: { type: "string" } } },
      yes: [{ discriminator: "a" }],
      no: [{ discriminator: 1 }],
    },
  ],
  [
    "a base schema with allOf subtypes judges nothing",
    { schema: { ...PETS.Cat, discriminator: { propertyName: "t" } }, yes: [{ t: "anything" }], no: [{}] },
  ],
]);

table("discriminator", "3.0.3", [
  [
    "with nullable",
    {
      schema: { ...MAPPED, nullable: true },
      schemas: PETS,
      yes: [null, { t: "cat" }],
      no: [{ t: "cow" }],
      slips: [UNTYPED],
    },
  ],
]);

interface Directed {
  readonly schema: Schema;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly value: unknown;
  /** Whether it is valid in a request, in a response. */
  readonly valid: readonly [request: boolean, response: boolean];
}

const ID = {
  type: "object",
  required: ["id"],
  properties: { id: { type: "string", readOnly: true }, name: {} },
};
const HIDDEN = {
  type: "object",
  required: ["pin"],
  properties: { pin: { type: "string", writeOnly: true } },
};
const READ_ONLY = { Id: { type: "string", readOnly: true }, Base: ID };

const DIRECTED: readonly (readonly [string, Directed])[] = [
  ["readOnly is not required in a request", { schema: ID, value: {}, valid: [true, false] }],
  ["writeOnly is not required in a response", { schema: HIDDEN, value: {}, valid: [false, true] }],
  [
    "readOnly is not refused in a request",
    { schema: { ...ID, additionalProperties: false }, value: { id: "a" }, valid: [true, true] },
  ],
  ["its wrong type is seen both ways", { schema: ID, value: { id: 1 }, valid: [false, false] }],
  [
    "through the $ref of the property",
    {
      schema: { ...ID, properties: { id: { $ref: "#/components/schemas/Id" } } },
      schemas: READ_ONLY,
      value: {},
      valid: [true, false],
    },
  ],
  [
    "through the allOf of the property",
    {
      schema: { ...ID, properties: { id: { allOf: [{ $ref: "#/components/schemas/Id" }] } } },
      schemas: READ_ONLY,
      value: {},
      valid: [true, false],
    },
  ],
  [
    "required beside an allOf that declares it",
    {
      schema: { allOf: [{ $ref: "#/components/schemas/Base" }], required: ["id", "name"] },
      schemas: READ_ONLY,
      value: { name: 1 },
      valid: [true, false],
    },
  ],
  [
    "required in one member, declared in another",
    {
      schema: { allOf: [{ properties: ID.properties }, { required: ["id"] }] },
      value: {},
      valid: [true, false],
    },
  ],
  [
    "required in what a member refers to, declared beside it",
    {
      schema: { allOf: [{ $ref: "#/components/schemas/Needs" }], properties: ID.properties },
      schemas: { Needs: { required: ["id"] } },
      value: {},
      valid: [true, false],
    },
  ],
  [
    "what else needs it keeps it",
    {
      schema: {
        properties: {
          a: { allOf: [{ $ref: "#/components/schemas/Needs" }], properties: ID.properties },
          b: { $ref: "#/components/schemas/Needs" },
        },
      },
      schemas: { Needs: { required: ["id"] } },
      value: { a: {}, b: {} },
      valid: [false, false],
    },
  ],
  ["in a variant", { schema: { oneOf: [{ type: "string" }, ID] }, value: {}, valid: [true, false] }],
  [
    "declared around a variant that requires it",
    {
      schema: { properties: ID.properties, anyOf: [{ required: ["id"] }, { required: ["other"] }] },
      value: {},
      valid: [true, false],
    },
  ],
  ["in an item", { schema: { type: "array", items: ID }, value: [{}], valid: [true, false] }],
  [
    "in a recursion",
    {
      schema: { ...ID, properties: { ...ID.properties, next: { $ref: "#/components/schemas/Case" } } },
      value: { next: {} },
      valid: [true, false],
    },
  ],
  [
    "in additionalProperties",
    { schema: { additionalProperties: ID }, value: { a: {} }, valid: [true, false] },
  ],
  [
    "required under not is left alone",
    {
      schema: { properties: ID.properties, not: { required: ["id"] } },
      value: { id: "a" },
      valid: [false, false],
    },
  ],
];

describe("readOnly and writeOnly, by direction", () => {
  for (const version of ["3.0.3", "3.1.0"]) {
    for (const [name, { schema, schemas = {}, value, valid }] of DIRECTED) {
      test(`${name}, OpenAPI ${version}`, async () => {
        const { request, response } = await schemaContract(schema, { version, schemas });
        expect([request.accepts(value), response.accepts(value)]).toEqual(valid);
      });
    }
  }

  test("beside a $ref counts in 3.1 and is tolerated in 3.0", async () => {
    const schema = {
      required: ["id"],
      properties: { id: { $ref: "#/components/schemas/Plain", readOnly: true } },
    };
    for (const version of ["3.0.3", "3.1.0"]) {
      const { request } = await schemaContract(schema, { version, schemas: { Plain: { type: "string" } } });
      expect(request.accepts({})).toBe(true);
    }
  });
});

describe("findings", () => {
  test("are told once, however often and in whichever direction the schema is used", async () => {
    const { contract, request, response } = await schemaContract(
      { properties: { a: { $ref: "#/components/schemas/Bad" }, b: { $ref: "#/components/schemas/Bad" } } },
      { schemas: { Bad: { type: "obj", pattern: "(?i)x" } } },
    );
    for (const value of [1, {}, { a: 1 }])
      expect([request.check(value), response.check(value)]).toEqual([[], []]);
    expect(contract.findings.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["keyword-value", "#/components/schemas/Bad/type"],
      ["pattern-invalid", "#/components/schemas/Bad/pattern"],
    ]);
  });

  test("a value too deep for the stack is refused, not thrown about", async () => {
    const { request } = await schemaContract({ items: { $ref: "#/components/schemas/Case" } });
    let value: unknown = [];
    for (let depth = 0; depth < 200_000; depth++) value = [value];
    expect(request.accepts(value)).toBe(false);
    expect(request.check(value)).toMatchObject([
      { keyword: "depth", message: "is nested too deeply to be checked" },
    ]);
  });

  test("a chain of four hundred schemas is deeper than the stack of the compiler, and is checked all the same", async () => {
    const last = { type: "object", properties: { end: { type: "string" } } };
    const schemas = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `S${index}`,
        index === 399 ? last : { properties: { a: { $ref: `#/components/schemas/S${index + 1}` } } },
      ]),
    );
    const { contract, request } = await schemaContract({ $ref: "#/components/schemas/S0" }, { schemas });
    const nested = (end: unknown): unknown =>
      Array.from({ length: 399 }).reduce((value) => ({ a: value }), { end });
    expect([request.accepts(nested("x")), request.check(nested("x"))]).toEqual([true, []]);
    expect(
      request.check(nested(1)).map(({ pointer, instancePath }) => [pointer, instancePath.length]),
    ).toEqual([["#/components/schemas/S399/properties/end/type", 399 * 2 + 4]]);
    expect(contract.findings).toEqual([]);
  });
});
