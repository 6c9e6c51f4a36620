// Whether any value can satisfy a schema, as far as a search can tell: a contract must not ask for the impossible.
import type { DeclaredResponse, SchemaUse } from "../contract/model.ts";
import { sample } from "../schema/sample.ts";

const known = new WeakMap<SchemaUse, boolean>();

/** False when no value was found that satisfies the schema. */
function isSatisfiable(use: SchemaUse): boolean {
  let answer = known.get(use);
  if (answer === undefined) {
    answer = sample(use.schema, { resolve: use.resolve, accepts: use.acceptsPart }) !== undefined;
    known.set(use, answer);
  }
  return answer;
}

/** True when every body that a response declares has a schema that nothing was found to satisfy. */
export function asksTheImpossible({ content }: DeclaredResponse): boolean {
  return content.length > 0 && content.every(({ schema }) => schema !== undefined && !isSatisfiable(schema));
}
