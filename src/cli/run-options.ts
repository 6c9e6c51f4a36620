// The options that say which cases of which contract are sent, and how fast; shared by check and compare.
import { KitError } from "../errors.ts";
import type { Contract } from "../contract/model.ts";
import type { Case } from "../suite/case.ts";
import type { RunOptions } from "../suite/run.ts";
import type { Option, Parsed } from "./options.ts";
import { CONTRACT_OPTIONS } from "./shared-options.ts";

export const RUN_OPTIONS: readonly Option[] = [
  { name: "contract", value: "FILE|URL", help: "the contract (default: the bundled one)" },
  ...CONTRACT_OPTIONS,
  { name: "only", value: "TEXT", many: true, help: "only cases whose id, title or clause holds the text" },
  { name: "exclude", value: "TEXT", many: true, help: "no cases whose id, title or clause holds the text" },
  { name: "concurrency", value: "N", help: "requests at once (default 16)" },
  { name: "rate", value: "N/s", help: "requests a second at the most" },
  {
    name: "timeout",
    value: "MS",
    help: "milliseconds until an unanswered request is a finding (default 10000)",
  },
  { name: "seed", value: "N", help: "seed of the run (default 1)" },
  {
    name: "explore",
    value: "SECONDSs|N",
    help: "then search with random requests: for so long (30s), or so many an operation (200)",
  },
  { name: "shard", value: "I/N", help: "only the I-th of N parts of the cases" },
  {
    name: "safe",
    help: "send nothing that could change what the run did not make itself, if the target conforms",
  },
  {
    name: "ledger",
    value: "FILE",
    help: "write there, as JSON, what the run made or changed and could not undo",
  },
];

/** The options of a run; KitError("usage") for a value that is none. */
export function runOptions(options: Parsed): RunOptions {
  const concurrency = options.number("concurrency", { min: 1, max: 1000 });
  const timeout = options.number("timeout", { min: 1, max: 600_000 });
  const seed = options.number("seed", { min: 0, max: 2 ** 31 });
  const rate = rateOf(options.text("rate"));
  const shard = shardOf(options.text("shard"));
  return {
    only: options.list("only"),
    exclude: options.list("exclude"),
    safe: options.flag("safe") ?? false,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(seed === undefined ? {} : { seed }),
    ...(rate === undefined ? {} : { rate }),
    ...(shard === undefined ? {} : { shard }),
    ...exploreOf(options.text("explore")),
  };
}

function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, count] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  if (count === undefined || Number(count) <= 0)
    throw new KitError("usage", `--rate takes N/s, such as 20/s, not ${text}`);
  return Number(count);
}

function exploreOf(text: string | undefined): Pick<RunOptions, "explore"> {
  if (text === undefined) return {};
  const [, count = "0", unit = ""] = /^(\d+(?:\.\d+)?)(s?)$/.exec(text) ?? [];
  if (Number(count) <= 0 || (unit === "" && !Number.isInteger(Number(count))))
    throw new KitError("usage", `--explore takes seconds, such as 30s, or a number of requests, not ${text}`);
  return { explore: unit === "s" ? { milliseconds: Number(count) * 1000 } : { runs: Number(count) } };
}

function shardOf(text: string | undefined): { index: number; of: number } | undefined {
  if (text === undefined) return undefined;
  const [, index = "0", of = "0"] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (Number(index) < 1 || Number(index) > Number(of))
    throw new KitError("usage", `--shard takes I/N with I from 1 to N, not ${text}`);
  return { index: Number(index), of: Number(of) };
}

/** A misspelt filter would check nothing, or everything, and say so with a green mark: KitError("usage") instead. */
export function assertFiltersMatch(options: Parsed, cases: readonly Case[]): void {
  for (const option of ["only", "exclude"]) {
    const idle = options
      .list(option)
      .find(
        (text) =>
          !cases.some(({ id, title, clause }) => [id, title, clause].some((part) => part.includes(text))),
      );
    if (idle === undefined) continue;
    throw new KitError("usage", `--${option} ${idle}: no case has this in its id, title or clause.`, {
      hint: "plumbline check --dry-run lists the cases.",
    });
  }
}

/** A value under a misspelt name would never be used: KitError("usage") instead. */
export function assertParametersExist(options: Parsed, contract: Contract): void {
  const names = new Set(contract.operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  for (const option of ["param", "foreign"]) {
    const unknown = options
      .list(option)
      .map((text) => text.slice(0, text.indexOf("=")))
      .find((name) => !names.has(name));
    if (unknown === undefined) continue;
    const known = [...names].slice(0, 12).join(", ");
    throw new KitError("usage", `--${option} ${unknown}: the contract has no such parameter.`, {
      hint: names.size === 0 ? "It has no parameters." : `It has ${known}${names.size > 12 ? ", …" : ""}.`,
    });
  }
}
