// The steps that state cases are put together from: make an item, write, read.
import type { Operation } from "../../contract/model.ts";
import type { CaseRequest } from "../case.ts";
import { KNOWN } from "../state-run.ts";
import type { Check, Step } from "../state-sequence.ts";
import { valuesOf, withBody, type Material, type Values } from "./state-material.ts";
import type { Template } from "./template.ts";

/** An item to begin with: how it comes about, what it is called, what is known of it. */
export interface Beginning {
  readonly steps: readonly Step[];
  readonly item: string;
  readonly values: Values;
  /** What the case needs of the profile, where no item can be made. */
  readonly needs?: string;
}

/** A new item, or the known one with known values; undefined where neither can be had. */
export function beginningOf(material: Material, item = "one"): Beginning | undefined {
  const { resource, template, newBody } = material;
  const create = template(resource.operations.create);
  const values = newBody?.();
  if (create && values) return { steps: [making(create, values, item)], item, values };
  if (item !== "one") return undefined;
  const write = template(resource.operations.update) ?? template(resource.operations.replace);
  const full = write && valuesOf(write.full);
  if (!write || !full) return undefined;
  const arrange: Step = {
    operation: write.operation.id,
    request: withBody(write, full),
    part: "arrange",
    item: KNOWN,
  };
  return { steps: [arrange], item: KNOWN, values: full, needs: `known ${resource.idParameter}` };
}

export function making(create: Template, values: Values, item: string): Step {
  return {
    operation: create.operation.id,
    request: withBody(create, values),
    part: "arrange",
    makes: item,
  };
}

/** A read of the item (none: of the list as such) by the operation that shows it best. */
export function looking(
  material: Material,
  item: string,
  rest: { readonly remember?: string; readonly checks?: readonly Check[] },
  reader: Operation = material.reader,
): Step {
  const request = material.template(reader)?.minimal;
  if (!request) throw new Error(`the operation ${reader.id} has no request`);
  return { operation: reader.id, request, part: "look", ...(item === "" ? {} : { item }), ...rest };
}

/** The write on trial. */
export function acting(
  operation: Operation,
  request: CaseRequest,
  rest: Pick<Step, "item" | "outcome" | "expect" | "makes">,
): Step {
  return { operation: operation.id, request, part: "act", ...rest };
}
