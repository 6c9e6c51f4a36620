// Overlays change what they target and nothing else, and every node still knows who wrote it.
import { describe, expect, test } from "vitest";
import { KitError } from "../errors.ts";
import { loadDocuments, type Documents } from "./document.ts";

const ROOT = `openapi: 3.1.0
servers:
  - url: /a
  - url: /b
  - url: /c
paths:
  /x:
    get: &op
      tags: [one]
      description: Gets.
      responses: {"200": {description: ok}}
    put: *op
info: {title: T, version: "1"}
`;

function overlay(actions: string): string {
  return `overlay: 1.0.0\ninfo: {title: O, version: "1"}\nactions:\n${actions}`;
}

function load(...overlays: string[]): Promise<Documents> {
  const files = new Map([["root.yaml", ROOT]]);
  overlays.forEach((text, index) => files.set(`o${index}.yaml`, text));
  return loadDocuments("root.yaml", { files, overlays: overlays.map((_, index) => `o${index}.yaml`) });
}

describe("an action gives", () => {
  const cases: [name: string, given: string[], pointer: string, want: unknown][] = [
    [
      "a new member",
      ["- {target: $.info, update: {x-a: 1}}"],
      "#/info",
      { title: "T", version: "1", "x-a": 1 },
    ],
    ["a replaced primitive", ["- {target: $.info, update: {title: U}}"], "#/info/title", "U"],
    ["a replaced primitive by its own target", ["- {target: $.info.title, update: U}"], "#/info/title", "U"],
    ["a null", ["- {target: $.info, update: {title: null}}"], "#/info/title", null],
    [
      "members merged at any depth",
      ['- {target: $, update: {paths: {/x: {get: {responses: {"400": {description: no}}}}}}}'],
      "#/paths/~1x/get/responses",
      { "200": { description: "ok" }, "400": { description: "no" } },
    ],
    [
      "a list joined inside an object",
      [`- {target: "$.paths['/x'].get", update: {tags: [two]}}`],
      "#/paths/~1x/get/tags",
      ["one", "two"],
    ],
    [
      "an entry appended to a targeted list",
      ["- {target: $.servers, update: {url: /d}}"],
      "#/servers/3",
      { url: "/d" },
    ],
    [
      "entries appended to a targeted list",
      ["- {target: $.servers, update: [{url: /d}, {url: /e}]}"],
      "#/servers/4",
      { url: "/e" },
    ],
    ["another kind in place of an object", ["- {target: $.info, update: [1]}"], "#/info", [1]],
    [
      "another kind in place of a list",
      [`- {target: "$.paths['/x'].get", update: {tags: none}}`],
      "#/paths/~1x/get/tags",
      "none",
    ],
    ["a removed member", ["- {target: $.info.title, remove: true}"], "#/info", { version: "1" }],
    [
      "removed entries, whatever their order",
      ['- {target: "$.servers[0,2]", remove: true}'],
      "#/servers",
      [{ url: "/b" }],
    ],
    [
      "removal before update when both are given",
      ["- {target: $.info.title, remove: true, update: U}"],
      "#/info",
      { version: "1" },
    ],
    [
      "removal of nested matches",
      ["- {target: $..responses.*, remove: true}\n- {target: $..get, remove: true}"],
      "#/paths/~1x/put/responses",
      {},
    ],
    [
      "an update of every match",
      ["- {target: $.servers.*, update: {x: 1}}"],
      "#/servers/1",
      { url: "/b", x: 1 },
    ],
    [
      "a filter",
      ["- {target: \"$.servers[?@.url=='/b']\", update: {x: 1}}"],
      "#/servers",
      [{ url: "/a" }, { url: "/b", x: 1 }, { url: "/c" }],
    ],
    [
      "one alias changed and not the other",
      [`- {target: "$.paths['/x'].put", update: {description: Puts.}}`],
      "#/paths/~1x/get/description",
      "Gets.",
    ],
    [
      "what an earlier action wrote, changed",
      ["- {target: $.info, update: {x-a: {b: 1}}}\n- {target: $.info.x-a, update: {c: 2}}"],
      "#/info/x-a",
      { b: 1, c: 2 },
    ],
    [
      "overlays in their order",
      ["- {target: $.info, update: {title: U}}", "- {target: $.info, update: {title: V}}"],
      "#/info/title",
      "V",
    ],
    [
      "an update that is not shared between its targets",
      ['- {target: $.servers.*, update: {x: {y: 1}}}\n- {target: "$.servers[0].x", update: {y: 2}}'],
      "#/servers/1/x",
      { y: 1 },
    ],
    ["an own __proto__", ["- {target: $.info, update: {__proto__: {a: 1}}}"], "#/info/__proto__", { a: 1 }],
  ];
  for (const [name, actions, pointer, want] of cases) {
    test(name, async () => {
      const documents = await load(...actions.map(overlay));
      expect(documents.at(pointer)).toEqual(want);
      expect(documents.locate(pointer)?.file).toMatch(/^(root|o\d)\.yaml$/);
      expect(Reflect.get({}, "a")).toBe(undefined);
    });
  }
});

