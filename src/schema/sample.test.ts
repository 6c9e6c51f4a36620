// Samples of many small schemas, each judged by ajv: both fills, five seeds.
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { codePoints } from "./text-length.ts";
import { expressionOf } from "./expression.ts";
import { alternatives, sample, type SampleOptions } from "./sample.ts";
import type { JsonSchema } from "./violation.ts";

/** Schemas that a `$ref` may name, under the id that stands in it. */
const LIBRARY: Readonly<Record<string, JsonSchema>> = {
  node: {
    type: "object",
    required: ["value"],
    properties: { value: { type: "integer" }, next: { $ref: "node" } },
  },
  tree: {
    type: "object",
    required: ["children"],
    properties: { children: { type: "array", items: { $ref: "tree" } } },
  },
  list: {
    type: "object",
    required: ["next"],
    properties: { next: { anyOf: [{ $ref: "list" }, { type: "null" }] } },
  },
  expression: { oneOf: [{ $ref: "sum" }, { $ref: "literal" }] },
  sum: {
    type: "object",
    required: ["left", "right"],
    properties: { left: { $ref: "expression" }, right: { $ref: "expression" } },
  },
  literal: {
    type: "object",
    required: ["value"],
    properties: { value: { type: "number" } },
    not: { required: ["left"] },
  },
  endless: { type: "object", required: ["self"], properties: { self: { $ref: "endless" } } },
  cat: {
    type: "object",
    required: ["kind", "lives"],
    properties: { kind: { const: "cat" }, lives: { type: "integer" } },
  },
  dog: {
    type: "object",
    required: ["kind"],
    properties: { kind: { const: "dog" }, breed: { type: "string" } },
  },
  folder: {
    allOf: [{ $ref: "entry" }, { properties: { entries: { type: "array", items: { $ref: "folder" } } } }],
  },
  entry: { type: "object", properties: { name: { type: "string" }, parent: { $ref: "folder" } } },
  text: { type: "string", minLength: 2 },
  loop: { $ref: "loop2" },
  loop2: { $ref: "loop" },
};

const ajv = new Ajv2020({
  strict: false,
  multipleOfPrecision: 9,
  ownProperties: true,
  validateSchema: false,
  code: {
    regExp: Object.assign((pattern: string) => expressionOf(pattern)?.regexp ?? /^/, { code: "regexp" }),
  },
});
formats.default(ajv);
for (const [id, schema] of Object.entries(LIBRARY))
  if (!id.startsWith("loop")) ajv.addSchema(schema as object, id);
const compiled = new Map<JsonSchema, (value: unknown) => boolean>();
let asked = 0;

const options: SampleOptions = {
  resolve: (ref) => (Object.hasOwn(LIBRARY, ref) ? LIBRARY[ref] : undefined),
  accepts: (schema, value) => {
    asked++;
    const validate = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validate as (value: unknown) => boolean);
    return validate(value) === true;
  },
};

const NAME = { type: "string", minLength: 1 };

