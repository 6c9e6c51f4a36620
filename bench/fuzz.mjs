// The fuzzer, one command: mutated requests in process and over sockets, and mutated contracts; nothing may die, hang or lie.
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { optionsOf } from "./command-line.mjs";
import { CLI } from "./contestants.mjs";
import { fuzzSockets } from "./fuzz/socket.mjs";
import { seconds, whole } from "./statistics.mjs";

/** @typedef {{ counts: Record<string, number>, statuses: Record<string, number>, violations: readonly string[] }} Report */

const PARTS = ["requests", "socket", "documents"];
const HUNG = 15_000;
const values = optionsOf(
  {
    quick: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
    at: { type: "string" },
  },
  `npm run fuzz -- [--quick] [--seed N] [--only PART]... [--at N]

  --quick      about a tenth of it
  --seed N     another series of requests and documents (default 1)
  --only PART  ${PARTS.join(", ")}
  --at N       the one item with this number, to repeat what was found`,
);
const wrong = [
  ...(values.only ?? []).filter((name) => !PARTS.includes(name)).map((name) => `there is no part ${name}`),
  ...[values.seed, values.at ?? "0"]
    .filter((text) => !/^\d+$/.test(text))
    .map((text) => `${text} is no number`),
];
if (wrong.length > 0) {
  console.error(`${wrong.join("; ")} (see --help)`);
  process.exit(2);
}
if (!existsSync(CLI)) {
  console.error("dist/ is missing: run npm run build first.");
  process.exit(2);
}

/** A worker's report; a watchdog ends it when one item takes too long. @param {string} script @param {{ seed: number, count: number, first: number }} plan @returns {Promise<Report>} */
function inWorker(script, plan) {
  const beat = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL(script, import.meta.url), { workerData: { ...plan, beat } });
  let seen = "";
  let since = performance.now();
  return new Promise((resolve) => {
    const finish = (/** @type {Report} */ report) => {
      clearInterval(watchdog);
      resolve(report);
    };
    const failed = (/** @type {string} */ text) =>
      finish({ counts: { "items reached": Number(beat[0]) - plan.first }, statuses: {}, violations: [text] });
    const watchdog = setInterval(() => {
      const now = beat.join();
      if (now !== seen) since = performance.now();
      seen = now;
      if (performance.now() - since < HUNG) return;
      void worker.terminate();
      failed(`it hangs for more than ${HUNG / 1000} s at --seed ${plan.seed} --at ${beat[0]}`);
    }, 500);
    worker.on("message", finish);
    worker.on("error", (error) =>
      failed(`the thread died at --seed ${plan.seed} --at ${beat[0]}: ${error.stack ?? error.message}`),
    );
  });
}

const seed = Number(values.seed);
const first = Number(values.at ?? 0);
/** @type {(full: number, quick: number) => { seed: number, count: number, first: number }} */
const plan = (full, quick) => ({
  seed,
  first,
  count: values.at !== undefined ? 1 : values.quick ? quick : full,
});
/** @type {Record<string, () => Promise<Report>>} */
const run = {
  requests: () => inWorker("fuzz/in-process.mjs", plan(150_000, 15_000)),
  socket: () => fuzzSockets(plan(50_000, 4000)),
  documents: () => inWorker("fuzz/documents.mjs", plan(2000, 200)),
};

let broken = 0;
for (const name of PARTS.filter((part) => values.only === undefined || values.only.includes(part))) {
  const start = performance.now();
  const { counts, statuses, violations } = (await run[name]?.()) ?? {
    counts: {},
    statuses: {},
    violations: [],
  };
  broken += violations.length;
  const counted = Object.entries(counts).map(([what, count]) => `${whole(count)} ${what}`);
  console.log(
    `${name}: ${counted.join(", ")}; ${violations.length} violations; ${seconds(performance.now() - start)}`,
  );
  if (Object.keys(statuses).length > 0)
    console.log(
      `  answers: ${Object.entries(statuses)
        .map(([status, count]) => `${status} × ${whole(count)}`)
        .join(", ")}`,
    );
  for (const text of violations) console.log(`  ✖ ${text}`);
}
process.exitCode = broken > 0 ? 1 : 0;