describe("positions and quotes", () => {
  const actions = `- target: $.servers[0]
  remove: true
- target: $.paths['/x'].get
  description: The vendor says so.
  update:
    tags: [two]
    parameters:
      - {name: p, in: query}
    responses: {"200": {x-a: 1}}
- target: $.info
  update: {contact: {name: N}}
`;
  const cases: [name: string, pointer: string, position: string | undefined, quote: string | undefined][] = [
    ["an untouched node", "#/openapi", "root.yaml:1:1", undefined],
    ["an entry that moved", "#/servers/0", "root.yaml:4:5", undefined],
    ["below an entry that moved", "#/servers/1/url", "root.yaml:5:5", undefined],
    ["an entry that is gone", "#/servers/2", undefined, undefined],
    ["a node that was merged into", "#/paths/~1x/get", "root.yaml:8:5", "Gets."],
    ["an entry that was there", "#/paths/~1x/get/tags/0", "root.yaml:9:14", "Gets."],
    ["an entry that was appended", "#/paths/~1x/get/tags/1", "o0.yaml:9:12", "The vendor says so."],
    ["a member that was written", "#/paths/~1x/get/parameters", "o0.yaml:10:5", "The vendor says so."],
    [
      "below a member that was written",
      "#/paths/~1x/get/parameters/0/in",
      "o0.yaml:11:19",
      "The vendor says so.",
    ],
    ["a member merged at depth", "#/paths/~1x/get/responses/200/x-a", "o0.yaml:12:25", "The vendor says so."],
    ["its neighbour", "#/paths/~1x/get/responses/200/description", "root.yaml:11:27", "ok"],
    ["the alias that was not targeted", "#/paths/~1x/put/tags/0", "root.yaml:9:14", "Gets."],
    ["a node of an action without description", "#/info/contact/name", "o0.yaml:14:22", undefined],
    ["a node of the overlay itself", "o0.yaml#/actions/0/remove", "o0.yaml:5:3", undefined],
  ];
  for (const [name, pointer, position, quote] of cases) {
    test(name, async () => {
      const documents = await load(overlay(actions));
      const place = documents.locate(pointer);
      expect(place && `${place.file}:${place.line}:${place.column}`).toBe(position);
      expect(documents.quote(pointer)).toBe(quote);
    });
  }

  test("references that an overlay writes are followed from the root document", async () => {
    const files = new Map([
      ["api/root.yaml", ROOT],
      [
        "overlays/o.yaml",
        overlay("- {target: $.info, update: {x: {$ref: 'b.yaml#/y'}, z: {$ref: 'nope.yaml'}}}"),
      ],
      ["api/b.yaml", "y: 1"],
    ]);
    const documents = await loadDocuments("api/root.yaml", { files, overlays: ["overlays/o.yaml"] });
    expect(documents.resolve("b.yaml#/y", "#/info/x")?.value).toBe(1);
    expect(documents.findings.map(({ pointer }) => pointer)).toEqual(["#/info/z/$ref"]);
    expect(documents.locate("#/info/z/$ref")).toEqual({ file: "overlays/o.yaml", line: 4, column: 57 });
  });

  test("an overlay that extends another document is a finding, one that extends this is not", async () => {
    const action = "\n- {target: $.info, update: {x: 1}}";
    const extending = (uri: string): string =>
      overlay(action).replace("actions:", `extends: ${uri}\nactions:`);
    expect((await load(extending("./root.yaml"))).findings).toEqual([]);
    const [finding] = (await load(extending("other.yaml"))).findings;
    expect(finding).toMatchObject({
      code: "overlay-extends",
      severity: "warning",
      pointer: "o0.yaml#/extends",
    });
  });

  test("a JSON overlay works alike", async () => {
    const text =
      '{"overlay": "1.0.0", "info": {"title": "O", "version": "1"},\n"actions": [{"target": "$.info", "description": "D", "update": {"x": 1}}]}';
    const files = new Map([
      ["root.yaml", ROOT],
      ["o.json", text],
    ]);
    const documents = await loadDocuments("root.yaml", { files, overlays: ["o.json"] });
    expect([documents.locate("#/info/x"), documents.quote("#/info/x")]).toEqual([
      { file: "o.json", line: 2, column: 65 },
      "D",
    ]);
  });
});

