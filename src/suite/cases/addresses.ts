// Cases about addresses that the contract does not have: undeclared methods, unknown paths.
import { pathPointer } from "../../contract/clauses.ts";
import type { Contract } from "../../contract/model.ts";
import { routerOf, type Router } from "../../contract/router.ts";
import { splitTarget } from "../../http.ts";
import type { CaseRequest } from "../case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectNoMethod, expectNoPath } from "../expectations.ts";
import { materialise, NOWHERE } from "../materialise.ts";
import type { Template } from "./template.ts";

const routers = new WeakMap<Contract["operations"], Router>();

function routerFor({ operations }: Contract): Router {
  let router = routers.get(operations);
  if (!router) routers.set(operations, (router = routerOf(operations)));
  return router;
}

/** Adds, once per path, the methods that the path does not declare. */
export function addMethodCases(template: Template, contract: Contract, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const here = contract.operations.filter(({ path }) => path === operation.path);
  if (here[0] !== operation) return;
  const router = routerFor(contract);
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
  const router = routerFor(contract);
  const variants: readonly (readonly [
    label: string,
    path: string,
    accepted: "error" | "warning" | "note",
  ])[] = [
    ["an unknown path below", `${operation.path}/plumbline-unknown`, "error"],
    ["an unknown path far below", `${operation.path}/plumbline/unknown/path`, "error"],
    ["an unknown path beside", besideOf(operation.path), "error"],
    [
      "the path with text after it",
      operation.path.endsWith("}") ? `${operation.path}/x/y` : `${operation.path}x`,
      "error",
    ],
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

/** `/a/b` becomes `/a-plumbline/b`; a path of one segment gets one before it. */
const besideOf = (path: string): string =>
  path.replace(/\/[^/]*$/, (last, at: number) => `${at === 0 ? "/" : "-"}plumbline${last}`);

const swapLiteralCase = (path: string): string =>
  path
    .split(/(\{[^}]*\})/)
    .map((part) => (part.startsWith("{") ? part : part.toUpperCase()))
    .join("");
