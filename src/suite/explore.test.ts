// The random search: it finds what no table foresees, makes it small, and finds the same again.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadContract } from "../contract/compile.ts";
import { decodeText, type Answer } from "../http.ts";
import { mock } from "../mock/mock.ts";
import { deriveCases } from "./derive.ts";
import type { Finding } from "./result.ts";
import { runSuite } from "./run.ts";
import type { Target } from "./target.ts";

const contract = await loadContract(
  join(import.meta.dirname, "../../fixtures/contracts/features/interplay.yaml"),
);
const derivation = deriveCases(contract);
const right = mock(contract).answer;

const targetOf = (answer: Answer): Target => ({
  name: "in process",
  answer,
  oneConnection: () => ({ answer, close: () => undefined }),
  allowed: [],
  denied: [],
  known: {},
  foreign: {},
  disposable: true,
});

/** Fails for sizes that no edge is near. */
const flawed: Answer = (request) => {
  const [, size = "0"] = /"size":(\d+)/.exec(decodeText(request.body ?? new Uint8Array())) ?? [];
  const count = Number(size);
  return count > 40_000 && count < 900_000
    ? { status: 500, headers: {}, body: new Uint8Array() }
    : right(request);
};

async function search(seed: number): Promise<readonly Finding[]> {
  const run = await runSuite(contract, targetOf(flawed), { derivation, seed, explore: { runs: 200 } });
  return run.findings.filter(({ severity }) => severity === "error");
}

describe("the random search", () => {
  test("finds nothing at a server without fault", async () => {
    const run = await runSuite(contract, targetOf(right), { derivation, explore: { runs: 200 } });
    expect(run.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("finds a fault between the edges, which the cases alone do not", async () => {
    const cases = await runSuite(contract, targetOf(flawed), { derivation });
    expect(cases.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const [finding] = await search(1);
    expect(finding?.caseId).toMatch(/^make\/explore\//);
    expect(finding?.message).toMatch(/failed with a server error \(found by search: seed \d+, path [\d:]+\)/);
  });

  test("shows the smallest body: the one field, at the edge of the fault", async () => {
    const [finding] = await search(1);
    expect(finding?.exchange.request.body).toBe('{"size":40001}');
  });

  test("finds the same again with the same seed", async () => {
    const of = (findings: readonly Finding[]): unknown =>
      findings.map(({ id, caseId, message }) => ({ id, caseId, message }));
    expect(of(await search(5))).toEqual(of(await search(5)));
  });

  test("is off unless asked for", async () => {
    const run = await runSuite(contract, targetOf(right), { derivation });
    expect(run.cases.filter(({ rule }) => rule === "explore")).toEqual([]);
  });
});
