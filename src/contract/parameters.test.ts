// Parameters in every place and style, read and written.
import { describe, expect, test } from "vitest";
import type { Json, JsonSchema } from "../schema/violation.ts";
import type { Parameter, SchemaUse } from "./model.ts";
import type { RawInputs } from "./parameters.ts";
import { parseInputs, readerOf, readParameter, writeParameter } from "./parameters.ts";

interface Given extends Partial<Omit<Parameter, "schema">> {
  readonly schema?: JsonSchema;
  /** Stands in for the validator where the reading depends on it. */
  readonly accepts?: (value: unknown) => boolean;
}

function schemaUse(schema: JsonSchema, accepts: (value: unknown) => boolean = () => true): SchemaUse {
  return {
    pointer: "#",
    schema,
    accepts,
    acceptsPart: () => true,
    check: () => [],
    resolve: () => undefined,
    originOf: () => undefined,
  };
}

function parameterOf({ schema, accepts, ...given }: Given): Parameter {
  const place = given.in ?? "query";
  const style = given.style ?? (place === "query" || place === "cookie" ? "form" : "simple");
  return {
    name: "color",
    in: place,
    required: false,
    deprecated: false,
    style,
    explode: style === "form",
    allowReserved: false,
    allowEmptyValue: false,
    schema: schema === undefined ? undefined : schemaUse(schema, accepts),
    pointer: "#/parameters/0",
    examples: [],
    ...given,
  };
}

/** One text as it arrives: the template expression, the query, the header, the Cookie header. */
function inputsOf(parameter: Parameter, sent: string): RawInputs {
  return {
    path: parameter.in === "path" ? { [parameter.name]: sent } : {},
    query: parameter.in === "query" ? sent : "",
    headers:
      parameter.in === "header"
        ? { [parameter.name.toLowerCase()]: sent }
        : parameter.in === "cookie"
          ? { cookie: sent }
          : {},
  };
}

const read = (given: Given, sent: string) => {
  const parameter = parameterOf(given);
  return readerOf(parameter)(parseInputs(inputsOf(parameter, sent)));
};

function write(given: Given, value: unknown): string | undefined {
  const written = writeParameter(parameterOf(given), value);
  if (written === undefined) return undefined;
  if ("text" in written) return written.text;
  return written.pairs.map(([name, text]) => `${name}=${text}`).join(written.in === "cookie" ? "; " : "&");
}

const STRING: JsonSchema = { type: "string" };
const LIST: JsonSchema = { type: "array", items: { type: "string" } };
const INTEGER: JsonSchema = { type: "integer" };
const INTEGERS: JsonSchema = { type: "array", items: { type: "integer" } };
const RGB: JsonSchema = {
  type: "object",
  properties: { R: { type: "integer" }, G: { type: "integer" }, B: { type: "integer" } },
};
const colors = ["blue", "black", "brown"];
const rgb = { R: 100, G: 200, B: 150 };