const SATISFIABLE: readonly (readonly [title: string, schema: JsonSchema])[] = [
  ["anything", true],
  ["the empty schema", {}],
  ["null", { type: "null" }],
  ["a boolean", { type: "boolean" }],
  ["false alone", { type: "boolean", const: false }],
  ["a string", { type: "string" }],
  ["an integer", { type: "integer" }],
  ["a number", { type: "number" }],
  ["a list of types", { type: ["integer", "null"] }],
  ["types intersected by allOf", { type: ["string", "number"], allOf: [{ type: ["integer", "boolean"] }] }],
  ["a const object", { const: { a: [1, null] } }],
  ["an enum of mixed types, one allowed", { type: "integer", enum: ["a", 1.5, 7] }],
  ["an enum cut by another", { enum: [1, 2, 3], allOf: [{ enum: [3, 4] }] }],
  ["an enum against not", { enum: ["a", "b"], not: { const: "a" } }],
  ["string lengths", { type: "string", minLength: 3, maxLength: 3 }],
  ["a string of length 0", { type: "string", maxLength: 0 }],
  ["a very long string", { type: "string", minLength: 1_000_000 }],
  ["a very long string with a pattern", { type: "string", minLength: 1_000_000, pattern: "^[a-z]+$" }],
  ["a pattern", { type: "string", pattern: "^[A-Z]{3}-\\d{4}$" }],
  ["a pattern with lengths", { type: "string", pattern: "^[a-z]+(-[a-z]+)*$", minLength: 12, maxLength: 14 }],
  [
    "two patterns",
    { type: "string", pattern: "^[a-z0-9]{6}$", allOf: [{ pattern: "\\d" }, { pattern: "[a-f]" }] },
  ],
  ["a pattern valid only without u", { type: "string", pattern: "^[\\w-.]+\\-$" }],
  ["a format with lengths", { type: "string", format: "email", maxLength: 8 }],
  ["a format with a minimum", { type: "string", format: "uri", minLength: 80, maxLength: 100 }],
  ["a long hostname", { type: "string", format: "hostname", minLength: 200, maxLength: 253 }],
  ["a format with a pattern", { type: "string", format: "uri", pattern: "^https://" }],
  ["a format with another pattern", { type: "string", format: "date-time", pattern: "Z$", minLength: 22 }],
  ["a uuid", { type: "string", format: "uuid" }],
  ["a string against not", { type: "string", not: { minLength: 3 } }],
  ["a string that is not a pattern", { type: "string", not: { pattern: "^s" } }],
  ["exclusive bounds", { type: "integer", exclusiveMinimum: 4, exclusiveMaximum: 6 }],
  ["a narrow number", { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.001 }],
  ["a closed point", { type: "number", minimum: 0.1, maximum: 0.1 }],
  ["a negative range", { type: "integer", maximum: -100 }],
  ["cents", { type: "number", multipleOf: 0.01, minimum: 0.011, maximum: 0.02 }],
  [
    "cents in a high range",
    { type: "number", multipleOf: 0.01, exclusiveMinimum: 1234.56, exclusiveMaximum: 1234.58 },
  ],
  ["an integer multiple of a decimal", { type: "integer", multipleOf: 0.5, minimum: 10 }],
  ["two steps", { multipleOf: 4, type: "integer", allOf: [{ multipleOf: 6 }], minimum: 13 }],
  ["a tiny step", { type: "number", multipleOf: 1e-7, exclusiveMinimum: 0, maximum: 2e-7 }],
  ["int32", { type: "integer", format: "int32", minimum: 2147483647 }],
  ["a huge minimum", { type: "number", minimum: 1e300 }],
  ["an integer that is no multiple", { type: "integer", not: { multipleOf: 2 } }],
  ["a number that is no integer", { type: "number", not: { type: "integer" } }],
  ["an array of strings", { type: "array", items: { type: "string" } }],
  ["array lengths", { type: "array", items: { type: "integer" }, minItems: 3, maxItems: 4 }],
  ["an empty array only", { type: "array", maxItems: 0, items: NAME }],
  ["items false", { type: "array", items: false }],
  ["distinct booleans", { type: "array", items: { type: "boolean" }, minItems: 2, uniqueItems: true }],
  ["distinct members", { type: "array", items: { enum: ["a", "b", "c"] }, minItems: 3, uniqueItems: true }],
  [
    "distinct strings",
    { type: "array", items: { type: "string", maxLength: 2 }, minItems: 12, uniqueItems: true },
  ],
  [
    "distinct patterned",
    { type: "array", items: { type: "string", pattern: "^[ab]{3}$" }, minItems: 6, uniqueItems: true },
  ],
  [
    "distinct uuids",
    { type: "array", items: { type: "string", format: "uuid" }, minItems: 9, uniqueItems: true },
  ],
  [
    "distinct objects",
    {
      type: "array",
      minItems: 4,
      uniqueItems: true,
      items: { required: ["id"], properties: { id: { type: "integer" } } },
    },
  ],
  [
    "distinct numbers between bounds",
    { type: "array", items: { type: "number", minimum: 0, maximum: 1 }, minItems: 8, uniqueItems: true },
  ],
  ["many items", { type: "array", items: { type: "string" }, minItems: 50_000 }],
  [
    "prefixItems",
    {
      type: "array",
      prefixItems: [{ const: 1 }, { type: "string" }],
      items: { type: "boolean" },
      minItems: 4,
    },
  ],
  ["a closed tuple", { type: "array", prefixItems: [{ type: "integer" }, NAME], items: false, minItems: 2 }],
  ["contains", { type: "array", contains: { const: "x" }, items: { type: "string" } }],
  [
    "minContains",
    { type: "array", contains: { type: "integer", minimum: 5 }, minContains: 3, maxContains: 3, minItems: 5 },
  ],
  [
    "contains in the prefix",
    { type: "array", prefixItems: [{ type: "integer" }], contains: { const: 7 }, maxItems: 1 },
  ],
  ["minContains 0", { type: "array", contains: { const: 7 }, minContains: 0, items: { type: "string" } }],
  ["unevaluatedItems", { type: "array", prefixItems: [NAME], unevaluatedItems: false, minItems: 1 }],
  [
    "required with properties",
    { type: "object", required: ["a"], properties: { a: { type: "integer" }, b: NAME } },
  ],
  ["required without properties", { type: "object", required: ["x", "y"] }],
  ["required in allOf only", { allOf: [{ required: ["a"] }, { properties: { a: { type: "boolean" } } }] }],
  [
    "a required name that JavaScript knows",
    { type: "object", required: ["__proto__", "constructor"], properties: { constructor: NAME } },
  ],
  ["a closed object", { type: "object", properties: { a: NAME }, additionalProperties: false }],
  ["a map", { type: "object", additionalProperties: { type: "integer" }, minProperties: 3 }],
  [
    "patternProperties",
    {
      type: "object",
      patternProperties: { "^x-[a-z]{3}$": { type: "integer" } },
      additionalProperties: false,
      minProperties: 2,
    },
  ],
  [
    "a property under a pattern too",
    {
      properties: { abc: { minimum: 5 } },
      patternProperties: { "^a": { type: "integer", maximum: 5 } },
      required: ["abc"],
    },
  ],
  ["propertyNames", { type: "object", propertyNames: { pattern: "^[A-Z]{2}$" }, minProperties: 4 }],
  [
    "propertyNames by enum",
    { type: "object", propertyNames: { enum: ["de", "en"] }, minProperties: 2, additionalProperties: NAME },
  ],
  [
    "maxProperties",
    { type: "object", properties: { a: NAME, b: NAME, c: NAME }, required: ["c"], maxProperties: 2 },
  ],
  [
    "minProperties of declared",
    { type: "object", properties: { a: NAME, b: NAME }, additionalProperties: false, minProperties: 1 },
  ],
  [
    "dependentRequired",
    {
      type: "object",
      properties: { a: NAME, b: NAME },
      required: ["a"],
      dependentRequired: { a: ["b", "c"] },
    },
  ],
  [
    "a dependency that cannot be",
    { type: "object", properties: { a: NAME, b: false }, dependentRequired: { a: ["b"] } },
  ],
  [
    "dependentSchemas",
    {
      properties: { card: { type: "string" } },
      dependentSchemas: { card: { required: ["address"] } },
      type: "object",
    },
  ],
  [
    "dependentSchemas that exclude",
    { type: "object", properties: { a: NAME }, dependentSchemas: { a: false } },
  ],
  [
    "merged properties",
    {
      allOf: [{ properties: { n: { type: "integer", minimum: 3 } } }, { properties: { n: { maximum: 3 } } }],
      required: ["n"],
    },
  ],
  [
    "merged closed objects",
    {
      allOf: [{ properties: { a: NAME, b: NAME } }, { properties: { a: true }, additionalProperties: false }],
      type: "object",
    },
  ],
  [
    "anyOf beside properties",
    { type: "object", properties: { a: NAME, b: NAME }, anyOf: [{ required: ["a"] }, { required: ["b"] }] },
  ],
  [
    "oneOf of required names",
    {
      type: "object",
      properties: { a: NAME, b: NAME, c: NAME },
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    },
  ],
  [
    "oneOf of three required names",
    {
      properties: { a: NAME, b: NAME, c: NAME },
      oneOf: [{ required: ["a"] }, { required: ["b"] }, { required: ["c"] }],
      type: "object",
    },
  ],
  ["oneOf of overlapping numbers", { oneOf: [{ type: "integer" }, { type: "number" }] }],
  ["oneOf by length", { type: "string", oneOf: [{ maxLength: 5 }, { minLength: 3 }] }],
  [
    "oneOf whose first branch is impossible",
    { type: "string", oneOf: [{ type: "integer" }, { pattern: "^b+$" }] },
  ],
  [
    "several anyOf",
    {
      type: "integer",
      allOf: [{ anyOf: [{ maximum: 0 }, { minimum: 10 }] }, { anyOf: [{ multipleOf: 7 }, { const: 1 }] }],
    },
  ],
  [
    "a discriminated union",
    { oneOf: [{ $ref: "cat" }, { $ref: "dog" }], properties: { kind: { enum: ["dog"] } } },
  ],
  ["nullable by anyOf", { anyOf: [{ $ref: "cat" }, { type: "null" }] }],
  ["not a type", { not: { type: ["string", "integer", "number", "object"] } }],
  ["not required", { type: "object", properties: { a: NAME, b: NAME }, not: { required: ["a"] } }],
  [
    "not any required",
    {
      type: "object",
      properties: { a: NAME, b: NAME },
      not: { anyOf: [{ required: ["a"] }, { required: ["b"] }] },
    },
  ],
  [
    "if and then",
    JSON.parse(
      '{"type":"object","properties":{"k":{"enum":["a","b"]},"v":{}},"required":["k"],' +
        '"if":{"properties":{"k":{"const":"a"}}},"then":{"required":["v"]}}',
    ) as JsonSchema,
  ],
  [
    "if whose then is impossible",
    JSON.parse('{"type":"integer","if":{"minimum":10},"then":false}') as JsonSchema,
  ],
  [
    "if and else",
    JSON.parse(
      '{"type":"object","properties":{"k":{"const":"b"}},"required":["k"],' +
        '"if":{"properties":{"k":{"const":"a"}},"required":["k"]},"then":{"required":["x"]},"else":{"required":["y"]}}',
    ) as JsonSchema,
  ],
  ["a reference", { $ref: "text" }],
  ["a reference with siblings", { $ref: "text", maxLength: 2 }],
  ["an optional recursion", { $ref: "node" }],
  ["a recursion through arrays", { $ref: "tree" }],
  ["a required recursion that null ends", { $ref: "list" }],
  ["a required recursion that a branch ends", { $ref: "expression" }],
  ["a mutual recursion", { $ref: "folder" }],
  [
    "unevaluatedProperties",
    {
      allOf: [{ properties: { a: NAME } }],
      properties: { b: NAME },
      unevaluatedProperties: false,
      type: "object",
    },
  ],
  [
    "unevaluatedProperties as a schema",
    { type: "object", unevaluatedProperties: { type: "integer" }, minProperties: 2, properties: { a: NAME } },
  ],
  [
    "a wrong example",
    {
      type: "object",
      properties: { at: { type: "string", format: "date-time", example: "today" } },
      required: ["at"],
    },
  ],
  ["a wrong default", { type: "integer", default: "none", minimum: 3 }],
  [
    "an example with a wrong part",
    { type: "object", properties: { a: { type: "integer" }, b: NAME }, examples: [{ a: "x", b: "kept" }] },
  ],
  ["an impossible branch of an anyOf", { anyOf: [{ not: {} }, { type: "string" }] }],
  ["an optional property without values", { type: "object", properties: { a: { not: {} }, b: NAME } }],
  [
    "malformed keywords",
    { type: "object", properties: [], required: "a", minProperties: "1", additionalProperties: 3 },
  ],
  [
    "malformed lists",
    { anyOf: "x", allOf: {}, oneOf: [], enum: "a", items: [1], examples: 4, dependentRequired: { a: 1 } },
  ],
];

