// Documents are read whole, located exactly, and refused with the place of their fault.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KitError } from "../errors.ts";
import { loadDocuments, locateNearest, parseDocument, writeYaml, type LoadOptions } from "./document.ts";

const HEAD = "openapi: 3.1.0\n";

async function refusal(work: Promise<unknown>): Promise<KitError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KitError)) throw new Error(`expected a KitError, got ${String(error)}`);
  return error;
}

describe("a text that is no document is refused with its place", () => {
  const cases: [
    name: string,
    given: { text: string; file?: string },
    want: { where: string; says: string },
  ][] = [
    ["nothing", { text: "" }, { where: "a.yaml", says: "empty" }],
    ["white space", { text: " \n\t\n" }, { where: "a.yaml", says: "empty" }],
    ["only a byte order mark", { text: "\u{FEFF}" }, { where: "a.yaml", says: "empty" }],
    ["only a comment", { text: "# later\n" }, { where: "a.yaml", says: "empty" }],
    ["only a document marker", { text: "---\n" }, { where: "a.yaml", says: "empty" }],
    ["an explicit null", { text: "null" }, { where: "a.yaml", says: "empty" }],
    ["a sentence", { text: "hello world" }, { where: "a.yaml:1:1", says: "not a mapping" }],
    ["a number", { text: "42" }, { where: "a.yaml:1:1", says: "not a mapping" }],
    ["a list", { text: "- a\n- b\n" }, { where: "a.yaml:1:1", says: "not a mapping" }],
    ["a JSON list", { text: "[1]", file: "a.json" }, { where: "a.json:1:1", says: "not a mapping" }],
    ["a JSON null", { text: "null", file: "a.json" }, { where: "a.json:1:1", says: "not a mapping" }],
    ["two YAML documents", { text: "a: 1\n---\nb: 2\n" }, { where: "a.yaml:2:1", says: "second document" }],
    ["an unclosed flow mapping", { text: "a: {b: 1\n" }, { where: "a.yaml:2:1", says: "flow" }],
    ["a tab as indentation", { text: "a:\n\tb: 1\n" }, { where: "a.yaml:2:1", says: "tab" }],
    [
      "a mapping inside a plain value",
      { text: "a: b: c\n" },
      { where: "a.yaml:1:4", says: "nested mappings" },
    ],
    ["an alias without its anchor", { text: "a: *b\n" }, { where: "a.yaml:1:4", says: "" }],
    ["a key that is a mapping", { text: "? {a: 1}\n: 2\n" }, { where: "a.yaml:1:3", says: "string" }],
    ["an unclosed quote", { text: 'a: "b\n' }, { where: "a.yaml", says: "quote" }],
    ["an alias of itself", { text: "a: &x\n  b: *x\n" }, { where: "a.yaml", says: "alias of itself" }],
    [
      "JSON without its end",
      { text: '{"a": 1', file: "a.json" },
      { where: "a.json:1:8", says: "ends where" },
    ],
    [
      "JSON with a trailing comma",
      { text: '{\n  "a": 1,\n}', file: "a.json" },
      { where: "a.json:3:1", says: "comma" },
    ],
    [
      "JSON with a comment",
      { text: "{\n  // b\n}", file: "a.json" },
      { where: "a.json:2:3", says: "comments" },
    ],
    [
      "JSON with a bare key",
      { text: "{a: 1}", file: "a.json" },
      { where: "a.json:1:2", says: "double quotes" },
    ],
    [
      "JSON with single quotes",
      { text: "{'a': 1}", file: "a.json" },
      { where: "a.json:1:2", says: "double quotes" },
    ],
    ["JSON with NaN", { text: '{"a": NaN}', file: "a.json" }, { where: "a.json:1:7", says: "a value" }],
    ["JSON with a missing colon", { text: '{"a" 1}', file: "a.json" }, { where: "a.json:1:6", says: '":"' }],
    [
      "JSON with a missing comma",
      { text: '{"a": 1 "b": 2}', file: "a.json" },
      { where: "a.json:1:9", says: '","' },
    ],
    [
      "JSON with the wrong bracket",
      { text: '{"a": [1}', file: "a.json" },
      { where: "a.json:1:9", says: "bracket" },
    ],
    [
      "JSON with a line break in a string",
      { text: '{"a": "b\nc"}', file: "a.json" },
      { where: "a.json:1:9", says: "lines" },
    ],
    [
      "JSON with an unknown escape",
      { text: '{"a": "\\x"}', file: "a.json" },
      { where: "a.json:1:8", says: "escape" },
    ],
    [
      "JSON with an open string",
      { text: '{"a": "b', file: "a.json" },
      { where: "a.json:1:7", says: "never closed" },
    ],
    [
      "JSON with a leading zero",
      { text: '{"a": 01}', file: "a.json" },
      { where: "a.json:1:8", says: "bracket" },
    ],
    [
      "JSON with something behind it",
      { text: "{} {}", file: "a.json" },
      { where: "a.json:1:4", says: "follows" },
    ],
    ["YAML under the name of JSON", { text: HEAD, file: "a.json" }, { where: "a.json:1:1", says: "a value" }],
    [
      "an HTML page",
      { text: "<!doctype html>\n<html></html>", file: "a.json" },
      { where: "a.json:1:1", says: "a value" },
    ],
    [
      "JSON nested 251 levels",
      { text: `${'{"a":'.repeat(251)}1${"}".repeat(251)}`, file: "a.json" },
      { where: "a.json", says: "250 levels" },
    ],
    [
      "JSON nested 200,000 levels",
      { text: `${"[".repeat(200_000)}${"]".repeat(200_000)}`, file: "a.json" },
      { where: "a.json", says: "250 levels" },
    ],
    [
      "YAML nested 20,000 levels",
      { text: `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}` },
      { where: "a.yaml", says: "nested" },
    ],
    ["bytes of a picture", { text: "\u{FFFD}PNG\r\n\u001A\n\0\0\0" }, { where: "a.yaml", says: "" }],
  ];
  for (const [name, { text, file = "a.yaml" }, want] of cases) {
    test(name, async () => {
      const error = await refusal(parseDocument(text, file));
      expect(error.code).toBe("contract-invalid");
      expect(error.where).toEqual(
        want.where.includes(":") ? want.where : expect.stringContaining(want.where),
      );
      expect(error.message.toLowerCase()).toContain(want.says.toLowerCase());
      expect(error.exitCode).toBe(2);
    });
  }

  test("the message frames the line", async () => {
    const error = await refusal(parseDocument('{\n  "a": 1,\n}\n', "a.json"));
    expect(error.message).toBe(
      [
        'a.json:3:1: not valid JSON: a comma before "}" is not JSON',
        '  2 |   "a": 1,',
        "> 3 | }",
        "    | ^",
        "  4 |",
      ].join("\n"),
    );
  });

  test("the frame of a long line shows the part around the column", async () => {
    const error = await refusal(parseDocument(`{"a": "${"x".repeat(5000)}", b}`, "a.json"));
    expect(error.where).toBe("a.json:1:5011");
    expect(Math.max(...error.message.split("\n").map((line) => line.length))).toBeLessThan(120);
  });

  test("a bomb of aliases is refused at once", async () => {
    const rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let n = 1; n < 12; n += 1)
      rows.push(`a${n}: &a${n} [${Array.from({ length: 9 }, () => `*a${n - 1}`).join(", ")}]`);
    const error = await refusal(parseDocument(rows.join("\n"), "a.yaml"));
    expect(error.message).toContain("alias count");
  });
});

