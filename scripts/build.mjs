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
 */
async function buildCommand() {
  const bundle = await rolldown({
    cwd: root,
    input: { cli: "src/cli.ts", "cli/prove-worker": "src/cli/prove-worker.ts" },
    platform: "node",
    external: /^node:/,
    treeshake: false,
  });
  // Every chunk stands in dist/cli, for modules find the files of the package from where they are.
  const { output } = await bundle.write({
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "cli/[name]-[hash].js",
    minify: false,
  });
  chmodSync(`${root}/dist/cli.js`, 0o755);
  const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
  writeFileSync(`${root}/dist/cli/NOTICES.txt`, noticesOf(modules));
}

rmSync(`${root}/dist`, { recursive: true, force: true });
buildLibrary();
await buildCommand();
