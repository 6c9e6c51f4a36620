// Real OpenAPI documents: cases derive, proofs hold, ids stay, and the judge finds nothing in our own mock of each.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { compileContract } from "../contract/compile.ts";
import { loadDocuments, type Documents } from "../contract/document.ts";
import type { Contract, Operation } from "../contract/model.ts";
import { mock } from "../mock/mock.ts";
import type { Case } from "./case.ts";
import { proofOf, soleClause } from "./cases/proof.ts";
import { deriveCases, type DeriveOptions } from "./derive.ts";
import { runSuite } from "./run.ts";
import type { Target } from "./target.ts";

const top = join(import.meta.dirname, "../..");
const examples = dirname(createRequire(import.meta.url).resolve("@readme/oas-examples/package.json"));

interface Document {
  readonly name: string;
  readonly file: string;
  readonly overlays?: readonly string[];
}

/** The same documents come as JSON and as YAML; Swagger 2.0 is not read. */
const PUBLISHED = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((file) => /^3\.[01]\/json\/.*\.json$/.test(file))
  .toSorted()
  .map((file): Document => ({ name: file, file: join(examples, file) }));

const OWN: readonly Document[] = [
  { name: "openapi.yaml", file: join(top, "openapi.yaml"), overlays: [join(top, "openapi.overlay.yaml")] },
  {
    name: "onecli-org-secrets.yaml",
    file: join(top, "fixtures/contracts/onecli-org-secrets.yaml"),
  },
];

/** Operations of one document that are tried: of the largest ones, an even choice. */
const MOST_OPERATIONS = 16;
const MOST_CASES = 400;

/** Choosing by name keeps the choice when the document is edited. */
function chosen({ operations }: Contract): ReadonlySet<string> {
  const step = Math.ceil(operations.length / MOST_OPERATIONS);
  return new Set(operations.filter((_, index) => index % step === 0).map(({ id }) => id));
}

const KEY = "key:of-the-mock";

function targetOf(contract: Contract): Target {
  const role = contract.operations.find(({ roles }) => roles !== undefined)?.roles?.[0];
  const principal = { name: "admin", key: KEY, ...(role === undefined ? {} : { role }) };
  const { answer } = mock(contract, { principals: [principal] });
  return {
    name: "mock",
    answer,
    oneConnection: () => ({ answer, close: () => undefined }),
    allowed: [{ name: "admin", token: KEY }],
    denied: [],
    known: {},
    foreign: {},
    disposable: true,
  };
}

/** The document with an unrelated path in front, and another description. */
function edited(documents: Documents): Documents {
  const { paths, info, ...rest } = documents.root as Record<string, Record<string, unknown>>;
  const added = { get: { responses: { 200: { description: "It is there." } } } };
  const root = {
    ...rest,
    info: { ...info, description: "Another description." },
    paths: { "/plumbline-unrelated": added, ...paths },
  };
  return { ...documents, root };
}

/** What is wrong with the proof of a case, read again by another compilation of its contract. */
function slip(item: Case, operation: Operation | undefined): string | undefined {
  const [request] = item.requests;
  if (!operation || !request || item.requests.length > 1 || item.sequence) return undefined;
  if (item.kind !== "valid" && item.kind !== "invalid") return undefined;
  const proof = proofOf(request, operation);
  if (!proof) return `${item.id} cannot be read`;
  if (item.kind === "valid")
    return proof.broken.length === 0 ? undefined : `${item.id} breaks ${proof.broken.join()}`;
  const sole = soleClause(proof);
  const isOfSchema = item.clause.includes("/schema") && item.rule !== "body-syntax";
  if (proof.broken.length === 0 && item.advisory === undefined) return `${item.id} breaks nothing`;
  return isOfSchema && sole !== item.clause ? `${item.id} breaks ${sole ?? "several"}` : undefined;
}

describe("real documents", () => {
  for (const { name, file, overlays = [] } of [...OWN, ...PUBLISHED]) {
    test(name, { timeout: 60_000 }, async () => {
      const documents = await loadDocuments(file, { overlays });
      const contract = compileContract(documents);
      const wanted = chosen(contract);
      const options: DeriveOptions = { most: MOST_CASES, operations: ({ id }) => wanted.has(id) };
      const derivation = deriveCases(contract, options);
      const ids = derivation.cases.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);

      const again = compileContract(edited(documents));
      expect(deriveCases(again, options).cases.map(({ id }) => id)).toEqual(ids);

      const operations = new Map(again.operations.map((operation) => [operation.id, operation]));
      const slips = derivation.cases.flatMap((item) => slip(item, operations.get(item.operation)) ?? []);
      expect(slips).toEqual([]);

      const run = await runSuite(contract, targetOf(contract), { ...options, derivation });
      const errors = run.findings.filter(({ severity }) => severity === "error");
      expect(errors.map(({ caseId, message, got }) => `${caseId}: ${message} (${got})`)).toEqual([]);
    });
  }

  test("are there", () => {
    expect(PUBLISHED.map(({ file }) => basename(relative(examples, file))).length).toBeGreaterThan(50);
  });
});
