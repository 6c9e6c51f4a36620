// `plumbline mock` as a user meets it: options of its own, and a contract that is edited while it is served.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MOCK, runMock } from "./mock-command.ts";
import { parseOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plumbline-mock-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Running {
  readonly url: string;
  readonly told: string[];
  readonly stop: () => Promise<number>;
}

async function start(...args: string[]): Promise<Running> {
  const told: string[] = [];
  let interrupt: () => void = () => undefined;
  let announce: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => (announce = resolve));
  const terminal: Terminal = {
    out: (text) => announce(text),
    err: (text) => void told.push(text),
    status: () => undefined,
    colour: false,
    width: 100,
    environment: {},
    interrupted: () => new Promise((resolve) => (interrupt = resolve)),
  };
  const ended = runMock(parseOptions(MOCK, [...args, "--port", "0", "--quiet"]), terminal);
  return { url: await Promise.race([url, ended.then(String)]), told, stop: () => (interrupt(), ended) };
}

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 150 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 50));
};

const contract = (paths: string): string =>
  `openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths:\n${paths}`;
const path = (name: string, schema: string): string =>
  `  /${name}:\n    get:\n      responses:\n        "200": {description: x, content: {application/json: {schema: ${schema}}}}\n`;

describe("--watch", () => {
  test("serves what a referenced file says now, and the last good contract while a file is broken", async () => {
    const [main, part] = [join(folder, "main.yaml"), join(folder, "part.yaml")];
    await writeFile(main, contract(path("x", '{$ref: "part.yaml"}')));
    await writeFile(part, "const: one\n");
    const { url, told, stop } = await start(main, "--watch");
    const ask = async (target: string): Promise<string> => (await fetch(`${url}${target}`)).text();
    expect(await ask("/x")).toBe('"one"');

    await writeFile(part, "const: second\n");
    await until(() => told.length === 1);
    expect(told[0]).toMatch(/^reloaded .*main\.yaml: 1 operation/);
    expect(await ask("/x")).toBe('"second"');

    await writeFile(main, "openapi: [\n");
    await until(() => told.length === 2);
    expect(told[1]).toMatch(/^not reloaded: .*main\.yaml:.*not valid YAML[^]*still served$/);
    expect(await ask("/x")).toBe('"second"');

    await writeFile(main, contract(path("y", "{const: third}")));
    await until(() => told.length === 3);
    expect(await ask("/y")).toBe('"third"');
    expect(await stop()).toBe(0);
  });

  test("keeps the contract when the new one has lost every operation", async () => {
    const main = join(folder, "main.yaml");
    await writeFile(main, contract(path("x", "{const: one}")));
    const { url, told, stop } = await start(main, "--watch");
    await writeFile(main, contract("  {}\n"));
    await until(() => told.length === 1);
    expect(told[0]).toContain("has no operations now");
    expect(await (await fetch(`${url}/x`)).text()).toBe('"one"');
    await stop();
  });
});

describe("options", () => {
  const cases: [
    string,
    { args: readonly string[]; headers?: Record<string, string>; want: string; least?: number },
  ][] = [
    ["examples are sent", { args: [], want: '"example"' }],
    ["--ignore-examples generates", { args: ["--ignore-examples"], want: '"made"' }],
    ["Prism's spelling of it", { args: ["--ignoreExamples"], want: '"made"' }],
    [
      "Prism's other options change nothing",
      {
        args: ["-m", "--errors", "-v", "info", "--json-schema-faker-fillProperties=false"],
        want: '"example"',
      },
    ],
    ["--delay waits", { args: ["--delay", "300"], want: '"example"', least: 280 }],
    ["Prefer: wait waits", { args: [], headers: { prefer: "wait=1" }, want: '"example"', least: 980 }],
  ];
  for (const [title, { args, headers = {}, want, least = 0 }] of cases) {
    test(title, async () => {
      const main = join(folder, "main.yaml");
      const media = "{application/json: {schema: {enum: [made, example]}, example: example}}";
      await writeFile(
        main,
        contract(`  /x:\n    get:\n      responses:\n        "200": {description: x, content: ${media}}\n`),
      );
      const { url, stop } = await start(main, ...args);
      const before = performance.now();
      expect(await (await fetch(`${url}/x`, { headers })).text()).toBe(want);
      expect(performance.now() - before).toBeGreaterThanOrEqual(least);
      await stop();
    });
  }

  const refused: [string, { args: readonly string[]; message: RegExp }][] = [
    ["--callbacks", { args: ["--callbacks", "all"], message: /--callbacks is off, public or any/ }],
    ["--delay", { args: ["--delay", "1s"], message: /--delay must be a whole number/ }],
    ["--self-check", { args: ["--self-check", "no"], message: /--self-check is fail, report or off/ }],
  ];
  for (const [title, { args, message }] of refused) {
    test(`${title} takes only what it lists`, async () => {
      const main = join(folder, "main.yaml");
      await writeFile(main, contract(path("x", "{}")));
      await expect(start(main, ...args)).rejects.toThrow(message);
    });
  }
});
