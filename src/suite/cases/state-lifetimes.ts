// State cases about the life of an item: created, shown and listed; deleted, gone, and gone for every operation.
import { declaredFor } from "../../contract/message.ts";
import type { Operation } from "../../contract/model.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { Expectation } from "../case.ts";
import { expectNotFound } from "../expectations.ts";
import { successPointer } from "./body-schema.ts";
import type { StateBook } from "./state.ts";
import { isValid, valuesOf, withBody, writableBy, type Values } from "./state-material.ts";
import { acting, looking, making } from "./state-steps.ts";
import { readable } from "./state-updates.ts";
import type { Template } from "./template.ts";

/** Adds the cases about creating and deleting; none where the suite cannot make items of its own. */
export function addLifetimes(book: StateBook): void {
  const { material } = book;
  const create = material.template(material.resource.operations.create);
  if (!create || !material.newBody) return;
  addCreated(book, create, "everything", material.newBody());
  const minimal = valuesOf(create.minimal);
  const { tag } = material;
  const mark = tag === undefined ? undefined : material.newBody()?.[tag];
  const tagged = tag === undefined || mark === undefined ? minimal : { ...minimal, [tag]: mark };
  if (tagged && isValid(withBody(create, tagged), create.operation))
    addCreated(book, create, "only what is required", tagged);
  addForgedId(book, create);
  addHidden(book, create);
  addDeleted(book, create);
}

function addCreated(book: StateBook, create: Template, what: string, values: Values | undefined): void {
  const { material, add } = book;
  const { operation } = create;
  if (!values) return;
  const act = acting(operation, withBody(create, values), { makes: "one", outcome: "accepted" });
  const clause = successPointer(create);
  add({
    operation,
    place: "created",
    label: what,
    clause,
    title: `shows a new item as it was sent: ${what}`,
    steps: [
      act,
      looking(material, "one", {
        checks: [{ is: "there" }, { is: "showing", values: readable(values, material) }],
      }),
    ],
    message: "created an item that is not as it was sent",
    expected: "the new item is there, with the values that were sent",
  });
  const { list } = material.resource.operations;
  if (!list || !material.template(list) || what !== "everything") return;
  // Values that no other case has: the list is to hold one item with them.
  const own = material.newBody?.() ?? values;
  const shown = readable(own, material);
  // Without a mark of its own an item looks like those that other cases make meanwhile.
  const isMarked = material.tag !== undefined && Object.hasOwn(shown, material.tag);
  add({
    operation,
    place: "created",
    label: "listed",
    clause,
    title: "lists a new item",
    steps: [
      looking(material, "", {}, list),
      acting(operation, withBody(create, own), { makes: "one", outcome: "accepted" }),
      looking(
        material,
        "one",
        { checks: [{ is: "there" }, ...(isMarked ? [{ is: "once", values: shown } as const] : [])] },
        list,
      ),
    ],
    message: "created an item that the list does not hold once",
    expected: "the list holds the new item, once",
  });
  addBeside(book, create, values);
}

function addBeside({ material, add }: StateBook, create: Template, values: Values): void {
  const { operation } = create;
  const second = material.newBody?.();
  if (!second) return;
  add({
    operation,
    place: "created",
    label: "beside another",
    clause: successPointer(create),
    title: "makes a second item and leaves the first as it is",
    steps: [
      making(create, values, "one"),
      looking(material, "one", { remember: "before" }),
      acting(operation, withBody(create, second), { makes: "two", outcome: "accepted" }),
      looking(material, "one", {
        checks: [{ is: "as-before", before: "before", names: [...material.shared] }],
      }),
    ],
    message: "changed the first item when a second was created",
    expected: "another id, and the first item as it was",
  });
}

function addForgedId({ material, add }: StateBook, create: Template): void {
  const { operation } = create;
  const { idProperty } = material.resource;
  const values = material.newBody?.();
  if (!values || writableBy(operation).has(idProperty)) return;
  const body = { ...values, [idProperty]: "plumbline-forged-id" };
  if (!isValid(withBody(create, body), operation)) return;
  add({
    operation,
    place: idProperty,
    label: "not offered",
    clause: joinPointer(operation.pointer, "requestBody"),
    title: `does not let a client choose the ${idProperty} of a new item`,
    steps: [
      acting(operation, withBody(create, body), { makes: "one", outcome: "accepted" }),
      looking(material, "one", {
        checks: [{ is: "not-showing", values: { [idProperty]: "plumbline-forged-id" } }],
      }),
    ],
    message: `took the ${idProperty} of a new item from a request that cannot set it`,
    expected: `${idProperty} is refused or ignored, for the request does not have it`,
    kind: "security",
  });
}

