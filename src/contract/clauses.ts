// Enumerates the clauses of an operation: every checkable statement, named by its pointer.
import { BINDING } from "../schema/annotations.ts";
import { isObject } from "../schema/keywords.ts";
import { heldBy } from "../schema/walk.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Clause, Contract, Operation, SchemaUse } from "./model.ts";

/** Keywords that say something about validity by themselves, not only through the schemas they hold. */
const ASSERTIONS: ReadonlySet<string> = new Set(
  (
    "type enum const minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "minItems maxItems uniqueItems contains minContains maxContains required minProperties maxProperties propertyNames " +
    "dependentRequired oneOf anyOf not discriminator"
  ).split(" "),
);

/** Keywords that are a clause only when they forbid: `additionalProperties: false`. */
const CLOSERS: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "unevaluatedItems",
]);

/** Every clause of every operation. */
export function clausesOf(contract: Contract): readonly Clause[] {
  return contract.operations.flatMap(operationClauses);
}

/** The clauses of one operation, in document order, each pointer once per part. */
export function operationClauses(operation: Operation): readonly Clause[] {
  const clauses: Clause[] = [];
  const seen = new Set<string>();
  const add = (part: Clause["part"], pointer: string, keyword: string): void => {
    const key = `${part} ${pointer}`;
    if (seen.has(key)) return;
    seen.add(key);
    clauses.push({ pointer, operation: operation.id, part, keyword });
  };
  const addSchema = (part: Clause["part"], use: SchemaUse | undefined): void => {
    for (const { pointer, keyword } of use ? schemaClauses(use) : []) add(part, pointer, keyword);
  };
  add("path", pathPointer(operation), "path");
  add("method", operation.pointer, "method");
  if (operation.security.length > 0) add("security", operation.securityPointer, "security");
  if (operation.roles) add("security", joinPointer(operation.pointer, "x-plumbline-roles"), "roles");
  for (const parameter of operation.parameters) {
    if (parameter.required && parameter.in !== "path")
      add("parameter", joinPointer(parameter.pointer, "required"), "required");
    addSchema("parameter", parameter.schema);
  }
  const body = operation.requestBody;
  if (body?.required) add("request", joinPointer(body.pointer, "required"), "required");
  if (body && body.content.length > 0) add("request", joinPointer(body.pointer, "content"), "media-type");
  for (const mediaType of body?.content ?? []) {
    add("request", mediaType.pointer, "syntax");
    addSchema("request", mediaType.schema);
  }
  for (const response of operation.responses) {
    add("response", response.pointer, "status");
    if (response.content.length > 0) add("response", joinPointer(response.pointer, "content"), "media-type");
    for (const header of response.headers) {
      if (header.required) add("response", joinPointer(header.pointer, "required"), "required");
      addSchema("response", header.schema);
    }
    for (const mediaType of response.content) addSchema("response", mediaType.schema);
  }
  return clauses;
}

/** The pointer of the path item that an operation stands in. */
export function pathPointer(operation: Operation): string {
  return joinPointer("#/paths", operation.path);
}

export interface SchemaClause {
  readonly pointer: string;
  readonly keyword: string;
}

const known = new WeakMap<SchemaUse, readonly SchemaClause[]>();

/** The clauses of a schema and of all schemas it reaches. */
export function schemaClauses(use: SchemaUse): readonly SchemaClause[] {
  const cached = known.get(use);
  if (cached) return cached;
  const clauses: SchemaClause[] = [];
  const seen = new Set<string>();
  const visited = new Set<object>();
  const pending: unknown[] = [use.schema];
  while (pending.length > 0) {
    const schema = pending.pop();
    if (!isObject(schema) || visited.has(schema)) continue;
    visited.add(schema);
    const origin = use.originOf(schema);
    const inside: unknown[] = [];
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === "$ref" && typeof value === "string") inside.push(use.resolve(value));
      else inside.push(...heldBy(keyword, value));
      if (origin === undefined || !isClause(keyword, value)) continue;
      const pointer = schema[BINDING] === true ? origin : joinPointer(origin, keyword);
      if (!seen.has(pointer))
        clauses.push({ pointer, keyword: schema[BINDING] === true ? "discriminator" : keyword });
      seen.add(pointer);
    }
    pending.push(...inside.toReversed());
  }
  known.set(use, clauses);
  return clauses;
}

const isClause = (keyword: string, value: unknown): boolean =>
  ASSERTIONS.has(keyword) ? !isEmptyList(value) : CLOSERS.has(keyword) && value === false;

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
