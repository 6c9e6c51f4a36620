// From a contract to its cases: every operation, every family, in a fixed order.
import type { Contract, Operation } from "../contract/model.ts";
import { addAcceptCases } from "./cases/accept.ts";
import { addAccessCases } from "./cases/access.ts";
import { addMethodCases, addPathCases } from "./cases/addresses.ts";
import { addBodyFormCases } from "./cases/body-forms.ts";
import type { Case, CaseRequest } from "./case.ts";
import { caseBook, type CaseBook } from "./cases/case-book.ts";
import { addCredentialCases } from "./cases/credentials.ts";
import { addFormSyntaxCases } from "./cases/form-syntax.ts";
import { addHeadCase } from "./cases/head.ts";
import { addHeaderCases } from "./cases/headers.ts";
import { expectSuccess } from "./expectations.ts";
import { addIdCases } from "./cases/ids.ts";
import { addParameterCases } from "./cases/parameters.ts";
import { RULES } from "./rules/index.ts";
import type { Rule } from "./rules/rule.ts";
import { faultsOf, type Fault } from "./cases/faults.ts";
import { addPrincipalCases } from "./cases/principals.ts";
import { addPairCases } from "./cases/pairs.ts";
import { addBodyCases, successPointer } from "./cases/body-schema.ts";
import { addSequenceCases } from "./cases/sequences.ts";
import { addUndeclaredQueryCases } from "./cases/undeclared-query.ts";
import { stateCases } from "./cases/state.ts";
import { shareText } from "./cases/text-share.ts";
import { thinned } from "./cases/thinning.ts";
import { templateOf, type Template } from "./cases/template.ts";
import { twinsOf } from "./cases/twins.ts";

export interface Derivation {
  readonly cases: readonly Case[];
  /** Operations without a single valid request, and why: their clauses stay untested. */
  readonly without: ReadonlyMap<string, string>;
  /** By operation: its valid requests, for whoever has to make an item before a case is sent. */
  readonly templates: ReadonlyMap<string, Template>;
  /** By operation: how many cases were derived and given up, because it has more than `most`. */
  readonly thinned: ReadonlyMap<string, number>;
}

export interface DeriveOptions {
  /** The rule families; all of them unless a proof wants to know what one is worth. */
  readonly rules?: readonly Rule[];
  readonly operations?: (operation: Operation) => boolean;
  /** Part of the mark on what the suite makes at the target; default 1. */
  readonly seed?: number;
  /** Cases of one operation at the most (default 3,000): every clause keeps its first fault and its edges. */
  readonly most?: number;
}

const MOST = 3000;
/** Cases of a family about protocol for most operations. */
const FEW = 3;

/** Derives the cases of a contract. The same contract gives the same cases with the same ids, always. */
export function deriveCases(contract: Contract, options: DeriveOptions = {}): Derivation {
  const cases: Case[] = [];
  const without = new Map<string, string>();
  const templates = new Map<string, Template>();
  const faults = new Map<string, readonly Fault[]>();
  const given = new Map<string, number>();
  const twins = twinsOf(contract);
  const settings = { rules: options.rules ?? RULES, most: options.most ?? MOST };
  for (const operation of contract.operations) {
    if (options.operations && !options.operations(operation)) continue;
    const twin = twins.get(operation.id);
    const template = twin === undefined ? templateOf(operation) : { reason: twin };
    if ("reason" in template) without.set(operation.id, template.reason);
    else {
      const derived = operationCases(template, contract, settings);
      const kept = thinned(derived.cases, settings.most);
      for (const item of kept) cases.push(item);
      if (kept.length < derived.cases.length) given.set(operation.id, derived.cases.length - kept.length);
      templates.set(operation.id, template);
      faults.set(operation.id, derived.faults);
    }
  }
  cases.push(...stateCases(contract, { templates, faults, seed: options.seed ?? 1 }));
  return { cases, without, templates, thinned: given };
}

interface Derived {
  readonly cases: readonly Case[];
  readonly faults: readonly Fault[];
}

function operationCases(
  template: Template,
  contract: Contract,
  { rules, most }: Required<Pick<DeriveOptions, "rules" | "most">>,
): Derived {
  const book = caseBook(template.operation);
  const probesOf = shareText();
  const basis = addBase(template, "minimal", template.minimal, book);
  if (template.full !== template.minimal) addBase(template, "full", template.full, book);
  addBodyCases(template, book, { rules, probesOf, inCompany: 2, many: 2 * most });
  const faults = faultsOf(book.cases);
  addPairCases(template, book, faults);
  addParameterCases(template, basis, book, { rules, probesOf });
  addBodyFormCases(template, basis, book);
  addFormSyntaxCases(template, basis, book);
  addCredentialCases(template, basis, book);
  addAccessCases(template, book);
  addPrincipalCases(template, basis, book);
  const share = isFirstOfItsKind(template.operation, contract) ? Infinity : FEW;
  addAcceptCases(template, basis, book, share);
  addHeadCase(template, contract, basis, book);
  addUndeclaredQueryCases(template, basis, book, share);
  addHeaderCases(template, basis, book, share);
  addIdCases(template, basis, book);
  addMethodCases(template, contract, basis, book);
  addPathCases(template, contract, basis, book);
  addSequenceCases(template, basis, book, faults[0]);
  return { cases: book.cases, faults };
}

/**
 * What a contract does not mention is mostly the business of the server's framework: the first operation below each
 * first piece of path gets all of those cases, the others share them out.
 */
function isFirstOfItsKind(operation: Operation, { operations }: Contract): boolean {
  const pieceOf = (path: string): string => path.split("/")[1] ?? "";
  return operations.find(({ path }) => pieceOf(path) === pieceOf(operation.path)) === operation;
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
