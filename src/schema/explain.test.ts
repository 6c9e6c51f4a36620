// What is said of a value that fits no variant: the closest one and what is wrong there, or why none is closer.
import { beforeAll, describe, expect, test } from "vitest";
import { schemaContract } from "../contract/contract.test-data.ts";
import { loadContract } from "../contract/compile.ts";
import type { SchemaUse } from "../contract/model.ts";
import { leavesOf, type Violation } from "./violation.ts";

/** `path keyword: message` of each violation, its causes after an arrow. */
function told(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ instancePath, keyword, message, causes }) => {
    const below = causes ? ` > ${told(causes).join(" + ")}` : "";
    return `${instancePath} ${keyword}: ${message}${below}`;
  });
}

describe("the bundled contract", () => {
  const uses = new Map<string, SchemaUse>();

  beforeAll(async () => {
    const contract = await loadContract("openapi.yaml", { overlays: ["openapi.overlay.yaml"] });
    const [operation] = contract.operations;
    const body = operation?.requestBody?.content[0]?.schema;
    const error = operation?.responses.find(({ status }) => status === "400")?.content[0]?.schema;
    if (body) uses.set("body", body);
    if (error) uses.set("error", error);
  });

  const NONE =
    "fits none of the variants (Header injection, Query parameter injection, URL path template injection, URL path regex injection, No injection)";
  const closest = (variant: string, ...causes: string[]): string[] => [
    `/injectionConfig oneOf: fits none of the variants; closest is ${variant} > ${causes.join(" + ")}`,
  ];
  const oneOf = (message: string): string[] => [`/injectionConfig oneOf: ${message}`];

  const CONFIGS: readonly (readonly [unknown, readonly string[]])[] = [
    [null, []],
    [{ headerName: "A" }, []],
    [{ headerName: "A", valueFormat: "Bearer {value}" }, []],
    [
      { headerName: "A", paramName: "b" },
      oneOf(
        "has keys of two variants: headerName (Header injection) and paramName (Query parameter injection)",
      ),
    ],
    [
      { valueFormat: "A", pathRegex: "b" },
      oneOf(
        "has keys of two variants: valueFormat (Header injection) and pathRegex (URL path regex injection)",
      ),
    ],
    [
      { headerName: "A", paramName: "b", pathTemplate: "/{value}" },
      oneOf(
        "has keys of 3 variants: headerName (Header injection) and paramName (Query parameter injection) and pathTemplate (URL path template injection)",
      ),
    ],
    [{}, oneOf(NONE)],
    [{ unknown: 1 }, oneOf(`${NONE}: it has the unknown property unknown`)],
    [{ HeaderName: "A" }, oneOf(`${NONE}: it has the unknown property HeaderName`)],
    ["header", oneOf(`${NONE}: it is a string`)],
    [1, oneOf(`${NONE}: it is an integer`)],
    [false, oneOf(`${NONE}: it is a boolean`)],
    [[{ headerName: "A" }], oneOf(`${NONE}: it is an array`)],
    [
      { headerName: "" },
      closest(
        "Header injection",
        "/injectionConfig/headerName minLength: must have at least 1 character (it has 0)",
      ),
    ],
    [
      { headerName: null },
      closest("Header injection", "/injectionConfig/headerName type: must be string, not null"),
    ],
    [
      { headerName: ["A"] },
      closest("Header injection", "/injectionConfig/headerName type: must be string, not an array"),
    ],
    [
      { headerName: "A", x: 1 },
      closest("Header injection", "/injectionConfig additionalProperties: has the unknown property x"),
    ],
    [
      { valueFormat: "A" },
      closest("Header injection", "/injectionConfig required: needs the property headerName"),
    ],
    [
      { paramName: "" },
      closest(
        "Query parameter injection",
        "/injectionConfig/paramName minLength: must have at least 1 character (it has 0)",
      ),
    ],
    [
      { paramFormat: "A" },
      closest("Query parameter injection", "/injectionConfig required: needs the property paramName"),
    ],
    [
      { pathTemplate: "bot{value}" },
      closest(
        "URL path template injection",
        "/injectionConfig/pathTemplate pattern: must match the pattern ^/",
      ),
    ],
    [
      { pathTemplate: "/bot" },
      closest(
        "URL path template injection",
        "/injectionConfig/pathTemplate pattern: must match the pattern \\{value\\}",
      ),
    ],
    [
      { pathTemplate: 1 },
      closest(
        "URL path template injection",
        "/injectionConfig/pathTemplate type: must be string, not an integer",
      ),
    ],
    [
      { pathRegex: "a" },
      closest("URL path regex injection", "/injectionConfig required: needs the property pathReplacement"),
    ],
    [
      { pathReplacement: "{value}" },
      closest("URL path regex injection", "/injectionConfig required: needs the property pathRegex"),
    ],
    [
      { pathRegex: "a", pathReplacement: "b" },
      closest(
        "URL path regex injection",
        "/injectionConfig/pathReplacement pattern: must match the pattern \\{value\\}",
      ),
    ],
    [
      { pathRegex: "(", pathReplacement: "{value}" },
      closest("URL path regex injection", "/injectionConfig/pathRegex format: must be a valid regex"),
    ],
    [
      { pathReplacement: 1 },
      closest(
        "URL path regex injection",
        "/injectionConfig required: needs the property pathRegex",
        "/injectionConfig/pathReplacement type: must be string, not an integer",
      ),
    ],
  ];
  for (const [value, want] of CONFIGS) {
    test(`an injectionConfig of ${JSON.stringify(value)}`, () => {
      expect(told(uses.get("body")?.check({ injectionConfig: value }) ?? ["no schema" as never])).toEqual(
        want,
      );
    });
  }

  const FIELDS =
    "needs at least one of the properties name, value, hostPattern, pathPattern, injectionConfig";
  const BODIES: readonly (readonly [unknown, readonly string[]])[] = [
    [{}, [` anyOf: ${FIELDS}`, " minProperties: needs at least one property (it has 0)"]],
    [{ colour: 1 }, [` anyOf: ${FIELDS}`]],
    [[], [" type: must be object, not an array"]],
    [
      { name: "", value: 1 },
      [
        "/name minLength: must have at least 1 character (it has 0)",
        "/value type: must be string, not an integer",
      ],
    ],
    [{ pathPattern: 1 }, ["/pathPattern type: must be string or null, not an integer"]],
  ];
  for (const [value, want] of BODIES) {
    test(`a body of ${JSON.stringify(value)}`, () => {
      expect(told(uses.get("body")?.check(value) ?? []).toSorted()).toEqual(want);
    });
  }

  const ERRORS: readonly (readonly [unknown, readonly string[]])[] = [
    [{ error: "a" }, []],
    [{}, [" oneOf: fits none of the variants (ErrorFlat, ErrorEnvelope): it needs the property error"]],
    [
      { error: 1 },
      [
        " oneOf: fits none of the variants (ErrorFlat, ErrorEnvelope): error must be string or object, not an integer",
      ],
    ],
    [
      { error: { message: "a" } },
      [
        " oneOf: fits none of the variants; closest is ErrorEnvelope > /error required: needs the property type",
      ],
    ],
    [
      { error: { message: 1, type: "a" } },
      [
        " oneOf: fits none of the variants; closest is ErrorEnvelope > /error/message type: must be string, not an integer",
      ],
    ],
    [[], [" oneOf: fits none of the variants (ErrorFlat, ErrorEnvelope): it is an array"]],
  ];
  for (const [value, want] of ERRORS) {
    test(`an error of ${JSON.stringify(value)}`, () => {
      expect(told(uses.get("error")?.check(value) ?? ["no schema" as never])).toEqual(want);
    });
  }

  test("what the contract only advises says so, and names the clause", () => {
    const leaves = leavesOf(
      uses.get("body")?.check({ injectionConfig: { pathRegex: "(", pathReplacement: "{value}" } }) ?? [],
    );
    expect(leaves.map(({ pointer, advisory }) => [pointer, typeof advisory])).toEqual([
      ["#/components/schemas/InjectionConfig/oneOf/3/properties/pathRegex/format", "string"],
    ]);
  });
});

