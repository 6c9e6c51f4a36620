// `plumbline prove`: shows on mutants and correct variants of a contract how far the judge can be trusted.
import type { Command, Parsed } from "./options.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import type { Terminal } from "./terminal.ts";

export const PROVE: Command = {
  name: "prove",
  usage: "prove [contract]",
  summary:
    "Runs the judge on faulty and on correct-but-different servers made from the contract, and prints its score.",
  positionals: 1,
  options: [...CONTRACT_OPTIONS, HELP],
};

export async function runProve(_options: Parsed, _terminal: Terminal): Promise<number> {
  return 0;
}
