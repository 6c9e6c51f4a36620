// The options of a command of this folder: what they are is printed for --help, and for one that there is not.
import { parseArgs } from "node:util";

/**
 * The values of the options. Ends the process after `--help`, and with 2 for anything that is no option.
 * @template {import("node:util").ParseArgsConfig["options"] & {}} Options
 * @param {Options} options
 * @param {string} usage
 */
export function optionsOf(options, usage) {
  try {
    if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
      console.log(usage);
      process.exit(0);
    }
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