describe("discriminators", () => {
  const schemas = {
    Cat: {
      type: "object",
      required: ["t", "lives"],
      properties: { t: { type: "string" }, lives: { type: "integer" } },
    },
    Dog: {
      type: "object",
      required: ["t"],
      properties: { t: { type: "string" }, barks: { type: "boolean" } },
    },
  };
  const variants = [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }];
  const discriminator = { propertyName: "t", mapping: { cat: "#/components/schemas/Cat", dog: "Dog" } };

  const ROWS: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    [
      "an unknown name",
      { oneOf: variants, discriminator },
      { t: "cow" },
      [' discriminator: t must be one of "cat", "dog"'],
    ],
    [
      "no name",
      { oneOf: variants, discriminator },
      { barks: true },
      [' discriminator: needs the property t: one of "cat", "dog"'],
    ],
    [
      "a name that is no text",
      { oneOf: variants, discriminator },
      { t: 1 },
      [' discriminator: t must be one of "cat", "dog"'],
    ],
    [
      "the named variant refuses it",
      { oneOf: variants, discriminator },
      { t: "cat", barks: true },
      [" required: needs the property lives"],
    ],
    [
      "the same in anyOf",
      { anyOf: variants, discriminator },
      { t: "cat", lives: "9" },
      ["/lives type: must be integer, not a string"],
    ],
    [
      "an unknown name in anyOf",
      { anyOf: variants, discriminator },
      { t: "Dog" },
      [' discriminator: t must be one of "cat", "dog"'],
    ],
    [
      "a value that is no object",
      { oneOf: variants, discriminator },
      "cat",
      [" oneOf: fits none of the variants (cat, dog): it is a string"],
    ],
    [
      "below a property and an item",
      { properties: { pets: { items: { oneOf: variants, discriminator } } } },
      { pets: [{ t: "cow" }] },
      ['/pets/0 discriminator: t must be one of "cat", "dog"'],
    ],
    [
      "beside null",
      { oneOf: [...variants, { type: "null" }], discriminator },
      { t: "cat" },
      [" required: needs the property lives"],
    ],
  ];
  for (const [name, schema, value, want] of ROWS) {
    test(name, async () => {
      const { request } = await schemaContract(schema, { schemas });
      expect(told(request.check(value))).toEqual(want);
    });
  }

  test("an unknown name points at the discriminator", async () => {
    const { request } = await schemaContract({ oneOf: variants, discriminator }, { schemas });
    expect(request.check({ t: "cow" }).map(({ pointer }) => pointer)).toEqual([
      "#/components/schemas/Case/discriminator",
    ]);
  });
});

