// What a thread of a proof does: takes tasks, gives outcomes.
import type { MessagePort } from "node:worker_threads";
import { workbench } from "../mutants/workbench.ts";
import { worldOf, type WorldSource } from "../mutants/world.ts";
import { proofJudge } from "./prove-judge.ts";
import { READY, type Delivery, type Order } from "./prove-threads.ts";

/** Says that it is there; then answers every order that comes through the port with an outcome, or with what went wrong. */
export function takeTasks(port: MessagePort, sources: readonly WorldSource[]): void {
  const bench = Promise.all(sources.map(worldOf)).then((worlds) => workbench(worlds, proofJudge()));
  port.postMessage(READY);
  const deliver = (delivery: Delivery): void => port.postMessage(delivery);
  port.on("message", ({ number, task }: Order) => {
    void bench
      .then((made) => made.run(task))
      .then(
        (outcome) => deliver({ number, outcome }),
        (error: unknown) =>
          deliver({
            number,
            failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
          }),
      );
  });
}
