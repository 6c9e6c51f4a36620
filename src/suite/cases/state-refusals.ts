// State cases about writes that are refused: whoever refuses a write has changed nothing.
import { declaredFor } from "../../contract/message.ts";
import type { Operation } from "../../contract/model.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { Json } from "../../schema/violation.ts";
import type { CaseRequest, Credential } from "../case.ts";
import { proofOf } from "./proof.ts";
import type { Fault } from "./faults.ts";
import type { StateBook } from "./state.ts";
import { changesBy, isValid, withBody, type Material, type Values } from "./state-material.ts";
import { acting, beginningOf, looking } from "./state-steps.ts";
import type { Template } from "./template.ts";

/** Adds, for each write, refused requests after which everything must be as before. */
export function addRefusals(book: StateBook): void {
  const { material } = book;
  const { create, update, replace, remove } = material.resource.operations;
  for (const operation of [update, replace]) {
    const write = material.template(operation);
    if (!operation || !write) continue;
    for (const fault of book.faultsOf(operation)) addInvalid(book, write, fault);
    const body = changed(write, material);
    if (body) for (const visitor of visitorsOf(operation)) addVisitor(book, withBody(write, body), visitor);
  }
  const removing = material.template(remove);
  if (remove && removing)
    for (const visitor of visitorsOf(remove)) addVisitor(book, removing.minimal, visitor);
  const making = material.template(create);
  if (create && making) addRefusedCreations(book, making);
}

/** A body that changes every field that can be read. */
function changed(write: Template, material: Material): Values | undefined {
  const start = beginningOf(material);
  let all: Values = {};
  for (const { body } of start ? changesBy(write, material, start.values) : []) {
    const next = { ...all, ...body };
    if (isValid(withBody(write, next), write.operation)) all = next;
  }
  return Object.keys(all).length > 0 ? all : undefined;
}

/** A fault in one field behind valid changes of the others: who applies field by field has applied those by then. */
function addInvalid(book: StateBook, write: Template, { field, kind, value: wrong }: Fault): void {
  const { material, add } = book;
  const { operation } = write;
  const start = beginningOf(material);
  const others = changed(write, material);
  if (!start || wrong === undefined || !others) return;
  const { [field]: _, ...rest } = others;
  const request = withBody(write, { ...rest, [field]: wrong });
  const proof = proofOf(request, operation);
  if (proof?.broken.length !== 1) return;
  const { item } = start;
  add({
    operation,
    place: field,
    label: `refused ${kind}`,
    clause: refusalPointer(operation),
    title: `changes nothing when a faulty ${field} is refused`,
    needs: start.needs,
    steps: [
      ...start.steps,
      looking(material, item, { remember: "before" }),
      acting(operation, request, { item, outcome: "refused" }),
      looking(material, item, { checks: [unchanged(material)] }),
    ],
    message: "refused a request and applied some of it",
    expected: "after a refusal the item is as it was",
  });
}

const refusalPointer = (operation: Operation): string =>
  (declaredFor(operation, 400) ?? declaredFor(operation, 422))?.pointer ??
  joinPointer(operation.pointer, "responses");

const unchanged = ({ shared }: Material) =>
  ({ is: "as-before", before: "before", names: [...shared] }) as const;

/** Somebody who must be refused. */
interface Visitor {
  readonly credential: Credential;
  readonly what: string;
  readonly clause: string;
  readonly needs?: string;
  readonly operation: Operation;
}

function visitorsOf(operation: Operation): readonly Visitor[] {
  const secured =
    operation.security.length > 0 && operation.security.every(({ schemes }) => schemes.length > 0);
  if (!secured) return [];
  const clause = operation.securityPointer;
  const roles = joinPointer(operation.pointer, "x-plumbline-roles");
  const denied = {
    credential: "denied",
    what: "a principal that is not allowed",
    clause: roles,
    needs: "denied",
    operation,
  } as const;
  return [
    { credential: "none", what: "a request without a credential", clause, operation },
    { credential: "garbage", what: "a credential that was given to nobody", clause, operation },
    ...(operation.roles ? [denied] : []),
  ];
}

/** A write or a removal by somebody who is refused. */
function addVisitor(book: StateBook, request: CaseRequest, visitor: Visitor): void {
  const { material, add } = book;
  const { operation, credential, what, clause } = visitor;
  const start = beginningOf(material);
  // One need at a time: where the item is the profile's, the denied principal's cases say enough.
  if (!start || (start.needs !== undefined && visitor.needs !== undefined)) return;
  const { item } = start;
  add({
    operation,
    place: credential,
    label: "refused",
    clause,
    title: `changes nothing for ${what}`,
    needs: visitor.needs ?? start.needs,
    steps: [
      ...start.steps,
      looking(material, item, { remember: "before" }),
      acting(operation, { ...request, credential }, { item, outcome: "refused" }),
      looking(material, item, { checks: [{ is: "there" }, unchanged(material)] }),
    ],
    message: `refused ${what} and did what it asked for`,
    expected: "after a refusal the item is as it was",
    kind: "security",
  });
}

/** Creations that are refused, told apart by the mark in their name: the list must not hold it. */
function addRefusedCreations(book: StateBook, create: Template): void {
  const { material, add, faultsOf } = book;
  const { operation } = create;
  const { tag, newBody, resource } = material;
  const { list } = resource.operations;
  if (!list || !material.template(list) || tag === undefined || !newBody || !material.shared.has(tag)) return;
  const attempt = (request: CaseRequest, mark: Json): readonly ReturnType<typeof acting>[] => [
    acting(operation, request, { outcome: "refused" }),
    looking(material, "", { checks: [{ is: "none-with", name: tag, value: mark }] }, list),
  ];
  for (const { field, kind, value: wrong } of faultsOf(operation)) {
    const values = newBody();
    const mark = values?.[tag];
    if (!values || field === tag || mark === undefined || wrong === undefined) continue;
    const request = withBody(create, { ...values, [field]: wrong });
    if (proofOf(request, operation)?.broken.length !== 1) continue;
    add({
      operation,
      place: field,
      label: `refused ${kind}`,
      clause: refusalPointer(operation),
      title: `creates nothing when a faulty ${field} is refused`,
      steps: attempt(request, mark),
      message: "refused a new item and created it",
      expected: "after a refusal there is no new item",
    });
  }
  for (const { credential, what, clause, needs } of visitorsOf(operation)) {
    const values = newBody();
    const mark = values?.[tag];
    if (!values || mark === undefined) continue;
    add({
      operation,
      place: credential,
      label: "refused",
      clause,
      title: `creates nothing for ${what}`,
      needs,
      steps: attempt({ ...withBody(create, values), credential }, mark),
      message: `refused ${what} and created what it asked for`,
      expected: "after a refusal there is no new item",
      kind: "security",
    });
  }
}