/** Malformed enough that ajv refuses to compile them; here nothing but their type counts. */
const isMalformed = (title: string): boolean => title.startsWith("malformed");
const optionsFor = (title: string): SampleOptions =>
  isMalformed(title) ? { ...options, accepts: () => true } : options;

describe("a sample satisfies", () => {
  for (const [title, schema] of SATISFIABLE) {
    test(title, () => {
      for (const fill of ["all", "required"] as const) {
        for (const seed of [1, 2, 3, 4, 5]) {
          const own = { ...optionsFor(title), fill, seed };
          const value = sample(schema, own);
          expect(value, `${fill}, seed ${seed}`).toBeDefined();
          expect(own.accepts(schema, value)).toBe(true);
        }
      }
    });
  }
});

const UNSATISFIABLE: readonly (readonly [title: string, schema: JsonSchema])[] = [
  ["false", false],
  ["enums without a common member", { enum: [1], allOf: [{ enum: [2] }] }],
  ["types that exclude each other", { type: "string", allOf: [{ type: "integer" }] }],
  ["bounds that cross", { type: "integer", minimum: 5, maximum: 4 }],
  ["bounds without an integer between", { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 2 }],
  ["too few distinct values", { type: "array", items: { type: "boolean" }, minItems: 3, uniqueItems: true }],
  ["a forbidden required property", { type: "object", required: ["a"], properties: { a: false } }],
  ["an endless recursion", { $ref: "endless" }],
  ["everything negated", { not: {} }],
  [
    "many alternatives, all refused",
    {
      not: {},
      anyOf: Array.from({ length: 60 }, () => ({ anyOf: [{}, { type: "string" }, { type: "object" }] })),
    },
  ],
  ["a string too long to make", { type: "string", minLength: 1e15 }],
  [
    "twenty two-way choices against not",
    { not: {}, allOf: Array.from({ length: 20 }, () => ({ oneOf: [{ minimum: 1 }, { maximum: 1 }] })) },
  ],
  [
    "a deep object whose leaf is impossible",
    {
      required: ["a"],
      type: "object",
      properties: { a: { required: ["b"], type: "object", properties: { b: { not: {} } } } },
    },
  ],
];

