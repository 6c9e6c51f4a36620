// The threads of a proof: each makes the worlds for itself and takes tasks, a few at a time, for some only wait.
import { Worker } from "node:worker_threads";
import type { Lane } from "../mutants/tasks.ts";
import type { Outcome, Task } from "../mutants/workbench.ts";
import type { WorldSource } from "../mutants/world.ts";

/** Tasks of one thread at once: while a server hangs or is slow, another one is judged. */
const LANES = 4;

/** What a thread says first, once its code is loaded. */
export const READY = "ready";

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
  /** When all of them have loaded their code; never when one fails before. */
  readonly ready: Promise<unknown>;
  readonly dismiss: () => Promise<unknown>;
}

/** Starts so many threads. A lane rejects when its thread fails, which is a bug of ours. */
export function threadsFor(sources: readonly WorldSource[], count: number): Threads {
  const crew = Array.from({ length: count }, () => hire(sources));
  return {
    // By turns, so that what is begun first, which takes longest, is spread over all threads.
    lanes: Array.from({ length: LANES }, () => crew.map(({ lane }) => lane)).flat(),
    ready: Promise.all(crew.map(({ ready }) => ready)),
    dismiss: () => Promise.all(crew.map(({ worker }) => worker.terminate())),
  };
}

interface Thread {
  readonly lane: Lane;
  readonly ready: Promise<void>;
  readonly worker: Worker;
}

function hire(sources: readonly WorldSource[]): Thread {
  const worker = new Worker(new URL("./prove-launch.cjs", import.meta.url), {
    workerData: sources,
    // A server lives for some milliseconds: with room for it, the collector finds nearly everything dead.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  const open = new Map<number, { resolve: (outcome: Outcome) => void; reject: (error: Error) => void }>();
  let orders = 0;
  let isReady = (): void => {};
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  worker.on("message", (delivery: Delivery | typeof READY) => {
    if (delivery === READY) return isReady();
    const waiting = open.get(delivery.number);
    open.delete(delivery.number);
    if ("outcome" in delivery) waiting?.resolve(delivery.outcome);
    else waiting?.reject(new Error(delivery.failure));
  });
  let failure: Error | undefined;
  worker.on("error", (error) => {
    failure = error;
    for (const { reject } of open.values()) reject(error);
  });
  const lane: Lane = (task) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      const number = ++orders;
      open.set(number, { resolve, reject });
      worker.postMessage({ number, task } satisfies Order);
    });
  return { lane, ready, worker };
}
