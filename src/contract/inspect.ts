// Looks through a whole contract for slips that a run meets only by and by, or never.
import { eachSchema } from "../schema/walk.ts";
import type { JsonSchema } from "../schema/violation.ts";
import { inspectAnswers } from "./inspect-answers.ts";
import { inspectValues } from "./inspect-values.ts";
import type { Contract, ContractFinding, Operation, SchemaUse } from "./model.ts";

export interface InspectOptions {
  /** Also compiles every schema, and checks every default and example against its schema: seconds for a large contract. */
  readonly deep?: boolean;
}

/** A schema object of the contract's translation, and a use that it belongs to. */
export interface UsedSchema {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly use: SchemaUse;
}

/**
 * All findings of a contract: its own, those of translating every schema that a message can meet, and what only the
 * whole shows: refused defaults and examples (deep), secured operations without a 401, errors that may be empty.
 */
export function inspectContract(
  contract: Contract,
  options: InspectOptions = {},
): readonly ContractFinding[] {
  const uses = usesOf(contract);
  const schemas = reachableFrom(uses);
  const found = inspectAnswers(contract);
  if (options.deep === true) {
    for (const use of uses) use.accepts(null);
    found.push(...inspectValues(contract, schemas));
  }
  return [...contract.findings, ...found];
}

/** Every schema in use, each once. */
function usesOf(contract: Contract): readonly SchemaUse[] {
  const uses = new Set<SchemaUse>();
  for (const operation of contract.operations) for (const use of usesIn(operation)) if (use) uses.add(use);
  return [...uses];
}

function* usesIn({ parameters, requestBody, responses }: Operation): Generator<SchemaUse | undefined> {
  for (const { schema } of parameters) yield schema;
  for (const { schema } of requestBody?.content ?? []) yield schema;
  for (const { headers, content } of responses) {
    for (const { schema } of headers) yield schema;
    for (const { schema } of content) yield schema;
  }
}

/** Every schema object that the uses reach, which translates all of them. */
function reachableFrom(uses: readonly SchemaUse[]): readonly UsedSchema[] {
  const found: UsedSchema[] = [];
  const followed = new Set<string>();
  for (const use of uses) {
    const pending: (JsonSchema | undefined)[] = [use.schema];
    while (pending.length > 0) {
      eachSchema(pending.pop(), (schema) => {
        found.push({ schema, use });
        const { $ref } = schema;
        if (typeof $ref !== "string" || followed.has($ref)) return;
        followed.add($ref);
        pending.push(use.resolve($ref));
      });
    }
  }
  return found;
}