describe("no sample is found, and quickly,", () => {
  for (const [title, schema] of UNSATISFIABLE) {
    test(`for ${title}`, () => {
      const before = asked;
      const start = performance.now();
      expect(sample(schema, options)).toBeUndefined();
      expect(asked - before).toBeLessThanOrEqual(4000);
      expect(performance.now() - start).toBeLessThan(2000);
    });
  }
  test("for a check or a resolver that throws", () => {
    const fail = (): never => {
      throw new Error("no");
    };
    expect(sample({ $ref: "x", anyOf: [{}, {}] }, { resolve: fail, accepts: fail })).toBeUndefined();
  });
  test("for references in a circle anything will do", () => {
    expect(sample({ $ref: "loop" }, { ...options, accepts: () => true })).toBeDefined();
  });
  test("for what is no schema at all nothing is thrown", () => {
    for (const odd of [null, 3, "x", [], [{}]]) {
      expect(() => sample(odd as unknown as JsonSchema, { ...options, accepts: () => false })).not.toThrow();
    }
  });
});

describe("what a sample holds", () => {
  const person: JsonSchema = {
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "integer", examples: [17] },
      email: { type: "string" },
      tags: { type: "array", items: { type: "string" } },
      city: { type: "string", default: "Oslo" },
      secret: { type: "string", "x-plumbline-omit": true },
      nested: { type: "object", properties: { url: { type: "string" } } },
    },
  };
  test("with fill all, every optional property, examples and plausible words", () => {
    expect(sample(person, options)).toEqual({
      id: 17,
      email: "ann@example.com",
      tags: ["string"],
      city: "Oslo",
      nested: { url: "https://example.com/" },
    });
  });
  test("with fill required, nothing optional", () => {
    expect(sample(person, { ...options, fill: "required" })).toEqual({ id: 17 });
  });
  test("without examples, generated values", () => {
    const value = sample(person, { ...options, examples: false }) as { city: string; id: number };
    expect(value.city).toBe("Berlin");
    expect(value.id).not.toBe(17);
  });
  test("omitted names stay out unless they are required", () => {
    const value = sample(person, { ...options, omit: new Set(["id", "email", "city", "nested"]) });
    expect(value).toEqual({ id: 17, tags: ["string"] });
  });
  test("an example of the whole is completed, not copied blindly", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "integer" }, b: { type: "boolean" } },
      examples: [{ a: 5, more: "x" }],
    };
    expect(sample(schema, options)).toEqual({ a: 5, b: true, more: "x" });
  });
  test("seeds differ, and each seed repeats itself", () => {
    const schema: JsonSchema = {
      type: "array",
      minItems: 5,
      items: { type: "string", pattern: "^[a-z]{12}$" },
    };
    const values = [1, 2, 3].map((seed) => JSON.stringify(sample(schema, { ...options, seed })));
    expect(new Set(values).size).toBe(3);
    expect([1, 2, 3].map((seed) => JSON.stringify(sample(schema, { ...options, seed })))).toEqual(values);
  });
  test("every schema of the table repeats its sample", () => {
    for (const [title, schema] of SATISFIABLE) {
      const own = optionsFor(title);
      expect(JSON.stringify(sample(schema, own))).toBe(JSON.stringify(sample(schema, own)));
    }
  });
  test("unconstrained strings never begin or end in a blank", () => {
    for (const name of ["name", "address", "description", "x", "createdAt"]) {
      for (let maxLength = 1; maxLength < 20; maxLength++) {
        const value = sample(
          { type: "object", required: [name], properties: { [name]: { type: "string", maxLength } } },
          options,
        );
        const text = (value as Record<string, string>)[name] ?? " ";
        expect(text).toBe(text.trim());
        expect(codePoints(text)).toBeLessThanOrEqual(maxLength);
      }
    }
  });
  test("where null is unclear it is not used", () => {
    const deep = { type: ["null", "string"], "x-plumbline-unclear-null": true };
    expect(sample(deep, options)).toBe("string");
  });
  test("a check is asked once where the first value is right", () => {
    const before = asked;
    sample(person, options);
    expect(asked - before).toBe(1);
  });
});

