// Settings of V8 for a server that has started, in place of those of launch.ts.
import { createHook } from "node:async_hooks";
import { setFlagsFromString } from "node:v8";

/** One of the objects that process.nextTick makes. */
let kept: object | undefined;

/**
 * Code is optimised as early as V8 does it by itself (launch.ts delays that; 67,584 is the value of Node 20), else every
 * request takes a twentieth longer. And one object of process.nextTick is kept: eight idle seconds after the start V8
 * collects its garbage, with the last of these objects their hidden class goes, and a server that is first used after
 * that spends a fifth of every request in making them anew.
 */
export function expectManyRequests(): void {
  setFlagsFromString("--interrupt-budget=67584");
  const hook = createHook({ init: (_id, _type, _trigger, resource: object) => void (kept ??= resource) });
  hook.enable();
  process.nextTick(() => {});
  hook.disable();
}
