// How the built command is loaded: its folder, and the one setting of V8 that must stand before its code is read.
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { bundleIn, type Bundle } from "./code-cache.ts";

/**
 * The chunks of the command, of which `main.cjs` is the first. Compiled code fits only the flags it was compiled with, so
 * this one, which only a server needs, is set here and for all: the young generation grows to its full size in one step;
 * grown in many, its memory lies scattered, and in about half of all starts every request takes a tenth longer.
 */
export function openBundle(): Bundle {
  setFlagsFromString("--semi-space-growth-factor=8");
  return bundleIn(fileURLToPath(new URL(".", import.meta.url)));
}
