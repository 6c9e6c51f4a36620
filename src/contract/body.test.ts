// Bodies of every kind, read and written.
import { describe, expect, test } from "vitest";
import { decodeText, encodeText } from "../http.ts";
import type { JsonSchema } from "../schema/violation.ts";
import { readBody, writeBody, writtenType } from "./body.ts";
import { acceptsPartType } from "./form.ts";
import { parseMediaType } from "./media-type.ts";
import type { Encoding, MediaType } from "./model.ts";
import { parseMultipart } from "./multipart.ts";

type Encodings = Readonly<Record<string, Encoding>>;

function declared(range: string, schema?: JsonSchema, encoding: Encodings = {}): MediaType {
  const use = (of: JsonSchema) => ({
    pointer: "#",
    schema: of,
    check: () => [],
    accepts: () => true,
    acceptsPart: () => true,
    resolve: () => undefined,
    originOf: () => undefined,
  });
  return {
    range,
    schema: schema === undefined ? undefined : use(schema),
    examples: [],
    encoding,
    pointer: "#",
  };
}

const typeOf = (text: string) => {
  const parsed = parseMediaType(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

const read = (type: string, body: string | Uint8Array, schema?: JsonSchema, encoding?: Encodings) =>
  readBody(
    typeof body === "string" ? encodeText(body) : body,
    typeOf(type),
    declared(type, schema, encoding),
  );

const FORM = "application/x-www-form-urlencoded";
const INTEGER: JsonSchema = { type: "integer" };
const STRING: JsonSchema = { type: "string" };
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: "object", properties });
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });
const POINT = object({ x: INTEGER, y: INTEGER });

const plain: [title: string, type: string, body: string, schema: JsonSchema | undefined, want: unknown][] = [
  ["JSON", "application/json", '{"a":1}', undefined, { value: { a: 1 } }],
  ["JSON whatever its charset says", "application/json; charset=latin1", '"ž"', undefined, { value: "ž" }],
  ["a +json type", "application/vnd.x+json", "0", undefined, { value: 0 }],
  ["NDJSON", "application/x-ndjson", '{"a":1}\r\n\n2\n', undefined, { value: [{ a: 1 }, 2] }],
  ["a JSON text sequence", "application/json-seq", "\u001e1\n\u001e[2]\n", undefined, { value: [1, [2]] }],
  ["plain text", "text/plain", "5", STRING, { value: "5" }],
  ["plain text as the number that is asked for", "text/plain", "5", INTEGER, { value: 5 }],
  ["HTML", "text/html; charset=utf-8", "<p>ž", undefined, { value: "<p>ž" }],
  ["XML is opaque", "application/xml", "<a/>", undefined, { value: "<a/>", opaque: true }],
  [
    "events are opaque",
    "text/event-stream",
    "data: 1\n\n",
    undefined,
    { value: "data: 1\n\n", opaque: true },
  ],
];

describe("bodies read", () => {
  for (const [title, type, body, schema, want] of plain)
    test(title, () => expect(read(type, body, schema)).toEqual(want));

  test("binary is one character per byte", () => {
    expect(read("image/png", Uint8Array.of(0, 255, 137))).toEqual({ value: "\0ÿ\u0089", opaque: true });
  });

  test("text in another charset", () => {
    expect(read("text/plain; charset=iso-8859-1", Uint8Array.of(0xe9))).toEqual({ value: "é" });
    expect(read("text/plain; charset=iso-8859-2", Uint8Array.of(0xbe))).toEqual({ value: "ž" });
    expect(read("text/plain; charset=nonsense", "x")).toEqual({ error: "has an unknown charset" });
    expect(read("text/plain", Uint8Array.of(0xff))).toEqual({ error: "is not valid UTF-8" });
  });

  test("a malformed line is named", () => {
    expect(read("application/jsonl", "1\n{\n")).toEqual({
      error: 'is not JSON in line 2: it ends where a property name in double quotes or "}" is expected',
      position: 3,
    });
  });
});

