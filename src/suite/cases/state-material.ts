// What state cases are made of: bodies for new items with texts of their own, other values for each field, readers.
import { propertiesOf } from "../../contract/described.ts";
import type { Operation, SchemaUse } from "../../contract/model.ts";
import { recordOf, requestUse, saysNewId, type Resource } from "../../contract/resources.ts";
import { isObject } from "../../schema/keywords.ts";
import { alternatives } from "../../schema/sample.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import type { CaseRequest } from "../case.ts";
import { likeness } from "../state-values.ts";
import { proofOf } from "./proof.ts";
import { sampler, type Template } from "./template.ts";

export type Values = Readonly<Record<string, Json>>;

export interface Material {
  readonly resource: Resource;
  readonly template: (operation: Operation | undefined) => Template | undefined;
  /** The operation that shows an item best: its own, else the list. */
  readonly reader: Operation;
  /** Set when items can be made: the body of the next one, its texts its own. */
  readonly newBody: (() => Values | undefined) | undefined;
  /** The property that the suite writes its mark into. */
  readonly tag: string | undefined;
  /** The properties that a client can write and read. */
  readonly shared: ReadonlySet<string>;
}

/** The material of a resource; undefined where nothing can be read, or nothing be written. */
export function materialOf(
  resource: Resource,
  templates: ReadonlyMap<string, Template>,
  mark: () => string,
): Material | undefined {
  const { operations } = resource;
  const reader = operations.show && resource.within.show !== undefined ? operations.show : operations.list;
  const template = (operation: Operation | undefined): Template | undefined =>
    operation && templates.get(operation.id);
  const writers = [operations.create, operations.update, operations.replace];
  if (!reader || !template(reader) || !writers.some((one) => template(one))) return undefined;
  const writable = new Set(writers.flatMap((one) => (one ? [...writableBy(one).keys()] : [])));
  const shared = new Set(
    resource.properties.filter((name) => writable.has(name) && name !== resource.idProperty),
  );
  const create = template(operations.create);
  const tag = create && tagOf(create);
  const newBody = create && saysNewId(resource) ? () => bodyOf(create, resource, tag, mark()) : undefined;
  return { resource, template, reader, newBody: newBody && startedWith(newBody(), newBody), tag, shared };
}

/** A maker that gives what was made already and then makes more; undefined where nothing could be made. */
function startedWith<T>(first: T | undefined, make: () => T | undefined): (() => T | undefined) | undefined {
  if (first === undefined) return undefined;
  let next: T | undefined = first;
  return () => {
    const made = next ?? make();
    next = undefined;
    return made;
  };
}

/** The properties that an operation takes, with their schemas. */
export function writableBy(operation: Operation): ReadonlyMap<string, JsonSchema> {
  const use = requestUse(operation);
  return use ? propertiesOf(use.schema, use.resolve) : new Map();
}

/** Whether the request is valid in every reading. */
export function isValid(request: CaseRequest, operation: Operation): boolean {
  const proof = proofOf(request, operation);
  return proof !== undefined && proof.broken.length === 0 && proof.advised.length === 0;
}

/** The smallest request of the operation with this body. */
export function withBody({ minimal, body }: Template, json: Json): CaseRequest {
  const mediaType = minimal.body && "json" in minimal.body ? minimal.body.mediaType : (body?.range ?? "");
  return { ...minimal, body: { json, mediaType } };
}

/** The body of a request, where it is an object. */
export function valuesOf(request: CaseRequest): Values | undefined {
  const { body } = request;
  return body && "json" in body && isObject(body.json) ? (body.json as Values) : undefined;
}

const TAGS = ["name", "title", "label", "displayName", "display_name", "username", "subject", "description"];

const tags = new WeakMap<Template, string | "none">();

/** Where a mark fits; looked for once, since every run makes items anew. */
function tagOf(create: Template): string | undefined {
  let tag = tags.get(create);
  if (tag === undefined) {
    const body = valuesOf(create.full) ?? {};
    tag =
      TAGS.find(
        (name) =>
          typeof body[name] === "string" &&
          isValid(withBody(create, { ...body, [name]: "plumbline-1-000" }), create.operation),
      ) ?? "none";
    tags.set(create, tag);
  }
  return tag === "none" ? undefined : tag;
}

