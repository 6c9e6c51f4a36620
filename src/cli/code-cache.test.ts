// The loader of the built command: chunks run once, and compiled code is used where it fits and only there.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundleIn } from "./code-cache.ts";

let folder = "";
const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(folder, name), text);
const cacheOf = (name: string): string => join(folder, `${name}.cache`);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-code-"));
  write(
    "main.cjs",
    `const one = require("./one.cjs"); exports.sum = () => one.value + require("node:path").sep;`,
  );
  write("one.cjs", `globalThis.counted = (globalThis.counted ?? 0) + 1; module.exports = { value: "one" };`);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  Reflect.deleteProperty(globalThis, "counted");
});

function sumOf(bundle = bundleIn(folder)) {
  const { sum } = bundle.load("main.cjs") as { sum: () => string };
  return { sum: sum(), cached: bundle.cached() };
}

describe("the chunks of a bundle", () => {
  test("load each other, each once, and what is built in", () => {
    const bundle = bundleIn(folder);
    expect(sumOf(bundle).sum).toBe("one/");
    expect(bundle.load("one.cjs")).toEqual({ value: "one" });
    expect(Reflect.get(globalThis, "counted")).toBe(1);
  });

  test("know where they are, also in stack traces", () => {
    write("main.cjs", `exports.at = [__filename, __dirname];\nexports.stack = new Error("x").stack;`);
    const { at, stack } = bundleIn(folder).load("main.cjs") as { at: string[]; stack: string };
    expect(at).toEqual([join(folder, "main.cjs"), folder]);
    expect(stack).toContain(`${join(folder, "main.cjs")}:2:`);
  });

  test("that need each other see what is there", () => {
    write("main.cjs", `exports.first = 1; exports.of = require("./one.cjs").seen;`);
    write("one.cjs", `exports.seen = require("./main.cjs").first;`);
    expect(bundleIn(folder).load("main.cjs")).toEqual({ first: 1, of: 1 });
  });
});

describe("compiled code", () => {
  /** Keeps the code, and goes on in a copy: for a file that it knows, V8 does not look at what was kept. */
  const keep = (): void => {
    const bundle = bundleIn(folder);
    sumOf(bundle);
    bundle.keep();
    const copy = mkdtempSync(join(tmpdir(), "plumbline-code-"));
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    rmSync(folder, { recursive: true });
    folder = copy;
  };

  test("is used once it was kept", () => {
    expect(sumOf().cached).toEqual([]);
    keep();
    expect(sumOf()).toEqual({ sum: "one/", cached: ["main.cjs", "one.cjs"] });
  });

  test("is left alone when its chunk is newer, though as long as before", () => {
    keep();
    write("one.cjs", readFileSync(join(folder, "one.cjs"), "utf8").replace(`"one"`, `"two"`));
    const later = new Date(Date.now() + 5000);
    utimesSync(join(folder, "one.cjs"), later, later);
    expect(sumOf()).toEqual({ sum: "two/", cached: ["main.cjs"] });
  });

  test("that cannot be read is not used", () => {
    keep();
    rmSync(cacheOf("one.cjs"));
    mkdirSync(cacheOf("one.cjs"));
    expect(sumOf()).toEqual({ sum: "one/", cached: ["main.cjs"] });
  });

  test.each([
    ["is empty", () => new Uint8Array()],
    ["is something else", () => Buffer.from("no code")],
    ["is cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["is that of another chunk", () => readFileSync(cacheOf("main.cjs"))],
  ])("that %s is not used", (_, damage) => {
    keep();
    write("one.cjs.cache", damage(readFileSync(cacheOf("one.cjs"))));
    expect(sumOf()).toEqual({ sum: "one/", cached: ["main.cjs"] });
  });
});
