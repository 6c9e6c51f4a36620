// Cases of a valid request with a query parameter that the contract does not know: it should be passed over.
import type { CaseRequest, Expectation } from "../case.ts";
import { expectSuccess } from "../expectations.ts";
import type { CaseBook } from "./case-book.ts";
import { fewOf } from "./few.ts";
import type { Template } from "./template.ts";

const EXTRAS = [
  ["an undeclared query parameter", "plumbline-unknown=1"],
  ["an undeclared query parameter without a value", "plumbline-unknown"],
  ["an undeclared query parameter in brackets", "plumbline[unknown][]=1"],
  ["an empty piece of query", "&"],
] as const;

/** Adds the cases of undeclared query parameters, `most` of them; `basis` is the smallest valid case. */
export function addUndeclaredQueryCases(
  template: Template,
  basis: string,
  book: CaseBook,
  most: number,
): void {
  const { operation, minimal } = template;
  for (const [label, extraQuery] of fewOf(EXTRAS, operation.id, most)) {
    const request: CaseRequest = { ...minimal, extraQuery };
    book.add({
      rule: "undeclared-query",
      place: "",
      label,
      clause: operation.pointer,
      title: `passes over ${label}`,
      kind: "protocol",
      requests: [request],
      basis,
      expect: expectIgnored(template, label),
      proof: "valid but for what the contract does not mention",
    });
  }
}

/** OpenAPI says nothing about parameters that are not declared: a refusal with 400 or 422 is strict, not wrong. */
function expectIgnored({ operation }: Template, what: string): Expectation {
  const { text, statuses } = expectSuccess(operation);
  const held = statuses.filter(
    ({ outcome, statuses: listed }) => outcome === "held" || listed.includes("5XX"),
  );
  return {
    text: `${text}, as without it`,
    statuses: [
      ...held,
      { statuses: ["400", "422"], outcome: "note", message: `refused a valid request for ${what}` },
      { statuses: ["other"], outcome: "warning", message: `did not accept a valid request with ${what}` },
    ],
  };
}
