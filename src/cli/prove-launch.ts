// A thread of a proof as Node starts it: its code is loaded as the command's is, which is compiled already.
import { parentPort, workerData } from "node:worker_threads";
import type { WorldSource } from "../mutants/world.ts";
import { openBundle } from "./launch.ts";
import type * as Worker from "./prove-worker.ts";

const { takeTasks } = openBundle().load("prove-worker.cjs") as typeof Worker;
if (parentPort) takeTasks(parentPort, workerData as readonly WorldSource[]);