describe("other combinations", () => {
  const ROWS: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    [
      "two variants fit",
      {
        oneOf: [
          { type: "integer", title: "a" },
          { minimum: 0, title: "b" },
        ],
      },
      1,
      [" oneOf: fits more than one variant: a and b"],
    ],
    [
      "null and one other are that other",
      { oneOf: [{ type: "string", minLength: 2 }, { type: "null" }] },
      "a",
      [" minLength: must have at least 2 characters (it has 1)"],
    ],
    [
      "exactly one of two properties",
      { oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      {},
      [" oneOf: needs exactly one of the properties a, b"],
    ],
    [
      "a constant tells the variants apart",
      {
        oneOf: [
          { properties: { k: { const: 1 }, v: { type: "string" } } },
          { properties: { k: { const: 2 }, v: { type: "integer" } } },
        ],
      },
      { k: 2, v: "x" },
      [" oneOf: fits none of the variants; closest is variant 2 > /v type: must be integer, not a string"],
    ],
    [
      "a variant inside a variant",
      {
        oneOf: [
          {
            type: "object",
            title: "o",
            properties: { a: { anyOf: [{ type: "string", minLength: 2 }, { type: "integer" }] } },
          },
          { type: "array" },
        ],
      },
      { a: "x" },
      [
        " oneOf: fits none of the variants; closest is o > /a anyOf: fits none of the variants; closest is variant 1 > /a minLength: must have at least 2 characters (it has 1)",
      ],
    ],
    [
      "beside a failing variant, the same schema where no variant asks for it",
      {
        properties: { a: { $ref: "#/components/schemas/S" } },
        oneOf: [
          { required: ["z"] },
          { required: ["y"], properties: { a: { $ref: "#/components/schemas/S" } } },
        ],
      },
      { a: 1 },
      [
        " oneOf: fits none of the variants; closest is variant 1 >  required: needs the property z",
        "/a type: must be string, not an integer",
      ],
    ],
    [
      "variants of variants of a place",
      {
        properties: {
          p: {
            oneOf: [
              {
                type: "object",
                title: "o",
                properties: { q: { oneOf: [{ const: 1 }, { type: "string" }] } },
              },
              { type: "array", title: "l", items: { anyOf: [{ type: "string" }, { minimum: 5 }] } },
            ],
          },
          r: { anyOf: [{ type: "string" }, { type: "boolean" }] },
        },
      },
      { p: ["x", 3], r: 1 },
      [
        "/p oneOf: fits none of the variants; closest is l > /p/1 anyOf: fits none of the variants; closest is variant 2 > /p/1 minimum: must be at least 5",
        "/r anyOf: fits none of the variants (variant 1, variant 2): it is an integer",
      ],
    ],
    [
      "three of four variants fit",
      { oneOf: [{ type: "integer" }, { type: "string" }, { minimum: 0 }, { maximum: 9 }] },
      1,
      [" oneOf: fits more than one variant: variant 1 and variant 3 and variant 4"],
    ],
    [
      "contains says it alone",
      { contains: { type: "string", minLength: 1 } },
      [1, ""],
      [" contains: must contain 1 or more matching items"],
    ],
    [
      "property names say it alone",
      { propertyNames: { pattern: "^a" } },
      { b: 1 },
      [" propertyNames: has a property name that is not allowed: b"],
    ],
    ["not", { not: { type: "string" } }, "a", [" not: must not match the schema that is excluded here"]],
    [
      "then",
      { if: { required: ["a"] }, then: { required: ["b"] } },
      { a: 1 },
      [" required: needs the property b"],
    ],
    [
      "a property that may not be there",
      { properties: { a: false } },
      { a: 1 },
      ["/a false schema: is not allowed here"],
    ],
    [
      "both ways to the same schema are told once",
      { allOf: [{ $ref: "#/components/schemas/S" }, { $ref: "#/components/schemas/S" }] },
      1,
      [" type: must be string, not an integer"],
    ],
    [
      "beside a failing variant, its own",
      { required: ["z"], anyOf: [{ type: "array" }, { required: ["a"], title: "v" }] },
      {},
      [
        " anyOf: fits none of the variants; closest is v >  required: needs the property a",
        " required: needs the property z",
      ],
    ],
  ];
  for (const [name, schema, value, want] of ROWS) {
    test(name, async () => {
      const { request } = await schemaContract(schema, { schemas: { S: { type: "string" } } });
      expect(told(request.check(value)).toSorted()).toEqual(want);
    });
  }
});
