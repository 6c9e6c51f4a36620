// Holds the import law: one direction, the blind spots, one door per dependency, a first sentence per file.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const sources = files.filter((file) => !/\.test(-data|-cases)?\.ts$/.test(file));
const folderOf = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : "root");
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const importsOf = (file: string): readonly string[] =>
  [...text(file).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name = ""]) =>
    name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name,
  );

/** Folder → the folders it may import from. `cli` and the two entry files may import everything. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  root: [],
  schema: ["root"],
  contract: ["root", "schema"],
  mock: ["root", "schema", "contract"],
  onecli: ["root", "schema", "contract", "mock"],
  mutants: ["root", "schema", "contract", "mock", "onecli"],
  suite: ["root", "schema", "contract"],
  reports: ["root", "suite", "mutants"],
};
const ENTRIES = new Set(["index.ts", "cli.ts"]);

const DOORS: readonly (readonly [dependency: RegExp, doors: readonly string[]])[] = [
  [/^ajv(-formats)?(\/|$)/, ["schema/validate.ts", "schema/combinator.ts"]],
  [/^yaml$/, ["contract/document.ts"]],
  [/^json-p3$/, ["contract/overlay.ts"]],
  [/^@eslint-community\/regexpp$/, ["schema/pattern.ts"]],
  [/^node:(http|https|http2)$/, ["mock/serve.ts"]],
  [/^undici$/, ["suite/over.ts"]],
  [/^fast-check$/, ["suite/explore.ts"]],
];

/** Types carry no behaviour: `mock/serve.ts` may be split, and its parts name the server's types. */
const valueImports = (file: string): readonly string[] => {
  const code = text(file).replace(/import type[^;]*;/g, "");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name = ""]) => name);
};

describe("architecture", () => {
  test("imports point one way", () => {
    const wrong = sources
      .filter((file) => !ENTRIES.has(file) && folderOf(file) !== "cli")
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.endsWith(".ts"))
          .map((target) => [file, target] as const),
      )
      .filter(
        ([file, target]) =>
          folderOf(file) !== folderOf(target) && !MAY[folderOf(file)]?.includes(folderOf(target)),
      )
      .map(([file, target]) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test("reports see only the data of a run and of a proof", () => {
    const data = ["suite/result.ts", "suite/case.ts", "mutants/proof.ts"];
    const wrong = sources
      .filter((file) => folderOf(file) === "reports")
      .flatMap((file) =>
        importsOf(file).filter((target) => /^(suite|mutants)\//.test(target) && !data.includes(target)),
      );
    expect(wrong).toEqual([]);
  });

  test("every dependency has one door", () => {
    const wrong = sources.flatMap((file) =>
      valueImports(file).flatMap((name) =>
        DOORS.filter(([dependency, doors]) => dependency.test(name) && !doors.includes(file)).map(
          () => `${file} imports ${name}`,
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("only the command line sees the process", () => {
    const wrong = sources.filter(
      (file) =>
        folderOf(file) !== "cli" &&
        file !== "cli.ts" &&
        /(^|[^.\w"'`-])process\.\w/m.test(
          text(file).replace(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\/.*|\/\*[^]*?\*\//g, ""),
        ),
    );
    expect(wrong).toEqual([]);
  });

  test("every file begins with one sentence that says what it is for", () => {
    const wrong = files.filter((file) => !/^(#!.*\n)?\/\/ \S.{10,}[.:]\n/.test(text(file)));
    expect(wrong).toEqual([]);
  });

  test("no file has a name that could hold anything", () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|common|helpers?|misc|shared|manager)\.ts$/.test(file)),
    ).toEqual([]);
  });
});