function addHidden({ material, add }: StateBook, create: Template): void {
  const { writeOnly, operations } = material.resource;
  for (const reader of [operations.show, operations.list]) {
    const template = material.template(reader);
    const values = material.newBody?.();
    if (!reader || !template || !values) continue;
    const secrets = writeOnly.flatMap((name) => {
      const value = values[name];
      return typeof value === "string" && value.length >= 12 ? [[name, value] as const] : [];
    });
    if (secrets.length === 0) continue;
    const names = secrets.map(([name]) => name).join(", ");
    add({
      operation: reader,
      place: names,
      label: "hidden",
      clause: successPointer(template),
      title: `never shows ${names} of a new item`,
      steps: [
        making(create, values, "one"),
        looking(
          material,
          "one",
          { checks: [{ is: "hiding", texts: secrets.map(([, text]) => text) }] },
          reader,
        ),
      ],
      message: `showed ${names}, which goes in and must not come out`,
      expected: `no answer holds the value of ${names}`,
      kind: "security",
    });
  }
}

function addDeleted(book: StateBook, create: Template): void {
  const { material, add } = book;
  const { resource, template } = material;
  const remove = template(resource.operations.remove);
  if (!remove) return;
  const { operation } = remove;
  const clause = successPointer(remove);
  const one = (): readonly ReturnType<typeof making>[] => {
    const values = material.newBody?.();
    return values ? [making(create, values, "one")] : [];
  };
  const deleting = acting(operation, remove.minimal, { item: "one", outcome: "accepted" });
  const { show, list } = resource.operations;
  for (const reader of [show, list]) {
    if (!reader || !template(reader)) continue;
    add({
      operation,
      place: "deleted",
      label: reader === list ? "not listed" : "not shown",
      clause,
      title: `${reader === list ? "does not list" : "does not show"} an item that was deleted`,
      steps: [
        ...one(),
        looking(material, "one", { checks: [{ is: "there" }] }, reader),
        deleting,
        looking(material, "one", { checks: [{ is: "gone" }] }, reader),
      ],
      message: "said that it deleted an item that is still there",
      expected: "the item is not there any more",
    });
  }
  const other = material.newBody?.();
  if (other)
    add({
      operation,
      place: "deleted",
      label: "other item kept",
      clause,
      title: "deletes no other item",
      steps: [
        ...one(),
        making(create, other, "two"),
        deleting,
        looking(material, "two", { checks: [{ is: "there" }] }),
      ],
      message: "deleted another item than the one that the path names",
      expected: "the other item is there",
    });
  for (const after of [show, resource.operations.update, resource.operations.replace, operation]) {
    const late = template(after);
    if (after && late) addAfterwards(book, { late, steps: [...one(), deleting] });
  }
}

interface Afterwards {
  readonly late: Template;
  readonly steps: readonly ReturnType<typeof making>[];
}

function addAfterwards({ add }: StateBook, { late, steps }: Afterwards): void {
  const { operation } = late;
  const clause = declaredFor(operation, 404)?.pointer ?? joinPointer(operation.pointer, "responses");
  add({
    operation,
    place: "deleted",
    label: "afterwards",
    clause,
    title: `answers ${operation.method} of a deleted item with not found`,
    steps: [
      ...steps,
      acting(operation, late.minimal, { item: "one", expect: goneFor(operation), outcome: "any" }),
    ],
    message: "answered for an item that was deleted",
    expected: "404",
  });
}

/** Deleting twice may be as good as once (RFC 9110 §9.2.2) where the contract declares no 404. */
function goneFor(operation: Operation): Expectation {
  const expected = expectNotFound(operation, "an item that was deleted");
  if (operation.method !== "DELETE" || declaredFor(operation, 404)) return expected;
  return {
    text: `${expected.text}, or success again`,
    statuses: [{ statuses: ["2XX"], outcome: "held" }, ...expected.statuses],
  };
}
