// `plumbline check`: runs the suite against a base URL, or against the reference, and reports.
import { KitError } from "../errors.ts";
import { REPORTS } from "../reports/formats.ts";
import { progressLine } from "../reports/progress.ts";
import { deriveCases } from "../suite/derive.ts";
import type { Severity } from "../suite/case.ts";
import type { Leftover } from "../suite/ledger.ts";
import type { RunResult } from "../suite/result.ts";
import { runSuite } from "../suite/run.ts";
import { findContract, type FoundContract } from "./bundled.ts";
import { dryRun } from "./dry-run.ts";
import { tellLeftovers } from "./leftovers.ts";
import type { Command, Parsed } from "./options.ts";
import { PROFILE_OPTIONS, readProfile } from "./profile.ts";
import { assertOperationsExist } from "./profile-principals.ts";
import { replay } from "./replay.ts";
import { assertWritable, deliver, reportOption, reportOrders } from "./report-orders.ts";
import { assertFiltersMatch, assertParametersExist, RUN_OPTIONS, runOptions } from "./run-options.ts";
import { HELP } from "./shared-options.ts";
import { ownProfile, ownTarget, remoteTarget, type OpenTarget } from "./targets.ts";
import type { Terminal } from "./terminal.ts";

export const CHECK: Command = {
  name: "check",
  usage: "check [baseUrl]",
  summary: "Checks a server against the contract, clause by clause; without a URL, the reference itself.",
  positionals: 1,
  options: [
    ...RUN_OPTIONS,
    ...PROFILE_OPTIONS,
    reportOption(REPORTS),
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
  const baseUrl = options.positionals[0];
  const orders = reportOrders(options.list("report"), REPORTS);
  const fails = failing(options.text("fail-on") ?? "error");
  await assertWritable(orders);
  runOptions(options);
  const found = await findContract(options.text("contract"), options);
  if (options.flag("dry-run")) return plan(baseUrl, found, options, terminal);
  const id = options.text("replay");
  if (id !== undefined) {
    const derivation = deriveCases(found.contract);
    const { open, settings } = await openTarget(baseUrl, found, options, terminal);
    try {
      const timeout = settings.timeout ?? 10_000;
      const { contract } = found;
      return await replay({ id, contract, derivation, target: open.target, timeout, fails }, terminal);
    } finally {
      await open.close();
    }
  }
  const run = await runAgainst(baseUrl, found, options, terminal);
  for (const order of orders) await deliver(run, order, terminal);
  if (run.exitCode !== 0) return run.exitCode;
  return run.findings.some(({ severity }) => fails(severity)) ? 1 : 0;
}

/** Runs the suite against a base URL, or against the reference when there is none. */
export async function runAgainst(
  baseUrl: string | undefined,
  found: FoundContract,
  options: Parsed,
  terminal: Terminal,
): Promise<RunResult> {
  const { seed = 1 } = runOptions(options);
  const derivation = deriveCases(found.contract, { seed });
  assertFiltersMatch(options, derivation.cases);
  const { open, settings } = await openTarget(baseUrl, found, options, terminal);
  let last = 0;
  const onProgress = (done: number, total: number): void => {
    const now = Date.now();
    if (now - last > 80) terminal.status(progressLine(done, total, terminal.width));
    if (now - last > 80) last = now;
  };
  const interruption = new AbortController();
  void terminal.interrupted().then(() => interruption.abort());
  let leftovers: readonly Leftover[] = [];
  try {
    const run = await runSuite(found.contract, open.target, {
      ...settings,
      contractFile: found.file,
      derivation,
      onProgress,
      signal: interruption.signal,
      onLeftover: (left) => void (leftovers = left),
    });
    await tellLeftovers(leftovers, options.text("ledger"), terminal);
    return run;
  } finally {
    terminal.status("");
    await open.close();
  }
}

interface Opened {
  readonly open: OpenTarget;
  readonly settings: ReturnType<typeof runOptions>;
}

async function openTarget(
  baseUrl: string | undefined,
  found: FoundContract,
  options: Parsed,
  terminal: Terminal,
): Promise<Opened> {
  const settings = runOptions(options);
  assertParametersExist(options, found.contract);
  const profile = await readProfile(options, terminal.environment);
  assertOperationsExist(profile.principals, found.contract);
  const network = { timeout: settings.timeout ?? 10_000, concurrency: settings.concurrency ?? 16 };
  const url = baseUrl ?? profile.baseUrl;
  const open =
    url === undefined ? await ownTarget(found, profile, network) : remoteTarget(url, profile, network);
  return { open, settings };
}

/** What a run would send, with what is known of the target. */
async function plan(
  baseUrl: string | undefined,
  found: FoundContract,
  options: Parsed,
  terminal: Terminal,
): Promise<number> {
  const { contract } = found;
  const derivation = deriveCases(contract);
  const settings = runOptions(options);
  assertFiltersMatch(options, derivation.cases);
  assertParametersExist(options, contract);
  const given = await readProfile(options, terminal.environment);
  const url = baseUrl ?? given.baseUrl;
  const profile = url === undefined ? await ownProfile(found, given) : given;
  return dryRun({ contract, derivation, profile, settings }, terminal);
}

const RANKS: readonly Severity[] = ["error", "warning", "note"];

/** From the value of --fail-on: which severities fail the run. */
function failing(text: string): (severity: Severity) => boolean {
  const limit = RANKS.findIndex((severity) => severity === text);
  if (limit < 0) throw new KitError("usage", `--fail-on is error, warning or note, not ${text}`);
  return (severity) => RANKS.indexOf(severity) <= limit;
}
