// docs/performance.md from what was measured: the machine, ratios first, then every table and how to repeat it.
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { aimsTable } from "./aims.mjs";
import { CONTESTANTS, versionOf } from "./contestants.mjs";
import { latency, megabytes, seconds, table, whole } from "./statistics.mjs";
import { WORKLOADS } from "./throughput.mjs";

/**
 * @typedef {object} Results
 * @property {Awaited<ReturnType<typeof import("./throughput.mjs").measureThroughput>>} throughput
 * @property {readonly import("./startup.mjs").StartRow[]} startup
 * @property {readonly import("./judging.mjs").JudgeRow[]} judge
 * @property {Awaited<ReturnType<typeof import("./growth.mjs").measureGrowth>>} growth
 * @property {readonly { name: string, reason: string }[]} out
 * @property {boolean} quick
 */

const share = (/** @type {number} */ ratio) => ratio.toFixed(2);
const microseconds = (/** @type {number | undefined} */ value) =>
  value === undefined ? "–" : `${value < 10 ? value.toFixed(1) : Math.round(value)} µs`;

/** The machine and the day, for whoever compares figures. */
export function machine() {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB of memory`;
  return `${cpu?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ${memory}, ${type()} ${release().split("-")[0]}, Node ${process.version}`;
}

/** @param {Results} results */
export function performancePage(results) {
  const { throughput, startup, judge, growth, out, quick } = results;
  const failed = [...out, ...throughput.failed].filter(
    (one, index, all) => all.findIndex(({ name }) => name === one.name) === index,
  );
  const sections = [
    "# Performance",
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}.\nAll servers were measured in the same run and in turns; requests per second are those of all rounds, other figures medians. Compare ratios: absolute figures are those of this machine.`,
    ...(quick
      ? ["**A quick run: one short round each, good for seeing that everything runs, not for figures.**"]
      : ["![Throughput and start-up, as bars](performance.svg)"]),
    ...(failed.length > 0
      ? [`Not measured:\n\n${failed.map(({ name, reason }) => `- ${name}: ${reason}`).join("\n")}`]
      : []),
    ...(quick ? [] : ["## In short", aimsTable(results)]),
    ...(throughput.rows.length > 0 ? requestSections(throughput) : []),
    ...(startup.length > 0 ? startSections(startup) : []),
    ...(judge.length > 0 ? judgeSections(judge) : []),
    ...(growth.operations.length > 0 ? growthSections(growth) : []),
    "## Repeat it",
    "```sh\nnpm ci && npm run build\nnpm run bench              # everything; installs the peers into bench/peers once; writes this page and its picture\nnpm run bench -- --quick   # under 90 s, writes nothing; a peer that is not installed is left out\nnpm run bench -- --only throughput   # or startup, judge, growth; prints, writes nothing\n```",
    `Peers: ${CONTESTANTS.flatMap(({ name, peer }) => (peer ? [`${name} ${versionOf(peer) ?? "(not installed)"}`] : [])).join(", ")}.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** @param {Results["throughput"]} throughput */
function requestSections(throughput) {
  return [
    "## Ratios to bare node:http",
    "Requests per second as a share of what a server reaches that answers fixed bytes and looks at nothing.",
    ratioTable(throughput.rows),
    "## Requests",
    requestNotes(throughput),
    ...WORKLOADS.flatMap(({ name, refused }) => [
      `### ${name}`,
      requestTable(throughput.rows, name, refused === true),
    ]),
  ];
}

/** @param {readonly import("./throughput.mjs").Row[]} rows */
function ratioTable(rows) {
  const columns = WORKLOADS.flatMap(({ name }) =>
    [1, 32].map((connections) => ({ name, connections })),
  ).filter((column) =>
    rows.some((row) => row.workload === column.name && row.connections === column.connections),
  );
  const names = [...new Set(rows.map(({ name }) => name))];
  return table(
    ["", ...columns.map(({ name, connections }) => `${name}, ${connections} conn.`)],
    names.map((name) => [
      name === "Plumbline" ? `**${name}**` : name,
      ...columns.map((column) => {
        const row = rows.find(
          (one) =>
            one.name === name && one.workload === column.name && one.connections === column.connections,
        );
        return !row ? "–" : row.failure ? "failed" : share(row.ratio);
      }),
    ]),
  );
}

