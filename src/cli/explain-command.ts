// `plumbline explain`: one clause, case or finding with its contract line, its source and its cases.
import { operationClauses } from "../contract/clauses.ts";
import type { Contract } from "../contract/model.ts";
import { KitError } from "../errors.ts";
import type { Case } from "../suite/case.ts";
import { deriveCases } from "../suite/derive.ts";
import { fingerprint } from "../suite/show.ts";
import { sourceOf } from "../suite/verdicts.ts";
import { findContract } from "./bundled.ts";
import type { Command, Parsed } from "./options.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import type { Terminal } from "./terminal.ts";

export const EXPLAIN: Command = {
  name: "explain",
  usage: "explain CLAUSE|CASE|FINDING",
  summary:
    "Shows a clause with its line and source, and every case that exercises it: what it sends and expects, and why.",
  positionals: 1,
  options: [
    { name: "contract", value: "FILE|URL", help: "the contract (default: the bundled one)" },
    ...CONTRACT_OPTIONS,
    HELP,
  ],
};

/** 0; KitError("usage") when nothing goes by that name. */
export async function runExplain(options: Parsed, terminal: Terminal): Promise<number> {
  const wanted = options.positionals[0];
  const hint = "plumbline check --dry-run lists the cases, plumbline contract --clauses the clauses.";
  if (wanted === undefined) throw new KitError("usage", "Name a clause, a case or a finding.", { hint });
  const { contract } = await findContract(options.text("contract"), options);
  const { cases } = deriveCases(contract);
  const found = clauseNamed(wanted, contract, cases);
  if (!found) throw new KitError("usage", `No clause, case or finding is called ${wanted}.`, { hint });
  const { where, quote } = sourceOf(contract, found.pointer);
  terminal.out(
    `${found.pointer}\n  ${where ?? "not written in the contract"}${quote === undefined ? "" : `\n  "${quote}"`}\n`,
  );
  const mine = found.only ? [found.only] : cases.filter((item) => item.clause === found.pointer);
  for (const item of mine) for (const line of linesOf(item)) terminal.out(line);
  terminal.out(`${mine.length} case${mine.length === 1 ? "" : "s"}`);
  return 0;
}

interface Named {
  readonly pointer: string;
  readonly only?: Case;
}

function clauseNamed(wanted: string, contract: Contract, cases: readonly Case[]): Named | undefined {
  const id = wanted.replace(/@[^@]*$/, "");
  const only = cases.find((item) => item.id === id);
  if (only) return { pointer: only.clause, only };
  const pointers = contract.operations.flatMap((operation) =>
    operationClauses(operation).map(({ pointer }) => ({ operation: operation.id, pointer })),
  );
  const all = [...pointers, ...cases.map(({ operation, clause }) => ({ operation, pointer: clause }))];
  const found = all.find(
    ({ operation, pointer }) => pointer === wanted || fingerprint(operation, pointer) === wanted,
  );
  return found && { pointer: found.pointer };
}

function linesOf(item: Case): readonly string[] {
  const [request] = item.requests;
  const body = request?.body;
  const text = !body
    ? "no body"
    : "json" in body
      ? JSON.stringify(body.json)
      : "text" in body
        ? body.text
        : `${body.base64} (base64)`;
  return [
    item.id,
    `  ${item.title}`,
    `  sends    ${request?.method ?? ""} ${request?.path ?? ""} as ${request?.credential ?? ""}, ${text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text}`,
    `  expects  ${item.expect.text}`,
    `  because  ${item.proof}`,
    ...(item.advisory === undefined ? [] : [`  advice   ${item.advisory}`]),
    "",
  ];
}