/** The style examples of OpenAPI 3.1.1 §4.8.12.4, in their places. */
const examples: [given: Given, value: unknown, sent: string][] = [
  [{ in: "path", style: "matrix", schema: STRING }, "", ";color"],
  [{ in: "path", style: "matrix", schema: STRING }, "blue", ";color=blue"],
  [{ in: "path", style: "matrix", schema: LIST }, colors, ";color=blue,black,brown"],
  [{ in: "path", style: "matrix", schema: RGB }, rgb, ";color=R,100,G,200,B,150"],
  [{ in: "path", style: "matrix", explode: true, schema: STRING }, "", ";color"],
  [{ in: "path", style: "matrix", explode: true, schema: STRING }, "blue", ";color=blue"],
  [
    { in: "path", style: "matrix", explode: true, schema: LIST },
    colors,
    ";color=blue;color=black;color=brown",
  ],
  [{ in: "path", style: "matrix", explode: true, schema: RGB }, rgb, ";R=100;G=200;B=150"],
  [{ in: "path", style: "label", schema: STRING }, "blue", ".blue"],
  [{ in: "path", style: "label", schema: LIST }, colors, ".blue,black,brown"],
  [{ in: "path", style: "label", schema: RGB }, rgb, ".R,100,G,200,B,150"],
  [{ in: "path", style: "label", explode: true, schema: STRING }, "blue", ".blue"],
  [{ in: "path", style: "label", explode: true, schema: LIST }, colors, ".blue.black.brown"],
  [{ in: "path", style: "label", explode: true, schema: RGB }, rgb, ".R=100.G=200.B=150"],
  [{ in: "path", schema: STRING }, "blue", "blue"],
  [{ in: "path", schema: LIST }, colors, "blue,black,brown"],
  [{ in: "path", schema: RGB }, rgb, "R,100,G,200,B,150"],
  [{ in: "path", explode: true, schema: STRING }, "blue", "blue"],
  [{ in: "path", explode: true, schema: LIST }, colors, "blue,black,brown"],
  [{ in: "path", explode: true, schema: RGB }, rgb, "R=100,G=200,B=150"],
  [{ in: "header", schema: STRING }, "", ""],
  [{ in: "header", schema: STRING }, "blue", "blue"],
  [{ in: "header", schema: LIST }, colors, "blue,black,brown"],
  [{ in: "header", schema: RGB }, rgb, "R,100,G,200,B,150"],
  [{ in: "header", explode: true, schema: RGB }, rgb, "R=100,G=200,B=150"],
  [{ explode: false, schema: STRING }, "", "color="],
  [{ explode: false, schema: STRING }, "blue", "color=blue"],
  [{ explode: false, schema: LIST }, colors, "color=blue,black,brown"],
  [{ explode: false, schema: RGB }, rgb, "color=R,100,G,200,B,150"],
  [{ schema: STRING }, "", "color="],
  [{ schema: STRING }, "blue", "color=blue"],
  [{ schema: LIST }, colors, "color=blue&color=black&color=brown"],
  [{ schema: RGB }, rgb, "R=100&G=200&B=150"],
  [{ in: "cookie", schema: STRING }, "blue", "color=blue"],
  [{ in: "cookie", explode: false, schema: LIST }, colors, "color=blue,black,brown"],
  [{ in: "cookie", explode: false, schema: RGB }, rgb, "color=R,100,G,200,B,150"],
  [{ in: "cookie", schema: LIST }, colors, "color=blue; color=black; color=brown"],
  [{ in: "cookie", schema: RGB }, rgb, "R=100; G=200; B=150"],
  [{ style: "spaceDelimited", schema: LIST }, colors, "color=blue%20black%20brown"],
  [{ style: "spaceDelimited", schema: RGB }, rgb, "color=R%20100%20G%20200%20B%20150"],
  [{ style: "pipeDelimited", schema: LIST }, colors, "color=blue%7Cblack%7Cbrown"],
  [{ style: "pipeDelimited", schema: RGB }, rgb, "color=R%7C100%7CG%7C200%7CB%7C150"],
  [
    { style: "deepObject", explode: true, schema: RGB },
    rgb,
    "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
  ],
];

