// A worker that loads mutated contracts: each is compiled and mocked, or refused with an error that says why.
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { parse, stringify } from "yaml";
import { loadContract } from "../../dist/contract/compile.js";
import { KitError } from "../../dist/errors.js";
import { mock } from "../../dist/mock/mock.js";
import { malformed } from "./checks.mjs";
import { DOCUMENTS } from "./mocks.mjs";
import { changedTree, ODD_TEXTS, oddBody, randomOf } from "./random.mjs";

const { seed, count, first, beat } =
  /** @type {{ seed: number, count: number, first: number, beat: Int32Array }} */ (workerData);
const SLOW = 2000;
const folder = mkdtempSync(join(tmpdir(), "plumbline-fuzz-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const texts = Object.values(DOCUMENTS).map((file) => readFileSync(file, "utf8"));

const KEYWORDS = [
  "$ref",
  "type",
  "nullable",
  "allOf",
  "oneOf",
  "anyOf",
  "not",
  "pattern",
  "required",
  "properties",
  "items",
  "enum",
  "const",
  "parameters",
  "schema",
  "content",
  "responses",
  "security",
  "in",
  "style",
  "default",
  "discriminator",
  "format",
  "$id",
  "$anchor",
  "$dynamicRef",
  "minLength",
  "servers",
];
const ODD_NODES = [
  "#",
  "#/",
  "#/components/schemas/Node",
  "#/paths",
  "nowhere.yaml#/a",
  "#/%zz",
  "(",
  "^(a+)+$",
  "\\u{110000}",
  "object",
  "string",
  ["string", "null"],
  [],
  {},
  null,
  true,
  1e300,
  -1,
  { $ref: "#" },
  { allOf: [{ $ref: "#/components/schemas/Node" }] },
];

/** @param {import("./random.mjs").Random} random @returns {{ text: string, extension: string }} */
function mutatedDocument(random) {
  const text = random.pick(texts);
  if (random.chance(0.35)) return { text: changedText(random, text), extension: "yaml" };
  let tree = parse(text);
  for (let left = 1 + random.below(3); left > 0; left--)
    tree = random.chance(0.5) ? changedTree(random, tree) : replaced(random, tree);
  const asJson = random.chance(0.5);
  return {
    text: (asJson ? JSON.stringify(tree) : stringify(tree)) ?? "",
    extension: asJson ? "json" : "yaml",
  };
}

/** @param {import("./random.mjs").Random} random @param {string} text */
function changedText(random, text) {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  switch (random.below(5)) {
    case 0:
      return Buffer.from(oddBody(random, Buffer.from(text))).toString();
    case 1:
      return lines.toSpliced(at, 1 + random.below(4)).join("\n");
    case 2:
      return lines.toSpliced(at, 0, ...lines.slice(at, at + 1 + random.below(10))).join("\n");
    case 3:
      return lines.with(at, `${" ".repeat(random.below(12))}${lines[at]?.trim()}`).join("\n");
    default:
      return lines
        .with(
          at,
          `${lines[at]}${random.pick([...ODD_TEXTS, "&a", "*a", "<<: *a", "!!binary x", "? :", "---", "%YAML 9"])}`,
        )
        .join("\n");
  }
}

/** A tree with one node, deep inside, replaced by something that means something to a contract. @param {import("./random.mjs").Random} random @param {any} tree */
function replaced(random, tree) {
  const copy = structuredClone(tree);
  let node = copy;
  for (let depth = random.below(14); depth > 0; depth--) {
    const inner = Object.values(node ?? {}).filter((one) => typeof one === "object" && one !== null);
    if (inner.length === 0) break;
    node = random.pick(inner);
  }
  if (typeof node !== "object" || node === null) return copy;
  const keys = Object.keys(node);
  if (Array.isArray(node)) node[random.below(node.length + 1)] = random.pick(ODD_NODES);
  else
    node[random.chance(0.5) && keys.length > 0 ? random.pick(keys) : random.pick(KEYWORDS)] =
      random.pick(ODD_NODES);
  return copy;
}

/** @param {string} file @returns {Promise<{ wrong?: string, loaded: boolean }>} */
async function wrongWith(file) {
  const start = performance.now();
  let loaded = false;
  try {
    const contract = await loadContract(file);
    loaded = true;
    const { answer } = mock(contract);
    for (const { method, path } of contract.operations.slice(0, 5)) {
      const request = {
        method,
        path: path.replaceAll(/\{[^}]*\}/g, "1"),
        headers: { authorization: "Bearer k", "content-type": "application/json" },
        body: Buffer.from('{"name":"abc"}'),
      };
      const got = await answer(request);
      const bad = malformed(got, method);
      if (bad !== undefined) return { wrong: `${method} ${path}: ${bad}`, loaded };
    }
  } catch (error) {
    if (!(error instanceof KitError))
      return {
        wrong: `it threw ${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join(" ").slice(0, 400) : String(error)}`,
        loaded,
      };
  }
  const took = performance.now() - start;
  return took > SLOW ? { wrong: `it took ${Math.round(took)} ms`, loaded } : { loaded };
}

const violations = [];
let compiled = 0;
for (let index = first; index < first + count; index++) {
  Atomics.store(beat, 0, index);
  const { text, extension } = mutatedDocument(randomOf(seed * 2_000_003 + index));
  const file = join(folder, `document.${extension}`);
  writeFileSync(file, text);
  const { wrong, loaded } = await wrongWith(file);
  if (loaded) compiled++;
  if (wrong === undefined || violations.length >= 10) continue;
  const kind = wrong.replaceAll(/\d+/g, "").slice(0, 60);
  if (violations.some((one) => one.kind === kind)) continue;
  const kept = join(tmpdir(), `plumbline-fuzz-${seed}-${index}.${extension}`);
  writeFileSync(kept, await smallestText(text, file, kind));
  violations.push({
    kind,
    text: `${wrong}\n    document kept as ${kept}\n    --seed ${seed} --only documents --at ${index}`,
  });
}
parentPort?.postMessage({
  counts: { documents: count, "that compiled": compiled },
  statuses: {},
  violations: violations.map(({ text }) => text),
});

/** Fewer lines that fail the same way. @param {string} text @param {string} file @param {string} kind */
async function smallestText(text, file, kind) {
  let lines = text.split("\n");
  const budget = performance.now() + 20_000;
  for (let step = lines.length >> 1; step > 0; step >>= 1) {
    for (let at = 0; at < lines.length && performance.now() < budget;) {
      const fewer = lines.toSpliced(at, step);
      writeFileSync(file, fewer.join("\n"));
      Atomics.add(beat, 1, 1);
      const { wrong } = await wrongWith(file);
      if (wrong?.replaceAll(/\d+/g, "").slice(0, 60) === kind) lines = fewer;
      else at += step;
    }
  }
  return lines.join("\n");
}
