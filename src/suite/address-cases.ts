// Cases about addresses: unknown and foreign ids, odd ids, undeclared methods, unknown paths.
import { declaredFor } from "../contract/message.ts";
import { pathPointer } from "../contract/clauses.ts";
import type { Contract, Operation, Parameter } from "../contract/model.ts";
import { routerOf } from "../contract/router.ts";
import { splitTarget } from "../http.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { CaseRequest, ParameterValue } from "./case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectNoFailure, expectNoMethod, expectNoPath, expectNotFound } from "./expectations.ts";
import { materialise, NOWHERE } from "./materialise.ts";
import type { Template } from "./template.ts";

/** Adds the cases about the ids in the path. */
export function addIdCases(template: Template, basis: string, book: CaseBook): void {
  const { operation } = template;
  const clause = declaredFor(operation, 404)?.pointer ?? joinPointer(operation.pointer, "responses");
  for (const parameter of operation.parameters.filter((item) => item.in === "path")) {
    const key = `path ${parameter.name}`;
    const given = template.minimal.parameters[key];
    if (!given || !("known" in given)) continue;
    const withValue = (value: ParameterValue): CaseRequest => ({
      ...template.minimal,
      parameters: { ...template.minimal.parameters, [key]: value },
    });
    const common = { rule: "ids", place: `path ${parameter.name}`, clause, kind: "address", basis, proof: "valid but for the id" } as const;
    const unknown = `an unknown ${parameter.name}`;
    if (isOpenText(parameter)) {
      for (const [change, what] of CHANGES) {
        const requests = [withValue({ ...given, change })];
        const advisory = change === "case-changed" ? { advisory: "a server may compare ids without regard to letter case" } : {};
        const text = `${what} ${parameter.name}`;
        book.add({ ...common, label: change, title: `answers not found for ${text}`, requests, expect: expectNotFound(operation, text), ...advisory });
      }
      addOddIds({ parameter, withValue, operation, book, common });
    } else if (declaredFor(operation, 404)) {
      const requests = [withValue({ ...given, change: "unknown" })];
      const advisory = "the value may happen to exist, since the contract says which values are possible";
      book.add({ ...common, label: "unknown", title: `answers not found for ${unknown}`, requests, expect: expectNotFound(operation, unknown), advisory });
    }
    const what = `the ${parameter.name} of another tenant`;
    book.add({
      ...common,
      rule: "foreign-ids",
      label: "foreign",
      title: `answers not found for ${what}`,
      requests: [withValue({ foreign: parameter.name })],
      expect: expectNotFound(operation, what, true),
      needs: `foreign ${parameter.name}`,
    });
    book.add({
      ...common,
      rule: "foreign-ids",
      label: "foreign, everything sent",
      title: `answers not found for ${what}, whatever is sent`,
      requests: [{ ...template.full, parameters: { ...template.full.parameters, [key]: { foreign: parameter.name } } }],
      expect: expectNotFound(operation, what, true),
      needs: `foreign ${parameter.name}`,
    });
  }
}

const CHANGES = [
  ["unknown", "an unknown"],
  ["suffixed", "a longer"],
  ["truncated", "a shorter"],
  ["case-changed", "another letter case of a"],
] as const;

/** A parameter that takes any text: other ids of its form are unknown, not invalid. */
function isOpenText({ schema }: Parameter): boolean {
  return !schema || ["plumbline-unknown-1", "PLUMBLINE 2", "x"].every((text) => schema.accepts(text));
}

interface OddIds {
  readonly parameter: Parameter;
  readonly withValue: (value: ParameterValue) => CaseRequest;
  readonly operation: Operation;
  readonly book: CaseBook;
  readonly common: { readonly rule: "ids"; readonly place: string; readonly clause: string; readonly kind: "address"; readonly basis: string; readonly proof: string };
}