/** Values that need care, the same in both directions. */
const roundTrips: [given: Given, value: unknown, sent: string][] = [
  [{ in: "path", schema: STRING }, "a/b,ž%", "a%2Fb%2C%C5%BE%25"],
  [{ in: "path", schema: LIST }, ["a,b", "c"], "a%2Cb,c"],
  [{ in: "path", style: "label", explode: true, schema: LIST }, ["a.b", "c"], ".a%2Eb.c"],
  [{ in: "path", style: "label", schema: { type: "number" } }, 1.5, ".1.5"],
  [{ in: "path", style: "matrix", schema: LIST }, [], ";color"],
  [{ in: "path", style: "matrix", explode: true, schema: LIST }, [], ";color"],
  [{ in: "path", style: "matrix", name: "farbe ž", schema: INTEGER }, 7, ";farbe%20%C5%BE=7"],
  [{ in: "path", style: "matrix", explode: true, schema: LIST }, ["a;b=c"], ";color=a%3Bb%3Dc"],
  [{ schema: STRING }, "a b&c=d+e", "color=a%20b%26c%3Dd%2Be"],
  [{ schema: STRING, allowReserved: true }, ":/?#[]@!$&'()*+,;=", "color=:/?%23[]@!$%26'()*%2B,;="],
  [{ schema: LIST, explode: false, allowReserved: true }, ["a,b", "c/d"], "color=a%2Cb,c/d"],
  [{ schema: LIST, explode: false }, [], "color="],
  [{ schema: INTEGERS, explode: false }, [1, 2], "color=1,2"],
  [{ schema: { type: "array", items: { type: "boolean" } } }, [true, false], "color=true&color=false"],
  [{ schema: { type: ["integer", "null"] } }, null, "color=null"],
  [{ schema: LIST, name: "tags[]" }, ["a"], "tags%5B%5D=a"],
  [{ in: "header", schema: STRING }, "a, b", "a, b"],
  [{ in: "header", schema: STRING, name: "X-Trace" }, "100%", "100%"],
  [{ in: "cookie", schema: STRING }, "a;b c", "color=a%3Bb%20c"],
  [
    {
      style: "deepObject",
      schema: { type: "object", properties: { a: { type: "object", properties: { b: INTEGER } } } },
    },
    { a: { b: 1 } },
    "color%5Ba%5D%5Bb%5D=1",
  ],
  [
    { style: "deepObject", schema: { type: "object", properties: { ids: INTEGERS } } },
    { ids: [1, 2] },
    "color%5Bids%5D=1&color%5Bids%5D=2",
  ],
  [
    {
      style: "deepObject",
      schema: {
        type: "object",
        properties: { list: { type: "array", items: { type: "object", properties: { a: INTEGER } } } },
      },
    },
    { list: [{ a: 1 }, { a: 2 }] },
    "color%5Blist%5D%5B0%5D%5Ba%5D=1&color%5Blist%5D%5B1%5D%5Ba%5D=2",
  ],
  [
    { mediaType: "application/json", schema: RGB },
    rgb,
    "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
  ],
  [{ in: "header", mediaType: "application/json", schema: RGB }, { R: 1 }, '{"R":1}'],
  [{ in: "path", mediaType: "application/json", schema: LIST }, ["a"], "%5B%22a%22%5D"],
  [{ in: "cookie", mediaType: "application/json", schema: INTEGER }, 0, "color=0"],
  [{ mediaType: "text/plain", schema: STRING }, "a,b", "color=a%2Cb"],
];

const label = ({ schema, ...given }: Given): string => `${JSON.stringify(given)} ${JSON.stringify(schema)}`;

for (const [title, rows] of [
  ["the specification's style examples", examples],
  ["values that need care", roundTrips],
] as const) {
  describe(`${title}, written and read`, () => {
    for (const [given, value, sent] of rows) {
      test(`${label(given)}: ${JSON.stringify(value)} is ${sent}`, () => {
        expect(write(given, value)).toBe(sent);
        expect(read(given, sent)).toEqual({ present: true, value });
      });
    }
  });
}

