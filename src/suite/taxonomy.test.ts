// Holds the taxonomy: for each row a contract, cases for it, a faulty server that they see, and the right one spared.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileContract } from "../contract/compile.ts";
import { loadDocuments, type Documents } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import type { Answer } from "../http.ts";
import { mock } from "../mock/mock.ts";
import { deriveCases, type Derivation } from "./derive.ts";
import type { Finding, RunResult } from "./result.ts";
import { runSuite } from "./run.ts";
import type { Target } from "./target.ts";
import { TAXONOMY, type Fault, type Row } from "./taxonomy.test-data.ts";

const top = join(import.meta.dirname, "../..");
const fixture = (file: string): string => join(top, "fixtures/contracts/features", `${file}.yaml`);

const PEOPLE = [
  { name: "admin", key: "key-of-the-admin", role: "admin" },
  { name: "guest", key: "key-of-a-guest", role: "guest" },
];

const answerOf = (contract: Contract): Answer => mock(contract, { principals: PEOPLE }).answer;

const targetOf = (answer: Answer): Target => ({
  name: "in process",
  answer,
  oneConnection: () => ({ answer, close: () => undefined }),
  allowed: [{ name: "admin", token: "key-of-the-admin" }],
  denied: [{ name: "guest", token: "key-of-a-guest" }],
  known: {},
  foreign: {},
  disposable: true,
});

interface Subject {
  readonly documents: Documents;
  readonly contract: Contract;
  readonly derivation: Derivation;
  readonly run: RunResult;
}

const subjects = new Map<string, Promise<Subject>>();

/** The contract of a row, its cases, and what they say about its own mock. */
function subjectOf(file: string): Promise<Subject> {
  const made = async (): Promise<Subject> => {
    const documents = await loadDocuments(fixture(file));
    const contract = compileContract(documents);
    const derivation = deriveCases(contract);
    const run = await runSuite(contract, targetOf(answerOf(contract)), { derivation });
    return { documents, contract, derivation, run };
  };
  const known = subjects.get(file) ?? made();
  subjects.set(file, known);
  return known;
}

function faulty({ documents, contract }: Subject, fault: Fault): Answer {
  if ("wrap" in fault) return fault.wrap(answerOf(contract));
  const root = structuredClone(documents.root) as Record<string, unknown>;
  const pointer = "set" in fault ? fault.set : fault.remove;
  const tokens = pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = tokens.pop() ?? "";
  const holder = tokens.reduce<unknown>((node, token) => (node as Record<string, unknown>)[token], root);
  const parent = holder as Record<string, unknown>;
  if (!("set" in fault) && !(last in parent)) throw new Error(`${pointer} is not in the contract`);
  if ("set" in fault) parent[last] = fault.to;
  else delete parent[last];
  const edited = { ...documents, root, at: (at: string) => nodeAt(root, at) };
  return answerOf(compileContract(edited));
}

function nodeAt(root: unknown, pointer: string): unknown {
  const tokens = pointer
    .replace(/^[^#]*#/, "")
    .split("/")
    .slice(1);
  return tokens.reduce<unknown>(
    (node, token) =>
      (node as Record<string, unknown> | undefined)?.[token.replaceAll("~1", "/").replaceAll("~0", "~")],
    root,
  );
}

const RANK = { error: 0, warning: 1, note: 2 };

const atLeast = (row: Row, { findings }: RunResult): readonly Finding[] =>
  findings.filter(({ severity }) => RANK[severity] <= RANK[row.severity ?? "error"]);

const namesOf = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ caseId, otherCases }) => [caseId, ...otherCases]);

describe("the taxonomy", () => {
  for (const row of TAXONOMY) {
    test(`${row.group}: ${row.title} (${row.file})`, async () => {
      const subject = await subjectOf(row.file);
      const spared = atLeast(row, subject.run);
      expect(spared.map(({ caseId, message }) => `${caseId}: ${message}`)).toEqual([]);
      const answer = faulty(subject, row.fault);
      const run = await runSuite(subject.contract, targetOf(answer), { derivation: subject.derivation });
      const found = atLeast(row, run);
      expect(found.length).toBeGreaterThan(0);
      const { seenBy, clause } = row;
      const blamed = found.map((finding) => finding.clause.pointer);
      if (clause) expect(blamed.filter((pointer) => !clause.test(pointer))).toEqual([]);
      if (seenBy) expect(namesOf(found).filter((name) => !seenBy.test(name))).toEqual([]);
      else {
        const removed = "remove" in row.fault ? row.fault.remove : "";
        expect(blamed.filter((pointer) => !pointer.startsWith(`#${removed}`))).toEqual([]);
      }
    });
  }
});

function page(): string {
  const groups = [...new Set(TAXONOMY.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const rows = TAXONOMY.filter((row) => row.group === group).map(
      ({ title, valid, invalid, file }) => `| ${title} | ${valid} | ${invalid} | \`${file}.yaml\` |`,
    );
    return [
      `## ${group}`,
      "",
      "| What | Accepted | Refused or survived | Contract |",
      "|---|---|---|---|",
      ...rows,
      "",
    ].join("\n");
  });
  return [
    "# What the judge looks at",
    "",
    "Rows in the manner of conformance taxonomies. For each one a test holds that there is a small contract in",
    "`fixtures/contracts/features`, that cases are derived for it, that a server which lacks just this check is found",
    "out by them, and that the server which has it is spared.",
    "",
    ...tables,
  ].join("\n");
}

test("docs/taxonomy.md is made from the table (UPDATE_DOCS=1 rewrites it)", () => {
  const file = join(top, "docs/taxonomy.md");
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, page());
  expect(readFileSync(file, "utf8")).toBe(page());
});
