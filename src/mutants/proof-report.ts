// A proof as text: for a terminal, and as Markdown for the documentation.
import type {
  ContractProof,
  FalseAlarm,
  FamilyScore,
  MutantOutcome,
  ProofResult,
  RuleWorth,
} from "./proof.ts";

/** The proof for a terminal. */
export function proofConsole(result: ProofResult): string {
  const lines = ["Plumbline: proof of the judge", ""];
  for (const contract of result.contracts) lines.push(...contractLines(contract));
  if (result.sockets.tried > 0) lines.push(...socketLines(result));
  if (result.rules.length > 0) lines.push(...ruleLines(result.rules));
  const { killed, survived, equal, score, falseAlarms, milliseconds } = result;
  const seconds = (milliseconds / 1000).toFixed(1);
  lines.push(
    `${killed} of ${killed + survived} mutants killed (${score} %), ${equal} proved equal, ${count(falseAlarms, "false alarm")}, ${seconds} s`,
  );
  return lines.join("\n");
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

function contractLines(contract: ContractProof): readonly string[] {
  const { title, name, operations, cases, families, variants, blocks, falseAlarms } = contract;
  const wide = Math.max(...families.map(({ family }) => family.length), 8);
  const lines = [`${title} (${name}): ${count(operations, "operation")}, ${count(cases, "case")}`, ""];
  lines.push(`  ${"".padEnd(wide)}  killed  survived  equal`);
  for (const { family, killed, survived, equal } of [...families, totalOf(families)])
    lines.push(
      `  ${family.padEnd(wide)}  ${String(killed).padStart(6)}  ${String(survived).padStart(8)}  ${String(equal).padStart(5)}`,
    );
  lines.push("");
  if (contract.survivors.length > 0)
    lines.push("  Survivors", ...contract.survivors.flatMap(survivorLines), "");
  if (contract.equals.length > 0) lines.push("  Proved equal", ...equalityLines(contract.equals), "");
  for (const { reason, count: number } of contract.unobservable)
    lines.push(`  Not made: ${count(number, "mutant")}; ${reason}`, "");
  if (contract.original.length > 0)
    lines.push(
      "  The judge accuses the original; these cases count for no mutant",
      ...contract.original.map(({ caseId, message }) => `    ${caseId}: ${message}`),
      "",
    );
  lines.push(
    `  ${count(variants.length, "correct variant")}, each by itself and every two together (${count(blocks, "server")}): ${count(falseAlarms.length, "false alarm")}`,
  );
  return [...lines, ...falseAlarms.flatMap(alarmLines), ""];
}

function totalOf(families: readonly FamilyScore[]): {
  readonly family: string;
  readonly killed: number;
  readonly survived: number;
  readonly equal: number;
} {
  const sum = (of: "killed" | "survived" | "equal"): number =>
    families.reduce((all, family) => all + family[of], 0);
  return { family: "all", killed: sum("killed"), survived: sum("survived"), equal: sum("equal") };
}

const survivorLines = ({ id, description }: MutantOutcome): readonly string[] => [
  `    ✖ ${description}`,
  `        ${id}`,
];

const alarmLines = ({ variants, hits }: FalseAlarm): readonly string[] => [
  `    ✖ ${variants.join(" + ")}`,
  ...hits.slice(0, 3).map(({ caseId, message }) => `        ${caseId}: ${message}`),
];

/** Grouped by reason: one line for each, with what it covers. */
function equalityLines(equals: readonly MutantOutcome[]): readonly string[] {
  return [...byReason(equals)].flatMap(([reason, list]) => [
    `    ${reason}`,
    ...list.map(({ description, pointer = "" }) => `        ${description} · ${pointer}`),
  ]);
}

function byReason(equals: readonly MutantOutcome[]): ReadonlyMap<string, readonly MutantOutcome[]> {
  const groups = new Map<string, MutantOutcome[]>();
  for (const one of equals) {
    const reason = `${one.equality?.category ?? ""}: ${one.equality?.reason ?? ""}`;
    groups.set(reason, [...(groups.get(reason) ?? []), one]);
  }
  return groups;
}

function socketLines({ sockets }: ProofResult): readonly string[] {
  const { tried, differing, falseAlarms } = sockets;
  return [
    `Over sockets: ${count(tried, "server")}, ${differing.length} judged otherwise, ${count(falseAlarms.length, "false alarm")}`,
    ...differing.map((id) => `    ✖ ${id}`),
    ...falseAlarms.flatMap(alarmLines),
    "",
  ];
}

function ruleLines(rules: readonly RuleWorth[]): readonly string[] {
  const idle = rules.filter(({ alone }) => alone === undefined);
  const needed = rules.length - idle.length;
  const lines = [`Rules: ${needed} of ${rules.length} kill a mutant that no other rule kills`];
  for (const { rule, first } of idle)
    lines.push(`    ${rule} kills nothing alone (first to ${count(first, "mutant")})`);
  return [...lines, ""];
}

/** The proof as Markdown: tables by family, survivors, equalities, variants, rules. Wall time is left out: it is no property of the judge. */
export function proofMarkdown(result: ProofResult): string {
  const { killed, survived, equal, score, falseAlarms } = result;
  const summary = `${killed} of ${killed + survived} mutants killed (${score} %), ${equal} proved equal, ${count(falseAlarms, "false alarm")}.`;
  return [
    summary,
    ...result.contracts.map(contractMarkdown),
    ...(result.rules.length > 0 ? [rulesMarkdown(result.rules)] : []),
  ].join("\n\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

function contractMarkdown(contract: ContractProof): string {
  const rows = [...contract.families, totalOf(contract.families)].map(
    ({ family, killed, survived, equal }) => `| ${family} | ${killed} | ${survived} | ${equal} |`,
  );
  const parts = [
    `### ${contract.title}`,
    `${count(contract.operations, "operation")}, ${count(contract.cases, "case")}, ${count(contract.variants.length, "correct variant")}, ${count(contract.falseAlarms.length, "false alarm")}.`,
    ["| family | killed | survived | equal |", "|---|---:|---:|---:|", ...rows].join("\n"),
  ];
  if (contract.survivors.length > 0)
    parts.push(
      `Survivors:\n\n${contract.survivors.map(({ description, id }) => `- ${description} (\`${id}\`)`).join("\n")}`,
    );
  const equals = [...byReason(contract.equals)].map(
    ([reason, list]) =>
      `- ${reason}: ${list.map(({ description, pointer = "" }) => `${description} (\`${pointer}\`)`).join("; ")}`,
  );
  if (equals.length > 0) parts.push(`Proved equal:\n\n${equals.join("\n")}`);
  for (const { reason, count: number } of contract.unobservable)
    parts.push(`Not made: ${count(number, "mutant")}; ${reason}.`);
  parts.push(
    [
      "| correct variant | what it does |",
      "|---|---|",
      ...contract.variants.map(({ id, description }) => `| ${id} | ${cell(description)} |`),
    ].join("\n"),
  );
  return parts.join("\n\n");
}

function rulesMarkdown(rules: readonly RuleWorth[]): string {
  const rows = rules.map(
    ({ rule, first, alone }) => `| ${rule} | ${first} | ${alone === undefined ? "" : `\`${cell(alone)}\``} |`,
  );
  return [
    "### Rules",
    ["| rule | first to kill | a mutant that only it kills |", "|---|---:|---|", ...rows].join("\n"),
  ].join("\n\n");
}