const readings: [title: string, given: Given, sent: string, want: unknown][] = [
  ["a plus in a query is a blank", { schema: STRING }, "color=a+b", "a b"],
  ["a plus in a path is a plus", { in: "path", schema: STRING }, "a+b", "a+b"],
  [
    "space-delimited with plus signs",
    { style: "spaceDelimited", schema: INTEGERS },
    "color=1+2+3",
    [1, 2, 3],
  ],
  [
    "pipe-delimited with bare pipes",
    { style: "pipeDelimited", schema: INTEGERS },
    "color=1|2%7c3",
    [1, 2, 3],
  ],
  ["an escaped comma is data", { explode: false, schema: LIST }, "color=a%2Cb,c", ["a,b", "c"]],
  ["a text that fits no type stays text", { schema: INTEGER }, "color=1e3", "1e3"],
  ["an empty value of a string is present", { schema: STRING }, "color=", ""],
  ["a name without = is an empty value", { schema: STRING }, "color", ""],
  ["an empty value of another type stays text", { schema: INTEGER }, "color=", ""],
  ["a list behind anyOf", { schema: { anyOf: [INTEGERS, { type: "null" }] } }, "color=1&color=2", [1, 2]],
  ["a list in a type list", { schema: { type: ["array", "null"], items: INTEGER } }, "color=1", [1]],
  [
    "null for a list in a type list",
    { schema: { type: ["array", "null"], items: INTEGER } },
    "color=null",
    null,
  ],
  ["string or list, one value", { schema: { anyOf: [STRING, LIST] } }, "color=a", "a"],
  ["string or list, two values", { schema: { anyOf: [STRING, LIST] } }, "color=a&color=b", ["a", "b"]],
  [
    "string or list, delimited",
    { explode: false, schema: { anyOf: [STRING, LIST] } },
    "color=a,b",
    ["a", "b"],
  ],
  [
    "integer or list of integers, one value",
    { explode: false, schema: { oneOf: [INTEGER, INTEGERS] } },
    "color=1",
    1,
  ],
  ["pipes on an object", { style: "pipeDelimited", schema: RGB }, "color=R|1|G|2", { R: 1, G: 2 }],
  [
    "pipes on object or list: known members",
    { style: "pipeDelimited", schema: { oneOf: [RGB, LIST] } },
    "color=R|1",
    { R: 1 },
  ],
  [
    "pipes on object or list: other items",
    { style: "pipeDelimited", schema: { oneOf: [RGB, LIST] } },
    "color=x|1",
    ["x", "1"],
  ],
  [
    "spaces on oneOf of primitives",
    { style: "spaceDelimited", schema: { oneOf: [INTEGER, STRING] } },
    "color=5",
    5,
  ],
  [
    "deepObject without a schema",
    { style: "deepObject" },
    "color[a]=1&color[b][c]=x",
    { a: "1", b: { c: "x" } },
  ],
  [
    "deepObject keeps undeclared members",
    { style: "deepObject", schema: RGB },
    "color[R]=1&color[X]=y",
    { R: 1, X: "y" },
  ],
  ["deepObject with escaped brackets", { style: "deepObject", schema: RGB }, "color%5BR%5D=1", { R: 1 }],
  [
    "deepObject passes over broken brackets",
    { style: "deepObject", schema: RGB },
    "color[R]=1&color[G=2",
    { R: 1 },
  ],
  ["deepObject with a plain value stays text", { style: "deepObject", schema: RGB }, "color=red", "red"],
  [
    "deepObject with a list in empty brackets",
    { style: "deepObject", schema: { type: "object", properties: { ids: INTEGERS } } },
    "color[ids][]=1&color[ids][]=2",
    { ids: [1, 2] },
  ],
  [
    "matrix with its name escaped otherwise",
    { in: "path", style: "matrix", schema: STRING },
    ";%63olor=red",
    "red",
  ],
  ["an unknown schema, once", {}, "color=1", "1"],
  ["an unknown schema, twice", {}, "color=1&color=2", ["1", "2"]],
  ["header list with blanks", { in: "header", schema: LIST }, "a ,  b,c", ["a", "b", "c"]],
  ["header list of integers", { in: "header", schema: INTEGERS }, "1, 2", [1, 2]],
  ["a cookie with a bare percent sign", { in: "cookie", schema: STRING }, "color=100%", "100%"],
  ["a cookie holding =", { in: "cookie", schema: STRING }, "a=b; color=x=y==", "x=y=="],
  [
    "an exploded object takes free members",
    { schema: { type: "object", additionalProperties: INTEGER } },
    "a=1&b=2",
    { a: 1, b: 2 },
  ],
];

