// One process of the corpus run: reads a document, mocks it, judges the mock, and says what came of it.
import { pathToFileURL } from "node:url";

const [dist = ""] = process.argv.slice(2);
/** @param {string} file */
const part = (file) => import(pathToFileURL(`${dist}/${file}`).href);
const { loadContract } = await part("contract/compile.js");
const { mock } = await part("mock/mock.js");
const { selectorOf } = await part("mock/select-response.js");
const { selfCheckOf } = await part("mock/self-check.js");
const { runSuite } = await part("suite/run.js");

const PRINCIPAL = { name: "corpus", key: "corpus:secret" };
/** Ids that do not exist, and what becomes of items, are judged where the state is known; here the mock keeps none. */
const NOT_JUDGED = ["/ids/", "/odd-ids/", "/state/"];
/** A document of a thousand operations is not asked for ever. */
const ASKING = 10_000;

/**
 * Loads a document, translates every schema it uses, mocks it and asks every operation once.
 * @param {string} file
 */
async function load(file) {
  const start = performance.now();
  const contract = await loadContract(file);
  const milliseconds = Math.round(performance.now() - start);
  const schemas = schemasOf(contract);
  const served = mock(contract, { control: false, security: false });
  const statuses = {};
  let asked = 0;
  for (const { method, path } of contract.operations) {
    if (performance.now() - start > ASKING) break;
    const { status } = await served.answer({ method, path, headers: {} });
    statuses[status] = (statuses[status] ?? 0) + 1;
    asked++;
  }
  const findings = {};
  for (const { code, severity } of contract.findings) {
    findings[`${severity} ${code}`] = (findings[`${severity} ${code}`] ?? 0) + 1;
  }
  return { operations: contract.operations.length, schemas, asked, findings, statuses, milliseconds };
}

const DATA = new Set(["enum", "const", "examples", "default"]);

/** How many schemas the operations reach; to see them is to translate them, which finds the slips in them. */
function schemasOf(contract) {
  const seen = new Set();
  for (const use of contract.operations.flatMap(usesOf)) {
    const open = [use.schema];
    while (open.length > 0) {
      const node = open.pop();
      if (typeof node !== "object" || node === null || seen.has(node)) continue;
      seen.add(node);
      for (const [key, value] of Object.entries(node)) {
        if (key === "$ref" && typeof value === "string") open.push(use.resolve(value));
        else if (!DATA.has(key)) open.push(value);
      }
    }
  }
  return [...seen].filter((node) => !Array.isArray(node)).length;
}

function usesOf({ parameters, requestBody, responses }) {
  return [
    ...parameters,
    ...(requestBody?.content ?? []),
    ...responses.flatMap(({ headers, content }) => [...headers, ...content]),
  ].flatMap(({ schema }) => schema ?? []);
}

/**
 * Forms the answer for every declared status of every operation, then judges the mock.
 * @param {string} file
 * @param {{ operations: number, seed: number }} limits
 */
async function judge(file, limits) {
  const contract = await loadContract(file);
  const broken = [];
  const select = selectorOf({
    seed: 1,
    dynamic: false,
    selfCheck: selfCheckOf("report", (/** @type {string} */ text) => broken.push(text)),
  });
  let answers = 0;
  const refused = {};
  for (const operation of contract.operations) {
    for (const { status } of operation.responses) {
      const code = Number(status.replace("XX", "00"));
      if (!(code >= 200)) continue;
      answers++;
      const answer = select(operation, { code }, undefined);
      if (answer.status === code) continue;
      const { detail = "" } = JSON.parse(Buffer.from(answer.body).toString() || "{}");
      const reason = `${answer.status} ${String(detail)
        .replace(/#\/\S+/, "#…")
        .replace(operation.id, "…")}`;
      refused[reason] = (refused[reason] ?? 0) + 1;
    }
  }
  const chosen = sampleOf(contract.operations, limits.operations, limits.seed);
  const served = mock(contract, { principals: [PRINCIPAL], control: false, stateful: false });
  const start = performance.now();
  const result = await runSuite(
    contract,
    {
      name: "the mock",
      answer: served.answer,
      oneConnection: () => ({ answer: served.answer, close: () => {} }),
      allowed: [{ name: PRINCIPAL.name, token: PRINCIPAL.key }],
      denied: [],
      known: {},
      foreign: {},
    },
    { operations: (/** @type {{ id: string }} */ { id }) => chosen.has(id), exclude: NOT_JUDGED },
  );
  const errors = result.findings
    .filter((/** @type {{ severity: string }} */ { severity }) => severity === "error")
    .map(({ message, operation, caseId, expected, got }) => ({ message, operation, caseId, expected, got }));
  return {
    answers,
    refused,
    broken: broken.slice(0, 20),
    brokenCount: broken.length,
    operations: chosen.size,
    of: contract.operations.length,
    cases: result.cases.length,
    requests: result.requestsSent,
    counts: result.counts,
    errors: errors.slice(0, 1000),
    errorCount: errors.length,
    without: result.leftOut
      .filter(({ what }) => what.startsWith("the operation"))
      .map(({ reason }) => reason)
      .slice(0, 40),
    milliseconds: Math.round(performance.now() - start),
  };
}

/**
 * @param {readonly { id: string }[]} operations
 * @param {number} most
 * @param {number} seed
 */
function sampleOf(operations, most, seed) {
  const ids = operations.map(({ id }) => id);
  let state = seed;
  while (ids.length > most) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    ids.splice(state % ids.length, 1);
  }
  return new Set(ids);
}

process.on("message", async ({ stage, file, limits }) => {
  try {
    const outcome = stage === "load" ? await load(file) : await judge(file, limits);
    process.send?.({ file, ...outcome, memory: Math.round(process.memoryUsage.rss() / 2 ** 20) });
  } catch (error) {
    const known = error instanceof Error && error.name === "KitError";
    const message = error instanceof Error ? error.message : String(error);
    process.send?.(
      known
        ? { file, refused: `${error.code}: ${message.split("\n")[0]?.slice(0, 300)}` }
        : { file, crashed: String(error instanceof Error ? error.stack : error).slice(0, 1500) },
    );
  }
});
process.send?.({ ready: true });
