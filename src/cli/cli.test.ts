// The commands as a user sees them: what they print, what they write, and how they end.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunResult } from "../suite/result.ts";
import { everything, plumbline, type Ended } from "./fake-terminal.test-data.ts";
import { independentServer, TOKENS, type Faults } from "./independent-server.test-data.ts";

const REFERENCE = join(import.meta.dirname, "../../fixtures/targets/reference.yaml");
const KNOWN = [
  ["--principal", `admin=${TOKENS.admin}`],
  ["--denied", `member=${TOKENS.member}`],
  ["--param", "secretId=sec_1"],
  ["--foreign", "secretId=sec_of_others"],
].flat();

let folder = "";
const written: string[] = [];
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plumbline-cli-"));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

let runs = 0;
/** A check with its result as data. */
async function check(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended & { run: RunResult }> {
  const report = file(`run-${++runs}.json`);
  const ended = await plumbline(["check", ...args, `--report=json=${report}`], environment);
  const text = await readFile(report, "utf8").catch(() => expect.fail(`no report: ${ended.err}`));
  written.push(text);
  return { ...ended, run: JSON.parse(text) as RunResult };
}

async function checkIndependent(
  faults: Faults,
  args: readonly string[] = KNOWN,
): Promise<Ended & { run: RunResult }> {
  const server = await independentServer(faults);
  try {
    return await check([server.url, ...args]);
  } finally {
    await server.close();
  }
}

const errorsOf = (run: RunResult): readonly string[] =>
  run.findings.filter(({ severity }) => severity === "error").map(({ clause }) => clause.pointer);

describe("check, against a server that this project did not start", () => {
  test("says that a right one conforms, with no error and nothing blocked", async () => {
    const { code, out, run } = await checkIndependent({});
    expect(run.findings.map(({ severity, message, caseId }) => `${severity} ${caseId}: ${message}`)).toEqual(
      [],
    );
    expect(code).toBe(0);
    expect(run.counts.blocked).toBe(0);
    expect(missing(run)).toEqual([]);
    expect(out).toContain("The target conforms");
  });

  const body =
    "#/paths/~1org~1secrets~1{secretId}/patch/requestBody/content/application~1json/schema/properties";
  const cases: readonly (readonly [title: string, faults: Faults, clauses: readonly string[]])[] = [
    ["counts UTF-16 units", { utf16: true }, [`${body}/name/maxLength`, `${body}/value/maxLength`]],
    [
      "takes a path template without its slash",
      { anyTemplate: true },
      ["#/components/schemas/InjectionConfig/oneOf/2/properties/pathTemplate/allOf/0/pattern"],
    ],
    [
      "lets a member in",
      { openToMembers: true },
      ["#/paths/~1org~1secrets~1{secretId}/patch/x-plumbline-roles"],
    ],
  ];
  for (const [title, faults, clauses] of cases) {
    test(`fails one that ${title}, and names the clause`, async () => {
      const { code, out, run } = await checkIndependent(faults);
      expect(code).toBe(1);
      expect([...errorsOf(run)].sort()).toEqual([...clauses].sort());
      for (const clause of clauses) expect(out.replace(/\s+/g, "")).toContain(clause);
      expect(out).toContain("does not conform");
    });
  }

  test("fails one that dies half-way, for that is a finding", async () => {
    const { code, run } = await checkIndependent({ diesAfter: 300 });
    expect(code).toBe(1);
    expect(run.counts.blocked).toBeGreaterThan(0);
    expect(run.verdicts.find(({ state }) => state === "blocked")?.reason).toMatch(/the target is gone/);
  });

  test("ends with 3 and names --principal where nobody is let in", async () => {
    const { code, out } = await checkIndependent({ knowsNobody: true });
    expect(code).toBe(3);
    expect(out).toMatch(/mostly 401[^]*--principal NAME=TOKEN/);
  });

  test("ends with 3 and says that no credential was given", async () => {
    const { code, out } = await checkIndependent({}, []);
    expect(code).toBe(3);
    expect(out).toMatch(/No credential was given[^]*--principal NAME=TOKEN/);
  });

  test("ends with 3 and names the base path that the URL lacks", async () => {
    const server = await independentServer();
    const { code, out } = await check([server.url.replace(/\/v1$/, ""), ...KNOWN]);
    await server.close();
    expect(code).toBe(3);
    expect(out.replace(/\s+/g, " ")).toContain("does the base URL need the base path /v1?");
  });

  test("ends with 3 where nothing listens", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const address = free.address();
    const port = typeof address === "object" ? address?.port : 0;
    await new Promise((resolve) => free.close(resolve));
    const { code, out } = await check([`http://127.0.0.1:${port}/v1`, ...KNOWN]);
    expect(code).toBe(3);
    expect(out).toMatch(/gave no answer[^]*Is it running/);
  });

  test("counts what a missing principal or id leaves open", async () => {
    const { run } = await checkIndependent({}, KNOWN.slice(0, 2).concat(KNOWN.slice(4, 6)));
    const reasons = run.leftOut.map(({ reason }) => reason).join("\n");
    expect(reasons).toContain("--denied");
    expect(reasons).toContain("--foreign secretId=VALUE");
  });
});

