// Cases about HEAD where GET is declared: the status of GET, no body, and the connection stays usable.
import type { Contract } from "../../contract/model.ts";
import type { Expectation } from "../case.ts";
import { expectSuccess } from "../expectations.ts";
import type { CaseBook } from "./case-book.ts";
import type { Template } from "./template.ts";

/** Adds the HEAD case of a GET operation. Who sends a body after HEAD spoils the GET that follows it. */
export function addHeadCase(template: Template, contract: Contract, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  if (operation.method !== "GET") return;
  const declared = contract.operations.find(
    ({ method, path }) => method === "HEAD" && path === operation.path,
  );
  const get = { ...minimal, expect: expectSuccess(operation) };
  book.add({
    rule: "head",
    place: "",
    label: declared ? "declared" : "undeclared",
    clause: declared?.pointer ?? operation.pointer,
    title: "answers HEAD like GET, without a body",
    kind: "protocol",
    requests: [get, { ...minimal, method: "HEAD" }, get],
    manner: "one-connection",
    basis,
    expect: expectHead(template, declared !== undefined),
    proof: "the same request under another method",
  });
}

/** RFC 9110 §9.1, §9.3.2: GET and HEAD are the two methods that every server has; a contract need not say so. */
function expectHead({ operation }: Template, declared: boolean): Expectation {
  const { text, statuses } = expectSuccess(operation);
  const held = statuses.filter(({ outcome }) => outcome === "held");
  const outcome = declared ? "error" : "note";
  const message = "does not answer HEAD where GET is declared (RFC 9110 §9.1)";
  const failure = { outcome: "error", kind: "robustness", message: "failed with a server error" } as const;
  return {
    text: `${text}, as for GET`,
    statuses: [
      ...held,
      { statuses: ["404", "405", "501"], outcome, message },
      { statuses: ["5XX"], ...failure },
      { statuses: ["other"], outcome, message: "answers HEAD with another status than GET" },
    ],
  };
}
