// Finds the command, runs it, and turns what it throws into a clear line and an exit code.
import { readFileSync } from "node:fs";
import { KitError } from "../errors.ts";
import { helpOf, parseOptions, type Command, type Parsed } from "./options.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

type Run = (options: Parsed, terminal: Terminal) => Promise<number>;
type Load = () => Promise<readonly [command: Command, run: Run]>;

/** Loaded by name, since a mock shall not wait for what only a check needs. */
const COMMANDS: Readonly<Record<string, Load>> = {
  mock: async () => {
    const { MOCK, runMock } = await import("./mock-command.ts");
    return [MOCK, runMock];
  },
  check: async () => {
    const { CHECK, runCheck } = await import("./check-command.ts");
    return [CHECK, runCheck];
  },
  compare: async () => {
    const { COMPARE, runCompare } = await import("./compare-command.ts");
    return [COMPARE, runCompare];
  },
  prove: async () => {
    const { PROVE, runProve } = await import("./prove-command.ts");
    return [PROVE, runProve];
  },
  proxy: async () => {
    const { PROXY, runProxy } = await import("./proxy-command.ts");
    return [PROXY, runProxy];
  },
  contract: async () => {
    const { CONTRACT, runContract } = await import("./contract-command.ts");
    return [CONTRACT, runContract];
  },
  explain: async () => {
    const { EXPLAIN, runExplain } = await import("./explain-command.ts");
    return [EXPLAIN, runExplain];
  },
};

/** Runs `plumbline ARGS` and gives the exit code. Never throws. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "help") {
    terminal.out(await overview());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V") {
    terminal.out(version());
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!load)
      throw new KitError("usage", `There is no command ${name}.`, {
        hint: "plumbline --help lists the commands.",
      });
    const [command, run] = await load();
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
  const isSaid = error.where === undefined || error.message.includes(error.where);
  const where = isSaid ? "" : `${error.where}: `;
  terminal.err(`plumbline: ${where}${error.message}${error.hint === undefined ? "" : `\n  ${error.hint}`}`);
  return error.exitCode;
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const rows = commands.map(
    ([{ usage, summary }]) => `  plumbline ${usage}\n      ${summary.replaceAll("\n", "\n      ")}`,
  );
  return `Plumbline: one contract, a mock, a judge and a proof.\n\n${rows.join("\n")}\n\nplumbline COMMAND --help shows the options of a command.
Exit codes: 0 conforms, 1 findings, 2 usage or contract error, 3 nothing could be judged.`;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version: number } = JSON.parse(text) as { version: string };
  return number;
}
