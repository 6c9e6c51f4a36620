// What is aimed at, beside what was measured in the same run: the first table of docs/performance.md.
import { megabytes, seconds, table, whole } from "./statistics.mjs";

/**
 * What bare node:http answers over 32 connections on the machine that the aims were set for, in requests a second. Its
 * own figure in a run says how much slower or faster this machine is, so that aims in seconds can be compared by ratio.
 */
const PACE = 77_000;

/** @param {import("./performance-page.mjs").Results} results @returns {string} */
export function aimsTable({ throughput, startup, judge, growth }) {
  const request = (/** @type {string} */ name) =>
    throughput.rows.find(
      (row) => row.name === name && row.workload === "valid PATCH" && row.connections === 32 && !row.failure,
    );
  const peers = throughput.rows
    .filter(
      ({ workload, connections, failure }) => workload === "valid PATCH" && connections === 32 && !failure,
    )
    .filter(({ name }) => name !== "Plumbline" && !name.includes("node:http"))
    .map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`);
  const begun = (/** @type {string} */ name, /** @type {string} */ contract) =>
    startup.find((row) => row.name === name && row.contract.startsWith(contract) && !row.failure);
  const startRow = (/** @type {string} */ contract, /** @type {string} */ aim) => {
    const ours = begun("Plumbline", contract);
    const prism = begun("Prism", contract);
    const ratio =
      ours && prism
        ? `${(ours.milliseconds / prism.milliseconds).toFixed(2)} of Prism's ${seconds(prism.milliseconds)}`
        : "–";
    return [
      `start to the first answer, ${contract}`,
      ratio,
      ours ? `${seconds(ours.milliseconds)}, ${megabytes(ours.memory)}` : "–",
      atPace(ours?.milliseconds),
      aim,
    ];
  };
  const check = judge.find(({ name }) => name.includes("check URL"));
  const most = growth.cases
    .filter(({ failure }) => !failure)
    .toSorted((one, other) => other.perSecond - one.perSecond)[0];
  const proof = judge.find(({ command }) => command === "plumbline prove");
  const ours = request("Plumbline");
  const bare = request("bare node:http");
  const prism = begun("Prism", "bundled contract");
  const times = (/** @type {number} */ one, /** @type {number} */ other) =>
    (one / other).toFixed(one < other ? 2 : 1);
  const pace = bare ? bare.perSecond / PACE : undefined;
  const atPace = (/** @type {number | undefined} */ milliseconds) =>
    pace === undefined || milliseconds === undefined ? "–" : seconds(milliseconds * pace);
  const rows = table(
    ["what", "ratio", "measured", "at the pace of the aims", "aim"],
    [
      [
        "mock, valid PATCH, 32 connections",
        ours ? `${ours.ratio.toFixed(2)} of bare node:http (${peers.join(", ")})` : "–",
        ours ? `${whole(ours.perSecond)} requests/s` : "–",
        "",
        "0.75 of bare node:http",
      ],
      startRow("bundled contract", "0.35 s"),
      startRow("GitHub", "1.5 s, under 250 MB"),
      [
        "judge, the bundled contract, start included",
        check && prism ? `${times(check.wall, prism.milliseconds)} of Prism's start` : "–",
        check ? `${seconds(check.wall)}, ${whole(check.perSecond)} cases/s` : "–",
        atPace(check?.wall),
        "1.5 s",
      ],
      [
        "judge, a large contract",
        most && bare ? `${times(most.perSecond, bare.perSecond)} of bare node:http's requests/s` : "–",
        most ? `${whole(most.perSecond)} cases/s` : "–",
        most && pace ? `${whole(most.perSecond / pace)} cases/s` : "–",
        "3,000 cases/s",
      ],
      [
        "proof of both bundled contracts",
        proof && check ? `${times(proof.wall, check.wall)} of one run of the judge` : "–",
        proof ? seconds(proof.wall) : "–",
        atPace(proof?.wall),
        "15 s",
      ],
    ],
  );
  const note = bare
    ? `The aims in seconds and in cases were set on a machine on which bare node:http answers ${whole(PACE)} requests/s over 32 connections; here it answers ${whole(bare.perSecond)}. "At the pace of the aims" is what was measured, by that ratio.`
    : "";
  return [rows, note].filter((part) => part !== "").join("\n\n");
}
