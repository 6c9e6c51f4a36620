// What the commands say of arguments and files that are wrong, and what their help pages list.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECK } from "./check-command.ts";
import { COMPARE } from "./compare-command.ts";
import { CONTRACT } from "./contract-command.ts";
import { EXPLAIN } from "./explain-command.ts";
import { everything, plumbline } from "./fake-terminal.test-data.ts";
import { MOCK } from "./mock-command.ts";
import { parseOptions } from "./options.ts";
import { PROVE } from "./prove-command.ts";
import { PROXY } from "./proxy-command.ts";

const COMMANDS = [MOCK, CHECK, COMPARE, PROVE, PROXY, CONTRACT, EXPLAIN];
const SECRET = "tk-very-secret-90d1";

let folder = "";
const file = (name: string): string => join(folder, name);
const FILES = {
  "torn.yaml": "openapi: 3.1.0\ninfo: [}\n",
  "text.yaml": "just a text\n",
  "no-paths.yaml": "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n",
  "torn-profile.yaml": `allowed:\n  admin: "${SECRET}\n params: [}\n`,
  "odd-profile.yaml": `people:\n  admin: ${SECRET}\n`,
  "list-profile.yaml": `allowed: [${SECRET}]\n`,
  "asking-profile.yaml": "allowed:\n  admin: ${NOT_SET_ANYWHERE}\n",
  "empty-profile.yaml": "allowed:\n  admin: ''\n",
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plumbline-usage-"));
  for (const [name, text] of Object.entries(FILES)) await writeFile(file(name), text);
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

describe("usage errors end with 2, say what is wrong, and what to do", () => {
  const cases: readonly (readonly [args: string, says: RegExp])[] = [
    ["chek", /There is no command chek\.\n {2}plumbline --help lists the commands/],
    ["check --nope", /Unknown option '--nope'\n {2}plumbline check --help lists the options/],
    ["check -x", /Unknown option '-x'/],
    ["mock --port", /'--?p?,? ?--port <value>' argument missing/],
    ["mock --port http", /--port must be a whole number from 0 to 65535, not http/],
    ["mock --port 65536", /--port must be a whole number from 0 to 65535, not 65536/],
    ["mock --port 1.5", /--port must be a whole number/],
    ["mock --limit 0", /--limit must be a whole number from 1 to/],
    ["mock --self-check maybe", /--self-check is fail, report or off, not maybe/],
    ["mock a b", /One argument too many: b/],
    ["check --concurrency 0", /--concurrency must be a whole number from 1 to 1000, not 0/],
    ["check --timeout -5", /'--timeout' argument is ambiguous\n {2}plumbline check --help/],
    ["check --timeout=-5", /--timeout must be a whole number from 1 to 600000, not -5/],
    ["check --seed 1e3", /--seed must be a whole number/],
    ["check --rate fast", /--rate takes N\/s, such as 20\/s, not fast/],
    ["check --rate 0", /--rate takes N\/s/],
    ["check --shard 0/2", /--shard takes I\/N with I from 1 to N, not 0\/2/],
    ["check --shard 3/2", /--shard takes I\/N/],
    ["check --fail-on sometimes", /--fail-on is error, warning or note, not sometimes/],
    ["check --report pdf", /There is no report format pdf\.\n {2}The formats are console, json, junit/],
    ["check --report json=", /The json report cannot be written/],
    ["check --report json=/no/such/folder/x.json", /The json report cannot be written[^]*folder that exists/],
    ["check --only no-such-case", /--only no-such-case: no case has this[^]*--dry-run lists the cases/],
    ["check --exclude no-such-case", /--exclude no-such-case: no case has this/],
    ["check --replay no-such-case", /There is no case no-such-case[^]*--dry-run lists the cases/],
    [
      "check --param secretID=1",
      /--param secretID: the contract has no such parameter\.\n {2}It has secretId/,
    ],
    ["check --foreign id=1", /--foreign id: the contract has no such parameter/],
    [`check --principal ${SECRET}`, /--principal takes NAME=VALUE/],
    [
      "check --principal admin=",
      /--principal admin: the token is empty\.\n {2}Is the variable it comes from set/,
    ],
    ["check --denied admin=${NOT_SET_ANYWHERE}", /NOT_SET_ANYWHERE, which is not set/],
    ["check localhost:4010/v1", /must be http or https: localhost:4010\/v1\n {2}Give one such as/],
    ["check here", /This is no URL: here/],
    [
      `check http://admin:${SECRET}@127.0.0.1:1/v1`,
      /must not hold credentials\.\n {2}Give them with --principal/,
    ],
    [`check http://127.0.0.1:1/v1?key=${SECRET}`, /must end with its path/],
    ["compare", /compare needs two targets or more/],
    ["compare http://127.0.0.1:1 http://127.0.0.1:2", /compare takes NAME=URL/],
    ["compare a=http://127.0.0.1:1 a=http://127.0.0.1:2", /Two targets are called a/],
    [`compare a=http://u:${SECRET}@127.0.0.1:1 b=http://127.0.0.1:2`, /must not hold credentials/],
    ["proxy", /Name the upstream/],
    [`proxy http://u:${SECRET}@127.0.0.1:1`, /must not hold credentials/],
    ["explain", /Name a clause, a case or a finding/],
    ["explain no-such-thing", /No clause, case or finding is called no-such-thing/],
    ["contract --effective /no/such/folder/x.yaml", /The effective contract cannot be written/],
    ["check --contract no-such-file.yaml", /cannot read no-such-file\.yaml: there is no such file/],
    ["mock no-such-file.yaml", /cannot read no-such-file\.yaml: there is no such file/],
    ["check --overlay no-such-file.yaml", /cannot read no-such-file\.yaml/],
    ["contract FOLDER", /cannot read/],
    ["contract FOLDER/torn.yaml", /torn\.yaml:2:8: not valid YAML[^]*\n> 2 \| info: \[\}\n +\| +\^/],
    ["contract FOLDER/text.yaml", /text\.yaml/],
    ["contract FOLDER/no-paths.yaml --overlay FOLDER/text.yaml", /text\.yaml/],
    [
      "check --target no-such-file.yaml",
      /cannot read no-such-file\.yaml[^]*Name a YAML or JSON file with --target/,
    ],
    ["check --target FOLDER/torn-profile.yaml", /torn-profile\.yaml:\d+:\d+: not valid YAML/],
    [
      "check --target FOLDER/odd-profile.yaml",
      /odd-profile\.yaml:1:1: The profile has the unknown key people/,
    ],
    [
      "check --target FOLDER/list-profile.yaml",
      /list-profile\.yaml:1:\d+: allowed must be an object of NAME: VALUE/,
    ],
    [
      "check --target FOLDER/asking-profile.yaml",
      /allowed\.admin asks for the environment variable NOT_SET_ANYWHERE/,
    ],
    [
      "check --target FOLDER/empty-profile.yaml",
      /empty-profile\.yaml:2:\d+: allowed\.admin: the token is empty/,
    ],
  ];
  for (const [args, says] of cases) {
    test(args.replaceAll(SECRET, "SECRET"), async () => {
      const { code, out, err } = await plumbline(args.replaceAll("FOLDER", folder).split(" "));
      expect(err).toMatch(says);
      expect(err).toMatch(/^plumbline: /);
      expect(err).not.toMatch(/a bug of ours|\n\s+at /);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      const [position = ""] = /\S+\.yaml:\d+:\d+/.exec(err) ?? [];
      if (position !== "") expect(err.split(position)).toHaveLength(2);
    });
  }
});

describe("help", () => {
  test("lists every command, for no command at all too", async () => {
    const { code, out } = await plumbline(["--help"]);
    expect(code).toBe(0);
    for (const { usage, summary } of COMMANDS) {
      expect(out).toContain(`plumbline ${usage}`);
      expect(out).toContain(summary.replaceAll("\n", "\n      "));
    }
    expect(out).toMatch(
      /Exit codes: 0 conforms, 1 findings, 2 usage or contract error, 3 nothing could be judged/,
    );
    expect(await plumbline([])).toEqual({ code: 2, out, err: "" });
    expect(await plumbline(["help"])).toEqual({ code: 0, out, err: "" });
  });

  for (const command of COMMANDS) {
    test(`${command.name} --help lists every option, each with a sentence, and nothing hidden`, async () => {
      const { code, out, err } = await plumbline([command.name, "--help"]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out.startsWith(`plumbline ${command.usage}\n`)).toBe(true);
      const [, list = ""] = out.split("\nOptions\n");
      const listed = [...list.matchAll(/^ {2}(?: {4}|-\w, )--([\w-]+)/gm)].map(([, name]) => name);
      expect(listed).toEqual(command.options.filter(({ hidden }) => hidden !== true).map(({ name }) => name));
      for (const { name, help, hidden, value } of command.options) {
        if (hidden !== true) expect(help, name).not.toBe("");
        const parsed = parseOptions(command, value === undefined ? [`--${name}`] : [`--${name}`, "1"]);
        expect(value === undefined ? parsed.flag(name) : parsed.text(name), name).toBe(
          value === undefined ? true : "1",
        );
      }
    });
  }

  test("no line of a help page is wider than 140 characters", async () => {
    const pages = await Promise.all(
      COMMANDS.map(async ({ name }) => (await plumbline([name, "--help"])).out),
    );
    expect(pages.flatMap((page) => page.split("\n")).filter((line) => line.length > 140)).toEqual([]);
  });

  test("--version prints the version of the package", async () => {
    const { version } = JSON.parse(
      await readFile(join(import.meta.dirname, "../../package.json"), "utf8"),
    ) as { version: string };
    expect(await plumbline(["--version"])).toEqual({ code: 0, out: version, err: "" });
  });
});

describe("contract", () => {
  test("prints the effective contract, which is a contract without overlays again", async () => {
    const { code, out } = await plumbline(["contract", "--effective", "-"]);
    expect(code).toBe(0);
    await writeFile(file("effective.yaml"), out);
    const again = await plumbline(["contract", file("effective.yaml"), "--effective", "-"]);
    expect(again).toEqual({ code: 0, out, err: "" });
  });

  test("lists operations, and every clause with its line", async () => {
    const { code, out } = await plumbline(["contract", "--clauses"]);
    expect(code).toBe(0);
    const [, count = "0"] = /1 operations, (\d+) clauses/.exec(out) ?? [];
    expect(
      out.split("\n").filter((line) => /^updateOrgSecret .*openapi(\.overlay)?\.yaml:\d+:\d+ +#\//.test(line))
        .length,
    ).toBe(Number(count));
  });
});

test("explain shows a clause with its line, and the cases that exercise it", async () => {
  const { code, out } = await plumbline([
    "explain",
    "updateOrgSecret/string-bounds/body/name/maxLength/256-characters-ASCII",
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(/properties\/name\/maxLength\n {2}\S*openapi\.yaml:\d+:\d+/);
  expect(out).toMatch(/expects {2}400/);
});

test("no output of these commands holds a credential", () => {
  expect(everything.length).toBeGreaterThan(COMMANDS.length);
  expect(everything.filter((text) => text.includes(SECRET))).toEqual([]);
});
