// `plumbline compare`: one contract, many targets, one table.
import { KitError } from "../errors.ts";
import { compareTable } from "../reports/compare.ts";
import type { NamedRun } from "../reports/comparison.ts";
import { findContract } from "./bundled.ts";
import { RUN_OPTIONS, runAgainst } from "./check-command.ts";
import { pairsOf, type Command, type Parsed } from "./options.ts";
import { PROFILE_OPTIONS } from "./profile.ts";
import { HELP } from "./shared-options.ts";
import type { Terminal } from "./terminal.ts";

export const COMPARE: Command = {
  name: "compare",
  usage: "compare NAME=URL NAME=URL…",
  summary: "Checks several servers against one contract and shows side by side where they differ.",
  positionals: 50,
  options: [
    ...RUN_OPTIONS,
    ...PROFILE_OPTIONS,
    { name: "all", help: "every clause, not only those that differ" },
    { name: "markdown", help: "the table as Markdown" },
    HELP,
  ],
};

/** 0 when all conform, else the highest exit code of the single runs. */
export async function runCompare(options: Parsed, terminal: Terminal): Promise<number> {
  const targets = Object.entries(pairsOf("target", options.positionals));
  if (targets.length < 2) {
    throw new KitError("usage", "compare needs two targets or more.", {
      hint: "plumbline compare ours=http://localhost:4010/v1 theirs=https://api.example.com/v1",
    });
  }
  const found = await findContract(options.text("contract"), options);
  const runs: NamedRun[] = [];
  for (const [name, url] of targets)
    runs.push({ name, run: await runAgainst(url, found, options, terminal) });
  const format = options.flag("markdown") ? "markdown" : "console";
  terminal.out(
    compareTable(runs, {
      format,
      colour: format === "console" && terminal.colour,
      width: terminal.width,
      all: options.flag("all") ?? false,
    }),
  );
  return Math.max(...runs.map(({ run }) => run.exitCode));
}
