// The proof for a person at a terminal: the score by family, survivors with their reasons, false alarms, idle rules.
import type { ContractProof, FalseAlarm, MutantOutcome, ProofResult, RuleWorth } from "../mutants/proof.ts";
import { byEquality, byReason, idleRules, proofSentence, totalOf, variantsSentence } from "./proof-parts.ts";
import { printable } from "./escape.ts";
import { amount } from "./wording.ts";

/** The proof for a terminal. */
export function proofConsole(result: ProofResult): string {
  const lines = ["Plumbline: proof of the judge", ""];
  for (const contract of result.contracts) lines.push(...contractLines(contract));
  if (result.sockets.tried > 0) lines.push(...socketLines(result));
  if (result.rules.length > 0) lines.push(...ruleLines(result.rules));
  lines.push(`${proofSentence(result)}, ${(result.milliseconds / 1000).toFixed(1)} s`);
  return lines.map(printable).join("\n");
}

function contractLines(contract: ContractProof): readonly string[] {
  const { title, name, operations, cases, families, variants, falseAlarms } = contract;
  const wide = Math.max(...families.map(({ family }) => family.length), 8);
  const lines = [`${title} (${name}): ${amount(operations, "operation")}, ${amount(cases, "case")}`, ""];
  lines.push(`  ${"".padEnd(wide)}  killed  survived  equal`);
  for (const { family, killed, survived, equal } of [...families, totalOf(families)])
    lines.push(
      `  ${family.padEnd(wide)}  ${String(killed).padStart(6)}  ${String(survived).padStart(8)}  ${String(equal).padStart(5)}`,
    );
  lines.push("");
  if (contract.survivors.length > 0)
    lines.push("  Survivors, and why", ...survivorLines(contract.survivors), "");
  if (contract.equals.length > 0) lines.push("  Proved equal", ...equalityLines(contract.equals), "");
  for (const { reason, count } of contract.unobservable)
    lines.push(`  Not made: ${amount(count, "mutant")}; ${reason}`, "");
  if (contract.original.length > 0)
    lines.push(
      "  The judge accuses the original; these cases count for no mutant",
      ...contract.original.map(({ caseId, message }) => `    ${caseId}: ${message}`),
      "",
    );
  lines.push(
    `  ${variantsSentence(contract)}${variants.length === 0 ? "" : `: ${amount(falseAlarms.length, "false alarm")}`}`,
  );
  return [...lines, ...falseAlarms.flatMap(alarmLines), ""];
}

/** Grouped by reason: what the judge calls blocked or untested is no news, what it let pass is. */
function survivorLines(survivors: readonly MutantOutcome[]): readonly string[] {
  return [...byReason(survivors)].flatMap(([reason, list]) => [
    `    ${reason}`,
    ...list.map(({ id }) => `      ✖ ${id}`),
  ]);
}

const alarmLines = ({ variants, hits }: FalseAlarm): readonly string[] => [
  `    ✖ ${variants.join(" + ")}`,
  ...hits.slice(0, 3).map(({ caseId, message }) => `        ${caseId}: ${message}`),
];

/** Grouped by reason: one line for each, with what it covers. */
function equalityLines(equals: readonly MutantOutcome[]): readonly string[] {
  return [...byEquality(equals)].flatMap(([reason, list]) => [
    `    ${reason}`,
    ...list.map(({ description, pointer = "" }) => `        ${description} · ${pointer}`),
  ]);
}

function socketLines({ sockets }: ProofResult): readonly string[] {
  const { tried, differing, falseAlarms } = sockets;
  return [
    `Over sockets: ${amount(tried, "server")}, ${differing.length} judged otherwise, ${amount(falseAlarms.length, "false alarm")}`,
    ...differing.map((id) => `    ✖ ${id}`),
    ...falseAlarms.flatMap(alarmLines),
    "",
  ];
}

function ruleLines(rules: readonly RuleWorth[]): readonly string[] {
  const idle = idleRules(rules);
  const needed = rules.length - idle.length;
  const lines = [`Rules: ${needed} of ${rules.length} kill a mutant that no other rule kills`];
  for (const { rule, first } of idle)
    lines.push(`    ${rule} kills nothing alone (first to ${amount(first, "mutant")})`);
  return [...lines, ""];
}
