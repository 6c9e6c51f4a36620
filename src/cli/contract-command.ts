// `plumbline contract`: lists operations, clauses and slips, and writes the effective contract.
import { writeFile } from "node:fs/promises";
import { clausesOf } from "../contract/clauses.ts";
import { writeYaml } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import { KitError, messageOf } from "../errors.ts";
import { findContract } from "./bundled.ts";
import type { Command, Parsed } from "./options.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import type { Terminal } from "./terminal.ts";

export const CONTRACT: Command = {
  name: "contract",
  usage: "contract [contract]",
  summary: "Shows what a contract says: its operations, its clauses, and the slips in it.",
  positionals: 1,
  options: [
    {
      name: "effective",
      value: "FILE",
      help: "write the contract with its overlays as plain OpenAPI (- prints it)",
    },
    { name: "clauses", help: "list every clause with its line" },
    ...CONTRACT_OPTIONS,
    HELP,
  ],
};

/** 0; 1 when the contract has slips of severity error. */
export async function runContract(options: Parsed, terminal: Terminal): Promise<number> {
  const { contract, file } = await findContract(options.positionals[0], options);
  const target = options.text("effective");
  if (target !== undefined) return writeEffective(contract, target, terminal);
  const clauses = clausesOf(contract);
  terminal.out(`${contract.title} ${contract.version} (${file}), OpenAPI ${contract.openapi}`);
  terminal.out(`${contract.operations.length} operations, ${clauses.length} clauses\n`);
  for (const { id, method, path } of contract.operations) {
    const count = clauses.filter(({ operation }) => operation === id).length;
    terminal.out(`${method.padEnd(7)} ${path}  ${id}  (${count} clauses)`);
  }
  for (const line of sentByTheApi(contract)) terminal.out(line);
  if (options.flag("clauses")) {
    terminal.out("");
    for (const { operation, pointer, keyword } of clauses)
      terminal.out(`${operation}  ${keyword.padEnd(12)} ${whereOf(contract, pointer)}  ${pointer}`);
  }
  const { findings } = contract;
  if (findings.length > 0) terminal.out(`\n${findings.length} findings in the contract`);
  for (const { severity, code, message, pointer } of findings) {
    terminal.out(`  ${severity.padEnd(7)} ${whereOf(contract, pointer)}  ${message}  [${code}]`);
  }
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** What the API itself sends: listed, for a client has to be ready for it. */
function sentByTheApi({ operations, webhooks = [] }: Contract): readonly string[] {
  const callbacks = operations.flatMap(({ id, callbacks: own = [] }) =>
    own.map(
      ({ name, expression, operation }) =>
        `${operation.method.padEnd(7)} ${expression}  callback ${name} of ${id}`,
    ),
  );
  const hooks = webhooks.map(({ method, path, id }) => `${method.padEnd(7)} ${path}  webhook  ${id}`);
  return callbacks.length + hooks.length === 0 ? [] : ["", "sent by the API", ...callbacks, ...hooks];
}

function whereOf(contract: Contract, pointer: string): string {
  const position = contract.locate(pointer);
  return position ? `${position.file}:${position.line}:${position.column}` : pointer;
}

async function writeEffective(contract: Contract, file: string, terminal: Terminal): Promise<number> {
  const text = writeYaml(contract.effective);
  if (file === "-") {
    terminal.out(text.trimEnd());
    return 0;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new KitError("output-unwritable", `The effective contract cannot be written: ${messageOf(error)}`, {
      hint: "Name a file in a folder that exists.",
    });
  }
  terminal.out(`wrote ${file}`);
  return 0;
}