describe("what YAML and JSON give", () => {
  const cases: [name: string, given: { text: string; file?: string }, want: unknown][] = [
    ["a byte order mark is skipped", { text: "\u{FEFF}a: 1" }, { a: 1 }],
    ["a byte order mark is skipped in JSON", { text: '\u{FEFF}{"a": 1}', file: "a.json" }, { a: 1 }],
    [
      "statuses are text keys",
      { text: "200: ok\n1.0: v\ntrue: t\nnull: n\n" },
      { "200": "ok", "1.0": "v", true: "t", null: "n" },
    ],
    [
      "dates stay text",
      { text: "a: 2020-01-01\nb: !!timestamp 2020-01-01\n" },
      { a: "2020-01-01", b: "2020-01-01" },
    ],
    [
      "yes and no stay text, also below a 1.1 directive",
      { text: "%YAML 1.1\n---\na: yes\nb: 2020-01-01\n" },
      { a: "yes", b: "2020-01-01" },
    ],
    [
      "merge keys are merged",
      { text: "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n" },
      { a: { x: 1, y: 2 }, b: { x: 1, y: 3 } },
    ],
    ["an alias is the node", { text: "a: &a [1]\nb: *a\n" }, { a: [1], b: [1] }],
    ["JSON under the name of YAML is JSON", { text: '{"a": "\\u0041"}' }, { a: "A" }],
    ["a flow mapping that is not JSON is YAML", { text: "{a: b}" }, { a: "b" }],
    ["the last of repeated keys counts", { text: "a: 1\na: 2\n" }, { a: 2 }],
    ["Windows line ends", { text: "a: 1\r\nb:\r\n  c: 2\r\n" }, { a: 1, b: { c: 2 } }],
  ];
  for (const [name, { text, file = "a.yaml" }, want] of cases) {
    test(name, async () => expect((await parseDocument(text, file)).root).toEqual(want));
  }

  for (const [file, text] of [
    ["a.yaml", "__proto__: {polluted: 1}\nb: &b {__proto__: {polluted: 1}}\nc: {<<: *b}\nconstructor: 1\n"],
    ["a.json", '{"__proto__": {"polluted": 1}, "constructor": 1}'],
  ] as const) {
    test(`__proto__ is an ordinary key in ${file}`, async () => {
      const documents = await parseDocument(text, file);
      expect(Object.keys(documents.root as object)).toContain("__proto__");
      expect(documents.at("#/__proto__")).toEqual({ polluted: 1 });
      expect(Object.getPrototypeOf(documents.root)).toBe(Object.prototype);
      expect(Reflect.get({}, "polluted")).toBe(undefined);
      expect(documents.at("#/toString")).toBe(undefined);
    });
  }

  test("UTF-16 with its mark is read, and bytes that are not UTF-8 are a finding", async () => {
    const folder = await mkdtemp(join(tmpdir(), "plumbline-"));
    await writeFile(join(folder, "wide.yaml"), Buffer.from("\u{FEFF}a: \u00E9\n", "utf16le"));
    await writeFile(join(folder, "latin.yaml"), Buffer.from("a: \u00E9\n", "latin1"));
    expect((await loadDocuments("wide.yaml", { cwd: folder })).root).toEqual({ a: "\u00E9" });
    const latin = await loadDocuments("latin.yaml", { cwd: folder });
    expect(latin.findings).toEqual([expect.objectContaining({ code: "not-utf-8", severity: "warning" })]);
    await rm(folder, { recursive: true });
  });
});

