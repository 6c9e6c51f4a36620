// Time from the start of a process to its first HTTP answer, and its memory then, in turns.
import { existsSync } from "node:fs";
import { CLI, FAMILY, GITHUB, inBench } from "./contestants.mjs";
import { firstAnswer, freePort, memory, start } from "./spawned.mjs";
import { median } from "./statistics.mjs";

/**
 * @typedef {import("./contestants.mjs").Contestant} Contestant
 * @typedef {{ contract: string, name: string, milliseconds: number, memory: number | undefined, status: number, failure?: string }} StartRow
 */

const KEYED = { authorization: "Bearer oc_org_admin_local", accept: "application/json" };

/** The contracts to start on: ours as it is bundled, for the peers as `plumbline contract --effective` writes it. @param {string} effective */
function subjects(effective) {
  return [
    {
      name: "bundled contract, 1 operation",
      ours: undefined,
      file: effective,
      ask: {
        method: "PATCH",
        path: "/org/secrets/sec_generic",
        headers: { ...KEYED, "content-type": "application/json" },
        body: '{"name":"a-new-name"}',
      },
      base: "/v1",
      rounds: 5,
    },
    {
      name: "org-secrets family, 4 operations",
      ours: FAMILY,
      file: FAMILY,
      ask: { method: "GET", path: "/org/secrets", headers: KEYED },
      base: "/v1",
      rounds: 5,
    },
    {
      name: "GitHub, 1,223 operations",
      ours: GITHUB,
      file: GITHUB,
      ask: { method: "GET", path: "/repos/octocat/hello/issues/1", headers: KEYED },
      base: "",
      rounds: 3,
    },
  ];
}

/** @param {readonly Contestant[]} contestants @param {{ quick: boolean, effective: string }} settings */
export async function measureStartup(contestants, { quick, effective }) {
  /** @type {StartRow[]} */
  const rows = [];
  const mocks = contestants.filter(({ isFloor }) => !isFloor);
  for (const subject of subjects(effective)) {
    if (!existsSync(subject.file)) continue;
    const taking =
      quick && subject.file !== effective ? mocks.filter(({ peer }) => peer === undefined) : mocks;
    /** @type {Map<Contestant, Awaited<ReturnType<typeof startOnce>>[]>} */
    const taken = new Map(taking.map((contestant) => [contestant, []]));
    for (let round = 0; round < (quick ? 1 : subject.rounds); round++) {
      for (const contestant of taking) taken.get(contestant)?.push(await startOnce(contestant, subject));
    }
    for (const [{ name }, measured] of taken) rows.push(rowOf(subject.name, name, measured));
  }
  return rows;
}

/** @param {Contestant} contestant @param {ReturnType<typeof subjects>[number]} subject */
async function startOnce(contestant, subject) {
  const port = await freePort();
  const options = ["--port", String(port), "--quiet"];
  const args =
    contestant.peer === undefined
      ? [CLI, "mock", ...(subject.ours ? [subject.ours] : []), ...options]
      : [inBench(contestant.script), String(port), subject.file];
  const running = start(args, port);
  const ask = { ...subject.ask, path: `${contestant.readsBasePath ? subject.base : ""}${subject.ask.path}` };
  const answer = await firstAnswer(running, ask, 60_000);
  const used = memory(running.pid);
  await running.stop();
  return { ...answer, memory: used };
}

/** @param {string} contract @param {string} name @param {readonly Awaited<ReturnType<typeof startOnce>>[]} measured @returns {StartRow} */
function rowOf(contract, name, measured) {
  const answers = measured.flatMap((one) => ("failure" in one ? [] : [one]));
  const failure = measured.flatMap((one) => ("failure" in one ? [one.failure] : []))[0];
  return {
    contract,
    name,
    milliseconds: answers.length === 0 ? 0 : median(answers.map((one) => one.milliseconds)),
    memory: answers.length === 0 ? undefined : median(answers.map((one) => one.memory ?? 0)),
    status: answers[0]?.status ?? 0,
    ...(failure === undefined ? {} : { failure }),
  };
}
