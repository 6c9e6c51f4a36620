// A server that answers alike to everything proves nothing: its operations are blocked, and the run does not pass.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadContract } from "../contract/compile.ts";
import { jsonResponse, type Answer } from "../http.ts";
import { mock } from "../mock/mock.ts";
import { deriveCases } from "./derive.ts";
import { runSuite } from "./run.ts";
import type { Target } from "./target.ts";

const fixture = join(import.meta.dirname, "../../fixtures/contracts/onecli-org-secrets.yaml");
const contract = await loadContract(fixture);
const derivation = deriveCases(contract);

const targetOf = (answer: Answer): Target => ({
  name: "in process",
  answer,
  oneConnection: () => ({ answer, close: () => undefined }),
  allowed: [{ name: "admin", token: "key-of-the-admin" }],
  denied: [{ name: "member", token: "key-of-a-member" }],
  known: { secretId: "sec_known" },
  foreign: { secretId: "sec_foreign" },
  disposable: true,
});

const refusals: readonly (readonly [title: string, answer: Answer])[] = [
  ["404 with the contract's error", () => jsonResponse(404, { error: { message: "no", type: "not_found" } })],
  ["404 without a body", () => ({ status: 404, headers: {}, body: new Uint8Array() })],
  ["401 with the contract's error", () => jsonResponse(401, { error: { message: "no", type: "auth" } })],
  ["400 with the contract's error", () => jsonResponse(400, { error: "no" })],
];

describe("a server that refuses everything", () => {
  for (const [title, answer] of refusals) {
    test(`${title}: no clause of a request is held, and nothing could be judged`, async () => {
      const run = await runSuite(contract, targetOf(answer), { derivation });
      const ofRequests = run.verdicts.filter(({ clause }) => /requestBody|parameters/.test(clause.pointer));
      expect(ofRequests.filter(({ state }) => state === "held").map(({ clause }) => clause.pointer)).toEqual(
        [],
      );
      expect(run.counts.blocked).toBeGreaterThan(20);
      expect(run.exitCode).toBe(3);
    });
  }
});

describe("one operation that refuses everything", () => {
  const right = mock(contract, {
    principals: [
      { name: "admin", key: "key-of-the-admin", role: "admin" },
      { name: "member", key: "key-of-a-member", role: "member" },
    ],
  }).answer;
  for (const [title, refusal] of refusals) {
    test(`${title}: it is blocked although the others are judged, and the run fails`, async () => {
      const answer: Answer = (request) => (request.method === "PATCH" ? refusal(request) : right(request));
      const run = await runSuite(contract, targetOf(answer), { derivation });
      const mine = run.verdicts.filter(({ operation }) => operation === "updateOrgSecret");
      const ofRequests = mine.filter(({ clause }) => /requestBody|parameters/.test(clause.pointer));
      expect(ofRequests.filter(({ state }) => state === "held").map(({ clause }) => clause.pointer)).toEqual(
        [],
      );
      expect(mine.filter(({ state }) => state === "blocked").length).toBeGreaterThan(5);
      expect(run.exitCode).not.toBe(0);
    });
  }
});
