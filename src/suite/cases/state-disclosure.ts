// State cases about what must not pass: fields that a request does not offer, values that an answer does not show.
import { joinPointer } from "../../schema/pointer.ts";
import type { Json } from "../../schema/violation.ts";
import { successPointer } from "./body-schema.ts";
import type { StateBook } from "./state.ts";
import { forgedBy, isValid, valuesOf, withBody, writableBy } from "./state-material.ts";
import { acting, beginningOf, looking } from "./state-steps.ts";
import type { Template } from "./template.ts";

/** A property that can be read and not be sent: whoever copies the whole body into the item takes it all the same. */
export function addForged({ material, add }: StateBook, write: Template): void {
  const { operation } = write;
  const start = beginningOf(material);
  const minimal = valuesOf(write.minimal);
  if (!start || start.needs !== undefined || !minimal) return;
  const { create } = material.resource.operations;
  const givenAtFirst = create ? writableBy(create) : new Map();
  for (const [name, value] of Object.entries(forgedBy(write, material, start.values))) {
    const begin = beginningOf(material);
    if (!begin) return;
    const { item } = begin;
    const isId = name === material.resource.idProperty;
    const checks = isId
      ? ([{ is: "there" }] as const)
      : ([{ is: "not-showing", values: { [name]: value }, unless: "before" }] as const);
    add({
      operation,
      place: name,
      label: "not offered",
      clause: joinPointer(operation.pointer, "requestBody"),
      title: `does not let a client set ${name} along with a change`,
      steps: [
        ...begin.steps,
        looking(material, item, { remember: "before" }),
        acting(operation, withBody(write, { ...minimal, [name]: value as Json }), { item, outcome: "any" }),
        looking(material, item, { checks }),
      ],
      message: `took ${name} from a request that cannot set it`,
      expected: `${name} is refused or ignored, for the request does not have it`,
      kind: "security",
      severity: isId || givenAtFirst.has(name) ? "error" : "warning",
    });
  }
}

/** A value that goes in and must not come out, after it was changed. */
export function addHidden({ material, add }: StateBook, write: Template): void {
  for (const name of material.resource.writeOnly) {
    const secret = "plumbline-changed-and-not-to-be-seen";
    const request = withBody(write, { [name]: secret });
    const start = beginningOf(material);
    if (!start || !isValid(request, write.operation)) continue;
    const { list, show } = material.resource.operations;
    for (const reader of [show, list]) {
      const template = material.template(reader);
      if (!reader || !template) continue;
      add({
        operation: reader,
        place: name,
        label: "hidden after a change",
        clause: successPointer(template),
        title: `never shows ${name} after it was changed`,
        needs: start.needs,
        steps: [
          ...start.steps,
          acting(write.operation, request, { item: start.item, outcome: "accepted" }),
          looking(material, start.item, { checks: [{ is: "hiding", texts: [secret] }] }, reader),
        ],
        message: `showed ${name}, which goes in and must not come out`,
        expected: `no answer holds the value of ${name}`,
        kind: "security",
      });
    }
  }
}
