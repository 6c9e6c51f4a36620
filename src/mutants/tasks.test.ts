// Holds that tasks are begun in turn and their outcomes told in the order of the tasks, whoever is first.
import { expect, test } from "vitest";
import { runAll } from "./tasks.ts";
import type { Outcome, Task } from "./workbench.ts";

const mutant = (id: string): Task => ({ kind: "mutant", world: 0, id, ignore: [] });
const outcomeOf = (id: string): Outcome => ({
  kind: "mutant",
  outcome: { id, family: "state", description: id, state: "killed", milliseconds: 0 },
});
const idOf = (task: Task): string => (task.kind === "mutant" ? task.id : task.kind);

test("outcomes stand in the order of the tasks", async () => {
  const ids = ["state/a", "edit/a", "state/b", "edit/b", "edit/c", "robustness/a"];
  const wait = (task: Task): number => (idOf(task).startsWith("state") ? 8 : 1);
  const lane = async (task: Task): Promise<Outcome> => {
    await new Promise((resolve) => setTimeout(resolve, wait(task)));
    return outcomeOf(idOf(task));
  };
  const told = await runAll(ids.map(mutant), { lanes: [lane, lane, lane] }, "");
  expect(told).toEqual(ids.map(outcomeOf));
});

test("what takes long is begun first, then those of a kind by turns, edits at the end", async () => {
  const begun: string[] = [];
  const lane = async (task: Task): Promise<Outcome> => {
    begun.push(idOf(task));
    return outcomeOf(idOf(task));
  };
  const some = (kind: string): readonly Task[] => [1, 2, 3, 4].map((count) => mutant(`${kind}/${count}`));
  const tasks: readonly Task[] = [...some("edit"), ...some("robustness"), { kind: "original", world: 0 }];
  await runAll(tasks, { lanes: [lane] }, "");
  const kinds = begun.map((id) => id.split("/")[0]);
  expect(kinds[0]).toBe("original");
  expect(kinds.at(-1)).toBe("edit");
  expect(kinds.lastIndexOf("robustness")).toBeGreaterThan(kinds.indexOf("edit"));
  expect(begun.toSorted()).toEqual(tasks.map(idOf).toSorted());
});
