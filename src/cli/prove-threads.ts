// The threads of a proof: each makes the worlds for itself and takes tasks, a few at a time, for some only wait.
import { Worker } from "node:worker_threads";
import type { Lane } from "../mutants/tasks.ts";
import type { Outcome, Task } from "../mutants/workbench.ts";
import type { WorldSource } from "../mutants/world.ts";

/** Tasks of one thread at once: while a server hangs or is slow, another one is judged. */
const LANES = 4;

/** What goes to a thread, and what comes back. */
export interface Order {
  readonly number: number;
  readonly task: Task;
}
export type Delivery =
  | { readonly number: number; readonly outcome: Outcome }
  | { readonly number: number; readonly failure: string };

export interface Threads {
  readonly lanes: readonly Lane[];
  readonly dismiss: () => Promise<unknown>;
}

/** Starts so many threads. A lane rejects when its thread fails, which is a bug of ours. */
export function threadsFor(sources: readonly WorldSource[], count: number): Threads {
  const crew = Array.from({ length: count }, () => hire(sources));
  return {
    // By turns, so that what is begun first, which takes longest, is spread over all threads.
    lanes: Array.from({ length: LANES }, () => crew.map(({ lane }) => lane)).flat(),
    dismiss: () => Promise.all(crew.map(({ worker }) => worker.terminate())),
  };
}

function hire(sources: readonly WorldSource[]): { readonly lane: Lane; readonly worker: Worker } {
  const worker = new Worker(new URL("./prove-launch.cjs", import.meta.url), {
    workerData: sources,
    // A server lives for some milliseconds: with room for it, the collector finds nearly everything dead.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  const open = new Map<number, { resolve: (outcome: Outcome) => void; reject: (error: Error) => void }>();
  let orders = 0;
  worker.on("message", (delivery: Delivery) => {
    const waiting = open.get(delivery.number);
    open.delete(delivery.number);
    if ("outcome" in delivery) waiting?.resolve(delivery.outcome);
    else waiting?.reject(new Error(delivery.failure));
  });
  worker.on("error", (error) => {
    for (const { reject } of open.values()) reject(error);
  });
  const lane: Lane = (task) =>
    new Promise((resolve, reject) => {
      const number = ++orders;
      open.set(number, { resolve, reject });
      worker.postMessage({ number, task } satisfies Order);
    });
  return { lane, worker };
}