describe("alternatives", () => {
  const labelled = (schema: JsonSchema, own: SampleOptions = options): readonly string[] =>
    alternatives(schema, own).map(({ label }) => label);
  const cases: readonly (readonly [title: string, schema: JsonSchema, labels: readonly string[]])[] = [
    ["of a plain schema are none", { type: "string" }, []],
    ["of a union are its branches", { oneOf: [{ $ref: "cat" }, { $ref: "dog" }] }, ["oneOf/0", "oneOf/1"]],
    [
      "of a type list are its types",
      { type: ["string", "null", "integer"] },
      ["type/string", "type/null", "type/integer"],
    ],
    [
      "of an enum are its valid members",
      { enum: ["a", 2, null], type: ["string", "null"] },
      ["enum/0", "enum/2"],
    ],
    [
      "of a long enum are twenty",
      { enum: Array.from({ length: 30 }, (_, index) => index) },
      Array.from({ length: 20 }, (_, index) => `enum/${index}`),
    ],
    [
      "reach through references and allOf",
      { allOf: [{ $ref: "expression" }] },
      ["allOf/0/$ref/oneOf/0", "allOf/0/$ref/oneOf/1"],
    ],
    [
      "nest",
      { anyOf: [{ enum: ["a", "b"] }, { type: "null" }] },
      ["anyOf/0/enum/0", "anyOf/0/enum/1", "anyOf/1"],
    ],
    [
      "leave out impossible branches",
      { type: "string", anyOf: [{ type: "integer" }, { minLength: 2 }] },
      ["anyOf/1"],
    ],
    [
      "leave out an unclear null",
      { type: ["string", "null"], "x-plumbline-unclear-null": true },
      ["type/string"],
    ],
  ];
  for (const [title, schema, labels] of cases) {
    test(title, () => {
      expect(labelled(schema)).toEqual(labels);
      for (const { value } of alternatives(schema, options))
        expect(options.accepts(schema, value)).toBe(true);
    });
  }
  test("each value belongs to its branch alone", () => {
    const schema: JsonSchema = {
      properties: { a: NAME, b: NAME },
      type: "object",
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    };
    expect(alternatives(schema, options).map(({ value }) => Object.keys(value as object))).toEqual([
      ["a"],
      ["b"],
    ]);
  });
  test("of a malformed schema are none", () => {
    expect(
      alternatives({ oneOf: 3, enum: {}, type: [4, 5] } as JsonSchema, { ...options, accepts: () => true }),
    ).toEqual([]);
  });
});