/** Ids on which the contract takes no side: found or not, refused or not, but no server error. */
function addOddIds({ withValue, operation, book, common }: OddIds): void {
  const odd: readonly (readonly [label: string, raw: string])[] = [
    ["a malformed escape", "%zz"],
    ["an incomplete UTF-8 sequence", "%E0%A4%A"],
    ["NUL", "%00"],
    ["an encoded slash", "a%2Fb"],
    ["a double escape", "%2525"],
    ["a blank", "%20"],
    ["a quote and a comment", "'%20OR%201=1--"],
    ["2,000 characters", "a".repeat(2000)],
    ["an emoji", encodeURIComponent("\u{1f511}")],
  ];
  for (const [label, raw] of odd) {
    const title = `survives an id that is ${label}`;
    const { basis: _, ...rest } = common;
    const expect = label === "an encoded slash" || label.startsWith("a quote") ? noSuccess(operation, label) : expectNoFailure();
    book.add({ ...rest, rule: "odd-ids", label, title, kind: "protocol", requests: [withValue({ raw })], expect });
  }
}

function noSuccess(operation: Operation, what: string): ReturnType<typeof expectNoFailure> {
  const { statuses } = expectNoFailure();
  const wrong = { statuses: ["2XX"], outcome: "error", message: `answered success for an id that is ${what}` } as const;
  return { text: `a refusal of ${operation.method} (no 2xx, no 5xx)`, statuses: [wrong, ...statuses] };
}

/** Adds, once per path, the methods that the path does not declare. */
export function addMethodCases(template: Template, contract: Contract, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const here = contract.operations.filter(({ path }) => path === operation.path);
  if (here[0] !== operation) return;
  const router = routerOf(contract.operations);
  const path = splitTarget(materialise(minimal, operation, NOWHERE)?.path ?? operation.path)[0];
  for (const method of ["GET", "POST", "PUT", "PATCH", "TRACE", "PROPFIND", "QUERY"]) {
    if (router(method, path).kind === "operation") continue;
    book.add({
      rule: "methods",
      place: "",
      label: method,
      clause: operation.pointer,
      title: `refuses the undeclared method ${method}`,
      kind: "address",
      requests: [{ ...minimal, method }],
      basis,
      expect: expectNoMethod(method),
      proof: "the contract declares no such method here",
    });
  }
}

/** Adds the paths near the operation's own that the contract does not have. */
export function addPathCases(template: Template, contract: Contract, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  if (contract.operations.find(({ path }) => path === operation.path) !== operation) return;
  const router = routerOf(contract.operations);
  const variants: readonly (readonly [label: string, path: string, accepted: "error" | "warning" | "note"])[] = [
    ["an unknown path below", `${operation.path}/plumbline-unknown`, "error"],
    ["an unknown path beside", operation.path.replace(/\/[^/]*$/, (last) => `-plumbline${last}`), "error"],
    ["the path with text after it", operation.path.endsWith("}") ? `${operation.path}/x/y` : `${operation.path}x`, "error"],
    ["a trailing slash", `${operation.path}/`, "note"],
    ["a double slash", operation.path.replace(/^\//, "//"), "note"],
    ["the path in the other letter case", swapLiteralCase(operation.path), "warning"],
  ];
  for (const [label, path, accepted] of variants) {
    if (path === operation.path) continue;
    const request: CaseRequest = { ...minimal, path };
    const sent = materialise(request, operation, NOWHERE);
    if (!sent || router(operation.method, splitTarget(sent.path)[0]).kind !== "unknown") continue;
    book.add({
      rule: "paths",
      place: "",
      label,
      clause: pathPointer(operation),
      title: `does not know ${label}`,
      kind: "address",
      requests: [request],
      basis,
      expect: expectNoPath(label, accepted),
      proof: "the contract has no such path",
    });
  }
}

const swapLiteralCase = (path: string): string =>
  path
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith("{") ? part : part.toUpperCase()))
    .join("");