const forms: [
  title: string,
  body: string,
  schema: JsonSchema | undefined,
  encoding: Encodings,
  want: unknown,
][] = [
  [
    "fields by their types",
    "a=1&b=x+y&c=true",
    object({ a: INTEGER, b: STRING, c: { type: "boolean" } }),
    {},
    { a: 1, b: "x y", c: true },
  ],
  ["a list of repeated names", "a=1&a=2", object({ a: list(INTEGER) }), {}, { a: [1, 2] }],
  ["a list of one", "a=1", object({ a: list(INTEGER) }), {}, { a: [1] }],
  ["undeclared fields stay", "x=1&y=2&y=3", object({ a: INTEGER }), {}, { x: "1", y: ["2", "3"] }],
  [
    "undeclared fields by additionalProperties",
    "x=1",
    { type: "object", additionalProperties: INTEGER },
    {},
    { x: 1 },
  ],
  ["no schema", "a=1&b", undefined, {}, { a: "1", b: "" }],
  ["nothing", "", object({ a: INTEGER }), {}, {}],
  ["an object as JSON", "p=%7B%22x%22%3A1%7D", object({ p: POINT }), {}, { p: { x: 1 } }],
  [
    "an object spread over its members",
    "x=1&y=2&z=3",
    object({ p: POINT, z: INTEGER }),
    {},
    { p: { x: 1, y: 2 }, z: 3 },
  ],
  ["an object that is no JSON stays text", "p=red", object({ p: POINT }), {}, { p: "red" }],
  [
    "a list of objects as JSON",
    "p=%7B%22x%22%3A1%7D&p=%7B%7D",
    object({ p: list(POINT) }),
    {},
    { p: [{ x: 1 }, {}] },
  ],
  [
    "deepObject",
    "p[x]=1&p%5By%5D=2",
    object({ p: POINT }),
    { p: { style: "deepObject", explode: true } },
    { p: { x: 1, y: 2 } },
  ],
  ["pipe-delimited", "a=1|2", object({ a: list(INTEGER) }), { a: { style: "pipeDelimited" } }, { a: [1, 2] }],
  ["joined by commas", "a=1,2", object({ a: list(INTEGER) }), { a: { explode: false } }, { a: [1, 2] }],
  [
    "space-delimited on a string",
    "a=x+y",
    object({ a: STRING }),
    { a: { style: "spaceDelimited" } },
    { a: "x y" },
  ],
  [
    "a style without a value",
    "b=1",
    object({ a: list(INTEGER), b: INTEGER }),
    { a: { style: "pipeDelimited" } },
    { b: 1 },
  ],
  [
    "declared JSON",
    "a=%5B1%5D",
    object({ a: list(INTEGER) }),
    { a: { contentType: "application/json" } },
    { a: [1] },
  ],
  ["reserved characters where nothing forbids them", "a=:/?@", object({ a: STRING }), {}, { a: ":/?@" }],
  [
    "reserved characters where they are allowed",
    "a=:/?@",
    object({ a: STRING }),
    { a: { allowReserved: true } },
    { a: ":/?@" },
  ],
  [
    "null where no string is allowed",
    "a=null",
    object({ a: { type: ["integer", "null"] } }),
    {},
    { a: null },
  ],
];

const formErrors: [title: string, body: string | Uint8Array, encoding: Encodings, want: RegExp][] = [
  ["a bad escape in a name", "%zz=1", {}, /field name with a malformed percent escape/],
  ["a bad escape in a value", "a=%zz", {}, /"a".*malformed percent escape/],
  ["a bad escape in an undeclared field", "q=%", {}, /"q".*malformed percent escape/],
  ["reserved characters where they are forbidden", "a=:/", { a: { allowReserved: false } }, /reserved/],
  ["malformed declared JSON", "a=%7B", { a: { contentType: "application/json" } }, /"a" that is not JSON/],
  ["bytes that are not UTF-8", Uint8Array.of(0x61, 0x3d, 0xff), {}, /UTF-8/],
  ["too many fields", "a=1&".repeat(10_001), {}, /more than 10000/],
];

