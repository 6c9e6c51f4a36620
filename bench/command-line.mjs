// The command line of a command in this folder: its options, and what it prints for --help and for a wrong one.
import { parseArgs } from "node:util";

/**
 * The values of the options. Ends the process after `--help`, and with 2 for anything that is no option.
 * @template {import("node:util").ParseArgsConfig["options"] & {}} Options
 * @param {Options} options
 * @param {string} usage
 */
export function optionsOf(options, usage) {
  if (process.argv.includes("--help")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
