// `plumbline check`: runs the suite against a base URL, or against the reference, and reports.
import { writeFile } from "node:fs/promises";
import { KitError, messageOf } from "../errors.ts";
import { REPORTS, type ReportFormat } from "../reports/formats.ts";
import { progressLine } from "../reports/progress.ts";
import { deriveCases } from "../suite/derive.ts";
import type { RunResult } from "../suite/result.ts";
import { runSuite, type RunOptions } from "../suite/run.ts";
import { findContract, type FoundContract } from "./bundled.ts";
import type { Command, Option, Parsed } from "./options.ts";
import { PROFILE_OPTIONS, readProfile } from "./profile.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import { ownTarget, remoteTarget, type OpenTarget } from "./targets.ts";
import type { Terminal } from "./terminal.ts";

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
  { name: "shard", value: "I/N", help: "only the I-th of N parts of the cases" },
];

export const CHECK: Command = {
  name: "check",
  usage: "check [baseUrl]",
  summary: "Checks a server against the contract, clause by clause; without a URL, the reference itself.",
  positionals: 1,
  options: [
    ...RUN_OPTIONS,
    ...PROFILE_OPTIONS,
    {
      name: "report",
      value: "FORMAT[=FILE]",
      many: true,
      help: `console (default), ${Object.keys(REPORTS)
        .filter((name) => name !== "console")
        .join(", ")}`,
    },
    {
      name: "fail-on",
      value: "SEVERITY",
      help: "error (default), warning or note: from what severity on the run fails",
    },
    { name: "dry-run", help: "list the cases and send nothing" },
    { name: "replay", value: "ID", help: "send one case again and show the exchange" },
    HELP,
  ],
};

/** 0 conforms, 1 findings, 3 nothing could be judged; KitErrors for usage and contract errors. */
export async function runCheck(options: Parsed, terminal: Terminal): Promise<number> {
  const found = await findContract(options.text("contract"), options);
  const reports = reportsOf(options);
  const failOn = severityOf(options);
  if (options.flag("dry-run")) return dryRun(found, options, terminal);
  const run = await runAgainst(options.positionals[0], found, options, terminal);
  for (const { format, file } of reports) await deliver(run, format, file, terminal);
  if (run.exitCode !== 0) return run.exitCode;
  const rank = { error: 0, warning: 1, note: 2 };
  return run.findings.some(({ severity }) => rank[severity] <= rank[failOn]) ? 1 : 0;
}

/** Runs the suite against a base URL, or against the reference when there is none. */
export async function runAgainst(
  baseUrl: string | undefined,
  found: FoundContract,
  options: Parsed,
  terminal: Terminal,
): Promise<RunResult> {
  const settings = runOptions(options, found);
  const profile = await readProfile(options, terminal.environment);
  const network = { timeout: settings.timeout ?? 10_000, concurrency: settings.concurrency ?? 16 };
  const url = baseUrl ?? profile.baseUrl;
  const open: OpenTarget =
    url === undefined ? await ownTarget(found, profile, network) : remoteTarget(url, profile, network);
  let last = 0;
  const onProgress = (done: number, total: number): void => {
    const now = Date.now();
    if (now - last > 80) terminal.status(progressLine(done, total, terminal.width));
    if (now - last > 80) last = now;
  };
  try {
    return await runSuite(found.contract, open.target, { ...settings, onProgress });
  } finally {
    terminal.status("");
    await open.close();
  }
}

function runOptions(options: Parsed, found: FoundContract): RunOptions {
  const concurrency = options.number("concurrency", { min: 1, max: 1000 });
  const timeout = options.number("timeout", { min: 1, max: 600_000 });
  const seed = options.number("seed", { min: 0, max: 2 ** 31 });
  const rate = rateOf(options.text("rate"));
  const shard = shardOf(options.text("shard"));
  const replay = options.text("replay");
  return {
    only: replay === undefined ? options.list("only") : [replay.replace(/@[^@]*$/, "")],
    exclude: options.list("exclude"),
    contractFile: found.file,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(seed === undefined ? {} : { seed }),
    ...(rate === undefined ? {} : { rate }),
    ...(shard === undefined ? {} : { shard }),
  };
}

function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, count] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  if (count === undefined || Number(count) <= 0)
    throw new KitError("usage", `--rate takes N/s, such as 20/s, not ${text}`);
  return Number(count);
}

function shardOf(text: string | undefined): { index: number; of: number } | undefined {
  if (text === undefined) return undefined;
  const [, index = "0", of = "0"] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (Number(index) < 1 || Number(index) > Number(of))
    throw new KitError("usage", `--shard takes I/N with I from 1 to N, not ${text}`);
  return { index: Number(index), of: Number(of) };
}

function severityOf(options: Parsed): "error" | "warning" | "note" {
  const text = options.text("fail-on") ?? "error";
  if (text === "error" || text === "warning" || text === "note") return text;
  throw new KitError("usage", `--fail-on is error, warning or note, not ${text}`);
}

interface ReportOrder {
  readonly format: ReportFormat;
  readonly file: string | undefined;
}

/** What to write where; the console report is shown unless another one takes the output. */
function reportsOf(options: Parsed): readonly ReportOrder[] {
  const orders = options.list("report").map((text): ReportOrder => {
    const mark = text.indexOf("=");
    const format = mark < 0 ? text : text.slice(0, mark);
    if (!Object.hasOwn(REPORTS, format)) {
      throw new KitError("usage", `There is no report format ${format}.`, {
        hint: `The formats are ${Object.keys(REPORTS).join(", ")}.`,
      });
    }
    return { format: format as ReportFormat, file: mark < 0 ? undefined : text.slice(mark + 1) };
  });
  return orders.some(({ file }) => file === undefined)
    ? orders
    : [...orders, { format: "console", file: undefined }];
}

async function deliver(
  run: RunResult,
  format: ReportFormat,
  file: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const text = REPORTS[format](run, { colour: file === undefined && terminal.colour, width: terminal.width });
  if (file === undefined) return terminal.out(text);
  try {
    await writeFile(file, `${text}\n`);
  } catch (error) {
    throw new KitError("output-unwritable", `The ${format} report cannot be written: ${messageOf(error)}`, {
      hint: "Name a file in a folder that exists.",
    });
  }
}

function dryRun(found: FoundContract, options: Parsed, terminal: Terminal): number {
  const { cases, without } = deriveCases(found.contract);
  const only = options.list("only");
  const wanted = cases.filter(
    ({ id, title, clause }) =>
      only.length === 0 ||
      only.some((text) => id.includes(text) || title.includes(text) || clause.includes(text)),
  );
  for (const { id, title, expect } of wanted) terminal.out(`${id}\n    ${title}; expects ${expect.text}`);
  for (const [operation, reason] of without) terminal.out(`${operation}\n    no cases: ${reason}`);
  terminal.out(`${wanted.length} cases of ${found.contract.operations.length} operations`);
  return 0;
}