function bodyOf(
  create: Template,
  resource: Resource,
  tag: string | undefined,
  mark: string,
): Values | undefined {
  const { operation } = create;
  let body = valuesOf(create.full);
  if (!body) return undefined;
  const attempt = (next: Values): void => {
    if (isValid(withBody(create, next), operation)) body = next;
  };
  const { idProperty } = resource;
  if (Object.hasOwn(body, idProperty)) {
    const { [idProperty]: id, ...rest } = body;
    attempt(
      typeof id === "number"
        ? { ...body, [idProperty]: id + numberIn(mark) }
        : { ...body, [idProperty]: mark },
    );
    attempt(rest);
  }
  if (tag !== undefined) attempt({ ...body, [tag]: mark });
  for (const name of resource.writeOnly)
    if (typeof body[name] === "string") attempt({ ...body, [name]: `${mark}-goes-in-and-not-out` });
  return body;
}

const numberIn = (mark: string): number => Number(/(\d+)$/.exec(mark)?.[1] ?? 0);

/** A body of a write that changes a field, and what of it can be read back. */
export interface Change {
  readonly name: string;
  readonly body: Values;
}

/** One change for each field that can be read: the field alone where that is valid, else beside what is required. */
export function changesBy(write: Template, material: Material, before: Values): readonly Change[] {
  const use = requestUse(write.operation);
  if (!use) return [];
  return [...writableBy(write.operation)].flatMap(([name, schema]) => {
    if (!material.shared.has(name)) return [];
    const body = changeOf(write, { name, schema, use, before: before[name] });
    return body ? [{ name, body }] : [];
  });
}

interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly use: SchemaUse;
  readonly before: Json | undefined;
}

function changeOf(write: Template, { name, schema, use, before }: Field): Values | undefined {
  const minimal = valuesOf(write.minimal) ?? {};
  for (const value of otherValues(schema, use, before)) {
    if (value === null || likeness(value, before) !== "different") continue;
    for (const body of [{ [name]: value }, { ...minimal, [name]: value }])
      if (isValid(withBody(write, body), write.operation)) return body;
  }
  return undefined;
}

/** Values of a schema, those first that resemble one that is known to be good. */
export function* otherValues(schema: JsonSchema, use: SchemaUse, before: Json | undefined): Generator<Json> {
  const draw = sampler(use, "all");
  const example = draw(schema);
  for (const text of [before, example])
    if (typeof text === "string") yield text.replace(/[a-z]+/i, (word) => `${word}2`);
  if (example !== undefined) yield example;
  if (typeof before === "boolean") yield !before;
  if (typeof before === "number") yield* [before + 1, before - 1];
  for (const { value } of alternatives(schema, { resolve: use.resolve, accepts: use.acceptsPart }))
    yield value;
  for (let seed = 2; seed < 10; seed++) {
    const value = draw(schema, seed);
    if (value !== undefined) yield value;
  }
}

/** Values for properties that an operation does not let a client say, but its body's schema does not forbid. */
export function forgedBy(write: Template, { resource }: Material, before: Values): Values {
  const record = recordOf(resource);
  const minimal = valuesOf(write.minimal);
  if (!record || !minimal) return {};
  const writable = writableBy(write.operation);
  const shown = propertiesOf(record.schema, record.use.resolve);
  const forged: Record<string, Json> = {};
  for (const [name, schema] of shown) {
    if (writable.has(name) || resource.writeOnly.includes(name)) continue;
    for (const value of otherValues(schema, record.use, before[name])) {
      if (value === null || likeness(value, before[name]) !== "different") continue;
      if (!record.use.acceptsPart(schema, value)) continue;
      if (!isValid(withBody(write, { ...minimal, [name]: value }), write.operation)) continue;
      forged[name] = value;
      break;
    }
  }
  return forged;
}
