// `plumbline mock`: serves the mock of a contract until it is told to stop.
import type { Contract } from "../contract/model.ts";
import { KitError } from "../errors.ts";
import { mock, type Mock, type MockOptions } from "../mock/mock.ts";
import { serve } from "../mock/serve.ts";
import { reference } from "../onecli/reference.ts";
import type { OnecliSeed } from "../onecli/seed.ts";
import { findContract, loadSeed } from "./bundled.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import type { Command, Parsed } from "./options.ts";
import type { Terminal } from "./terminal.ts";

export const MOCK: Command = {
  name: "mock",
  usage: "mock [contract]",
  summary:
    "Serves a mock of the contract; without one, the bundled contract with its reference implementation.",
  positionals: 1,
  options: [
    { name: "port", short: "p", value: "N", help: "the port (default 4010; 0 takes any free one)" },
    { name: "host", short: "h", value: "HOST", help: "the address to bind (default 127.0.0.1)" },
    { name: "base-path", value: "PATH", help: "serve under this base path instead of those of `servers`" },
    { name: "strict-base-path", help: "do not serve at the root beside the base path" },
    { name: "dynamic", short: "d", help: "generated values instead of examples, other ones each time" },
    { name: "seed", value: "N", help: "seed of generated values (default 1)" },
    { name: "cors", help: "answer cross-origin requests (default; --no-cors turns it off)" },
    { name: "security", help: "ask for credentials (default; --no-security turns it off)" },
    {
      name: "self-check",
      value: "MODE",
      help: "an own answer that breaks the contract: fail (default), report or off",
    },
    { name: "limit", value: "BYTES", help: "the most bytes of a request body (default 10485760)" },
    { name: "quiet", help: "print the address and nothing else" },
    ...CONTRACT_OPTIONS,
    HELP,
    { name: "errors", help: "", hidden: true },
    { name: "multiprocess", short: "m", help: "", hidden: true },
    { name: "verboseLevel", short: "v", value: "LEVEL", help: "", hidden: true },
    { name: "ignoreExamples", help: "", hidden: true },
    { name: "json-schema-faker-fillProperties", help: "", hidden: true },
  ],
};

/** Serves until Ctrl-C; 0 then. */
export async function runMock(options: Parsed, terminal: Terminal): Promise<number> {
  const found = await findContract(options.positionals[0], options);
  const { contract } = found;
  const notes: string[] = [];
  let started = false;
  const log = (text: string): void => (started ? terminal.err(text) : void notes.push(text));
  const seed = found.hasReference ? await loadSeed() : undefined;
  const settings = mockOptions(options, log);
  const made: Mock = seed ? reference(contract, seed, settings) : mock(contract, settings);
  const server = await serve(made.answer, {
    port: options.number("port", { min: 0, max: 65_535 }) ?? 4010,
    host: options.text("host") ?? "127.0.0.1",
    contentLimit: made.contentLimit,
    tooLarge: made.tooLarge,
    onError: (error) =>
      terminal.err(
        `plumbline: a request failed inside the mock: ${error instanceof Error ? error.message : String(error)}`,
      ),
  });
  started = true;
  const base = settings.basePaths?.[0] ?? contract.basePaths[0] ?? "";
  if (options.flag("quiet")) terminal.out(`${server.url}${base}`);
  else
    for (const line of banner(found.file, contract, { url: server.url, base, seed, notes }))
      terminal.out(line);
  await terminal.interrupted();
  await server.close();
  if (!options.flag("quiet")) terminal.err("stopped");
  return 0;
}

function mockOptions(options: Parsed, log: (text: string) => void): MockOptions {
  const selfCheck = options.text("self-check") ?? "fail";
  if (selfCheck !== "fail" && selfCheck !== "report" && selfCheck !== "off") {
    throw new KitError("usage", `--self-check is fail, report or off, not ${selfCheck}`);
  }
  const basePath = options.text("base-path");
  const contentLimit = options.number("limit", { min: 1, max: 2 ** 30 });
  const seed = options.number("seed", { min: 0, max: 2 ** 31 });
  return {
    log,
    selfCheck,
    strictBasePath: options.flag("strict-base-path") ?? false,
    dynamic: options.flag("dynamic") ?? false,
    cors: options.flag("cors") ?? true,
    security: options.flag("security") ?? true,
    ...(basePath === undefined ? {} : { basePaths: [basePath] }),
    ...(contentLimit === undefined ? {} : { contentLimit }),
    ...(seed === undefined ? {} : { seed }),
  };
}

interface BannerParts {
  readonly url: string;
  readonly base: string;
  readonly seed: OnecliSeed | undefined;
  readonly notes: readonly string[];
}

const MOST_OPERATIONS = 12;
const MOST_FINDINGS = 8;

function banner(
  file: string,
  contract: Contract,
  { url, base, seed, notes }: BannerParts,
): readonly string[] {
  const operations = contract.operations
    .slice(0, MOST_OPERATIONS)
    .map(({ method, path }) => `  ${method.padEnd(7)} ${base}${path}`);
  const hidden = contract.operations.length - operations.length;
  const findings = contract.findings.filter(({ severity }) => severity !== "note");
  const keys =
    seed?.principals.map(
      ({ name, key, role, organization }) =>
        `  ${name.padEnd(12)} ${key.padEnd(24)} ${role ?? ""} of ${organization ?? ""}`,
    ) ?? [];
  return [
    `${contract.title} ${contract.version} (${file})`,
    `listening at ${url}${base}`,
    "",
    `${contract.operations.length} operation${contract.operations.length === 1 ? "" : "s"}`,
    ...operations,
    ...(hidden > 0 ? [`  … and ${hidden} more (plumbline contract lists them)`] : []),
    ...(keys.length > 0 ? ["", "keys, sent as Authorization: Bearer KEY", ...keys] : []),
    ...(findings.length > 0 ? ["", `${findings.length} slips in the contract`] : []),
    ...findings
      .slice(0, MOST_FINDINGS)
      .map(({ severity, message, pointer }) => `  ${severity}  ${where(contract, pointer)}  ${message}`),
    ...(findings.length > MOST_FINDINGS
      ? [`  … and ${findings.length - MOST_FINDINGS} more (plumbline contract lists them)`]
      : []),
    ...(notes.length > 0 ? ["", ...notes] : []),
    "",
    `control: ${url}/_plumbline/health, /state, /journal, /contract, POST /reset      Ctrl-C stops`,
  ];
}

function where(contract: Contract, pointer: string): string {
  const position = contract.locate(pointer);
  return position ? `${position.file}:${position.line}:${position.column}` : pointer;
}