const absences: [title: string, given: Given, sent: string][] = [
  ["query names are case-sensitive", { schema: STRING }, "Color=a"],
  ["cookie names are exact", { in: "cookie", name: "sid", schema: STRING }, "xsid=1; SID=2"],
  [
    "a deepObject that is not there",
    { style: "deepObject", schema: { ...RGB, required: ["R"] } },
    "other[R]=1",
  ],
  ["a delimited object that is not there", { style: "pipeDelimited", schema: RGB }, "x=1"],
  ["an exploded object without any member", { schema: RGB }, "x=1&y=2"],
  ["an undeclared name with a bad escape", { schema: STRING }, "%zz=1"],
  ["an empty query", { schema: STRING }, ""],
];

const errors: [title: string, given: Given, sent: string, want: RegExp][] = [
  ["a bad escape in a path", { in: "path", schema: STRING }, "%zz", /malformed percent escape/],
  ["escapes that are not UTF-8", { in: "path", schema: STRING }, "%E0%A4%A", /malformed percent escape/],
  ["a bad escape in a query", { schema: STRING }, "color=%", /malformed percent escape/],
  [
    "a bad escape in a list item",
    { explode: false, schema: LIST },
    "color=a,%ff",
    /malformed percent escape/,
  ],
  [
    "a bad escape in a member",
    { style: "deepObject", schema: RGB },
    "color[R]=%zz",
    /malformed percent escape/,
  ],
  ["label without its point", { in: "path", style: "label", schema: STRING }, "blue", /must begin with "\."/],
  [
    "matrix without its semicolon",
    { in: "path", style: "matrix", schema: STRING },
    "color=blue",
    /must begin with ";"/,
  ],
  [
    "matrix with another name",
    { in: "path", style: "matrix", schema: STRING },
    ";x=blue",
    /must begin with ";color="/,
  ],
  [
    "exploded matrix with another name",
    { in: "path", style: "matrix", explode: true, schema: LIST },
    ";x=1;color=2",
    /";color="/,
  ],
  ["an object with a name too many", { in: "path", schema: RGB }, "R,100,G", /names and values/],
  ["an exploded object without =", { in: "path", explode: true, schema: RGB }, "R", /names and values/],
  ["content that is not JSON", { mediaType: "application/json", schema: RGB }, "color=%7B", /is not JSON/],
  ["a value and members under one name", { style: "deepObject", schema: RGB }, "color=1&color[R]=2", /both/],
  [
    "brackets without end",
    { style: "deepObject", schema: RGB },
    `color${"[a]".repeat(60)}=1`,
    /more than 50 deep/,
  ],
];

