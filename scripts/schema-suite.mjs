// Fetches JSON-Schema-Test-Suite into .cache and runs it through the dialect layer: `npm run schema-suite`.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const suite = join(root, ".cache/json-schema-test-suite");
/** The source distribution of the Python package jsonschema carries the suite; no npm package carries 2020-12. */
const SOURCE = "jsonschema==4.26.0";

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}

function fetchSuite() {
  const folder = mkdtempSync(join(tmpdir(), "schema-suite-"));
  try {
    const options = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", SOURCE];
    if (!run("pip", options, folder) && !run("pip3", options, folder)) return false;
    const archive = readdirSync(folder).find((name) => name.endsWith(".tar.gz"));
    if (archive === undefined || !run("tar", ["xzf", archive], folder)) return false;
    const json = join(folder, archive.replace(/\.tar\.gz$/, ""), "json");
    mkdirSync(`${suite}.new`, { recursive: true });
    for (const name of ["draft2020-12", "draft4"])
      cpSync(join(json, "tests", name), join(`${suite}.new`, name), { recursive: true });
    cpSync(join(json, "remotes"), join(`${suite}.new`, "remotes"), { recursive: true });
    // Only the required cases count; optional ones test formats and limits that a validator may choose.
    for (const name of ["draft2020-12", "draft4"])
      rmSync(join(`${suite}.new`, name, "optional"), { recursive: true, force: true });
    renameSync(`${suite}.new`, suite);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!existsSync(suite) && !fetchSuite()) {
  console.log(
    `JSON-Schema-Test-Suite could not be fetched: pip must be able to download ${SOURCE}. Nothing was run.`,
  );
  process.exit(2);
}
process.exit(
  run(
    "npx",
    ["--no-install", "vitest", "run", "src/schema/json-schema-suite.test.ts", "--reporter=dot"],
    root,
  )
    ? 0
    : 1,
);
