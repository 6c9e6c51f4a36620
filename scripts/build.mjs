// Builds dist/: the library module by module, and the command in one piece; run by `npm ci` (prepare) and `npm run build`.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { noticesOf } from "./notices.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What programs import, with its types: `dist/index.js` and every module behind it. */
function buildLibrary() {
  const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  const args = [compiler, "-p", `${root}/tsconfig.build.json`];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * What people start: reading three hundred files would take longer than all that a mock does before it answers. Nothing
 * is left out, for a bundler takes a call for useless that is there because it may throw.
 * @param {Record<string, string>} input name of the output → source
 */
async function bundle(input) {
  const made = await rolldown({
    cwd: root,
    input,
    platform: "node",
    external: /^node:/,
    treeshake: false,
  });
  // Every chunk stands in dist/cli, for modules find the files of the package from where they are.
  const { output } = await made.write({
    dir: "dist",
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "cli/[name]-[hash].cjs",
    minify: false,
  });
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
}

async function buildCommand() {
  const modules = await bundle({
    "cli/main": "src/cli/main.ts",
    "cli/prove-worker": "src/cli/prove-worker.ts",
  });
  // Apart from the rest, for these are loaded by Node.
  await bundle({
    cli: "src/cli.ts",
    "cli/launch": "src/cli/launch.ts",
    "cli/prove-launch": "src/cli/prove-launch.ts",
  });
  chmodSync(`${root}/dist/cli.cjs`, 0o755);
  writeFileSync(`${root}/dist/cli/NOTICES.txt`, noticesOf(modules));
}

/** Runs the built command once and keeps what V8 compiled for it; without that it would only start more slowly. */
function keepCode() {
  const { status } = spawnSync(process.execPath, [`${root}/scripts/keep-code.cjs`], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) console.error("build: the command could not be run, so its compiled code is not kept");
}

rmSync(`${root}/dist`, { recursive: true, force: true });
buildLibrary();
await buildCommand();
keepCode();
