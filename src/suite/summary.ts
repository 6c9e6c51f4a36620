// Puts a run into its result: findings, verdicts, counts, the exit code and one sentence.
import type { Contract } from "../contract/model.ts";
import type { Derivation } from "./derive.ts";
import type { Evidence } from "./judge.ts";
import type { Finding, RunResult, VerdictState } from "./result.ts";
import type { RunOptions } from "./options.ts";
import type { Leftover } from "./ledger.ts";
import type { LeftOut } from "./plan.ts";
import type { Target } from "./target.ts";
import { findingsOf, outcomesOf } from "./findings.ts";
import { sourceOf, verdictsOf, type Tried } from "./verdicts.ts";

export interface SummaryInputs {
  readonly contract: Contract;
  readonly target: Target;
  readonly options: RunOptions;
  readonly derivation: Derivation;
  readonly tried: readonly Tried[];
  readonly leftOut: readonly LeftOut[];
  /** What was made or changed at the target and could not be undone. */
  readonly leftovers: readonly Leftover[];
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly requestsSent: number;
  readonly exchangeOf: (tried: Tried, evidence: Evidence) => Finding["exchange"];
}

export function summarise(inputs: SummaryInputs): RunResult {
  const { contract, target, options, derivation, tried } = inputs;
  const operations = contract.operations.filter((operation) => options.operations?.(operation) ?? true);
  const findings = findingsOf(tried, contract, inputs.exchangeOf);
  const verdicts = verdictsOf({
    contract,
    operations,
    tried,
    findings,
    leftOut: reasonsOf(inputs.leftOut, derivation),
  });
  const counts: Record<VerdictState, number> = { held: 0, broken: 0, blocked: 0, untested: 0 };
  for (const { state } of verdicts) counts[state]++;
  const judged = tried.some(
    ({ item, judgement, blocked }) => item.kind === "valid" && judgement.expected && blocked === undefined,
  );
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const interrupted = options.signal?.aborted ?? false;
  const exitCode = !judged ? 3 : errors > 0 ? 1 : interrupted ? 3 : 0;
  return {
    contract: { title: contract.title, version: contract.version, file: options.contractFile ?? "" },
    target: target.name,
    startedAt: inputs.startedAt.toISOString(),
    milliseconds: Math.round(inputs.milliseconds),
    seed: options.seed ?? 1,
    operations: operations.map(({ id, method, path }) => ({ id, method, path })),
    cases: outcomesOf(tried, findings),
    verdicts,
    findings,
    contractFindings: contract.findings.map(({ severity, code, message, pointer }) => ({
      severity,
      code,
      message,
      clause: sourceOf(contract, pointer),
    })),
    leftOut: [...grouped(inputs.leftOut, derivation), ...undone(inputs.leftovers)],
    counts,
    requestsSent: inputs.requestsSent,
    exitCode,
    summary: interrupted
      ? `The run was interrupted, so this is not the whole picture. ${sentence(findings, counts)}`
      : exitCode === 3
        ? whyNothing(inputs, findings)
        : sentence(findings, counts),
  };
}

/** Why a clause has no case that was sent: by operation and clause, and by operation for all of it. */
function reasonsOf(leftOut: readonly LeftOut[], derivation: Derivation): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { item, reason } of leftOut) reasons.set(`${item.operation} ${item.clause}`, reason);
  for (const [operation, reason] of derivation.without) reasons.set(operation, reason);
  return reasons;
}

function grouped(leftOut: readonly LeftOut[], derivation: Derivation): RunResult["leftOut"] {
  const groups = new Map<string, { what: string; reason: string; count: number }>();
  for (const { item, reason } of leftOut) {
    const what = `cases of the rule ${item.rule}`;
    const group = groups.get(`${what} ${reason}`);
    if (group) group.count++;
    else groups.set(`${what} ${reason}`, { what, reason, count: 1 });
  }
  const whole = [...derivation.without].map(([operation, reason]) => ({
    what: `the operation ${operation}`,
    reason,
    count: 1,
  }));
  const thinned = [...derivation.thinned].map(([operation, count]) => ({
    what: `further cases of the operation ${operation}`,
    reason: "it has too many: every clause keeps its first fault and its edges",
    count,
  }));
  return [...whole, ...thinned, ...groups.values()];
}

function undone(leftovers: readonly Leftover[]): RunResult["leftOut"] {
  const groups = new Map<string, readonly Leftover[]>();
  for (const one of leftovers) {
    const key = `${one.path} ${one.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => ({
    what: `undoing what was done at ${group[0]?.path ?? ""}`,
    reason: `${group[0]?.reason ?? ""} (${listed(group.map(({ id }) => id))})`,
    count: group.length,
  }));
}

const MOST_NAMED = 10;

const listed = (ids: readonly string[]): string =>
  `${ids.slice(0, MOST_NAMED).join(", ")}${ids.length > MOST_NAMED ? `, and ${ids.length - MOST_NAMED} more` : ""}`;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function sentence(findings: readonly Finding[], counts: Readonly<Record<VerdictState, number>>): string {
  const of = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const minor = [
    of("warning") > 0 ? plural(of("warning"), "warning") : "",
    of("note") > 0 ? plural(of("note"), "note") : "",
  ].filter((text) => text !== "");
  const beside = minor.length > 0 ? `, with ${minor.join(" and ")}` : "";
  const open = counts.blocked > 0 ? ` ${plural(counts.blocked, "clause")} could not be judged.` : "";
  if (of("error") === 0) return `The target conforms${beside}.${open}`;
  return `The target does not conform: ${plural(of("error"), "error")}${beside}.${open}`;
}

/** The likeliest reason why no valid request was accepted, and what to do about it. */
function whyNothing({ tried, target, contract }: SummaryInputs, findings: readonly Finding[]): string {
  const nothing = "Nothing could be judged: ";
  const valid = tried
    .filter(({ item }) => item.kind === "valid")
    .flatMap(({ judgement }) => judgement.evidence);
  if (tried.length === 0) return `${nothing}the contract gives no case that could be sent.`;
  const failure = valid.find(({ sent }) => sent.failure !== undefined)?.sent.failure;
  if (failure !== undefined)
    return `${nothing}${target.name} gave no answer (${failure}). Is it running, and is the URL right?`;
  const statuses = new Map<number, number>();
  for (const { sent } of valid)
    if (sent.response) statuses.set(sent.response.status, (statuses.get(sent.response.status) ?? 0) + 1);
  const [most] = [...statuses].toSorted(([, one], [, other]) => other - one)[0] ?? [0];
  const all = `${nothing}no valid request was accepted (mostly ${most}). `;
  if (most === 401 || most === 403) {
    const secured = target.allowed.length === 0 ? "No credential was given" : "The credential was refused";
    return `${all}${secured}: name a principal that is allowed with --principal NAME=TOKEN.`;
  }
  if (most === 404) {
    const [base] = contract.basePaths.filter((path) => path !== "" && !target.name.endsWith(path));
    const path = base === undefined ? "" : `does the base URL need the base path ${base}? `;
    return `${all}Name ids that exist with --param NAME=VALUE; ${path}`.trim();
  }
  return `${all}${findings[0]?.got ?? ""}`.trim();
}
