// Tables for the inference of resources: what is one, what is none, and what the extension says instead.
import { describe, expect, test } from "vitest";
import { compileContract } from "./compile.ts";
import { parseDocument } from "./document.ts";
import type { Contract } from "./model.ts";
import { resourcesOf, roleOf, saysNewId } from "./resources.ts";

const json = (schema: unknown): unknown => ({ "application/json": { schema } });
const ok = (schema: unknown): unknown => ({ "200": { description: "ok", content: json(schema) } });
const object = (...names: readonly string[]): Record<string, unknown> => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
});
const PET = object("id", "name");
const list = (items: unknown): unknown => ({ type: "array", items });
const body = (schema: unknown): unknown => ({ required: true, content: json(schema) });
const inPath = (name: string, type = "string"): unknown => ({
  name,
  in: "path",
  required: true,
  schema: { type },
});

const contractOf = async (paths: unknown): Promise<Contract> =>
  compileContract(
    await parseDocument(
      JSON.stringify({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths }),
      "small.json",
    ),
  );

const show = (schema: unknown, name = "id", type = "string"): Record<string, unknown> => ({
  parameters: [inPath(name, type)],
  get: { responses: ok(schema) },
});

const cases: readonly (readonly [title: string, paths: unknown, want: unknown])[] = [
  [
    "an item, shown and removed, and a collection that lists and creates",
    {
      "/pets": {
        get: { responses: ok(list(PET)) },
        post: { requestBody: body(PET), responses: { "201": { description: "", content: json(PET) } } },
      },
      "/pets/{petId}": { ...show(PET, "petId"), delete: { responses: { "204": { description: "" } } } },
    },
    [
      {
        roles: "list create show remove",
        id: "id",
        parameter: "petId",
        within: { list: "", create: "", show: "" },
      },
    ],
  ],
  [
    "PUT replaces, PATCH updates",
    {
      "/pets/{id}": {
        ...show(PET),
        put: { requestBody: body(PET), responses: ok(PET) },
        patch: { requestBody: body(PET), responses: ok({ type: "object" }) },
      },
    },
    [{ roles: "show replace update", id: "id", parameter: "id", within: { show: "", replace: "" } }],
  ],
  [
    "items and lists inside an envelope",
    {
      "/pets": { get: { responses: ok({ type: "object", properties: { data: list(PET), next: {} } }) } },
      "/pets/{id}": show({ type: "object", properties: { data: PET } }),
    },
    [{ roles: "list show", id: "id", parameter: "id", within: { list: "/data", show: "/data" } }],
  ],
  [
    "the property of the parameter's own name before id",
    { "/pets/{name}": show(PET, "name") },
    [{ roles: "show", id: "name", parameter: "name", within: { show: "" } }],
  ],
  [
    "composed schemas",
    { "/pets/{id}": show({ allOf: [object("id"), { oneOf: [object("bark"), object("purr")] }] }) },
    [{ roles: "show", id: "id", parameter: "id", within: { show: "" } }],
  ],
  ["no property holds the parameter", { "/pets/{name}": show(object("id", "title"), "name") }, []],
  [
    "two properties could be the item",
    { "/pets/{id}": show({ type: "object", properties: { a: PET, b: PET } }) },
    [],
  ],
  ["a parameter that cannot carry the property", { "/pets/{id}": show(PET, "id", "integer") }, []],
  ["the last segment is more than the parameter", { "/pets/{id}.json": show(PET) }, []],
  [
    "nothing is ever shown",
    { "/pets/{id}": { parameters: [inPath("id")], delete: { responses: { "204": { description: "" } } } } },
    [],
  ],
  [
    "a creation that is only promised is none",
    {
      "/pets": {
        post: { requestBody: body(PET), responses: { "202": { description: "", content: json(PET) } } },
      },
      "/pets/{id}": show(PET),
    },
    [{ roles: "show", id: "id", parameter: "id", within: { show: "" } }],
  ],
  [
    "the parameter names the collection and then the property",
    {
      "/milestones": { get: { responses: ok(list(object("id", "number"))) } },
      "/milestones/{milestone_number}": show(object("id", "number"), "milestone_number"),
    },
    [
      {
        roles: "list show",
        id: "number",
        parameter: "milestone_number",
        within: { list: "", show: "" },
      },
    ],
  ],
  [
    "the extension says that it is none",
    { "/pets/{id}": { ...show(PET), "x-plumbline-resource": false } },
    [],
  ],
  [
    "the extension names the collection, the property and the places",
    {
      "/animals": {
        get: {
          responses: ok({ type: "object", properties: { a: list(object("key")), b: list(object("key")) } }),
        },
      },
      "/pets/{id}": {
        ...show({ type: "object", properties: { one: object("key"), two: object("key") } }),
        "x-plumbline-resource": { collection: "/animals", id: "key", items: "/b", record: "/two" },
      },
    },
    [{ roles: "list show", id: "key", parameter: "id", within: { list: "/b", show: "/two" } }],
  ],
];

describe("resources", () => {
  for (const [title, paths, want] of cases) {
    test(title, async () => {
      const found = resourcesOf(await contractOf(paths)).map(
        ({ operations, idProperty, idParameter, within }) => ({
          roles: Object.keys(operations).join(" "),
          id: idProperty,
          parameter: idParameter,
          within,
        }),
      );
      expect(found).toEqual(want);
    });
  }

  test("what goes in and never comes out is write-only and no property of an item", async () => {
    const account = {
      type: "object",
      properties: { id: { type: "string" }, password: { type: "string", writeOnly: true } },
    };
    const [resource] = resourcesOf(
      await contractOf({
        "/accounts/{id}": { ...show(account), patch: { requestBody: body(account), responses: ok(account) } },
      }),
    );
    expect([resource?.properties, resource?.writeOnly]).toEqual([["id"], ["password"]]);
  });

  test("an operation knows its resource and role, and a list with pages is known for one", async () => {
    const contract = await contractOf({
      "/pets": {
        get: {
          parameters: [{ name: "pageSize", in: "query", schema: { type: "integer" } }],
          responses: ok(list(PET)),
        },
        post: { requestBody: body(PET), responses: { "201": { description: "" } } },
      },
      "/pets/{id}": show(PET),
    });
    const found = contract.operations.map((operation) => roleOf(operation, contract));
    expect(found.map((one) => [one?.role, one?.resource.paged])).toEqual([
      ["list", true],
      ["create", true],
      ["show", true],
    ]);
    expect(found[0] && saysNewId(found[0].resource)).toBe(false);
  });
});
