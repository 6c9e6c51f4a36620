// Settings of V8 for the two commands whose work is not what V8 is set up for, in place of those of launch.ts.
import { createHook } from "node:async_hooks";
import { setFlagsFromString } from "node:v8";

/**
 * For a proof whose threads have loaded their code: code is optimised when it has run fifteen times as long as usual. Most
 * of it, the validators of edited contracts, lives for milliseconds, and optimising it takes the processors from the
 * threads that judge.
 */
export function expectShortLivedCode(): void {
  setFlagsFromString("--interrupt-budget=1000000");
}

/** One of the objects that process.nextTick makes. */
let kept: object | undefined;

/**
 * For a server that has started: code is optimised as early as V8 does it by itself (launch.ts delays that; 67,584 is the
 * value of Node 20), else every request takes a twentieth longer. And one object of process.nextTick is kept: eight idle
 * seconds after the start V8 collects its garbage, with the last of these objects their hidden class goes, and a server
 * that is first used after that spends a fifth of every request in making them anew.
 */
export function expectManyRequests(): void {
  setFlagsFromString("--interrupt-budget=67584");
  const hook = createHook({ init: (_id, _type, _trigger, resource: object) => void (kept ??= resource) });
  hook.enable();
  process.nextTick(() => {});
  hook.disable();
}
