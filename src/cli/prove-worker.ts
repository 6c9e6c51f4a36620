// A thread of its own for a proof: takes tasks, gives outcomes.
import { parentPort, workerData } from "node:worker_threads";
import type { Task } from "../mutants/workbench.ts";
import { workbench } from "../mutants/workbench.ts";
import { worldOf, type WorldSource } from "../mutants/world.ts";
import { proofJudge } from "./prove-judge.ts";

const sources = workerData as readonly WorldSource[];
const bench = Promise.all(sources.map(worldOf)).then((worlds) => workbench(worlds, proofJudge().judge));

parentPort?.on("message", (task: Task) => {
  void bench
    .then((made) => made.run(task))
    .then(
      (outcome) => parentPort?.postMessage({ outcome }),
      (error: unknown) =>
        parentPort?.postMessage({
          failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
});
