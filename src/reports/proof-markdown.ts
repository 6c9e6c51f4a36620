// The proof in GitHub-flavoured Markdown: for a pull request, and for the documentation.
import type { ContractProof, MutantOutcome, ProofResult, RuleWorth } from "../mutants/proof.ts";
import { byEquality, byReason, proofSentence, totalOf } from "./proof-parts.ts";
import { markdownText } from "./escape.ts";
import { amount } from "./wording.ts";

/** The proof as Markdown. Wall time is left out: it is no property of the judge. */
export function proofMarkdown(result: ProofResult): string {
  return [
    `${proofSentence(result)}.`,
    ...result.contracts.map(contractMarkdown),
    ...(result.rules.length > 0 ? [rulesMarkdown(result.rules)] : []),
  ].join("\n\n");
}

/** As HTML, not between backticks: what a contract chose may hold some. */
const code = (text: string): string => `<code>${markdownText(text)}</code>`;

function contractMarkdown(contract: ContractProof): string {
  const rows = [...contract.families, totalOf(contract.families)].map(
    ({ family, killed, survived, equal }) => `| ${family} | ${killed} | ${survived} | ${equal} |`,
  );
  const parts = [
    `### ${markdownText(contract.title)}`,
    `${amount(contract.operations, "operation")}, ${amount(contract.cases, "case")}, ${amount(contract.variants.length, "correct variant")}, ${amount(contract.falseAlarms.length, "false alarm")}.`,
    ["| family | killed | survived | equal |", "|---|---:|---:|---:|", ...rows].join("\n"),
  ];
  if (contract.survivors.length > 0)
    parts.push(
      "Survivors, and why:",
      listOf(byReason(contract.survivors), ({ id }) => code(id)),
    );
  if (contract.equals.length > 0)
    parts.push(
      "Proved equal:",
      listOf(
        byEquality(contract.equals),
        ({ description, pointer = "" }) => `${markdownText(description)} (${code(pointer)})`,
      ),
    );
  for (const { reason, count } of contract.unobservable)
    parts.push(`Not made: ${amount(count, "mutant")}; ${reason}.`);
  parts.push(
    [
      "| correct variant | what it does |",
      "|---|---|",
      ...contract.variants.map(({ id, description }) => `| ${id} | ${markdownText(description)} |`),
    ].join("\n"),
  );
  return parts.join("\n\n");
}

function listOf(
  groups: ReadonlyMap<string, readonly MutantOutcome[]>,
  text: (outcome: MutantOutcome) => string,
): string {
  return [...groups]
    .map(([reason, list]) => `- ${markdownText(reason)}: ${list.map(text).join("; ")}`)
    .join("\n");
}

function rulesMarkdown(rules: readonly RuleWorth[]): string {
  const rows = rules.map(
    ({ rule, first, alone }) => `| ${rule} | ${first} | ${alone === undefined ? "" : code(alone)} |`,
  );
  return [
    "### Rules",
    ["| rule | first to kill | a mutant that only it kills |", "|---|---:|---|", ...rows].join("\n"),
  ].join("\n\n");
}
