// `plumbline mock`: serves the mock of a contract until it is told to stop.
import { fileURLToPath } from "node:url";
import { KitError, messageOf } from "../errors.ts";
import { mock, type Mock, type MockOptions } from "../mock/mock.ts";
import { serve } from "../mock/serve.ts";
import { reference } from "../onecli/reference.ts";
import type { OnecliSeed } from "../onecli/seed.ts";
import { findContract, loadSeed, type FoundContract } from "./bundled.ts";
import { expectManyRequests } from "./engine.ts";
import { banner } from "./mock-banner.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import type { Command, Parsed } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { fileWatcher, type Watcher } from "./watch.ts";

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
    {
      name: "stateless",
      help: "remember nothing: what is created is not listed, what is deleted is still there",
    },
    { name: "cors", help: "answer cross-origin requests (default; --no-cors turns it off)" },
    { name: "security", help: "ask for credentials (default; --no-security turns it off)" },
    {
      name: "self-check",
      value: "MODE",
      help: "an own answer that breaks the contract: fail (default), report or off",
    },
    {
      name: "delay",
      value: "MS",
      help: "milliseconds that every answer waits (Prefer: wait=SECONDS for one)",
    },
    {
      name: "callbacks",
      value: "MODE",
      help: "where callbacks may be sent: off (default), public addresses, or any",
    },
    { name: "watch", short: "w", help: "read the contract again when one of its files changes" },
    { name: "ignore-examples", help: "generated values instead of the examples of responses" },
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
  const quiet = options.flag("quiet") === true || options.text("verboseLevel") === "silent";
  const notes: string[] = [];
  let started = false;
  const settings = mockOptions(options, (text) => (started ? terminal.err(text) : void notes.push(text)));
  const load = async (): Promise<Loaded> => {
    const found = await findContract(options.positionals[0], options);
    const seed = found.hasReference ? await loadSeed() : undefined;
    const { contract } = found;
    return { ...found, seed, made: seed ? reference(contract, seed, settings) : mock(contract, settings) };
  };
  let live = await load();
  const server = await serve((request) => live.made.answer(request), {
    port: options.number("port", { min: 0, max: 65_535 }) ?? 4010,
    host: options.text("host") ?? "127.0.0.1",
    contentLimit: live.made.contentLimit,
    tooLarge: (request) => live.made.tooLarge(request),
    onError: (error) => terminal.err(`plumbline: a request failed inside the mock: ${messageOf(error)}`),
  });
  started = true;
  expectManyRequests();
  const { contract, file, seed } = live;
  const base = settings.basePaths?.[0] ?? contract.basePaths[0] ?? "";
  if (quiet) terminal.out(`${server.url}${base}`);
  else for (const line of banner(file, contract, { url: server.url, base, seed, notes })) terminal.out(line);
  const watcher = options.flag("watch")
    ? watchContract(live, load, terminal, (next) => void (live = next))
    : undefined;
  await terminal.interrupted();
  watcher?.close();
  await server.close();
  if (!quiet) terminal.err("stopped");
  return 0;
}

interface Loaded extends FoundContract {
  readonly seed: OnecliSeed | undefined;
  readonly made: Mock;
}

/** Loads again when a file changes; what cannot be served leaves everything as it is, with a message. */
function watchContract(
  first: Loaded,
  load: () => Promise<Loaded>,
  terminal: Terminal,
  replace: (next: Loaded) => void,
): Watcher {
  const had = first.contract.operations.length;
  const watcher = fileWatcher(() => {
    load().then(
      (next) => {
        const { operations } = next.contract;
        if (operations.length === 0 && had > 0)
          return terminal.err(`not reloaded: ${next.file} has no operations now; ${KEPT}`);
        watcher.watch(localFiles(next));
        replace(next);
        terminal.err(
          `reloaded ${next.file}: ${operations.length} operations; the state is back at its start`,
        );
      },
      (error: unknown) => {
        const where = error instanceof KitError && error.where !== undefined ? `${error.where}: ` : "";
        terminal.err(`not reloaded: ${where}${messageOf(error)}\n${KEPT}`);
      },
    );
  });
  watcher.watch(localFiles(first));
  return watcher;
}

const KEPT = "the contract as it was before is still served";

function localFiles({ contract }: Loaded): readonly string[] {
  return (contract.uris ?? []).filter((uri) => uri.startsWith("file:")).map((uri) => fileURLToPath(uri));
}

function mockOptions(options: Parsed, log: (text: string) => void): MockOptions {
  const selfCheck = options.text("self-check") ?? "fail";
  if (selfCheck !== "fail" && selfCheck !== "report" && selfCheck !== "off") {
    throw new KitError("usage", `--self-check is fail, report or off, not ${selfCheck}`);
  }
  const callbacks = options.text("callbacks") ?? "off";
  if (callbacks !== "off" && callbacks !== "public" && callbacks !== "any") {
    throw new KitError("usage", `--callbacks is off, public or any, not ${callbacks}`);
  }
  const basePath = options.text("base-path");
  const delay = options.number("delay", { min: 0, max: 60_000 });
  const contentLimit = options.number("limit", { min: 1, max: 2 ** 30 });
  const seed = options.number("seed", { min: 0, max: 2 ** 31 });
  return {
    log,
    selfCheck,
    callbacks,
    ignoreExamples: options.flag("ignore-examples") ?? options.flag("ignoreExamples") ?? false,
    ...(delay === undefined ? {} : { delay }),
    strictBasePath: options.flag("strict-base-path") ?? false,
    dynamic: options.flag("dynamic") ?? false,
    stateful: options.flag("stateless") !== true,
    cors: options.flag("cors") ?? true,
    security: options.flag("security") ?? true,
    ...(basePath === undefined ? {} : { basePaths: [basePath] }),
    ...(contentLimit === undefined ? {} : { contentLimit }),
    ...(seed === undefined ? {} : { seed }),
  };
}