describe("every node has its line and column", () => {
  const yaml =
    'openapi: 3.1.0\npaths:\n  /a/{b}:\n    get:\n      tags:\n        - one\n        - name: two\nx: &x {k: 1}\ny: *x\nz:\n  <<: *x\n"q\\"": [a, {b: c}]\n';
  const json =
    '{\n  "openapi": "3.1.0",\n  "paths": {"/a/{b}": {"get": [1, {"k\\"": [true, "a]}\\\\"]}]}},\n  "e": {}, "z": 1\n}\n';
  const cases: [file: string, pointer: string, want: string | undefined][] = [
    ["a.yaml", "#", "1:1"],
    ["a.yaml", "#/openapi", "1:1"],
    ["a.yaml", "#/paths/~1a~1{b}", "3:3"],
    ["a.yaml", "#/paths/~1a~1{b}/get/tags/0", "6:11"],
    ["a.yaml", "#/paths/~1a~1{b}/get/tags/1/name", "7:11"],
    ["a.yaml", "#/y", "9:1"],
    ["a.yaml", "#/y/k", "8:8"],
    ["a.yaml", "#/z/k", "8:8"],
    ["a.yaml", '#/q"/1/b', "12:13"],
    ["a.yaml", "#/paths/nope", undefined],
    ["a.yaml", "#/paths/~1a~1{b}/get/tags/2", undefined],
    ["a.yaml", "#/paths/~1a~1{b}/get/tags/-1", undefined],
    ["a.yaml", "#/paths/~1a~1{b}/get/tags/length", undefined],
    ["a.yaml", "other.yaml#/x", undefined],
    ["a.json", "#", "1:1"],
    ["a.json", "#/openapi", "2:3"],
    ["a.json", "#/paths/~1a~1{b}", "3:13"],
    ["a.json", "#/paths/~1a~1{b}/get/0", "3:32"],
    ["a.json", '#/paths/~1a~1{b}/get/1/k"', "3:36"],
    ["a.json", '#/paths/~1a~1{b}/get/1/k"/1', "3:50"],
    ["a.json", "#/z", "4:12"],
    ["a.json", "#/e/x", undefined],
    ["a.json", "#/openapi/x", undefined],
  ];
  for (const [file, pointer, want] of cases) {
    test(`${pointer} of ${file} is at ${String(want)}`, async () => {
      const documents = await parseDocument(file.endsWith("json") ? json : yaml, file);
      const position = documents.locate(pointer);
      expect(position && `${position.line}:${position.column}`).toBe(want);
      if (position) expect(position.file).toBe(file);
    });
  }

  test("an absent node has the position of its nearest ancestor by locateNearest", async () => {
    const documents = await parseDocument(yaml, "a.yaml");
    expect(locateNearest(documents, "#/paths/~1a~1{b}/get/nope/deep")).toEqual({
      file: "a.yaml",
      line: 4,
      column: 5,
    });
    expect(locateNearest(documents, "other.yaml#/x")).toBe(undefined);
  });
});

