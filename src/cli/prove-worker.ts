// A thread of its own for a proof: takes tasks, gives outcomes.
import { parentPort, workerData } from "node:worker_threads";
import { workbench } from "../mutants/workbench.ts";
import { worldOf, type WorldSource } from "../mutants/world.ts";
import { proofJudge } from "./prove-judge.ts";
import type { Delivery, Order } from "./prove-threads.ts";

const sources = workerData as readonly WorldSource[];
const bench = Promise.all(sources.map(worldOf)).then((worlds) => workbench(worlds, proofJudge()));
const deliver = (delivery: Delivery): void => parentPort?.postMessage(delivery);

parentPort?.on("message", ({ number, task }: Order) => {
  void bench
    .then((made) => made.run(task))
    .then(
      (outcome) => deliver({ number, outcome }),
      (error: unknown) =>
        deliver({ number, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
});
