// The effective document stands alone: one file, no reference out of it, the same meaning.
import { describe, expect, test } from "vitest";
import { loadDocuments, parseDocument, writeYaml } from "./document.ts";
import { effectiveDocument } from "./effective.ts";

async function effective(
  root: string,
  others: Record<string, string> = {},
  overlays: string[] = [],
): Promise<unknown> {
  const files = new Map([["root.yaml", root], ...Object.entries(others)]);
  return effectiveDocument(await loadDocuments("root.yaml", { files, overlays }));
}

describe("effectiveDocument", () => {
  const cases: [name: string, given: { root: string; others?: Record<string, string> }, want: unknown][] = [
    [
      "leaves a document alone that refers to itself only",
      { root: "components: {schemas: {A: {$ref: '#/components/schemas/A%20b'}, A b: {}}}" },
      { components: { schemas: { A: { $ref: "#/components/schemas/A%20b" }, "A b": {} } } },
    ],
    [
      "bundles schemas of other files under unused names",
      {
        root: "components: {schemas: {Name: {items: {$ref: 'c.yaml#/Name'}}, B: {oneOf: [{$ref: 'c.yaml#/Name'}, {$ref: whole.yaml}]}}}",
        others: { "c.yaml": "Name: {type: string}", "whole.yaml": "type: integer" },
      },
      {
        components: {
          schemas: {
            Name: { items: { $ref: "#/components/schemas/Name_2" } },
            B: { oneOf: [{ $ref: "#/components/schemas/Name_2" }, { $ref: "#/components/schemas/whole" }] },
            Name_2: { type: "string" },
            whole: { type: "integer" },
          },
        },
      },
    ],
    [
      "keeps cycles through files",
      {
        root: "components: {schemas: {Pet: {properties: {toy: {$ref: 'toy.yaml'}}}}}",
        others: {
          "toy.yaml": "properties: {of: {$ref: 'root.yaml#/components/schemas/Pet'}, self: {$ref: '#'}}",
        },
      },
      {
        components: {
          schemas: {
            Pet: { properties: { toy: { $ref: "#/components/schemas/toy" } } },
            toy: {
              properties: {
                of: { $ref: "#/components/schemas/Pet" },
                self: { $ref: "#/components/schemas/toy" },
              },
            },
          },
        },
      },
    ],
    [
      "puts other nodes where they were referred to",
      {
        root: "paths: {/a: {$ref: 'p.yaml#/a'}}",
        others: {
          "p.yaml":
            "a: {get: {parameters: [{$ref: '#/p'}], responses: {default: {$ref: 'sub/r.yaml'}}}}\np: {name: p, in: query}",
          "sub/r.yaml": "{description: r, content: {application/json: {schema: {$ref: '../s.yaml'}}}}",
          "s.yaml": "{type: string}",
        },
      },
      {
        paths: {
          "/a": {
            get: {
              parameters: [{ name: "p", in: "query" }],
              responses: {
                default: {
                  description: "r",
                  content: { "application/json": { schema: { $ref: "#/components/schemas/s" } } },
                },
              },
            },
          },
        },
        components: { schemas: { s: { type: "string" } } },
      },
    ],
    [
      "keeps a cycle of other nodes as a component",
      {
        root: "paths: {/a: {$ref: 'p.yaml'}}",
        others: { "p.yaml": "post: {callbacks: {c: {'{$url}': {$ref: 'p.yaml'}}}}" },
      },
      {
        paths: { "/a": { $ref: "#/components/pathItems/p" } },
        components: {
          pathItems: {
            p: { post: { callbacks: { c: { "{$url}": { $ref: "#/components/pathItems/p" } } } } },
          },
        },
      },
    ],
    [
      "rewrites discriminator mappings and leaves names in them",
      {
        root: "components: {schemas: {P: {discriminator: {propertyName: t, mapping: {a: a.yaml, b: P, c: '#/components/schemas/P'}}}}}",
        others: { "a.yaml": "type: object" },
      },
      {
        components: {
          schemas: {
            P: {
              discriminator: {
                propertyName: "t",
                mapping: { a: "#/components/schemas/a", b: "P", c: "#/components/schemas/P" },
              },
            },
            a: { type: "object" },
          },
        },
      },
    ],
    [
      "turns identifiers into pointers",
      {
        root: "components: {schemas: {A: {$id: 'https://e.com/a', items: {$ref: '#/$defs/x'}, $defs: {x: {}}}, B: {$ref: 'https://e.com/a'}}}",
      },
      {
        components: {
          schemas: {
            A: { items: { $ref: "#/components/schemas/A/$defs/x" }, $defs: { x: {} } },
            B: { $ref: "#/components/schemas/A" },
          },
        },
      },
    ],
    [
      "leaves references that name nothing, and those that are values",
      {
        root: "a: {schema: {$ref: 'nope.yaml'}}\nb: {example: {$ref: 'c.yaml'}, schema: {examples: [{$ref: 'c.yaml'}]}}",
        others: { "c.yaml": "x: 1" },
      },
      {
        a: { schema: { $ref: "nope.yaml" } },
        b: { example: { $ref: "c.yaml" }, schema: { examples: [{ $ref: "c.yaml" }] } },
      },
    ],
    [
      "keeps what stands beside a reference",
      {
        root: "components: {responses: {A: {$ref: 'r.yaml', description: mine}}}",
        others: { "r.yaml": "description: theirs" },
      },
      {
        components: {
          responses: {
            A: { $ref: "#/components/responses/r", description: "mine" },
            r: { description: "theirs" },
          },
        },
      },
    ],
  ];
  for (const [name, { root, others }, want] of cases) {
    test(name, async () => {
      const value = await effective(root, others);
      expect(value).toEqual(want);
      expect((await parseDocument(writeYaml(value), "out.yaml")).root).toEqual(want);
    });
  }

  test("has the overlays in it, and changes nothing in the documents", async () => {
    const overlay =
      "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: $.a.schema, update: {items: {$ref: s.yaml}}}]";
    const files = new Map([
      ["root.yaml", "a: {schema: {}}"],
      ["o.yaml", overlay],
      ["s.yaml", "type: string"],
    ]);
    const documents = await loadDocuments("root.yaml", { files, overlays: ["o.yaml"] });
    const before = JSON.stringify(documents.root);
    expect(effectiveDocument(documents)).toEqual({
      a: { schema: { items: { $ref: "#/components/schemas/s" } } },
      components: { schemas: { s: { type: "string" } } },
    });
    expect(JSON.stringify(documents.root)).toBe(before);
  });
});
