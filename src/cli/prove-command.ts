// `plumbline prove`: shows on mutants and correct variants of a contract how far the judge can be trusted.
import { availableParallelism } from "node:os";
import { effectiveDocument } from "../contract/effective.ts";
import { loadDocuments } from "../contract/document.ts";
import { KitError } from "../errors.ts";
import { prove } from "../mutants/prove.ts";
import { PROOF_REPORTS } from "../reports/formats.ts";
import { workbench } from "../mutants/workbench.ts";
import { worldOf, type WorldSource } from "../mutants/world.ts";
import { BUNDLED, FAMILY, loadSeed, locateContract } from "./bundled.ts";
import { expectShortLivedCode } from "./engine.ts";
import type { Command, Parsed } from "./options.ts";
import { assertWritable, deliver, reportOption, reportOrders } from "./report-orders.ts";
import { proofJudge } from "./prove-judge.ts";
import { threadsFor } from "./prove-threads.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import type { Terminal } from "./terminal.ts";

export const PROVE: Command = {
  name: "prove",
  usage: "prove [contract]",
  summary:
    "Runs the judge on faulty and on correct-but-different servers made from the contract, and prints its score.\nWithout a contract: the bundled one and the family of operations around it.",
  positionals: 1,
  options: [
    ...CONTRACT_OPTIONS,
    {
      name: "only",
      value: "TEXT",
      help: "only mutants and variants whose id, family or description holds the text",
    },
    { name: "limit", value: "N", help: "at most N mutants per contract, taken evenly" },
    {
      name: "threshold",
      value: "N",
      help: "the least score in percent (default 100); below it the exit code is 1",
    },
    { name: "all-pairs", help: "try every pair of variants in a server of its own, not in blocks" },
    {
      name: "sample-sockets",
      value: "N",
      help: "judge N of the mutants over real connections too, and compare",
    },
    { name: "threads", value: "N", help: "threads (default: one per processor, four at the most)" },
    reportOption(PROOF_REPORTS),
    { name: "json", help: "the same as --report json" },
    HELP,
  ],
};

/** 0 when the score reaches the threshold without a false alarm, else 1; KitErrors for usage and contract errors. */
export async function runProve(options: Parsed, terminal: Terminal): Promise<number> {
  const threshold = options.number("threshold", { min: 0, max: 100 }) ?? 100;
  const only = options.text("only");
  const limit = options.number("limit", { min: 1, max: 1_000_000 });
  const sockets = options.number("sample-sockets", { min: 0, max: 10_000 });
  const json = options.flag("json") === true ? ["json"] : [];
  const orders = reportOrders([...options.list("report"), ...json], PROOF_REPORTS);
  await assertWritable(orders);
  const sources = await sourcesOf(options);
  const count = options.number("threads", { min: 1, max: 64 }) ?? Math.min(4, availableParallelism());
  // Before the worlds are made here, for each thread makes them too.
  const threads = threadsFor(sources, count);
  void threads.ready.then(expectShortLivedCode);
  try {
    const bench = workbench(await Promise.all(sources.map(worldOf)), proofJudge());
    const result = await prove(bench, {
      lanes: threads.lanes,
      ...(only === undefined ? {} : { only }),
      ...(limit === undefined ? {} : { limit }),
      ...(sockets === undefined ? {} : { sockets }),
      ...(options.flag("all-pairs") === true ? { blockSize: 2 } : {}),
      onProgress: progressOn(terminal),
    });
    terminal.status("");
    for (const order of orders) await deliver(result, order, terminal);
    if (result.killed + result.survived === 0 && only === undefined)
      throw new KitError("usage", "Nothing could be proved: the contract gives no mutant.");
    const alarms = result.falseAlarms + result.sockets.falseAlarms.length + result.sockets.differing.length;
    return result.score < threshold || alarms > 0 ? 1 : 0;
  } finally {
    terminal.status("");
    await threads.dismiss();
  }
}

async function sourcesOf(options: Parsed): Promise<readonly WorldSource[]> {
  const [named] = options.positionals;
  const contracts =
    named === undefined && options.list("overlay").length === 0 ? [BUNDLED, FAMILY] : [named ?? BUNDLED];
  return Promise.all(
    contracts.map(async (contract): Promise<WorldSource> => {
      const { source, overlays, hasReference, file } = locateContract(contract, options);
      const allowPrivateHosts = options.flag("allow-private-hosts") === true;
      const documents = await loadDocuments(source, { overlays, allowPrivateHosts });
      const text = JSON.stringify(effectiveDocument(documents));
      return { text, name: file, ...(hasReference ? { seed: await loadSeed() } : {}) };
    }),
  );
}

function progressOn(terminal: Terminal): (done: number, total: number, what: string) => void {
  let last = 0;
  return (done, total, what) => {
    const now = Date.now();
    if (now - last < 80) return;
    last = now;
    terminal.status(` ${what}: ${done} of ${total}`);
  };
}