describe("urlencoded forms read", () => {
  for (const [title, body, schema, encoding, value] of forms) {
    test(title, () => expect(read(FORM, body, schema, encoding)).toEqual({ value }));
  }
  for (const [title, body, encoding, want] of formErrors) {
    test(`${title} is an error`, () =>
      expect(read(FORM, body, object({ a: STRING }), encoding).error).toMatch(want));
  }
  test("a field given twice is the first one and named", () => {
    expect(read(FORM, "a=1&a=2", object({ a: INTEGER }))).toEqual({ value: { a: 1 }, repeated: ["a"] });
  });
  test("__proto__ pollutes nothing", () => {
    const found = read(FORM, "__proto__=1&a[__proto__][x]=2", object({ a: { type: "object" } }), {
      a: { style: "deepObject" },
    });
    expect(Object.keys(Object(found.value)).sort()).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(found.value)).toBe(Object.prototype);
  });
});

const MULTIPART = "multipart/form-data; boundary=cut";
const part = (head: string, body: string) =>
  `--cut\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
const typed = (head: string, type: string, body: string) => part(`${head}\r\nContent-Type: ${type}`, body);

const multiparts: [
  title: string,
  body: string,
  schema: JsonSchema | undefined,
  encoding: Encodings,
  want: unknown,
][] = [
  [
    "fields by their types",
    part('name="a"', "1") + part('name="b"', "1"),
    object({ a: INTEGER, b: STRING }),
    {},
    { a: 1, b: "1" },
  ],
  ["values are never percent-decoded", part('name="a%20"', "%41+b"), undefined, {}, { "a%20": "%41+b" }],
  [
    "repeated names are a list",
    part("name=a", "1") + part("name=a", "2"),
    object({ a: list(INTEGER) }),
    {},
    { a: [1, 2] },
  ],
  [
    "a JSON part",
    typed('name="p"', "application/json", '{"x":1}'),
    object({ p: POINT }),
    {},
    { p: { x: 1 } },
  ],
  [
    "a JSON part holding the whole list",
    typed('name="a"', "application/json", "[1,2]"),
    object({ a: list(INTEGER) }),
    {},
    { a: [1, 2] },
  ],
  [
    "an object without a type is JSON",
    part('name="p"', '{"x":1}'),
    object({ p: POINT }),
    {},
    { p: { x: 1 } },
  ],
  [
    "a file without a type",
    part('name="f"; filename="x.bin"', "\u0001\u0002"),
    undefined,
    {},
    { f: "\u0001\u0002" },
  ],
  [
    "a text file stays text",
    typed('name="f"; filename="5.txt"', "text/plain", "5"),
    object({ f: INTEGER }),
    {},
    { f: "5" },
  ],
  [
    "a comma-joined list",
    part('name="a"', "1,2"),
    object({ a: list(INTEGER) }),
    { a: { style: "form", explode: false } },
    { a: [1, 2] },
  ],
  [
    "deepObject parts",
    part('name="p[x]"', "1"),
    object({ p: POINT }),
    { p: { style: "deepObject" } },
    { p: { x: 1 } },
  ],
  ["an escaped quote in a name", part('name="a%22b\\"c"', "1"), undefined, {}, { 'a"b"c': "1" }],
  ["a semicolon in a name", part('name="a;b"', "1"), undefined, {}, { "a;b": "1" }],
  [
    "the boundary inside a value is data",
    part('name="a"', "x\r\n--cutting\r\ny --cut"),
    undefined,
    {},
    { a: "x\r\n--cutting\r\ny --cut" },
  ],
  ["an empty value", part('name="a"', ""), undefined, {}, { a: "" }],
  ["no parts", "", undefined, {}, {}],
  ["a preamble", `hello\r\n${part('name="a"', "1")}`, undefined, {}, { a: "1" }],
  [
    "reserved characters",
    part('name="a"', ":/?#[]@!$&'()*+,;"),
    object({ a: STRING }),
    { a: { allowReserved: true } },
    { a: ":/?#[]@!$&'()*+,;" },
  ],
  ["__proto__ as a name", part('name="__proto__"', "1"), undefined, {}, JSON.parse('{"__proto__":"1"}')],
];

const multipartErrors: [title: string, type: string, body: string, want: RegExp][] = [
  ["no boundary", "multipart/form-data", "x", /without boundary/],
  ["the boundary nowhere", MULTIPART, "hello", /does not hold its boundary/],
  ["nothing at all", MULTIPART, "", /does not hold its boundary/],
  ["no closing boundary", MULTIPART, part('name="a"', "1"), /closing boundary/],
  ["a part without name", MULTIPART, `${part("x=1", "1")}--cut--`, /part \(1\) without a form-data name/],
  [
    "a part that is no form data",
    MULTIPART,
    "--cut\r\nContent-Disposition: attachment\r\n\r\n1\r\n--cut--",
    /form-data name/,
  ],
  ["a part without headers", MULTIPART, "--cut\r\n\r\n1\r\n--cut--", /form-data name/],
  ["a malformed header", MULTIPART, "--cut\r\nnonsense\r\n\r\n1\r\n--cut--", /malformed header/],
  ["no empty line", MULTIPART, "--cut\r\nA: b\r\n--cut--", /empty line/],
  [
    "a malformed part type",
    MULTIPART,
    `${typed('name="a"', "x", "1")}--cut--`,
    /"a" that has a malformed Content-Type/,
  ],
  [
    "malformed JSON in a part",
    MULTIPART,
    `${typed('name="a"', "application/json", "{")}--cut--`,
    /"a" that is not JSON/,
  ],
  ["too many parts", MULTIPART, `${part('name="a"', "1").repeat(1001)}--cut--`, /more than 1000 parts/],
  ["too long a header", MULTIPART, `${part(`name="${"a".repeat(20_000)}"`, "1")}--cut--`, /bytes of headers/],
];

describe("multipart forms read", () => {
  for (const [title, body, schema, encoding, value] of multiparts) {
    test(title, () => {
      const found = read(MULTIPART, `${body}--cut--\r\n`, schema, encoding);
      expect(found.error ?? found.value).toEqual(value);
    });
  }
  for (const [title, type, body, want] of multipartErrors) {
    test(`${title} is an error`, () => expect(read(type, body).error).toMatch(want));
  }

  test("bytes of a file arrive one to one, its type and name are told", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const body = Buffer.concat([
      Buffer.from(
        `--cut\r\nContent-Disposition: form-data; name="f"; filename="x.png"\r\nContent-Type: image/png\r\n\r\n`,
      ),
      bytes,
      Buffer.from("\r\n--cut--"),
    ]);
    const found = read(MULTIPART, body);
    if (found.error !== undefined) throw new Error(found.error);
    expect(Buffer.from(String(Object(found.value).f), "latin1").equals(bytes)).toBe(true);
    expect(found.parts?.map(({ name, filename, contentType }) => [name, filename, contentType])).toEqual([
      ["f", "x.png", "image/png"],
    ]);
  });

  const partTypes: [declaredType: string | undefined, sent: string | undefined, want: boolean][] = [
    [undefined, "image/png", true],
    ["image/png, image/jpeg", "image/jpeg", true],
    ["image/*", "image/gif", true],
    ["image/png", "image/gif", false],
    ["image/png", undefined, false],
    ["text/plain", undefined, true],
  ];
  for (const [contentType, sent, want] of partTypes) {
    test(`a part of ${sent} where ${contentType} is declared is ${want ? "fine" : "refused"}`, () => {
      const own = sent === undefined ? {} : { contentType: sent };
      const given = { name: "f", bytes: new Uint8Array(), ...own };
      expect(acceptsPartType(contentType === undefined ? {} : { contentType }, given)).toBe(want);
    });
  }
});

const roundTrips: [
  type: string,
  value: unknown,
  schema: JsonSchema | undefined,
  encoding: Encodings,
  sent: string,
][] = [
  ["application/json", { a: [null, "ž"] }, undefined, {}, '{"a":[null,"ž"]}'],
  ["application/problem+json", { status: 400 }, undefined, {}, '{"status":400}'],
  ["application/x-ndjson", [1, { a: 2 }], undefined, {}, '1\n{"a":2}\n'],
  ["application/json-seq", [1], undefined, {}, "\u001e1\n"],
  ["text/plain", "hello", undefined, {}, "hello"],
  ["text/plain", 5, INTEGER, {}, "5"],
  [FORM, { a: "x y&z", b: 1 }, object({ a: STRING, b: INTEGER }), {}, "a=x+y%26z&b=1"],
  [FORM, { a: [1, 2] }, object({ a: list(INTEGER) }), {}, "a=1&a=2"],
  [FORM, { p: { x: 1 } }, object({ p: POINT }), {}, "p=%7B%22x%22%3A1%7D"],
  [
    FORM,
    { p: { x: 1, y: 2 } },
    object({ p: POINT }),
    { p: { style: "deepObject", explode: true } },
    "p%5Bx%5D=1&p%5By%5D=2",
  ],
  [FORM, { a: ["x", "y"] }, object({ a: list(STRING) }), { a: { style: "spaceDelimited" } }, "a=x+y"],
  [FORM, { a: ":/" }, object({ a: STRING }), { a: { allowReserved: true } }, "a=:/"],
  [FORM, {}, undefined, {}, ""],
];

describe("bodies written", () => {
  for (const [type, value, schema, encoding, sent] of roundTrips) {
    test(`${type}: ${JSON.stringify(value)} is ${JSON.stringify(sent)} and is read back`, () => {
      const bytes = writeBody(value, typeOf(type), declared(type, schema, encoding));
      expect(bytes && decodeText(bytes)).toBe(sent);
      expect(read(type, bytes ?? "", schema, encoding).value).toEqual(value);
    });
  }

  test("a multipart form is read back, bytes and JSON included", () => {
    const schema = object({ a: INTEGER, p: POINT, tags: list(STRING), file: STRING });
    const encoding = { file: { contentType: "image/png" } };
    const value = { a: 1, p: { x: 1 }, tags: ['a"b', "c\r\nd"], file: "\u0089PNG\r\n\0" };
    const type = typeOf(writtenType(typeOf("multipart/form-data")));
    const bytes = writeBody(value, type, declared("multipart/form-data", schema, encoding));
    expect(bytes).toBeDefined();
    const found = readBody(
      bytes ?? new Uint8Array(),
      type,
      declared("multipart/form-data", schema, encoding),
    );
    expect(found.error ?? found.value).toEqual(value);
    const parsed = parseMultipart(bytes ?? new Uint8Array(), type.parameters["boundary"]);
    expect(parsed.parts?.at(-1)).toMatchObject({ name: "file", filename: "file", contentType: "image/png" });
  });

  test("events: one per item, text as it is", () => {
    const write = (value: unknown) =>
      decodeText(writeBody(value, typeOf("text/event-stream"), declared("")) ?? new Uint8Array());
    expect(write([{ a: 1 }, "x\ny"])).toBe('data: {"a":1}\n\ndata: x\ndata: y\n\n');
    expect(write("data: 1\n\n")).toBe("data: 1\n\n");
  });

  test("binary text is its bytes", () => {
    expect(writeBody("\0ÿ", typeOf("image/png"), declared(""))).toEqual(Buffer.from([0, 255]));
  });

  const inexpressible: [title: string, type: string, value: unknown][] = [
    ["an object as text", "text/plain", { a: 1 }],
    ["an object as XML", "application/xml", { a: 1 }],
    ["an object as an image", "image/png", {}],
    ["undefined as JSON", "application/json", undefined],
    ["a list as a form", FORM, [1]],
    ["an empty list in a form", FORM, { a: [] }],
    ["an empty list in a multipart form", MULTIPART, { a: [] }],
    ["a value that holds the boundary", MULTIPART, { a: "--cut" }],
  ];
  for (const [title, type, value] of inexpressible) {
    test(`${title} is not written`, () =>
      expect(writeBody(value, typeOf(type), declared(type))).toBeUndefined());
  }
});
