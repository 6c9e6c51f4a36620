// Single-field faults of a body, gathered from the cases that are there: one per field, kind of fault and variant.
import { isObject } from "../../schema/keywords.ts";
import type { Json } from "../../schema/violation.ts";
import type { Case, CaseRequest } from "../case.ts";
import { isJsonObject, type JsonObject } from "./fields.ts";

/** What kind of check a fault asks for: a server may have one and lack another. */
export type FaultKind = "type" | "bound" | "content" | "additional" | "required" | "variant";

export interface Fault {
  readonly field: string;
  readonly kind: FaultKind;
  readonly clause: string;
  readonly request: CaseRequest;
  /** What the field holds; undefined when it is left out. */
  readonly value: Json | undefined;
}

const KINDS: readonly (readonly [keywords: RegExp, kind: FaultKind])[] = [
  [/^type$/, "type"],
  [/^(min|max|exclusive|multipleOf)/, "bound"],
  [/^(pattern|format|enum|const|uniqueItems|contains)$/, "content"],
  [/^(additional|unevaluated|propertyNames|patternProperties)/, "additional"],
  [/^(required|dependentRequired)$/, "required"],
];

const kindOf = (clause: string): FaultKind => {
  const keyword = clause.slice(clause.lastIndexOf("/") + 1);
  return KINDS.find(([keywords]) => keywords.test(keyword))?.[1] ?? "variant";
};

/** One fault per field, kind and variant, in the order in which they were derived. */
export function faultsOf(cases: readonly Case[]): readonly Fault[] {
  const byId = new Map(cases.map((item) => [item.id, item]));
  const faults = new Map<string, Fault>();
  for (const item of cases) {
    const [request] = item.requests;
    if (item.kind !== "invalid" || item.advisory !== undefined || !request) continue;
    const basis = objectOf(byId.get(item.basis ?? "")?.requests[0]);
    const body = objectOf(request);
    const change = basis && body && soleChange(basis, body);
    if (!change) continue;
    const kind = kindOf(item.clause);
    const variant = (/(?:oneOf|anyOf):\d+/g.exec(item.id) ?? []).join("/");
    const key = `${change.field} ${kind} ${variant}`;
    if (!faults.has(key)) faults.set(key, { ...change, kind, clause: item.clause, request });
  }
  return [...faults.values()];
}

/** The JSON object that a request carries. */
export function objectOf(request: CaseRequest | undefined): JsonObject | undefined {
  const body = request?.body;
  return body && "json" in body && isJsonObject(body.json) ? body.json : undefined;
}

/** The one top-level field in which two bodies differ. */
function soleChange(basis: JsonObject, body: JsonObject): Pick<Fault, "field" | "value"> | undefined {
  const names = [...new Set([...Object.keys(basis), ...Object.keys(body)])];
  const [field, ...more] = names.filter(
    (name) => !Object.hasOwn(basis, name) || !Object.hasOwn(body, name) || !isSame(basis[name], body[name]),
  );
  if (field === undefined || more.length > 0) return undefined;
  return { field, value: Object.hasOwn(body, field) ? body[field] : undefined };
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (isObjectLike(one) && isObjectLike(other) && JSON.stringify(one) === JSON.stringify(other));

const isObjectLike = (value: unknown): boolean => isObject(value) || Array.isArray(value);