/** What was left out for want of a principal or an id. */
/** What was left out for want of something; that nothing can show what a write undid is no want of the tests. */
const missing = (run: RunResult): RunResult["leftOut"] =>
  run.leftOut.filter(({ reason, what }) => reason !== "not among --only" && !what.startsWith("undoing"));

describe("check, its options", () => {
  test("reads principals and ids from a profile, the URL of the command line before that of the profile", async () => {
    const profile = file("profile.yaml");
    await writeFile(
      profile,
      "baseUrl: http://127.0.0.1:1/v1\nallowed:\n  admin: ${T_ADMIN}\ndenied: { member: '${T_MEMBER}' }\nparams: { secretId: sec_1 }\nforeign: { secretId: sec_2 }\n",
    );
    const server = await independentServer();
    const { code, run } = await check(
      [server.url, "--target", profile, "--only", "/roles/", "--only", "foreign"],
      {
        T_ADMIN: TOKENS.admin,
        T_MEMBER: TOKENS.member,
      },
    );
    await server.close();
    expect({ code, leftOut: missing(run), target: run.target }).toEqual({
      code: 0,
      leftOut: [],
      target: server.url,
    });
  });

  test("checks the reference as fixtures/targets/reference.yaml describes it", async () => {
    const { serve } = await import("../mock/serve.ts");
    const { reference } = await import("../onecli/reference.ts");
    const { findContract, loadSeed } = await import("./bundled.ts");
    const { parseOptions } = await import("./options.ts");
    const { CHECK } = await import("./check-command.ts");
    const { contract } = await findContract(undefined, parseOptions(CHECK, []));
    const server = await serve(reference(contract, await loadSeed()).answer, { port: 0 });
    const { code, run } = await check([
      `${server.url}/v1`,
      "--target",
      REFERENCE,
      "--only",
      "/roles/",
      "--only",
      "foreign",
    ]);
    await server.close();
    expect({ code, findings: run.findings, leftOut: missing(run) }).toEqual({
      code: 0,
      findings: [],
      leftOut: [],
    });
  });

  test("starts the reference itself without a URL, and finds nothing", async () => {
    const { code, run } = await check(["--only", "credentials"]);
    expect({ code, findings: run.findings, leftOut: missing(run) }).toEqual({
      code: 0,
      findings: [],
      leftOut: [],
    });
  });

  test("writes each report that is asked for, and the console report beside them", async () => {
    const formats = ["json", "junit", "html", "sarif", "markdown", "github"];
    const reports = formats.map((format) => `--report=${format}=${file(`report.${format}`)}`);
    const { code, out } = await plumbline(["check", "--only", "maxLength", ...reports]);
    expect(code).toBe(0);
    expect(out).toContain("The target conforms");
    const texts = await Promise.all(formats.map((format) => readFile(file(`report.${format}`), "utf8")));
    written.push(...texts);
    const begins = [/^\{/, /^<\?xml/, /^<!doctype html>/i, /^\{/, /^#/, /\S/];
    for (const [index, text] of texts.entries())
      expect(text, formats[index]).toMatch(begins[index] ?? /never/);
  });

  test("prints only the report that takes the output", async () => {
    const { out } = await plumbline(["check", "--only", "maxLength", "--report", "json"]);
    expect((JSON.parse(out) as RunResult).exitCode).toBe(0);
  });

  test("fails on warnings where --fail-on warning asks for it", async () => {
    const url = ["check", "--only", "lower-case-scheme"];
    const server = await strictAboutBearer();
    const relaxed = await plumbline([...url, server.url, ...KNOWN]);
    const strict = await plumbline([...url, server.url, ...KNOWN, "--fail-on", "warning"]);
    await server.close();
    expect([relaxed.code, strict.code]).toEqual([0, 1]);
  });

  test("sends only what --only names, and the basic valid requests", async () => {
    const { run } = await check(["--only", "name/maxLength"]);
    const others = run.cases
      .filter(({ caseId }) => !/maxLength|\/valid\//.test(caseId))
      .map(({ caseId }) => caseId);
    expect(others).toEqual([]);
    expect(run.cases.length).toBeGreaterThan(5);
  });

  test("leaves out what --exclude names, and says so", async () => {
    const { run } = await check(["--only", "maxLength", "--exclude", "astral"]);
    expect(run.cases.filter(({ caseId }) => caseId.includes("astral"))).toEqual([]);
    expect(run.leftOut.some(({ reason }) => reason === "named by --exclude")).toBe(true);
  });

  test("shares the cases out over shards: each case in one, the basic ones in all", async () => {
    const lists = await Promise.all(
      ["1/3", "2/3", "3/3"].map((shard) => plumbline(["check", "--dry-run", "--shard", shard])),
    );
    const whole = idsOf((await plumbline(["check", "--dry-run"])).out);
    const parts = lists.flatMap(({ out }) => idsOf(out));
    expect(new Set(parts)).toEqual(new Set(whole));
    expect(parts.length).toBe(whole.length + 4);
  });

  test("lists the cases in a dry run, with what would be left out and why, and sends nothing", async () => {
    const { code, out } = await plumbline([
      "check",
      "http://127.0.0.1:1/v1",
      "--dry-run",
      "--principal",
      `admin=${TOKENS.admin}`,
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^updateOrgSecret\/valid\/minimal\n {4}accepts a valid request/);
    expect(out).toMatch(/left out: \d+, no principal is known that must be refused/);
    expect(out).toMatch(/\n\d{3,} cases of 1 operations$/);
  });

  test("replays one case and shows the exchange", async () => {
    const { code, out } = await plumbline(["check", "--replay", "updateOrgSecret/roles/denied@member"]);
    expect(code).toBe(0);
    expect(out).toContain("> authorization: Bearer ${PLUMBLINE_MEMBER}");
    expect(out).toContain("< 403 after");
    expect(out).toMatch(/\nheld\n$/);
  });

  test("replays a case that fails, and ends with 1", async () => {
    const server = await independentServer({ openToMembers: true });
    const { code, out } = await plumbline([
      "check",
      server.url,
      ...KNOWN,
      "--replay",
      "updateOrgSecret/roles/denied",
    ]);
    await server.close();
    expect(code).toBe(1);
    expect(out).toContain("error: let in a principal that is not allowed");
  });
});

const idsOf = (out: string): readonly string[] =>
  out.split("\n").filter((line) => line.startsWith("updateOrgSecret/"));

/** One that wants `Bearer` with a capital letter: a warning, no error. */
async function strictAboutBearer(): Promise<{ url: string; close: () => Promise<void> }> {
  const { createServer: createHttpServer } = await import("node:http");
  const server = createHttpServer((request, response) => {
    const known = request.headers.authorization?.startsWith("Bearer ") ?? false;
    const body = known ? { success: true } : { error: { message: "no", type: "no" } };
    request
      .resume()
      .on("end", () =>
        response
          .writeHead(known ? 200 : 401, { "content-type": "application/json" })
          .end(JSON.stringify(body)),
      );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`, close };
}

test("no output and no report holds a credential, or one that lacks its last letter", () => {
  expect(everything.length).toBeGreaterThan(20);
  expect(written.length).toBeGreaterThan(10);
  for (const text of [...everything, ...written]) {
    for (const token of [
      ...Object.values(TOKENS),
      "oc_org_admin_local",
      "oc_org_owner_local",
      "oc_org_member_local",
    ]) {
      const at = text.indexOf(token.slice(0, -1));
      expect(at < 0 ? "" : text.slice(Math.max(0, at - 300), at + 60)).toBe("");
    }
  }
});

test("no credential is shown where the server repeats it", async () => {
  const before = [everything.length, written.length] as const;
  const { out } = await checkIndependent({ echoesCredential: true }, [...KNOWN, "--only", "credentials"]);
  everything.length = before[0];
  written.length = before[1];
  expect(out).toContain("echoed the credential");
  expect(out).not.toContain(TOKENS.admin.slice(0, -1));
});
