// State cases: whether what the contract's writes promise can be seen in what its reads show.
import type { Contract, Operation } from "../../contract/model.ts";
import { resourcesOf, type Resource } from "../../contract/resources.ts";
import type { Case, FindingKind, Severity } from "../case.ts";
import type { Sequence, Step } from "../state-sequence.ts";
import { caseBook } from "./case-book.ts";
import type { Fault } from "./faults.ts";
import { addLifetimes } from "./state-lifetimes.ts";
import { materialOf, type Material } from "./state-material.ts";
import { addRefusals } from "./state-refusals.ts";
import { addUpdates } from "./state-updates.ts";
import type { Template } from "./template.ts";

/** A state case before it has its id. */
export interface StateDraft {
  /** The operation that is on trial. */
  readonly operation: Operation;
  readonly place: string;
  readonly label: string;
  readonly clause: string;
  readonly title: string;
  readonly steps: readonly Step[];
  /** What is wrong when it is not as it must be. */
  readonly message: string;
  readonly expected: string;
  readonly kind?: FindingKind;
  readonly severity?: Severity;
  readonly needs?: string | undefined;
}

export interface StateBook {
  readonly material: Material;
  readonly add: (draft: StateDraft) => void;
  /** Single-clause faults of an operation's body: one per field and kind of fault. */
  readonly faultsOf: (operation: Operation) => readonly Fault[];
}

export interface StateOptions {
  readonly templates: ReadonlyMap<string, Template>;
  readonly faults: ReadonlyMap<string, readonly Fault[]>;
  /** Part of the mark on what the suite makes. */
  readonly seed: number;
}

/** The state cases of a contract; `templates` and `faults` are those of the operations that are to be checked. */
export function stateCases(contract: Contract, options: StateOptions): readonly Case[] {
  return resourcesOf(contract).flatMap((resource) => resourceCases(resource, options));
}

function resourceCases(resource: Resource, { templates, faults, seed }: StateOptions): readonly Case[] {
  let count = 0;
  const mark = (): string => `plumbline-${seed}-${String(++count).padStart(3, "0")}`;
  const material = materialOf(resource, templates, mark);
  if (!material) return [];
  const books = new Map<string, ReturnType<typeof caseBook>>();
  const add = (draft: StateDraft): void => {
    const { operation } = draft;
    let book = books.get(operation.id);
    if (!book) books.set(operation.id, (book = caseBook(operation)));
    const { place, label, clause, title, steps, needs } = draft;
    const acts = steps.filter(({ part }) => part === "act").map(({ request }) => request);
    book.add({
      rule: "state",
      place,
      label,
      clause,
      title,
      kind: "state",
      requests: acts.length > 0 ? acts : steps.slice(-1).map(({ request }) => request),
      expect: { text: draft.expected, statuses: [{ statuses: ["other"], outcome: "held" }] },
      proof: "every request of the sequence is what it is meant to be",
      sequence: sequenceOf(resource, draft),
      ...(needs === undefined ? {} : { needs }),
    });
  };
  const book: StateBook = { material, add, faultsOf: ({ id }) => onePerKind(faults.get(id) ?? []) };
  addLifetimes(book);
  addUpdates(book);
  addRefusals(book);
  return [...books.values()].flatMap(({ cases }) => cases);
}

function onePerKind(faults: readonly Fault[]): readonly Fault[] {
  const kept = new Map<string, Fault>();
  for (const fault of faults) {
    const key = `${fault.field} ${fault.kind}`;
    if (fault.value !== undefined && !kept.has(key)) kept.set(key, fault);
  }
  return [...kept.values()];
}

function sequenceOf(resource: Resource, { steps, kind, severity, message }: StateDraft): Sequence {
  const { operations, within, idParameter, idProperty, paged } = resource;
  const places = Object.entries(operations).flatMap(([role, operation]) => {
    const place = within[role as keyof typeof within];
    return operation && place !== undefined ? [[operation.id, place] as const] : [];
  });
  return {
    steps,
    idParameter,
    idProperty,
    within: Object.fromEntries(places),
    lists: operations.list ? [operations.list.id] : [],
    paged,
    kind: kind ?? "conformance",
    severity: severity ?? "error",
    message,
  };
}
