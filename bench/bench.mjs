// The benchmark, one command: measures in turns, prints the page, and writes docs/performance.md with its picture.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { barChart } from "./bars.mjs";
import { optionsOf } from "./command-line.mjs";
import { CLI, available, inBench } from "./contestants.mjs";
import { scratch } from "./generated-contracts.mjs";
import { measureGrowth } from "./growth.mjs";
import { measureJudge } from "./judging.mjs";
import { machine, performancePage } from "./performance-page.mjs";
import { measureStartup } from "./startup.mjs";
import { seconds, whole } from "./statistics.mjs";
import { measureThroughput } from "./throughput.mjs";

/** A quick run begins no section after this, so that it ends within 90 s. */
const QUICK_LIMIT = 55_000;
const SECTIONS = ["throughput", "startup", "judge", "growth"];
const values = optionsOf(
  { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
  `npm run bench -- [--quick] [--only SECTION]...

  --quick         under 90 s; writes nothing, and leaves out peers that are not installed
  --only SECTION  ${SECTIONS.join(", ")}; prints, writes nothing`,
);
const unknown = values.only?.find((name) => !SECTIONS.includes(name));
if (unknown !== undefined) {
  console.error(`There is no section ${unknown}; there are ${SECTIONS.join(", ")}.`);
  process.exit(2);
}
if (!existsSync(CLI)) {
  console.error("dist/ is missing: run npm run build first.");
  process.exit(2);
}

const { quick } = values;
const folder = scratch();
const effective = folder.path("effective.yaml");
const written = spawnSync(process.execPath, [CLI, "contract", "--effective", effective], {
  encoding: "utf8",
});
if (written.status !== 0) {
  console.error(`plumbline contract --effective failed: ${written.stderr}`);
  process.exit(1);
}

const begin = performance.now();
const { present, out } = available(!quick);
const settings = { quick, effective };
console.log(machine());
for (const { name, reason } of out) console.log(`left out: ${name}: ${reason}`);

/**
 * One section, unless `--only` names others.
 * @template T
 * @param {string} name @param {T} nothing @param {() => Promise<T>} measure @returns {Promise<T>}
 */
async function section(name, nothing, measure) {
  if (values.only !== undefined && !values.only.includes(name)) return nothing;
  if (quick && performance.now() - begin > QUICK_LIMIT) {
    console.log(`left out: ${name}: the machine is too busy for a quick run`);
    return nothing;
  }
  process.stderr.write(`${name} … `);
  const start = performance.now();
  const measured = await measure();
  process.stderr.write(`${seconds(performance.now() - start)}\n`);
  return measured;
}

const throughput = await section("throughput", { rows: [], failed: [], busy: 0 }, () =>
  measureThroughput(present, settings),
);
const startup = await section("startup", [], () => measureStartup(present, settings));
const judge = await section("judge", [], () => measureJudge(settings, folder));
const growth = await section("growth", { operations: [], properties: [], cases: [] }, () =>
  measureGrowth(settings, folder),
);
const results = { throughput, startup, judge, growth, out, quick };
const page = performancePage(results);
console.log(`\n${page}`);

if (!quick && values.only === undefined) {
  const docs = inBench("../docs");
  mkdirSync(docs, { recursive: true });
  writeFileSync(`${docs}/performance.md`, page);
  writeFileSync(`${docs}/performance.svg`, barChart(panelsOf(results)));
  console.log("wrote docs/performance.md and docs/performance.svg");
}
const failures = failuresOf(results);
for (const text of failures) console.error(`does not run: ${text}`);
console.log(`${seconds(performance.now() - begin)} in all`);
process.exitCode = failures.length > 0 ? 1 : 0;

/** What of ours did not run, or answered something else than it should; never a time. @param {import("./performance-page.mjs").Results} all */
function failuresOf(all) {
  const own = all.throughput.rows.filter(({ name }) => name === "Plumbline");
  return [
    ...all.throughput.failed
      .filter(({ name }) => /Plumbline|node:http/.test(name))
      .map(({ name, reason }) => `${name}: ${reason}`),
    ...own.flatMap(({ workload, failure, statuses }) => {
      const wanted = workload.startsWith("invalid") ? "400" : "200";
      return (
        failure ??
        (statuses === wanted ? [] : `${workload} was answered ${statuses || "by nothing"}, not ${wanted}`)
      );
    }),
    ...all.startup.flatMap(({ name, contract, failure }) =>
      name === "Plumbline" && failure ? `start-up on ${contract}: ${failure}` : [],
    ),
    ...all.judge.flatMap(({ command, failure }) => (failure ? `${command}: ${failure}` : [])),
    ...[...all.growth.operations, ...all.growth.properties, ...all.growth.cases].flatMap((row) =>
      row.failure ? `growth: ${row.failure}` : [],
    ),
  ];
}

/** @param {import("./performance-page.mjs").Results} all */
function panelsOf(all) {
  const rows = all.throughput.rows.filter(
    ({ workload, connections, failure }) => workload === "valid PATCH" && connections === 32 && !failure,
  );
  const starts = all.startup.filter(({ failure }) => !failure);
  const contracts = [...new Set(starts.map(({ contract }) => contract))].filter(
    (name) => !name.startsWith("org-secrets"),
  );
  return [
    {
      title: "Valid PATCH, requests per second",
      note: "32 connections; more is better; bare node:http looks at nothing",
      bars: rows
        .toSorted((one, other) => other.perSecond - one.perSecond)
        .map(({ name, perSecond, ratio }) => ({
          label: name,
          value: perSecond,
          text: `${whole(perSecond)} (${ratio.toFixed(2)})`,
          ours: name === "Plumbline",
        })),
    },
    ...contracts.map((contract) => ({
      title: `Start to the first answer, ${contract}`,
      note: "less is better",
      bars: starts
        .filter((row) => row.contract === contract)
        .toSorted((one, other) => one.milliseconds - other.milliseconds)
        .map(({ name, milliseconds }) => ({
          label: name,
          value: milliseconds,
          text: seconds(milliseconds),
          ours: name === "Plumbline",
        })),
    })),
  ];
}