const ROOT = `openapi: 3.1.0
components:
  schemas:
    Pet: {type: object, properties: {name: {$ref: "lib/common.yaml#/Name"}, toy: {$ref: "lib/toy.json"}}}
    A b%/~: {type: string}
    Local: {$anchor: local, $id: "https://example.com/schemas/local", $defs: {x: {type: integer}}, items: {$ref: "#/$defs/x"}}
`;
const FILES = new Map([
  [
    "api/lib/common.yaml",
    "Name: {type: string}\nBack: {$ref: '../root.yaml#/components/schemas/Pet'}\nCycle: {$ref: '#/Name'}\n",
  ],
  ["api/lib/toy.json", '{"type": "object", "properties": {"of": {"$ref": "common.yaml#/Back"}}}'],
]);

describe("references", () => {
  const cases: [name: string, given: { ref: string; from?: string }, want: string | undefined][] = [
    ["a local pointer", { ref: "#/components/schemas/Pet" }, "#/components/schemas/Pet"],
    ["the document itself", { ref: "#" }, "#"],
    [
      "percent and tilde escapes",
      { ref: "#/components/schemas/A%20b%25~1~0" },
      "#/components/schemas/A b%~1~0",
    ],
    ["a literal percent sign", { ref: "#/components/schemas/A b%~1~0" }, "#/components/schemas/A b%~1~0"],
    ["another file", { ref: "lib/common.yaml#/Name" }, "lib/common.yaml#/Name"],
    ["another file by ./", { ref: "./lib/../lib/common.yaml#/Name" }, "lib/common.yaml#/Name"],
    ["a whole file", { ref: "lib/toy.json" }, "lib/toy.json#"],
    [
      "from another file back",
      { ref: "../root.yaml#/components", from: "lib/common.yaml#/Back" },
      "#/components",
    ],
    ["within another file", { ref: "#/Name", from: "lib/common.yaml#/Cycle" }, "lib/common.yaml#/Name"],
    [
      "a neighbour of another file",
      { ref: "toy.json#/type", from: "lib/common.yaml#" },
      "lib/toy.json#/type",
    ],
    ["an $id", { ref: "https://example.com/schemas/local" }, "#/components/schemas/Local"],
    [
      "below an $id",
      { ref: "https://example.com/schemas/local#/$defs/x" },
      "#/components/schemas/Local/$defs/x",
    ],
    ["an anchor of an $id", { ref: "https://example.com/schemas/local#local" }, "#/components/schemas/Local"],
    [
      "relative to the $id around it",
      { ref: "#/$defs/x", from: "#/components/schemas/Local/items" },
      "#/components/schemas/Local/$defs/x",
    ],
    [
      "an anchor beside it",
      { ref: "#local", from: "#/components/schemas/Local/items" },
      "#/components/schemas/Local",
    ],
    [
      "the document from inside an $id",
      { ref: "#/components/schemas/Pet", from: "#/components/schemas/Local/items" },
      "#/components/schemas/Pet",
    ],
    ["nothing of that name", { ref: "#/components/schemas/Nope" }, undefined],
    ["an inherited name", { ref: "#/constructor" }, undefined],
    ["an unknown anchor", { ref: "#nope" }, undefined],
    ["a broken escape", { ref: "#/%zz" }, undefined],
    ["no URI", { ref: "http://[" }, undefined],
    ["a file never loaded", { ref: "nope.yaml" }, undefined],
    ["from a document never loaded", { ref: "#", from: "nope.yaml#" }, undefined],
  ];
  for (const [name, { ref, from = "#/paths" }, want] of cases) {
    test(`${name}: ${ref} is ${String(want)}`, async () => {
      const documents = await loadDocuments("api/root.yaml", {
        files: new Map([...FILES, ["api/root.yaml", ROOT]]),
      });
      const target = documents.resolve(ref, from);
      expect(target?.pointer).toBe(want);
      if (target !== undefined) expect(target.value).toBe(documents.at(target.pointer));
      expect(documents.findings).toEqual([]);
    });
  }

  test("positions in other files show their path from the working directory", async () => {
    const documents = await loadDocuments("api/root.yaml", {
      files: new Map([...FILES, ["api/root.yaml", ROOT]]),
    });
    expect(documents.locate("lib/common.yaml#/Back")).toEqual({
      file: "api/lib/common.yaml",
      line: 2,
      column: 1,
    });
  });

  const slips: [
    name: string,
    given: { text: string; options?: LoadOptions },
    want: [severity: string, pointer: string, says: string][],
  ][] = [
    [
      "a pointer to nowhere",
      { text: "a: {$ref: '#/nope'}" },
      [["error", "#/a/$ref", "there is no /nope in a.yaml"]],
    ],
    ["a missing file", { text: "a: {$ref: 'nope.yaml#/x'}" }, [["error", "#/a/$ref", "no such file"]]],
    [
      "a missing part of a file",
      { text: "a: {$ref: 'b.yaml#/x'}", options: { files: new Map([["b.yaml", "y: 1"]]) } },
      [["error", "#/a/$ref", "no /x in b.yaml"]],
    ],
    [
      "a file with a syntax error",
      { text: "a: {$ref: 'b.json'}", options: { files: new Map([["b.json", "{"]]) } },
      [["error", "#/a/$ref", "b.json:1:2: not valid JSON"]],
    ],
    [
      "an empty file",
      { text: "a: {$ref: 'b.yaml'}", options: { files: new Map([["b.yaml", ""]]) } },
      [["error", "#/a/$ref", "b.yaml is empty"]],
    ],
    ["a folder", { text: "a: {$ref: './'}" }, [["error", "#/a/$ref", "folder"]]],
    [
      "another scheme",
      { text: "a: {$ref: 'ftp://example.com/a.yaml'}" },
      [["error", "#/a/$ref", "only files and http(s)"]],
    ],
    ["no URI", { text: "a: {$ref: 'http://['}" }, [["error", "#/a/$ref", "not a URI reference"]]],
    [
      "a discriminator mapping to a missing file",
      { text: "a: {discriminator: {propertyName: t, mapping: {x: nope.yaml, y: Pet}}}" },
      [["warning", "#/a/discriminator/mapping/x", "no such file"]],
    ],
    [
      "in an extension only a note",
      { text: "x-a: {$ref: '#/nope'}" },
      [["note", "#/x-a/$ref", "names nothing"]],
    ],
    [
      "in examples, defaults and enumerations it is a value",
      {
        text: "a: {example: {$ref: '#/nope'}, enum: [{$ref: '#/nope'}], default: {$ref: no}, examples: [{$ref: no}]}\nb: {examples: {e: {value: {$ref: no}}}}",
      },
      [],
    ],
    [
      "properties named like keywords hold schemas",
      {
        text: "properties: {example: {$ref: '#/nope'}, $ref: {type: string}}\nresponses: {default: {$ref: '#/no'}}",
      },
      [
        ["error", "#/responses/default/$ref", "/no "],
        ["error", "#/properties/example/$ref", "/nope "],
      ],
    ],
    [
      "repeated YAML keys",
      { text: "a:\n  - b: 1\n    b: 2\n" },
      [["warning", "#/a/0/b", "line 3, column 5"]],
    ],
    [
      "repeated JSON keys",
      { text: '{"a": [{"b": 1, "\\u0062": 2}]}' },
      [["warning", "#/a/0/b", "line 1, column 17"]],
    ],
    ["an unknown YAML tag", { text: "a: !secret b" }, [["warning", "#", "tag"]]],
    ["a number that JSON has not", { text: "a: {maximum: .inf}" }, [["error", "#/a/maximum", "JSON"]]],
  ];
  for (const [name, { text, options }, want] of slips) {
    test(`a contract finding: ${name}`, async () => {
      const { findings } = await parseDocument(text, "a.yaml", options);
      expect(findings).toEqual(
        want.map(([severity, pointer, says]) => ({
          severity,
          pointer,
          code: expect.any(String),
          message: expect.stringContaining(says),
        })),
      );
    });
  }
});

