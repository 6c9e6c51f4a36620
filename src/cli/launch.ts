// How the built command is loaded: its folder, and the settings of V8 that must stand before its code is read.
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { bundleIn, type Bundle } from "./code-cache.ts";

/**
 * Compiled code fits only the flags that it was compiled with, so these are set first, and for every command.
 * `interrupt-budget`: code is optimised when it has run nearly four times as long as usual. A start and a check of a second run
 * most code a few times, and optimising it takes the processors from them: without this a check takes a fifth longer.
 * `semi-space-growth-factor`: the young generation grows to its full size in one step. Grown in many, its memory lies
 * scattered, and in about half of all starts of a server every request takes a tenth longer.
 */
const FLAGS = ["--interrupt-budget=250000", "--semi-space-growth-factor=8"];

/** The chunks of the command, of which `main.cjs` is the first. */
export function openBundle(): Bundle {
  for (const flag of FLAGS) setFlagsFromString(flag);
  return bundleIn(fileURLToPath(new URL(".", import.meta.url)));
}
