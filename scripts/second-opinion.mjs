// `npm run second-opinion`: what Prism makes of the contract and of the reference, held against docs/second-opinion.md.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { deriveCases, loadContract, runSuite } from "../dist/index.js";
import { revivingPrism } from "./prism.mjs";
import { differencesOf, documentOf, explained } from "./second-opinion-table.mjs";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const command = at("dist/cli.cjs");
const page = at("docs/second-opinion.md");
const reasons = parse(readFileSync(at("fixtures/second-opinion.yaml"), "utf8"));
const profile = parse(readFileSync(at("fixtures/targets/reference.yaml"), "utf8"));

const contract = await loadContract(at("openapi.yaml"), { overlays: [at("openapi.overlay.yaml")] });
const derivation = deriveCases(contract);
const folder = mkdtempSync(join(tmpdir(), "plumbline-second-opinion-"));
const effective = join(folder, "effective.yaml");

/** A Prism, for as long as the work takes. One request at a time, so that a dead process is the fault of one request. */
async function withPrism(args, work) {
  const prism = await revivingPrism(args);
  try {
    return { run: await work(prism.answer), deaths: prism.deaths };
  } finally {
    await prism.stop();
  }
}

const check = (answer, target, cases) =>
  runSuite(
    contract,
    {
      name: "Prism",
      answer,
      oneConnection: () => ({ answer, close: () => undefined }),
      denied: [],
      foreign: {},
      ...target,
    },
    { concurrency: 1, derivation: { ...derivation, cases } },
  );

/** The suite against `prism mock` of the effective contract. */
const judgeMock = () =>
  withPrism(["mock", effective], (answer) =>
    check(
      answer,
      { allowed: [{ name: "anybody", token: "any-credential" }], known: profile.params },
      derivation.cases,
    ),
  );

/** The valid cases through `prism proxy` to the reference; what Prism objects to comes back as a failure. */
async function passThroughProxy() {
  const reference = spawn(process.execPath, [command, "mock", "--port", "0", "--quiet"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [url] = await once(reference.stdout, "data");
    const [[name, token]] = Object.entries(profile.allowed);
    // A sequence that breaks something on purpose says so by a request with an expectation of its own.
    const valid = derivation.cases.filter(
      ({ kind, requests }) => kind === "valid" && requests.every(({ expect }) => !expect),
    );
    return await withPrism(["proxy", effective, String(url).trim(), "--errors"], (answer) =>
      check(objecting(answer), { allowed: [{ name, token }], known: profile.params }, valid),
    );
  } finally {
    reference.kill();
  }
}

const objecting = (answer) => async (request) => {
  const response = await answer(request);
  const violations = response.headers["sl-violations"];
  if (violations === undefined) return response;
  const body = Buffer.from(`reported in sl-violations: ${String(violations)}`);
  return { status: 500, headers: { "content-type": "text/plain" }, body };
};

function complain(rows, idle, part) {
  for (const { clause, caseId, expected, got } of rows.filter((row) => row.why === undefined)) {
    console.error(
      `unexplained: ${caseId}\n  clause    ${clause}\n  expected  ${expected}\n  got       ${got}`,
    );
  }
  for (const { got, why } of idle) console.error(`never needed: ${part}, got ${got}: ${why}`);
  return rows.filter(({ why }) => why === undefined).length + idle.length;
}

function compareWithPage(text) {
  if (process.argv.includes("--update")) {
    writeFileSync(page, text);
    return "";
  }
  let committed = "";
  try {
    committed = readFileSync(page, "utf8");
  } catch {
    return "docs/second-opinion.md is missing";
  }
  if (committed === text) return "";
  const known = new Set(committed.split("\n"));
  const now = new Set(text.split("\n"));
  for (const line of known) if (!now.has(line)) console.error(`- ${line}`);
  for (const line of now) if (!known.has(line)) console.error(`+ ${line}`);
  return "docs/second-opinion.md says otherwise";
}

try {
  const start = performance.now();
  const written = spawnSync(process.execPath, [command, "contract", "--effective", effective], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (written.status !== 0) throw new Error("The effective contract could not be written.");
  const mock = await judgeMock();
  const proxy = await passThroughProxy();
  const mockRows = explained(differencesOf(mock.run, derivation.cases), reasons.mock, ({ clause }) => clause);
  const proxyRows = explained(differencesOf(proxy.run, derivation.cases), reasons.proxy, () => "");
  const held = (run) => run.cases.filter(({ outcome }) => outcome === "held").length;
  console.log(
    `mock   ${held(mock.run)} of ${mock.run.cases.length} cases alike, ${mockRows.rows.length} kinds of difference, ${mock.deaths.length} requests ended Prism`,
  );
  for (const { method, path, reason } of mock.deaths) console.log(`         ${method} ${path}: ${reason}`);
  console.log(
    `proxy  ${held(proxy.run)} of ${proxy.run.cases.length} valid cases without objection, ${proxyRows.rows.length} known mistakes of Prism, ${proxy.deaths.length} requests ended it`,
  );
  const open =
    complain(mockRows.rows, mockRows.idle, "mock") + complain(proxyRows.rows, proxyRows.idle, "proxy");
  const stale = compareWithPage(documentOf(mockRows.rows, proxyRows.rows));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const wrong = [
    open > 0 ? `${open} to explain or remove in fixtures/second-opinion.yaml` : "",
    stale,
  ].filter((text) => text !== "");
  console.log(
    wrong.length > 0
      ? `second opinion: ${wrong.join("; ")} (npm run second-opinion -- --update)`
      : `second opinion: no difference without a reason (${seconds} s)`,
  );
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