describe("an unreadable source", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plumbline-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const cases: [name: string, source: string, says: string][] = [
    ["a missing file", "nope.yaml", "cannot read nope.yaml: there is no such file"],
    ["a file below a file", "nope.yaml/x.yaml", "no such file"],
    ["a folder", ".", "it is a folder"],
    ["a file of another machine", "file://host/a.yaml", "only files and http(s)"],
  ];
  for (const [name, source, says] of cases) {
    test(name, async () => {
      const error = await refusal(loadDocuments(source, { cwd: folder }));
      expect([error.code, error.exitCode]).toEqual(["contract-unreadable", 2]);
      expect(error.message).toContain(says);
    });
  }
});

describe("remote documents", () => {
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    if (url === "/moved.yaml") response.writeHead(302, { location: "/deep/root.yaml" }).end();
    else if (url === "/loop.yaml") response.writeHead(302, { location: "/loop.yaml" }).end();
    else if (url === "/out.yaml") response.writeHead(302, { location: "http://127.0.0.2:1/x.yaml" }).end();
    else if (url === "/deep/root.yaml")
      response.end(
        "a: {$ref: 'other.yaml#/x'}\nb: {$ref: 'file:///etc/hostname'}\nc: {$ref: 'http://127.0.0.2:1/x.yaml'}",
      );
    else if (url === "/deep/other.yaml") response.end("x: 1");
    else if (url === "/drop.yaml") request.socket.destroy();
    else response.writeHead(404).end("no");
  });
  let origin = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test("what the user named is read from loopback, and references of the same origin", async () => {
    const documents = await loadDocuments(`${origin}/deep/root.yaml`);
    expect(documents.resolve("other.yaml#/x", "#/a")).toEqual({
      pointer: `${origin}/deep/other.yaml#/x`,
      value: 1,
    });
    expect(documents.findings.map(({ pointer, message }) => [pointer, message.split(": ").at(-1)])).toEqual([
      ["#/c/$ref", "127.0.0.2:1 is a private host"],
      ["#/b/$ref", `${origin}/deep/root.yaml is remote and must not name local files`],
    ]);
  });

  test("redirects are followed, and relative references start from where they end", async () => {
    const documents = await loadDocuments(`${origin}/moved.yaml`);
    expect(documents.resolve("other.yaml#/x", "#/a")?.value).toBe(1);
  });

  test("references of a local document do not reach loopback unless that is allowed", async () => {
    const text = `a: {$ref: '${origin}/deep/other.yaml#/x'}`;
    expect((await parseDocument(text, "a.yaml")).findings[0]?.message).toContain("private host");
    const allowed = await parseDocument(text, "a.yaml", { allowPrivateHosts: true });
    expect([allowed.findings, allowed.resolve(`${origin}/deep/other.yaml`, "#")?.value]).toEqual([
      [],
      { x: 1 },
    ]);
  });

  const failures: [path: string, says: string][] = [
    ["/nope.yaml", "the server answered 404"],
    ["/loop.yaml", "redirects more than"],
    ["/out.yaml", "private host"],
    ["/drop.yaml", "other side closed"],
  ];
  for (const [path, says] of failures) {
    test(`${path} is refused`, async () => {
      const error = await refusal(loadDocuments(origin + path));
      expect([error.code, error.message]).toEqual(["contract-unreadable", expect.stringContaining(says)]);
    });
  }

  test("another transport is under the same guard, and a chain without end is cut", async () => {
    const asked: string[] = [];
    const fetch = (url: string): Promise<string> => {
      asked.push(url);
      return Promise.resolve("a: {$ref: 'http://10.0.0.1/a.yaml'}\nb: {$ref: 'sub/b.yaml'}\n");
    };
    const documents = await loadDocuments("https://api.example.com/openapi", { fetch });
    expect(asked.every((url) => url.startsWith("https://api.example.com/"))).toBe(true);
    expect(asked.length).toBe(51);
    const reasons = new Set(documents.findings.map(({ message }) => message.split(": ").at(-1)));
    expect([...reasons]).toEqual([
      "10.0.0.1 is a private host",
      "it is more than 50 documents away from the first",
    ]);
  });
});

