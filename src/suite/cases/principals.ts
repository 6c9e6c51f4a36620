// The two cells of an operation in the matrix of principals: who may call it is let in, who may not gets 403.
import { joinPointer } from "../../schema/pointer.ts";
import { expectForbidden, expectSuccess } from "../expectations.ts";
import type { CaseBook } from "./case-book.ts";
import type { Template } from "./template.ts";

/** Adds both cells of a secured operation; they go out once for each principal of the profile that they speak of. */
export function addPrincipalCases(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const secured =
    operation.security.length > 0 && operation.security.every(({ schemes }) => schemes.length > 0);
  if (!secured) return;
  const clause = operation.roles
    ? joinPointer(operation.pointer, "x-plumbline-roles")
    : operation.securityPointer;
  const common = { rule: "principals", place: "", clause, kind: "credential", basis } as const;
  book.add({
    ...common,
    label: "may",
    title: "lets in a principal that may call it",
    requests: [minimal],
    expect: expectSuccess(operation),
    needs: "may",
    proof: "valid on the wire form",
  });
  book.add({
    ...common,
    label: "may not",
    title: "refuses a principal that may not call it",
    requests: [{ ...minimal, credential: "denied" }],
    expect: expectForbidden(operation),
    needs: "may not",
    proof: "valid but for who sends it",
  });
}
