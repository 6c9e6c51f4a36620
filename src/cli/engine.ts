// Settings of V8 for the two commands whose work is not what V8 is set up for.
import { setFlagsFromString } from "node:v8";

/**
 * For a proof: code is optimised when it has run fifteen times as long as usual. Most of it, the validators of edited
 * contracts, lives for milliseconds, and optimising it takes the processors from the threads that judge.
 */
export function expectShortLivedCode(): void {
  setFlagsFromString("--interrupt-budget=1000000");
}

/**
 * For a server: the young generation grows to its full size in one step. Grown in many, its memory lies scattered, and
 * in about half of all starts every request takes a tenth longer.
 */
export function expectManyRequests(): void {
  setFlagsFromString("--semi-space-growth-factor=8");
}
