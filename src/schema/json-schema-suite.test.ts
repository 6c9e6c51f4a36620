// JSON-Schema-Test-Suite through the dialect layer: what plain ajv gets right of 2020-12 and draft 4 is right here too.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createRequire } from "node:module";
import type { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import AjvDraft4 from "ajv-draft-04";
import { describe, expect, test } from "vitest";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import type { SchemaUse } from "../contract/model.ts";

/** Fetched by `npm run schema-suite`, since it is not ours to carry; without it the tests are skipped, and say so. */
const SUITE = join(import.meta.dirname, "../../.cache/json-schema-test-suite");
const HERE = existsSync(SUITE);

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

interface Draft {
  readonly folder: string;
  readonly openapi: string;
  /** Texts that references reach, by URL: the suite's remotes and the draft's meta-schemas. */
  readonly remotes: ReadonlyMap<string, string>;
  readonly plain: (schema: unknown) => (value: unknown) => boolean;
  /** Groups that OpenAPI means otherwise: file, a part of the group's description, why, and how many cases. */
  readonly skips: readonly (readonly [file: string, group: RegExp, why: string, cases: number])[];
  /** How many cases the suite has, and how many of them plain ajv gets wrong. */
  readonly cases: number;
  readonly wrongInAjv: number;
  /** Cases that are wrong here: those of ajv that the translation does not mend. */
  readonly wrongHere: readonly string[];
}

const require = createRequire(import.meta.url);

function filesBelow(folder: string): string[] {
  if (!HERE) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name));
}

const REMOTES: [string, string][] = filesBelow(join(SUITE, "remotes")).map((file) => [
  `http://localhost:1234/${relative(join(SUITE, "remotes"), file)}`,
  readFileSync(file, "utf8"),
]);

const META_2020: [string, string][] = [
  "schema",
  ...["applicator", "content", "core", "format-annotation", "meta-data", "unevaluated", "validation"].map(
    (name) => `meta/${name}`,
  ),
].map((name) => [
  `https://json-schema.org/draft/2020-12/${name}`,
  JSON.stringify(require(`ajv/dist/refs/json-schema-2020-12/${name}.json`)),
]);

const META_4: [string, string][] = [
  [
    "http://json-schema.org/draft-04/schema",
    JSON.stringify(require("ajv-draft-04/dist/refs/json-schema-draft-04.json")),
  ],
];

function plainAjv(make: () => Ajv): Draft["plain"] {
  return (schema) => {
    const ajv = make();
    for (const [url, text] of REMOTES) {
      const remote: unknown = JSON.parse(text);
      try {
        ajv.addSchema(remote as object, url);
      } catch {
        // A remote of another draft; the case that needs it fails by itself.
      }
    }
    const validate = ajv.compile(schema as object);
    return (value) => validate(value) === true;
  };
}

const quiet = { strict: false, validateFormats: false, validateSchema: false, logger: false } as const;

const NO_ID =
  "OpenAPI 3.0 knows no `id`: it neither names a schema nor changes what a reference is relative to";

const DRAFTS: readonly Draft[] = [
  {
    folder: "draft2020-12",
    openapi: "3.1.0",
    remotes: new Map([...REMOTES, ...META_2020]),
    plain: plainAjv(() => new Ajv2020(quiet)),
    skips: [
      [
        "format.json",
        /format$/,
        "a contract means the formats it names: they are checked, not only noted",
        133,
      ],
      [
        "vocabulary.json",
        /no validation vocabulary/,
        "every schema of a contract is read with all vocabularies",
        3,
      ],
    ],
    cases: 1121,
    wrongInAjv: 51,
    // What ajv does not do: annotations of `contains`, of `items` in a variant, and of an `if` without `then`.
    wrongHere: [
      "unevaluatedItems.json: unevaluatedItems with nested items: with no additional items",
      "unevaluatedItems.json: unevaluatedItems with nested items: with invalid additional item",
      "unevaluatedItems.json: unevaluatedItems depends on adjacent contains: contains passes, second item is not evaluated",
      "unevaluatedItems.json: unevaluatedItems depends on multiple nested contains: 7 not evaluated, fails unevaluatedItems",
      ...[
        "only b's are invalid",
        "only c's are invalid",
        "only b's and c's are invalid",
        "only a's and c's are invalid",
      ].map(
        (what) =>
          `unevaluatedItems.json: unevaluatedItems and contains interact to control item dependency relationship: ${what}`,
      ),
      "unevaluatedItems.json: unevaluatedItems can see annotations from if without then and else: valid in case if is evaluated",
      "unevaluatedProperties.json: unevaluatedProperties with if/then/else, then not defined: when if is false and has unevaluated properties",
      "unevaluatedProperties.json: unevaluatedProperties can see annotations from if without then and else: valid in case if is evaluated",
    ],
  },
  {
    folder: "draft4",
    openapi: "3.0.3",
    remotes: new Map([...REMOTES, ...META_4]),
    plain: plainAjv(() => new AjvDraft4.default(quiet) as unknown as Ajv),
    skips: [
      ["ref.json", /sibling id|^Recursive references|^Location-independent|nearest parent/, NO_ID, 10],
      ["refRemote.json", /^base URI change|root ref in remote ref|Location-independent/, NO_ID, 11],
      ["format.json", /format$/, "OpenAPI 3.0 lists formats for being checked", 36],
    ],
    cases: 553,
    wrongInAjv: 6,
    wrongHere: [],
  },
];

