// State cases about changes: each field applied, all at once, others kept, null clears, nothing that was not offered.
import { successPointer } from "./body-schema.ts";
import type { StateBook } from "./state.ts";
import { addForged, addHidden } from "./state-disclosure.ts";
import {
  changesBy,
  isValid,
  valuesOf,
  withBody,
  writableBy,
  type Change,
  type Material,
  type Values,
} from "./state-material.ts";
import { acting, beginningOf, looking, making } from "./state-steps.ts";
import type { Template } from "./template.ts";

/** Adds the cases about PATCH and PUT on an item. */
export function addUpdates(book: StateBook): void {
  const { material } = book;
  const { operations } = material.resource;
  for (const operation of [operations.update, operations.replace]) {
    const write = material.template(operation);
    const beginning = beginningOf(material);
    if (!operation || !write || !beginning) continue;
    const trial: Trial = { book, write, changes: changesBy(write, material, beginning.values) };
    addSingles(trial);
    addTogether(trial);
    addOtherItem(trial);
    addForged(book, write);
    if (operation === operations.update) {
      addClearings(trial);
      addHidden(book, write);
    } else addReplacement(trial);
  }
}

interface Trial {
  readonly book: StateBook;
  readonly write: Template;
  readonly changes: readonly Change[];
}

/** What of a body can be read back. */
export const readable = (body: Values, { shared }: Material): Values =>
  Object.fromEntries(Object.entries(body).filter(([name]) => shared.has(name)));

function addSingles({ book, write, changes }: Trial): void {
  const { material, add } = book;
  const { operation } = write;
  const isPatch = operation.method === "PATCH";
  for (const { name, body } of changes) {
    const start = beginningOf(material);
    if (!start) return;
    const { item } = start;
    const kept = [...material.shared].filter((other) => !Object.hasOwn(body, other));
    const common = {
      operation,
      clause: successPointer(write),
      needs: start.needs,
      steps: [...start.steps, looking(material, item, { remember: "before" })],
    };
    const act = acting(operation, withBody(write, body), { item, outcome: "accepted" });
    add({
      ...common,
      place: name,
      label: "applied",
      title: `shows the ${name} that was sent`,
      steps: [
        ...common.steps,
        act,
        looking(material, item, { checks: [{ is: "showing", values: readable(body, material) }] }),
      ],
      message: "accepted a change and did not apply it",
      expected: `${name} is read as it was sent`,
    });
    if (!isPatch || kept.length === 0) continue;
    add({
      ...common,
      place: name,
      label: "others kept",
      title: `leaves the other fields as they are when ${name} is changed`,
      steps: [
        ...common.steps,
        act,
        looking(material, item, { checks: [{ is: "as-before", before: "before", names: kept }] }),
      ],
      message: "changed a field that was not sent",
      expected: "what was not sent is as it was",
    });
  }
}

/** All changes in one body, as far as they are valid together. */
function together(write: Template, changes: readonly Change[]): Values {
  let all: Values = {};
  for (const { body } of changes) {
    const next = { ...all, ...body };
    if (isValid(withBody(write, next), write.operation)) all = next;
  }
  return all;
}

function addTogether({ book, write, changes }: Trial): void {
  const { material, add } = book;
  const { operation } = write;
  const body = together(write, changes);
  const start = beginningOf(material);
  if (!start || Object.keys(body).length < 2) return;
  const { item } = start;
  add({
    operation,
    place: "",
    label: "all at once",
    clause: successPointer(write),
    title: "shows every field that was sent in one request",
    needs: start.needs,
    steps: [
      ...start.steps,
      acting(operation, withBody(write, body), { item, outcome: "accepted" }),
      looking(material, item, { checks: [{ is: "showing", values: readable(body, material) }] }),
    ],
    message: "accepted several fields and did not apply all of them",
    expected: "every field is read as it was sent",
  });
}

function addOtherItem({ book, write, changes }: Trial): void {
  const { material, add } = book;
  const one = beginningOf(material);
  const create = material.template(material.resource.operations.create);
  const other = material.newBody?.();
  if (!one || one.needs !== undefined || !create || !other) return;
  const body = together(write, changes);
  if (Object.keys(body).length === 0) return;
  const checks = [{ is: "as-before", before: "other", names: [...material.shared] }] as const;
  add({
    operation: write.operation,
    place: "",
    label: "other item kept",
    clause: successPointer(write),
    title: "leaves other items as they are",
    steps: [
      ...one.steps,
      making(create, other, "two"),
      looking(material, "two", { remember: "other" }),
      acting(write.operation, withBody(write, body), { item: "one", outcome: "accepted" }),
      looking(material, "two", { checks }),
    ],
    message: "changed another item than the one that the path names",
    expected: "the other item is as it was",
  });
}

function addClearings({ book, write }: Trial): void {
  const { material, add } = book;
  const { operation } = write;
  for (const name of writableBy(operation).keys()) {
    const start = beginningOf(material);
    if (!start || !material.shared.has(name)) continue;
    if (start.values[name] === undefined || start.values[name] === null) continue;
    const request = withBody(write, { [name]: null });
    if (!isValid(request, operation)) continue;
    const { item } = start;
    add({
      operation,
      place: name,
      label: "cleared",
      clause: successPointer(write),
      title: `clears ${name} when null is sent`,
      needs: start.needs,
      steps: [
        ...start.steps,
        acting(operation, request, { item, outcome: "accepted" }),
        looking(material, item, { checks: [{ is: "cleared", names: [name] }] }),
      ],
      message: "accepted null and did not clear the field",
      expected: `${name} is null, or not there`,
    });
  }
}

/** RFC 9110 §9.3.4: PUT replaces; many servers merge instead, hence a warning. */
function addReplacement({ book, write }: Trial): void {
  const { material, add } = book;
  const { operation } = write;
  const minimal = valuesOf(write.minimal);
  const start = beginningOf(material);
  if (!minimal || !start || !isValid(withBody(write, minimal), operation)) return;
  const dropped = [...writableBy(operation)].filter(
    ([name, schema]) =>
      material.shared.has(name) &&
      !Object.hasOwn(minimal, name) &&
      start.values[name] !== undefined &&
      start.values[name] !== null &&
      (typeof schema === "boolean" || schema["default"] === undefined),
  );
  if (dropped.length === 0) return;
  const values = Object.fromEntries(dropped.map(([name]) => [name, start.values[name] ?? null]));
  add({
    operation,
    place: "",
    label: "replaced",
    clause: successPointer(write),
    title: "replaces the item: what was not sent is not kept",
    needs: start.needs,
    steps: [
      ...start.steps,
      acting(operation, withBody(write, minimal), { item: start.item, outcome: "accepted" }),
      looking(material, start.item, { checks: [{ is: "not-showing", values }] }),
    ],
    message: "kept fields that the replacement does not have (RFC 9110 §9.3.4)",
    expected: "what was not sent is not kept",
    severity: "warning",
  });
}
