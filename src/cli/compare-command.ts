// `plumbline compare`: one contract, many targets, one table.
import { KitError } from "../errors.ts";
import { compareTable } from "../reports/compare.ts";
import type { NamedRun } from "../reports/comparison.ts";
import { findContract } from "./bundled.ts";
import { runAgainst } from "./check-command.ts";
import type { Command, Parsed } from "./options.ts";
import { PROFILE_OPTIONS } from "./profile.ts";
import { RUN_OPTIONS } from "./run-options.ts";
import { HELP } from "./shared-options.ts";
import { assertAddress } from "./targets.ts";
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
  const targets = targetsOf(options.positionals);
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

/** NAME=URL arguments; KitError("usage") for fewer than two, one without a name, or a name twice. */
function targetsOf(texts: readonly string[]): readonly (readonly [name: string, url: string])[] {
  const hint = "plumbline compare ours=http://localhost:4010/v1 theirs=https://api.example.com/v1";
  const targets = texts.map((text) => {
    const [, name, url] = /^([^=:/]+)=(.+)$/s.exec(text) ?? [];
    if (name === undefined || url === undefined)
      throw new KitError("usage", "compare takes NAME=URL for each target.", { hint });
    assertAddress(url);
    return [name, url] as const;
  });
  if (targets.length < 2) throw new KitError("usage", "compare needs two targets or more.", { hint });
  const twice = targets.find(([name], index) => targets.findIndex(([other]) => other === name) < index);
  if (twice) throw new KitError("usage", `Two targets are called ${twice[0]}.`, { hint });
  return targets;
}
