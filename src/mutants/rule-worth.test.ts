// Holds that no family of the judge can be taken out unnoticed: without it, a server with one fault passes.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { proofJudge } from "../cli/prove-judge.ts";
import { loadDocuments } from "../contract/document.ts";
import { effectiveDocument } from "../contract/effective.ts";
import { RULES } from "../suite/rules/index.ts";
import { robustnessMutants } from "./behaviours/robustness.ts";
import { contractMutants } from "./contract-edits.ts";
import type { MutantOutcome } from "./proof.ts";
import { workbench } from "./workbench.ts";
import { worldOf, type World } from "./world.ts";

const features = join(import.meta.dirname, "../../fixtures/contracts/features");

/** A contract per family in which a clause is seen by this family and by no other. */
const CONTRACTS: Readonly<Record<string, string>> = {
  type: "type",
  nullable: "nullable",
  enum: "enum",
  const: "const",
  "string-bounds": "max-length",
  pattern: "pattern",
  format: "format",
  "number-bounds": "maximum",
  "array-bounds": "max-items",
  "unique-items": "unique-items",
  "array-items": "prefix-items",
  required: "required",
  properties: "additional-properties",
  "property-names": "property-names",
  "object-bounds": "max-properties",
  combinators: "one-of",
  conditional: "if-then-else",
  discriminator: "discriminator-only",
  text: "text",
};

async function worldIn(file: string): Promise<World> {
  const documents = await loadDocuments(join(features, `${file}.yaml`));
  return worldOf({ text: JSON.stringify(effectiveDocument(documents)), name: file });
}

describe("without one family the score falls", () => {
  test("every family is tried", () => {
    expect(Object.keys(CONTRACTS).toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
  });

  for (const { id } of RULES) {
    test(id, async () => {
      const world = await worldIn(CONTRACTS[id] ?? "");
      const bench = workbench([world], proofJudge());
      const judged = async (mutant: string, without?: string): Promise<MutantOutcome["state"]> => {
        const left = without === undefined ? {} : { without };
        const outcome = await bench.run({ kind: "mutant", world: 0, id: mutant, ignore: [], ...left });
        if (outcome.kind !== "mutant") throw new Error("a mutant was asked for");
        return outcome.outcome.state;
      };
      const needing: string[] = [];
      const mutants = id === "text" ? robustnessMutants(world) : contractMutants(world);
      for (const mutant of mutants)
        if ((await judged(mutant.id)) === "killed" && (await judged(mutant.id, id)) !== "killed")
          needing.push(mutant.id);
      expect(needing).not.toEqual([]);
    });
  }
});
