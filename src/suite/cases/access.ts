// Cases that try every form of valid request as somebody who must not: a check that one field switches off is seen.
import { declaredFor } from "../../contract/message.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { Case, CaseRequest } from "../case.ts";
import { expectForbidden, expectNotFound, expectUnauthenticated } from "../expectations.ts";
import type { CaseBook, CaseDraft } from "./case-book.ts";
import type { Template } from "./template.ts";

/** Forms of request that are tried at the most. */
const MOST = 24;

/** Adds, for each valid form of the body, the same request without a credential, denied, and on a foreign id. */
export function addAccessCases(template: Template, book: CaseBook): void {
  const forms = book.cases.filter(isPlainValid).slice(0, MOST);
  for (const form of forms) {
    const [request] = form.requests;
    if (!request) continue;
    const place = form.id.slice(form.operation.length + 1);
    for (const draft of [
      ...uncredited(template, request),
      ...denied(template, request),
      ...foreign(template, request),
    ]) {
      const title = `${draft.title}, whatever is sent (${place})`;
      book.add({
        ...draft,
        title,
        place,
        basis: form.id,
        proof: "valid but for who sends it, or to whom it belongs",
      });
    }
  }
}

const isPlainValid = (item: Case): boolean =>
  item.rule === "valid" && item.manner === undefined && item.requests.length === 1;

type Attempt = Omit<CaseDraft, "basis" | "proof" | "place">;

function* uncredited({ operation }: Template, request: CaseRequest): Generator<Attempt> {
  if (operation.security.length === 0 || operation.security.some(({ schemes }) => schemes.length === 0))
    return;
  for (const credential of ["none", "garbage"] as const) {
    const what =
      credential === "none" ? "a request without a credential" : "a credential that was given to nobody";
    yield {
      rule: "access",
      label: credential,
      clause: operation.securityPointer,
      title: `refuses ${what}`,
      kind: "credential",
      requests: [{ ...request, credential }],
      expect: expectUnauthenticated(operation, what),
    };
  }
}

function* denied({ operation }: Template, request: CaseRequest): Generator<Attempt> {
  if (!operation.roles) return;
  yield {
    rule: "access",
    label: "denied",
    clause: joinPointer(operation.pointer, "x-plumbline-roles"),
    title: "refuses a principal that is not allowed",
    kind: "credential",
    requests: [{ ...request, credential: "denied" }],
    expect: expectForbidden(operation),
    needs: "denied",
  };
}

function* foreign({ operation }: Template, request: CaseRequest): Generator<Attempt> {
  const clause = declaredFor(operation, 404)?.pointer ?? joinPointer(operation.pointer, "responses");
  for (const [key, given] of Object.entries(request.parameters)) {
    if (!key.startsWith("path ") || !("known" in given)) continue;
    const what = `the ${given.known} of another tenant`;
    yield {
      rule: "access",
      label: `foreign ${given.known}`,
      clause,
      title: `answers not found for ${what}`,
      kind: "address",
      requests: [{ ...request, parameters: { ...request.parameters, [key]: { foreign: given.known } } }],
      expect: expectNotFound(operation, what, true),
      needs: `foreign ${given.known}`,
    };
  }
}