describe("an overlay is refused", () => {
  const valid = "- {target: $.info, update: {x: 1}}\n";
  const cases: [name: string, text: string, want: { code?: string; where: string; says: string }][] = [
    [
      "when a target matches nothing",
      overlay("- {target: $.nope, update: {}}"),
      { code: "overlay-no-match", where: "o0.yaml:4:4", says: "action 1: the target $.nope matches nothing" },
    ],
    [
      "when a later target matches nothing",
      overlay(`${valid}- target: $.servers[9]\n  remove: true`),
      { code: "overlay-no-match", where: "o0.yaml:5:3", says: "action 2" },
    ],
    [
      "when a target is gone by an earlier action",
      overlay("- {target: $.info, remove: true}\n- {target: $.info, update: {}}"),
      { code: "overlay-no-match", where: "o0.yaml:5:4", says: "action 2" },
    ],
    [
      "when a target is no JSONPath",
      overlay("- {target: '$[', update: {}}"),
      { where: "o0.yaml:4:4", says: "not a JSONPath" },
    ],
    [
      "when a target has no $",
      overlay("- {target: info, update: {}}"),
      { where: "o0.yaml:4:4", says: "not a JSONPath" },
    ],
    [
      "when a target calls an unknown function",
      overlay("- {target: '$[?nope(@)]', update: {}}"),
      { where: "o0.yaml:4:4", says: "not a JSONPath" },
    ],
    [
      "when a target is empty",
      overlay("- {target: '', update: {}}"),
      { where: "o0.yaml:4:4", says: "not empty" },
    ],
    [
      "when a target is missing",
      overlay("- {update: {}}"),
      { where: "o0.yaml:4:3", says: "target is missing" },
    ],
    [
      "when a target is a list",
      overlay("- {target: [a], update: {}}"),
      { where: "o0.yaml:4:4", says: "must be text" },
    ],
    [
      "when an action does nothing",
      overlay("- {target: $.info}"),
      { where: "o0.yaml:4:3", says: "neither update nor remove" },
    ],
    [
      "when remove is text",
      overlay("- {target: $.info, remove: 'yes'}"),
      { where: "o0.yaml:4:20", says: "true or false" },
    ],
    [
      "when a description is a list",
      overlay("- {target: $.info, update: {}, description: []}"),
      { where: "o0.yaml:4:32", says: "must be text" },
    ],
    [
      "when an action has an unknown key",
      overlay("- {target: $.info, updates: {}}"),
      { where: "o0.yaml:4:20", says: "updates is not a key" },
    ],
    ["when an action is text", overlay("- $.info"), { where: "o0.yaml:4:3", says: "not a mapping" }],
    [
      "when it removes the document",
      overlay("- {target: $, remove: true}"),
      { where: "o0.yaml:4:3", says: "whole document" },
    ],
    [
      "when it replaces the document",
      overlay("- {target: $, update: 1}"),
      { where: "o0.yaml:4:15", says: "whole document" },
    ],
    [
      "without actions",
      'overlay: 1.0.0\ninfo: {title: O, version: "1"}',
      { where: "o0.yaml:1:1", says: "actions must be a list" },
    ],
    ["with no action", overlay("  []"), { where: "o0.yaml:3:1", says: "at least one" }],
    ["without its version", "actions: []", { where: "o0.yaml:1:1", says: "no overlay version" }],
    ["with another version", "overlay: 2.0.0", { where: "o0.yaml:1:1", says: '"2.0.0"' }],
    ["with a number as version", "overlay: 1.0", { where: "o0.yaml:1:1", says: "overlay version is 1" }],
    ["without info", "overlay: 1.0.0\nactions: []", { where: "o0.yaml:1:1", says: "info must be" }],
    [
      "without a title",
      'overlay: 1.0.0\ninfo: {version: "1"}',
      { where: "o0.yaml:2:1", says: "info/title is missing" },
    ],
    [
      "with an unknown key",
      "overlay: 1.0.0\naction: []",
      { where: "o0.yaml:2:1", says: "action is not a key" },
    ],
    ["when it is a list", "- a", { where: "o0.yaml:1:1", says: "an overlay is a mapping" }],
    ["when it is no YAML", "a: {", { where: "o0.yaml:1:5", says: "not valid YAML" }],
    ["when it is empty", "", { where: "o0.yaml", says: "empty" }],
  ];
  for (const [name, text, { code = "overlay-invalid", where, says }] of cases) {
    test(name, async () => {
      const error: unknown = await load(text).catch((thrown: unknown) => thrown);
      if (!(error instanceof KitError)) throw new Error(`expected a KitError, got ${String(error)}`);
      expect([error.code, error.where]).toEqual([code, where]);
      expect(error.message).toContain(says);
      expect(error.exitCode).toBe(2);
    });
  }

  test("when there is no such file", async () => {
    const work = loadDocuments("root.yaml", {
      files: new Map([["root.yaml", ROOT]]),
      overlays: ["nope.yaml"],
    });
    await expect(work).rejects.toMatchObject({ code: "contract-unreadable" });
  });
});
