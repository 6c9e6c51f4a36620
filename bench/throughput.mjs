// Requests per second, latency and memory of every contestant, in turns: A B A B, so that no one has the quiet minutes.
import { fork } from "node:child_process";
import { CATALOGUE, inBench } from "./contestants.mjs";
import { firstAnswer, freePort, memory, processorTime, start } from "./spawned.mjs";
import { mean, median } from "./statistics.mjs";

/**
 * @typedef {{ name: string, method: string, path: string, body?: object, contract: "secrets" | "catalogue", refused?: boolean }} Workload
 * @typedef {{ name: string, workload: string, connections: number, perSecond: number, ratio: number, p50: number, p99: number, cpu: number | undefined, memory: number | undefined, statuses: string, failure?: string }} Row
 * @typedef {import("./contestants.mjs").Contestant} Contestant
 * @typedef {{ quick: boolean, effective: string }} Settings
 */

const KEY = "oc_org_admin_local";

/** @type {readonly Workload[]} */
export const WORKLOADS = [
  {
    name: "valid PATCH",
    method: "PATCH",
    path: "/org/secrets/sec_generic",
    body: { name: "a-new-name", hostPattern: "api.example.com" },
    contract: "secrets",
  },
  {
    name: "invalid PATCH",
    method: "PATCH",
    path: "/org/secrets/sec_generic",
    body: { name: "", hostPattern: "api.example.com" },
    contract: "secrets",
    refused: true,
  },
  {
    name: "GET, generated body",
    method: "GET",
    path: "/catalogue/main/items?limit=20",
    contract: "catalogue",
  },
];

/** The bytes of a request. @param {Workload} workload @param {string} base @param {number} port */
export function bytesOf({ method, path, body }, base, port) {
  const text = body === undefined ? "" : JSON.stringify(body);
  const content =
    text === "" ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
  return `${method} ${base}${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${KEY}\r\naccept: application/json\r\n${content}\r\n${text}`;
}

/** A load generator in a process of its own. */
export function generator() {
  const child = fork(inBench("load.mjs"));
  return {
    /** @param {import("./load.mjs").Job} job @returns {Promise<import("./load.mjs").Measured>} */
    measure: (job) =>
      new Promise((resolve) => {
        child.once("message", (measured) => resolve(/** @type {any} */ (measured)));
        child.send(job);
      }),
    end: () => child.kill(),
  };
}

/**
 * @param {readonly Contestant[]} contestants @param {Settings} settings
 * @returns {Promise<{ rows: readonly Row[], failed: readonly { name: string, reason: string }[], busy: number }>}
 */
export async function measureThroughput(contestants, settings) {
  const load = generator();
  const rows = [];
  const failed = [];
  let busy = 0;
  for (const contract of /** @type {const} */ (["secrets", "catalogue"])) {
    const { servers, fallen } = await startAll(contestants, contract, settings.effective);
    failed.push(...fallen);
    // Compilers of hot code want some thousand requests before the first figure counts.
    for (const { base, running } of settings.quick ? [] : servers) {
      for (const workload of WORKLOADS.filter((one) => one.contract === contract)) {
        await load.measure({
          port: running.port,
          bytes: [bytesOf(workload, base, running.port)],
          connections: 32,
          milliseconds: 2000,
        });
      }
    }
    for (const workload of WORKLOADS.filter((one) => one.contract === contract)) {
      for (const connections of settings.quick ? [32] : [1, 32]) {
        const measured = await inTurns(servers, { workload, connections, load, quick: settings.quick });
        busy = Math.max(busy, measured.busy);
        rows.push(...measured.rows);
      }
    }
    for (const { running } of servers) await running.stop();
  }
  load.end();
  return { rows, failed, busy };
}

/** @typedef {{ contestant: Contestant, running: import("./spawned.mjs").Running, base: string }} Server */

