// Every case of the contract as one named test against $BASE_URL; without one, against the reference.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deriveCases } from "../src/suite/derive.ts";
import type { OpenTarget } from "../src/cli/targets.ts";
import type { CaseOutcome, RunResult } from "../src/suite/result.ts";
import { planSendings, runSuite } from "../src/suite/run.ts";
import { failureText, type Ran } from "./failure-text.ts";
import { settingsFrom } from "./settings.ts";

const { found, timeout, open } = await settingsFrom(process.env);
const { contract, file } = found;
const derivation = deriveCases(contract);

let opened: OpenTarget | undefined;
let ran: Ran | undefined;
let outcomes: ReadonlyMap<string, readonly CaseOutcome[]> = new Map();
let leftOut: ReadonlyMap<string, string> = new Map();

beforeAll(async () => {
  opened = await open();
  const { target } = opened;
  const plan = planSendings(derivation.cases, contract, target, {});
  const result = await runSuite(contract, target, { derivation, timeout, contractFile: file });
  ran = { result, sendings: plan.sendings, target: target.name };
  leftOut = new Map(plan.leftOut.map(({ item, reason }) => [item.id, reason]));
  // A case that goes out as several principals has one outcome for each: `id`, `id@owner`.
  const names = new Map(
    plan.sendings.map(({ item, as }) => [as === undefined ? item.id : `${item.id}@${as}`, item.id]),
  );
  const groups = new Map<string, CaseOutcome[]>();
  for (const outcome of result.cases) {
    const id = names.get(outcome.caseId) ?? outcome.caseId;
    groups.set(id, [...(groups.get(id) ?? []), outcome]);
  }
  outcomes = groups;
}, 600_000);

afterAll(async () => opened?.close());

function finished(): Ran {
  if (!ran) throw new Error("the suite has not run");
  return ran;
}

for (const operation of contract.operations) {
  describe(`${operation.method} ${operation.path} (${operation.id})`, () => {
    const reason = derivation.without.get(operation.id);
    if (reason !== undefined) test.skip(`has no cases: ${reason}`, () => undefined);
    for (const item of derivation.cases.filter((one) => one.operation === operation.id)) {
      test(`${item.title} [${item.id}]`, async ({ skip, annotate }) => {
        const missing = leftOut.get(item.id);
        if (missing !== undefined) skip(missing);
        const mine = outcomes.get(item.id) ?? [];
        expect(mine, "the case was sent and has an outcome").not.toEqual([]);
        for (const one of mine) {
          const text = failureText(item, one, finished());
          if (one.outcome === "broken" || one.outcome === "blocked") expect.fail(text);
          if (one.outcome === "noted") await annotate(text, "warning");
        }
      });
    }
  });
}

describe("the run as a whole", () => {
  const verdicts = (state: string): RunResult["verdicts"] =>
    finished().result.verdicts.filter((verdict) => verdict.state === state);

  test("could judge the target at all", () => {
    expect(finished().result.exitCode, finished().result.summary).not.toBe(3);
  });

  test("says of each clause that is untested or blocked why it is", () => {
    const silent = [...verdicts("untested"), ...verdicts("blocked")].filter(
      ({ reason }) => (reason ?? "").trim() === "",
    );
    expect(silent.map(({ operation, clause }) => `${operation} ${clause.pointer}`)).toEqual([]);
  });

  test("gives a finding for each clause that is broken", () => {
    const { result } = finished();
    const errors = new Set(
      result.findings.filter(({ severity }) => severity === "error").map(({ id }) => id),
    );
    const silent = verdicts("broken").filter(({ findings }) => !findings.some((id) => errors.has(id)));
    expect(silent.map(({ clause }) => clause.pointer)).toEqual([]);
  });

  test("counts each clause once and each case once", () => {
    const { result, sendings } = finished();
    for (const state of ["held", "broken", "blocked", "untested"] as const) {
      expect(result.counts[state], state).toBe(verdicts(state).length);
    }
    const keys = result.verdicts.map(({ operation, clause }) => `${operation} ${clause.pointer}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(result.cases.length).toBe(sendings.length);
    expect(outcomes.size + leftOut.size).toBe(derivation.cases.length);
    expect(result.leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(
      leftOut.size + derivation.without.size,
    );
  });
});
