// The judge: wall time of whole `plumbline check` and `plumbline prove` processes, and cases a second over loopback.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { CLI } from "./contestants.mjs";
import { firstAnswer, freePort, reasonIn, runToEnd, start } from "./spawned.mjs";
import { median } from "./statistics.mjs";

/**
 * @typedef {{ name: string, command: string, cases: number, requests: number, wall: number, perSecond: number, peak: number, failure?: string }} JudgeRow
 * @typedef {ReturnType<typeof import("./generated-contracts.mjs").scratch>} Scratch
 */

const PROFILE = [
  "--principal",
  "admin=oc_org_admin_local",
  "--denied",
  "member=oc_org_member_local",
  "--param",
  "secretId=sec_generic",
  "--foreign",
  "secretId=sec_foreign",
];

/** @param {{ quick: boolean }} settings @param {Scratch} scratch @returns {Promise<JudgeRow[]>} */
export async function measureJudge({ quick }, scratch) {
  const runs = quick ? 1 : 5;
  const port = await freePort();
  const mock = start([CLI, "mock", "--port", String(port), "--quiet"], port);
  const ready = await firstAnswer(mock, { method: "GET", path: "/" }, 20_000);
  if ("failure" in ready) throw new Error(`the mock did not start: ${ready.failure}`);
  const rows = [
    await timesOf(
      { name: "`plumbline check`, its own reference in the same process", args: ["check"], runs },
      scratch,
    ),
    await timesOf(
      {
        name: "`plumbline check URL`, the mock in a process of its own",
        args: ["check", `http://127.0.0.1:${port}/v1`, ...PROFILE],
        runs,
      },
      scratch,
    ),
  ];
  await mock.stop();
  if (!quick) rows.push(await provingTime());
  return rows;
}

/** @param {{ name: string, args: readonly string[], runs: number }} plan @param {Scratch} scratch @returns {Promise<JudgeRow>} */
async function timesOf({ name, args, runs }, scratch) {
  /** @type {Awaited<ReturnType<typeof checkOnce>>[]} */
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await checkOnce(args, scratch));
  const failure = all.find((one) => one.failure !== undefined)?.failure;
  const of = (/** @type {"cases" | "requests" | "wall" | "perSecond" | "peak"} */ key) =>
    median(all.map((one) => one[key]));
  const measured = {
    cases: of("cases"),
    requests: of("requests"),
    wall: of("wall"),
    perSecond: of("perSecond"),
    peak: of("peak"),
  };
  return {
    name,
    command: `plumbline ${args[0]}`,
    ...measured,
    ...(failure === undefined ? {} : { failure }),
  };
}

/**
 * One `plumbline check` as a process. Findings (exit code 1) are no failure of the run.
 * @param {readonly string[]} args @param {Scratch} scratch
 */
export async function checkOnce(args, scratch, patience = 300_000) {
  const file = scratch.path("run.json");
  rmSync(file, { force: true });
  const { milliseconds, peak, code, output } = await runToEnd(
    [CLI, ...args, "--report", `json=${file}`],
    patience,
  );
  if ((code !== 0 && code !== 1) || !existsSync(file)) {
    const failure =
      code === null ? `ended after ${patience / 1000} s` : `exit code ${code}: ${reasonIn(output)}`;
    return { cases: 0, requests: 0, wall: milliseconds, perSecond: 0, peak, failure };
  }
  const run = JSON.parse(readFileSync(file, "utf8"));
  const cases = run.cases.length;
  return {
    cases,
    requests: run.requestsSent,
    wall: milliseconds,
    perSecond: cases / (run.milliseconds / 1000),
    peak,
  };
}

/** @returns {Promise<JudgeRow>} */
async function provingTime() {
  /** @type {Awaited<ReturnType<typeof runToEnd>>[]} */
  const all = [];
  for (let run = 0; run < 3; run++) all.push(await runToEnd([CLI, "prove"], 300_000));
  const failed = all.find(({ code }) => code !== 0);
  const failure = failed && `exit code ${failed.code}: ${reasonIn(failed.output)}`;
  return {
    name: "`plumbline prove`",
    command: "plumbline prove",
    cases: 0,
    requests: 0,
    wall: median(all.map(({ milliseconds }) => milliseconds)),
    perSecond: 0,
    peak: median(all.map(({ peak }) => peak)),
    ...(failure === undefined ? {} : { failure }),
  };
}