/** @param {readonly Contestant[]} contestants @param {"secrets" | "catalogue"} contract @param {string} effective */
async function startAll(contestants, contract, effective) {
  /** @type {Server[]} */
  const servers = [];
  const fallen = [];
  for (const contestant of contestants) {
    const port = await freePort();
    const own = contestant.name === "Plumbline" ? "bundled" : effective;
    const running = start(
      [inBench(contestant.script), String(port), contract === "catalogue" ? CATALOGUE : own],
      port,
    );
    const answer = await firstAnswer(running, { method: "GET", path: "/" }, 60_000);
    if ("failure" in answer) {
      fallen.push({ name: contestant.name, reason: answer.failure });
      await running.stop();
    } else
      servers.push({
        contestant,
        running,
        base: contract === "secrets" && contestant.readsBasePath ? "/v1" : "",
      });
  }
  return { servers, fallen };
}

/** Rounds of a second each: who is close to node:http gets many, for on a shared machine single ones differ by half. */
const ROUNDS = 20;
/** A server that is ten times as slow is not in doubt: it is measured in every so many rounds. */
const SELDOM = 4;

/**
 * Every server gets a short warm-up, then one measurement per round.
 * @param {readonly Server[]} servers
 * @param {{ workload: Workload, connections: number, load: ReturnType<typeof generator>, quick: boolean }} plan
 */
async function inTurns(servers, { workload, connections, load, quick }) {
  const [rounds, milliseconds, warmUp] = quick ? [1, 500, 150] : [ROUNDS, 1000, 300];
  /** @type {Map<Server, (import("./load.mjs").Measured & { cpu: number | undefined })[]>} */
  const taken = new Map(servers.map((server) => [server, []]));
  const one = async (/** @type {Server} */ { running, base }, /** @type {number} */ time) => {
    const before = processorTime(running.pid);
    const measured = await load.measure({
      port: running.port,
      bytes: [bytesOf(workload, base, running.port)],
      connections,
      milliseconds: time,
    });
    const after = processorTime(running.pid);
    const used = before === undefined || after === undefined ? undefined : (after - before) * 1e6;
    return { ...measured, cpu: used === undefined ? undefined : used / Math.max(1, measured.count) };
  };
  for (const server of servers) await one(server, warmUp);
  for (let round = 0; round < rounds; round++) {
    for (const server of servers) {
      const isSeldom = server.contestant.peer !== undefined && round % SELDOM > 0;
      if (!isSeldom) taken.get(server)?.push(await one(server, milliseconds));
    }
  }
  const all = [...taken].map(([server, measured]) => rowOf(server, workload, connections, measured));
  const bare = all[0]?.perSecond ?? 1;
  const busy = Math.max(...(taken.values().next().value ?? []).map((measured) => measured.busy));
  return { rows: all.map((row) => ({ ...row, ratio: row.perSecond / bare })), busy };
}

/**
 * @param {Server} server @param {Workload} workload @param {number} connections
 * @param {readonly (import("./load.mjs").Measured & { cpu: number | undefined })[]} measured
 * @returns {Row}
 */
function rowOf({ contestant, running }, workload, connections, measured) {
  const failure = measured.find((one) => one.failure !== undefined)?.failure ?? running.exited();
  const statuses = [...new Set(measured.flatMap((one) => Object.keys(one.statuses)))].toSorted().join(", ");
  const cpu = measured.flatMap((one) => one.cpu ?? []);
  return {
    name: contestant.name,
    workload: workload.name,
    connections,
    // Of all rounds, which are equally long: where a machine has two paces, a median is one or the other.
    perSecond: mean(measured.map((one) => one.perSecond)),
    ratio: 1,
    p50: median(measured.map((one) => one.p50)),
    p99: median(measured.map((one) => one.p99)),
    cpu: cpu.length === 0 ? undefined : median(cpu),
    memory: memory(running.pid),
    statuses,
    ...(failure === undefined ? {} : { failure }),
  };
}
