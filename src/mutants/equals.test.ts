// Holds that equal mutants are judged together only where each still counts, and one by one where they are accused.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { proofJudge } from "../cli/prove-judge.ts";
import { loadDocuments } from "../contract/document.ts";
import { effectiveDocument } from "../contract/effective.ts";
import { parseSeed } from "../onecli/seed.ts";
import { equalGroups } from "./equals.ts";
import { without, type Edit } from "./edits/edit.ts";
import { stateless, type Mutant } from "./mutant.ts";
import { workbench } from "./workbench.ts";
import { worldOf } from "./world.ts";

const root = join(import.meta.dirname, "../..");
const document = { a: { type: "string", minLength: 1, items: { type: "string" } }, b: { type: "string" } };

function equal(pointer: string, clause: string, change: Edit["change"]): Mutant {
  const edit: Edit = { pointer, clause, manner: "dropped", what: clause, change };
  return {
    id: `${pointer}/${clause}`,
    family: "clause dropped",
    description: clause,
    near: [],
    strength: "error",
    equality: { category: "implied", reason: "for a test" },
    edit,
    make: () => stateless(() => ({ status: 200, headers: {}, body: new Uint8Array(0) })),
  };
}

const wider =
  (type: string): Edit["change"] =>
  (node) => ({ ...node, type: [node["type"], type].flat() });
const untyped: Edit["change"] = (node) => without(node, "type");
const groupsOf = (...mutants: readonly Mutant[]): readonly (readonly string[])[] =>
  equalGroups(mutants, document).map((group) => group.map(({ id }) => id));

describe("which edits go into one server", () => {
  test("those of two nodes that do not hold one another", () => {
    expect(groupsOf(equal("#/a", "type", untyped), equal("#/b", "type", untyped))).toHaveLength(1);
  });

  test("not those of a node and of what is inside it", () => {
    expect(groupsOf(equal("#/a", "type", untyped), equal("#/a/items", "type", untyped))).toHaveLength(2);
    expect(groupsOf(equal("#/a/items", "type", untyped), equal("#/a", "type", untyped))).toHaveLength(2);
  });

  test("not those of two clauses of a node, for each may be implied by the other", () => {
    expect(groupsOf(equal("#/a", "type", untyped), equal("#/a", "minLength", untyped))).toHaveLength(2);
  });

  test("those of one clause, as long as the later one changes something", () => {
    expect(groupsOf(equal("#/a", "type", wider("null")), equal("#/a", "type", wider("number")))).toHaveLength(
      1,
    );
    expect(groupsOf(equal("#/a", "type", untyped), equal("#/a", "type", untyped))).toHaveLength(2);
  });
});

describe("in the bundled contract", async () => {
  const seed = await loadDocuments(join(root, "fixtures/state/onecli.yaml"));
  const documents = await loadDocuments(join(root, "openapi.yaml"), {
    overlays: [join(root, "openapi.overlay.yaml")],
  });
  const text = JSON.stringify(effectiveDocument(documents));
  const world = await worldOf({ text, name: "openapi.yaml", seed: parseSeed(seed.root, seed.name) });
  const bench = workbench([world], proofJudge());
  const { mutants } = await bench.catalogue(0);
  const groups = equalGroups(mutants, world.document);
  const statesOf = async (ids: readonly string[]): Promise<readonly string[]> => {
    const outcome = await bench.run({ kind: "equals", world: 0, ids, ignore: [] });
    return outcome.kind === "equals" ? outcome.outcomes.map(({ state }) => state) : [];
  };

  test("every equal mutant is in one group", () => {
    const equals = mutants.filter(({ equality }) => equality !== undefined);
    expect(equals.length).toBeGreaterThan(10);
    expect(
      groups
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(equals.map(({ id }) => id).toSorted());
  });

  test("no group is accused", async () => {
    for (const group of groups) {
      const states = await statesOf(group.map(({ id }) => id));
      expect(states).toEqual(group.map(() => "equal"));
    }
  });

  test("a mutant that is wrongly among them is found, and the others stay equal", async () => {
    const [group = []] = groups;
    const wrong = mutants.find(({ id }) => id.endsWith("maxLength: does not look at maxLength 255"));
    const states = await statesOf([...group.map(({ id }) => id), wrong?.id ?? ""]);
    expect(states.toSorted()).toEqual([...group.map(() => "equal"), "killed"].toSorted());
  });
});