/** @param {Results["throughput"]} throughput */
function requestNotes({ busy }) {
  const limits =
    busy > 0.95 ? " It is what limits bare node:http here, so the ratios flatter everybody." : "";
  return `All of Plumbline is on: credentials and roles, full validation, the check of its own answers, the journal. The load generator is a process of its own on raw sockets; at its busiest, against bare node:http, it used ${Math.round(busy * 100)} % of a core.${limits} "CPU" is the server's processor time per request: it hardly depends on what else the machine does. The peers get the effective contract (\`plumbline contract --effective\`), because some refuse the published one or stop validating.`;
}

/** @param {readonly import("./throughput.mjs").Row[]} rows @param {string} workload @param {boolean} refused */
function requestTable(rows, workload, refused) {
  const verdict = (/** @type {string} */ statuses) =>
    refused && /\b2\d\d\b/.test(statuses) ? `${statuses} (not refused)` : statuses;
  return table(
    ["", "conn.", "requests/s", "ratio", "p50", "p99", "CPU", "memory", "answers"],
    rows
      .filter((row) => row.workload === workload)
      .toSorted((one, other) => one.connections - other.connections || other.perSecond - one.perSecond)
      .map((row) => {
        const figures = row.failure
          ? ["–", "–", "–", "–", "–"]
          : [
              whole(row.perSecond),
              share(row.ratio),
              latency(row.p50),
              latency(row.p99),
              microseconds(row.cpu),
            ];
        return [
          row.name,
          String(row.connections),
          ...figures,
          megabytes(row.memory),
          row.failure ?? verdict(row.statuses),
        ];
      }),
  );
}

/** @param {Results["startup"]} rows */
function startSections(rows) {
  const note =
    "From the start of the process to the end of its first HTTP answer, and the memory (RSS) after it. Plumbline starts as the build left it, with the code that V8 compiled then; a package from a registry comes without it and takes about a third longer.";
  const head = ["contract", "server", "first answer", "against ours", "memory", "answer"];
  const cells = rows.map((row) => {
    const ours =
      rows.find(({ name, contract }) => name === "Plumbline" && contract === row.contract)?.milliseconds ?? 0;
    if (row.failure) return [row.contract, row.name, "–", "–", "–", row.failure];
    return [
      row.contract,
      row.name,
      seconds(row.milliseconds),
      ours > 0 ? `× ${(row.milliseconds / ours).toFixed(1)}` : "–",
      megabytes(row.memory),
      String(row.status),
    ];
  });
  return ["## Start-up to the first answer", note, table(head, cells)];
}

/** @param {Results["judge"]} rows */
function judgeSections(rows) {
  const number = (/** @type {number} */ value) => (value > 0 ? whole(value) : "–");
  const head = ["", "cases", "requests", "cases per second", "wall time, start included", "peak memory"];
  const cells = rows.map((row) => {
    if (row.failure) return [row.name, "–", "–", "–", row.failure, "–"];
    return [
      row.name,
      number(row.cases),
      number(row.requests),
      number(row.perSecond),
      seconds(row.wall),
      megabytes(row.peak),
    ];
  });
  return ["## The judge", table(head, cells)];
}

/** @param {Results["growth"]} growth */
function growthSections({ operations, properties, cases }) {
  const wording = { spread: "each path begins with its own word", shared: "every path begins with /api/v1" };
  return [
    "## How cost grows",
    "Operations of a contract: start-up, memory, and requests over 64 paths spread over all of them, 32 connections.",
    table(
      ["operations", "paths", "first answer", "memory", "requests/s", "CPU"],
      operations.map((row) => [
        whole(row.count),
        row.failure ?? wording[row.shape],
        seconds(row.milliseconds),
        megabytes(row.memory),
        whole(row.perSecond),
        microseconds(row.cpu),
      ]),
    ),
    "Properties of a request body, all of them sent, beside node:http + JSON.parse + ajv on the same body.",
    table(
      ["properties", "body", "requests/s", "CPU", "ajv by hand", "CPU", "ratio"],
      properties.map((row) => [
        whole(row.count),
        row.failure ?? `${whole(row.size)} bytes`,
        whole(row.ours.perSecond),
        microseconds(row.ours.cpu),
        whole(row.ajv.perSecond),
        microseconds(row.ajv.cpu),
        share(row.ours.perSecond / Math.max(1, row.ajv.perSecond)),
      ]),
    ),
    "Cases of a run: `plumbline check` on a generated contract, mock and judge in one process.",
    table(
      ["operations", "cases", "wall time", "cases per second", "peak memory"],
      cases.map((row) => [
        whole(row.operations),
        row.failure ?? whole(row.cases),
        seconds(row.wall),
        whole(row.perSecond),
        megabytes(row.peak),
      ]),
    ),
  ];
}