describe("quotes", () => {
  const text = `openapi: 3.1.0
paths:
  /a:
    get:
      description: Gets it.
      parameters: [{name: p, description: The p., schema: {maxLength: 3}}]
      responses: {"200": {content: {application/json: {schema: {}}}}}
components:
  schemas:
    S: {description: An S., properties: {n: {maxLength: 2}, m: {description: The m., oneOf: [{required: [x]}]}, description: {type: string}}}
`;
  const cases: [pointer: string, want: string | undefined][] = [
    ["#/components/schemas/S/properties/m/oneOf/0/required", "The m."],
    ["#/components/schemas/S/properties/n/maxLength", undefined],
    ["#/components/schemas/S/required", undefined],
    ["#/components/schemas/S/properties", "An S."],
    ["#/components/schemas/S/properties/description/type", undefined],
    ["#/paths/~1a/get/parameters/0/schema/maxLength", "The p."],
    ["#/paths/~1a/get/responses/200/content", undefined],
    ["#/paths/~1a/get/parameters", "Gets it."],
  ];
  for (const [pointer, want] of cases) {
    test(`${pointer}: ${String(want)}`, async () =>
      expect((await parseDocument(text, "a.yaml")).quote(pointer)).toBe(want));
  }
});

test("YAML that is written reads back as it was, also by readers of YAML 1.1", async () => {
  const value = {
    a: "yes",
    b: "2020-01-01",
    "200": "1e3",
    c: ["null", null, "", " x", "a: b", "é\n\tx\n"],
    d: "0x1F",
  };
  const text = writeYaml(value);
  expect((await parseDocument(text, "a.yaml")).root).toEqual(value);
  expect(text).toContain('a: "yes"');
  expect(text).toContain('b: "2020-01-01"');
});
