// Holds docs/second-opinion.md to its form and to clauses that the bundled contract has; Prism is not asked here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadContract } from "./contract/compile.ts";
import { deriveCases } from "./suite/derive.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const page = read("docs/second-opinion.md");
const contract = await loadContract(join(root, "openapi.yaml"), {
  overlays: [join(root, "openapi.overlay.yaml")],
});
const { cases } = deriveCases(contract);

interface Reason {
  readonly clauses?: readonly string[];
  readonly cases?: readonly string[];
  readonly got: string;
  readonly why: string;
}
const reasons = parse(read("fixtures/second-opinion.yaml")) as {
  mock: readonly Reason[];
  proxy: readonly Reason[];
};

/** The rows of the table under a heading, without the head. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [body = ""] = section.split("\n## ");
  return body
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
}

const code = (cell = ""): string => cell.replace(/^`|`$/g, "").replaceAll(String.raw`\|`, "|");
const mock = rowsUnder("Prism's mock, judged");
const proxy = rowsUnder("The reference behind Prism's proxy");

describe("docs/second-opinion.md", () => {
  test("has rows in both tables, and no row with an empty cell", () => {
    expect(mock.length).toBeGreaterThan(5);
    expect(proxy.length).toBeGreaterThan(0);
    for (const row of mock) expect(row).toHaveLength(5);
    for (const row of proxy) expect(row).toHaveLength(3);
    expect([...mock, ...proxy].filter((row) => row.some((cell) => cell.trim() === ""))).toEqual([]);
  });

  test("names only clauses that the contract has", () => {
    const pointers = [
      ...mock.map(([clause]) => code(clause)),
      ...reasons.mock.flatMap(({ clauses }) => clauses ?? []),
    ];
    expect(pointers.filter((pointer) => contract.at(pointer) === undefined)).toEqual([]);
  });

  test("names only cases that the suite has", () => {
    const titles = new Set(cases.map(({ title }) => title));
    const shown = [...mock.map(([, title = ""]) => title), ...proxy.map(([title = ""]) => title)];
    expect(shown.filter((title) => !titles.has(title.replaceAll(String.raw`\|`, "|")))).toEqual([]);
    const texts = reasons.proxy.flatMap((reason) => reason.cases ?? []);
    expect(texts.filter((text) => !cases.some(({ id }) => id.includes(text)))).toEqual([]);
  });

  test("gives each row the sentence that is written for it by hand", () => {
    const wrong = mock.filter(([clause, , , got, why]) => {
      const mine = reasons.mock.filter(
        (reason) => reason.clauses?.includes(code(clause)) && code(got).startsWith(reason.got),
      );
      return mine[0]?.why !== why?.replaceAll(String.raw`\|`, "|");
    });
    expect(wrong).toEqual([]);
  });

  test("has no sentence in the data file that no row needs", () => {
    const shown = new Set([...mock, ...proxy].map((row) => row.at(-1)?.replaceAll(String.raw`\|`, "|")));
    expect([...reasons.mock, ...reasons.proxy].filter(({ why }) => !shown.has(why))).toEqual([]);
  });
});