/** The case's schema as a document of its own, which the only component of a contract refers to. */
async function ours(schema: unknown, { openapi, remotes }: Draft): Promise<SchemaUse> {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Case" } } };
  const contract = {
    openapi,
    info: { title: "a case", version: "1" },
    paths: { "/": { post: { requestBody: { content }, responses: { 204: { description: "" } } } } },
    components: { schemas: { Case: { $ref: "./case.json" } } },
  };
  const documents = await parseDocument(JSON.stringify(contract), "/contract.json", {
    files: new Map([["/case.json", JSON.stringify(schema)]]),
    allowPrivateHosts: true,
    fetch: (url) => {
      const text = remotes.get(url);
      return text === undefined ? Promise.reject(new Error(`no ${url}`)) : Promise.resolve(text);
    },
  });
  const compiled = compileContract(documents);
  const use = compiled.operations[0]?.requestBody?.content[0]?.schema;
  if (use === undefined) throw new Error("the case has no schema");
  use.accepts(null);
  const failed = compiled.findings.filter(({ code }) => code === "schema-not-compiled");
  if (failed.length > 0) throw new Error(failed.map(({ message }) => message).join("; "));
  return use;
}

function right(judge: ((value: unknown) => boolean) | undefined, data: unknown, valid: boolean): boolean {
  try {
    return judge?.(data) === valid;
  } catch {
    return false;
  }
}

for (const draft of DRAFTS) {
  const files = filesBelow(join(SUITE, draft.folder)).toSorted();
  const tally = { cases: 0, wrongInAjv: 0, wrongHere: [] as string[], skipped: new Map<string, number>() };

  describe(`${draft.folder} in an OpenAPI ${draft.openapi} contract`, () => {
    for (const file of files) {
      const name = relative(join(SUITE, draft.folder), file);
      const groups = JSON.parse(readFileSync(file, "utf8")) as Group[];
      describe(name, () => {
        for (const group of groups) {
          const skip = draft.skips.find(([where, what]) => where === name && what.test(group.description));
          test(group.description, async () => {
            if (skip) {
              const key = `${skip[0]} ${skip[1].source}`;
              tally.skipped.set(key, (tally.skipped.get(key) ?? 0) + group.tests.length);
              return;
            }
            const use = await ours(group.schema, draft);
            let plain: ((value: unknown) => boolean) | undefined;
            try {
              plain = draft.plain(group.schema);
            } catch {
              plain = undefined;
            }
            const worse: string[] = [];
            for (const { description, data, valid } of group.tests) {
              const there = right(plain, data, valid);
              const here = right(use.accepts, data, valid) && (use.check(data).length === 0) === valid;
              tally.cases += 1;
              if (!there) tally.wrongInAjv += 1;
              if (!here) tally.wrongHere.push(`${name}: ${group.description}: ${description}`);
              if (there && !here) worse.push(description);
            }
            expect(worse).toEqual([]);
          });
        }
      });
    }

    const title = "every case is counted, and every skip is one that has a reason";
    test.skipIf(!HERE)(HERE ? title : `not run: npm run schema-suite fetches the suite and runs it`, () => {
      expect(tally).toEqual({
        cases: draft.cases,
        wrongInAjv: draft.wrongInAjv,
        wrongHere: draft.wrongHere,
        skipped: new Map(draft.skips.map(([file, group, , cases]) => [`${file} ${group.source}`, cases])),
      });
    });
  });
}