describe("reading", () => {
  for (const [title, given, sent, value] of readings) {
    test(title, () => expect(read(given, sent)).toEqual({ present: true, value }));
  }
  for (const [title, given, sent] of absences) {
    test(`${title}: absent`, () => expect(read(given, sent)).toEqual({ present: false }));
  }
  for (const [title, given, sent, want] of errors) {
    test(`${title} is an error`, () => {
      const found = read(given, sent);
      expect(found.error ?? "no error").toMatch(want);
    });
  }

  test("a value given twice is the first one and flagged", () => {
    expect(read({ schema: INTEGER }, "color=1&color=2")).toEqual({ present: true, value: 1, repeated: true });
    expect(read({ explode: false, schema: INTEGERS }, "color=1,2&color=3")).toEqual({
      present: true,
      value: [1, 2],
      repeated: true,
    });
    expect(read({ style: "deepObject", schema: RGB }, "color[R]=1&color[R]=2")).toEqual({
      present: true,
      value: { R: 1 },
      repeated: true,
    });
  });

  test("an empty value that allowEmptyValue lets pass is flagged", () => {
    expect(read({ schema: INTEGER, allowEmptyValue: true }, "color=")).toEqual({
      present: true,
      value: "",
      empty: true,
    });
    expect(read({ schema: STRING, allowEmptyValue: true }, "color=")).toEqual({ present: true, value: "" });
  });

  test("where a string or a number would do, the schema decides", () => {
    const schema: JsonSchema = { type: ["string", "integer"] };
    expect(read({ schema, accepts: (value) => typeof value === "string" }, "color=5")).toEqual({
      present: true,
      value: "5",
    });
    expect(read({ schema, accepts: (value) => value === 5 }, "color=5")).toEqual({ present: true, value: 5 });
  });

  test("header names are case-insensitive, repeated fields are one list", () => {
    const parameter = parameterOf({ in: "header", name: "X-Color", schema: LIST });
    const inputs = parseInputs({ path: {}, query: "", headers: { "x-color": ["a, b", "c"] } });
    expect(readParameter(parameter, inputs)).toEqual({ present: true, value: ["a", "b", "c"] });
  });

  for (const place of ["path", "header", "query", "cookie"] as const) {
    test(`nothing is found in the prototype of the ${place} values`, () => {
      const parameter = parameterOf({ in: place, name: "constructor", schema: STRING });
      expect(readParameter(parameter, parseInputs({ path: {}, query: "", headers: {} }))).toEqual({
        present: false,
      });
    });
  }

  test("an exploded object leaves the other parameters' names alone", () => {
    const parameter = parameterOf({ schema: { type: "object", additionalProperties: STRING } });
    const inputs = parseInputs({ path: {}, query: "a=1&page=2", headers: {} });
    expect(readerOf(parameter, new Set(["page"]))(inputs)).toEqual({ present: true, value: { a: "1" } });
  });

  for (const sent of ["color[__proto__][x]=1", "color[constructor][prototype][x]=1"]) {
    test(`${sent} pollutes nothing`, () => {
      const found = read({ style: "deepObject" }, sent);
      expect(Object.keys(found.value as object)).toHaveLength(1);
      expect(({} as Record<string, Json>)["x"]).toBeUndefined();
    });
  }
});

const inexpressible: [title: string, given: Given, value: unknown][] = [
  ["an object in a form list", { schema: LIST }, [{ a: 1 }]],
  ["a list in a simple list", { in: "path", schema: LIST }, [["a"]]],
  ["an empty exploded list", { schema: LIST }, []],
  ["an empty exploded object", { schema: RGB }, {}],
  ["an empty path segment", { in: "path", schema: STRING }, ""],
  ["a label that is a lone point", { in: "path", style: "label", schema: LIST }, []],
  ["a path segment of two points", { in: "path", schema: STRING }, ".."],
  ["a list of one empty string", { explode: false, schema: LIST }, [""]],
  ["a comma in a header list", { in: "header", schema: LIST }, ["a,b"]],
  ["a line break in a header", { in: "header", schema: STRING }, "a\nb"],
  ["a character beyond Latin-1 in a header", { in: "header", schema: STRING }, "ž"],
  ["a blank at the end of a header", { in: "header", schema: STRING }, "a "],
  ["a blank in a space-delimited item", { style: "spaceDelimited", schema: LIST }, ["a b", "c"]],
  ["a pipe in a pipe-delimited item", { style: "pipeDelimited", schema: LIST }, ["a|b", "c"]],
  ["a primitive as deepObject", { style: "deepObject", schema: RGB }, "red"],
  ["an empty object within a deepObject", { style: "deepObject", schema: RGB }, { a: {} }],
  ["a bracket in a deepObject name", { style: "deepObject", schema: RGB }, { "a]": 1 }],
  ["a lone surrogate", { schema: STRING }, "\ud800"],
  ["undefined", { schema: STRING }, undefined],
];

describe("what a style cannot express is not written", () => {
  for (const [title, given, value] of inexpressible)
    test(title, () => expect(write(given, value)).toBeUndefined());
});
