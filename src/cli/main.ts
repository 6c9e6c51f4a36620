// Finds the command, runs it, and turns what it throws into a clear line and an exit code.
import { readFileSync } from "node:fs";
import { KitError } from "../errors.ts";
import { CHECK, runCheck } from "./check-command.ts";
import { COMPARE, runCompare } from "./compare-command.ts";
import { CONTRACT, runContract } from "./contract-command.ts";
import { EXPLAIN, runExplain } from "./explain-command.ts";
import { MOCK, runMock } from "./mock-command.ts";
import { helpOf, parseOptions, type Command, type Parsed } from "./options.ts";
import { PROVE, runProve } from "./prove-command.ts";
import { PROXY, runProxy } from "./proxy-command.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

type Run = (options: Parsed, terminal: Terminal) => Promise<number>;

const COMMANDS: readonly (readonly [Command, Run])[] = [
  [MOCK, runMock],
  [CHECK, runCheck],
  [COMPARE, runCompare],
  [PROVE, runProve],
  [PROXY, runProxy],
  [CONTRACT, runContract],
  [EXPLAIN, runExplain],
];

/** Runs `plumbline ARGS` and gives the exit code. Never throws. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "help") {
    terminal.out(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V") {
    terminal.out(version());
    return 0;
  }
  const found = COMMANDS.find(([command]) => command.name === name);
  try {
    if (!found)
      throw new KitError("usage", `There is no command ${name}.`, {
        hint: "plumbline --help lists the commands.",
      });
    const [command, run] = found;
    if (rest.includes("--help")) {
      terminal.out(helpOf(command));
      return 0;
    }
    return await run(parseOptions(command, rest), terminal);
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, terminal: Terminal): number {
  terminal.status("");
  if (!(error instanceof KitError)) {
    terminal.err(
      `plumbline: a bug of ours, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 2;
  }
  const where = error.where === undefined ? "" : `${error.where}: `;
  terminal.err(`plumbline: ${where}${error.message}${error.hint === undefined ? "" : `\n  ${error.hint}`}`);
  return error.exitCode;
}

function overview(): string {
  const rows = COMMANDS.map(([{ usage, summary }]) => `  plumbline ${usage}\n      ${summary}`);
  return `Plumbline: one contract, a mock, a judge and a proof.\n\n${rows.join("\n")}\n\nplumbline COMMAND --help shows the options of a command.
Exit codes: 0 conforms, 1 findings, 2 usage or contract error, 3 nothing could be judged.`;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version: number } = JSON.parse(text) as { version: string };
  return number;
}
