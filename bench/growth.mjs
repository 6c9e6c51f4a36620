// How cost grows: with the operations of a contract, the properties of a body, the cases of a run.
import { CLI, inBench } from "./contestants.mjs";
import { manyCases, manyOperations, manyProperties } from "./generated-contracts.mjs";
import { checkOnce } from "./judging.mjs";
import { firstAnswer, freePort, memory, processorTime, start } from "./spawned.mjs";
import { generator } from "./throughput.mjs";

/**
 * @typedef {ReturnType<typeof import("./generated-contracts.mjs").scratch>} Scratch
 * @typedef {{ quick: boolean }} Settings
 */

/** @param {Settings} settings @param {Scratch} scratch */
export async function measureGrowth({ quick }, scratch) {
  const load = generator();
  const operations = [];
  for (const shape of /** @type {const} */ (["spread", "shared"])) {
    for (const count of quick ? [10, 1000] : [10, 100, 1000, 10_000])
      operations.push(await operationsRow({ count, shape, quick, load }, scratch));
  }
  const properties = [];
  for (const count of quick ? [1, 100] : [1, 10, 100, 1000])
    properties.push(await propertiesRow({ count, quick, load }, scratch));
  load.end();
  const cases = [];
  // One operation of the generated contract has some hundred cases.
  for (const count of quick ? [1, 10] : [1, 10, 100, 1000]) {
    const file = scratch.write("cases.json", manyCases(count));
    cases.push({ operations: count, ...(await checkOnce(["check", "--contract", file], scratch)) });
  }
  return { operations, properties, cases };
}

/**
 * @param {{ count: number, shape: "spread" | "shared", quick: boolean, load: ReturnType<typeof generator> }} plan
 * @param {Scratch} scratch
 */
async function operationsRow({ count, shape, quick, load }, scratch) {
  const file = scratch.write("operations.json", manyOperations(count, shape));
  const prefix = shape === "spread" ? "" : "/api/v1";
  // 64 paths spread over all of them, so that no single route stays warm.
  const last = Math.ceil(count / 2) - 1;
  const paths = Array.from(
    { length: 64 },
    (_, index) => `${prefix}/things-${Math.round((index / 63) * last)}/abc`,
  );
  const port = await freePort();
  const running = start([CLI, "mock", file, "--port", String(port), "--quiet"], port);
  const answer = await firstAnswer(running, { method: "GET", path: paths[0] ?? "/" }, 120_000);
  const used = memory(running.pid);
  const bytes = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  const measured = await loaded({ running, bytes, quick, load });
  await running.stop();
  const failure = "failure" in answer ? answer.failure : measured.failure;
  const milliseconds = "failure" in answer ? 0 : answer.milliseconds;
  return {
    count,
    shape,
    milliseconds,
    memory: used,
    perSecond: measured.perSecond,
    cpu: measured.cpu,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** @param {{ count: number, quick: boolean, load: ReturnType<typeof generator> }} plan @param {Scratch} scratch */
async function propertiesRow({ count, quick, load }, scratch) {
  const { document, body } = manyProperties(count);
  const file = scratch.write("properties.json", document);
  const text = JSON.stringify(body);
  const bytes = [
    `PATCH /thing HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
  ];
  const one = async (/** @type {(port: number) => readonly string[]} */ args) => {
    const port = await freePort();
    const running = start(args(port), port);
    const ask = {
      method: "PATCH",
      path: "/thing",
      headers: { "content-type": "application/json" },
      body: text,
    };
    const answer = await firstAnswer(running, ask, 30_000);
    const measured = await loaded({ running, bytes, quick, load });
    await running.stop();
    return "failure" in answer ? { ...measured, failure: answer.failure } : measured;
  };
  const ours = await one((port) => [CLI, "mock", file, "--port", String(port), "--quiet"]);
  const ajv = await one((port) => [inBench("servers/ajv.mjs"), String(port), file]);
  const failure = ours.failure ?? ajv.failure;
  return { count, size: text.length, ours, ajv, ...(failure === undefined ? {} : { failure }) };
}

/** @param {{ running: import("./spawned.mjs").Running, bytes: readonly string[], quick: boolean, load: ReturnType<typeof generator> }} plan */
async function loaded({ running, bytes, quick, load }) {
  const job = { port: running.port, bytes, connections: 32 };
  await load.measure({ ...job, milliseconds: quick ? 150 : 700 });
  const before = processorTime(running.pid) ?? 0;
  const measured = await load.measure({ ...job, milliseconds: quick ? 400 : 2000 });
  const cpu = (((processorTime(running.pid) ?? 0) - before) * 1e6) / Math.max(1, measured.count);
  const unexpected = Object.keys(measured.statuses).filter((status) => status !== "200");
  const failure =
    measured.failure ?? (unexpected.length > 0 ? `answered ${unexpected.join(", ")}` : undefined);
  return { perSecond: measured.perSecond, cpu, ...(failure === undefined ? {} : { failure }) };
}
