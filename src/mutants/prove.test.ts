// Holds that a case which accuses the original kills no mutant and accuses no variant, and that no variant is left out.
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadDocuments } from "../contract/document.ts";
import { effectiveDocument } from "../contract/effective.ts";
import type { Hit } from "./proof.ts";
import { prove } from "./prove.ts";
import type { ProveOptions } from "./tasks.ts";
import { workbench, type Judge } from "./workbench.ts";
import { worldOf } from "./world.ts";

const file = join(import.meta.dirname, "../../fixtures/contracts/features/type.yaml");
const HIT: Hit = {
  clause: "#",
  caseId: "accuser@member",
  item: "accuser",
  rule: "type",
  message: "is not as it should be",
};

/** Accuses every server by one and the same case, and says as much of the original where told to. */
const accusing = (original: readonly Hit[]): Judge => ({
  scope: () => ({ cases: { listThings: 1 }, rules: [] }),
  survey: async () => ({ errors: original, warnings: [], survey: { clauses: {}, operations: {} } }),
  ask: async (_server, _world, { ignore }) => ({
    errors: ignore.includes(HIT.item) ? [] : [HIT],
    warnings: [],
  }),
});

async function proofBy(judge: Judge, options: Partial<ProveOptions> = {}): ReturnType<typeof prove> {
  const text = JSON.stringify(effectiveDocument(await loadDocuments(file)));
  const bench = workbench([await worldOf({ text, name: "type" })], judge);
  return prove(bench, { lanes: [bench.run, bench.run], limit: 5, ...options });
}

test("it counts where the original is not accused", async () => {
  const { killed, survived, falseAlarms } = await proofBy(accusing([]));
  expect(killed).toBe(5);
  expect(survived).toBe(0);
  expect(falseAlarms).toBeGreaterThan(0);
});

test("it does not where the original is accused, which itself is a false alarm", async () => {
  const { killed, survived, equal, falseAlarms, contracts } = await proofBy(accusing([HIT]));
  expect(killed).toBe(0);
  expect(survived + equal).toBe(5);
  expect(contracts[0]?.falseAlarms).toEqual([]);
  expect(falseAlarms).toBe(1);
});

test.each([
  ["that rule each other out are tried alone", "byte order mark", ["bom-refused", "bom-taken"], 0, 2],
  ["that is the only one is tried alone", "sets two cookies", ["cookies"], 0, 1],
  // The second server is explained by who is accused in the first already.
  ["that go together are tried together", "its JSON", ["charset", "pretty", "escaped", "blanks"], 2, 3],
] as const)("variants %s", async (_, only, ids, blocks, alarms) => {
  const { contracts, falseAlarms } = await proofBy(accusing([]), { only });
  expect(contracts[0]).toMatchObject({ variants: ids.map((id) => ({ id })), blocks });
  // The judge accuses every server that it is really asked about.
  expect(falseAlarms).toBe(alarms);
});
