// Loads the chunks of the built command with V8's code cache: what was compiled at the build is not compiled at a start.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

export interface Bundle {
  /** The exports of a chunk, which runs when it is first asked for. */
  readonly load: (name: string) => unknown;
  /** The chunks so far that came with compiled code which fitted. */
  readonly cached: () => readonly string[];
  /** Writes beside every chunk so far what V8 has compiled of it. */
  readonly keep: () => void;
}

interface Chunk {
  readonly filename: string;
  readonly script: Script;
  readonly module: { exports: unknown };
}

/** What Node gives to a CommonJS module, by name. */
interface Scope {
  readonly exports: unknown;
  readonly require: (name: string) => unknown;
  readonly module: Chunk["module"];
  readonly __filename: string;
  readonly __dirname: string;
}

/**
 * The CommonJS chunks of a folder. A cache that is not there, is older than its chunk, or was made by another Node or
 * with other flags (V8 finds that out) costs nothing but the time it would have saved. Node 20 has no such cache itself.
 */
export function bundleIn(folder: string): Bundle {
  const chunks = new Map<string, Chunk>();
  const requireBuiltin = createRequire(join(folder, "main.cjs"));
  const requireFrom = (name: string): unknown =>
    name.startsWith("./") ? load(name.slice(2)) : requireBuiltin(name);
  const load = (name: string): unknown => {
    const known = chunks.get(name);
    if (known) return known.module.exports;
    const filename = join(folder, name);
    // On one line with the code, so that lines in stack traces are those of the file.
    const head = "(function ({ exports, require, module, __filename, __dirname }) {";
    const cachedData = cacheOf(filename);
    const script = new Script(`${head}${readFileSync(filename, "utf8")}\n})`, {
      filename,
      ...(cachedData ? { cachedData } : {}),
    });
    const module = { exports: {} };
    chunks.set(name, { filename, script, module });
    const run = script.runInThisContext() as (scope: Scope) => void;
    run({
      exports: module.exports,
      require: requireFrom,
      module,
      __filename: filename,
      __dirname: folder,
    });
    return module.exports;
  };
  return {
    load,
    cached: () =>
      [...chunks].flatMap(([name, { script }]) => (script.cachedDataRejected === false ? [name] : [])),
    keep: () => {
      for (const { filename, script } of chunks.values())
        writeFileSync(cacheFile(filename), script.createCachedData());
    },
  };
}

const cacheFile = (filename: string): string => `${filename}.cache`;

function cacheOf(filename: string): Buffer | undefined {
  const file = cacheFile(filename);
  try {
    return statSync(file).mtimeMs < statSync(filename).mtimeMs ? undefined : readFileSync(file);
  } catch {
    // Not there, or not for us to read: the chunk starts without it.
    return undefined;
  }
}
