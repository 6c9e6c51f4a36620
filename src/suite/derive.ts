// From a contract to its cases: every operation, every family, in a fixed order.
import type { Contract, Operation } from "../contract/model.ts";
import { addMethodCases, addPathCases } from "./cases/addresses.ts";
import { addBodyFormCases } from "./cases/body-forms.ts";
import type { Case, CaseRequest } from "./case.ts";
import { caseBook, type CaseBook } from "./cases/case-book.ts";
import { addCredentialCases } from "./cases/credentials.ts";
import { expectSuccess } from "./expectations.ts";
import { addIdCases } from "./cases/ids.ts";
import { addParameterCases } from "./cases/parameters.ts";
import { RULES } from "./rules/index.ts";
import type { Rule } from "./rules/rule.ts";
import { addPairCases, type Fault } from "./cases/pairs.ts";
import { addBodyCases, successPointer } from "./cases/body-schema.ts";
import { addSequenceCases } from "./cases/sequences.ts";
import { templateOf, type Template } from "./cases/template.ts";

export interface Derivation {
  readonly cases: readonly Case[];
  /** Operations without a single valid request, and why: their clauses stay untested. */
  readonly without: ReadonlyMap<string, string>;
}

export interface DeriveOptions {
  /** The rule families; all of them unless a proof wants to know what one is worth. */
  readonly rules?: readonly Rule[];
  readonly operations?: (operation: Operation) => boolean;
}

/** Derives the cases of a contract. The same contract gives the same cases with the same ids, always. */
export function deriveCases(contract: Contract, options: DeriveOptions = {}): Derivation {
  const cases: Case[] = [];
  const without = new Map<string, string>();
  for (const operation of contract.operations) {
    if (options.operations && !options.operations(operation)) continue;
    const template = templateOf(operation);
    if ("reason" in template) without.set(operation.id, template.reason);
    else cases.push(...operationCases(template, contract, options.rules ?? RULES));
  }
  return { cases, without };
}

function operationCases(template: Template, contract: Contract, rules: readonly Rule[]): readonly Case[] {
  const book = caseBook(template.operation);
  const basis = addBase(template, "minimal", template.minimal, book);
  if (template.full !== template.minimal) addBase(template, "full", template.full, book);
  addBodyCases(template, book, { rules, inCompany: 2 });
  const faults = faultsByField(book);
  addPairCases(template, book, faults);
  addParameterCases(template, basis, book, rules);
  addBodyFormCases(template, basis, book);
  addCredentialCases(template, basis, book);
  addIdCases(template, basis, book);
  addMethodCases(template, contract, basis, book);
  addPathCases(template, contract, basis, book);
  addSequenceCases(template, basis, book, faults.values().next().value);
  return book.cases;
}

function addBase(template: Template, label: string, request: CaseRequest, book: CaseBook): string {
  return book.add({
    rule: "valid",
    place: "",
    label,
    clause: successPointer(template),
    title:
      label === "minimal"
        ? "accepts a valid request with only what is required"
        : "accepts a valid request with everything",
    kind: "valid",
    requests: [request],
    expect: expectSuccess(template.operation),
    proof: "valid on the wire form",
  });
}

/** One single-clause fault per top-level field of the body, to be put beside other fields. */
function faultsByField(book: CaseBook): ReadonlyMap<string, Fault> {
  const faults = new Map<string, Fault>();
  for (const item of book.cases) {
    const [request] = item.requests;
    if (item.kind !== "invalid" || item.advisory !== undefined || !request || item.basis === undefined)
      continue;
    const [, field] = /\/body\/([^/]+)\/(?:.*\/)?type\//.exec(item.id) ?? [];
    if (field !== undefined && request.body && "json" in request.body && !faults.has(field)) {
      faults.set(field, { request, clause: item.clause });
    }
  }
  return faults;
}
