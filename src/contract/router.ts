// Finds the operation of a method and path: compiled once, looked up per request.
import type { Operation } from "./model.ts";
import type { RouteMatch } from "./exchange-types.ts";

/** `(method, path)` → match; `path` is the percent-encoded path without query and without base path. */
export type Router = (method: string, path: string) => RouteMatch;

interface Template {
  readonly path: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Per segment 0 for literal, 1 for mixed, 2 for a lone parameter: literal segments win, from the left. */
  readonly rank: readonly number[];
  readonly operations: Map<string, Operation>;
}

/** Templates of one segment count; literal paths are looked up by their text before any pattern is tried. */
interface Shelf {
  readonly byFirst: Map<string, Template[]>;
  readonly open: Template[];
}

export function routerOf(operations: readonly Operation[]): Router {
  const templates = new Map<string, Template>();
  for (const operation of operations) {
    const shape = operation.path.replace(/\{[^}]*\}/g, "{}");
    const key = `${shape} ${operation.path}`;
    let template = templates.get(key);
    if (!template) templates.set(key, (template = templateOf(operation.path)));
    if (!template.operations.has(operation.method)) template.operations.set(operation.method, operation);
  }
  const literals = new Map<string, Template>();
  const shelves = new Map<number, Shelf>();
  for (const template of templates.values()) {
    if (template.names.length === 0) literals.set(template.path, template);
    else shelve(shelves, template);
  }
  for (const shelf of shelves.values()) {
    for (const list of [...shelf.byFirst.values(), shelf.open]) list.sort(bySpecificity);
  }
  return (method, path) => matchIn(literals, shelves, method, path);
}

function shelve(shelves: Map<number, Shelf>, template: Template): void {
  const segments = template.path.split("/");
  let shelf = shelves.get(segments.length);
  if (!shelf) shelves.set(segments.length, (shelf = { byFirst: new Map(), open: [] }));
  const first = segments[1] ?? "";
  if (first.includes("{")) return void shelf.open.push(template);
  const list = shelf.byFirst.get(first);
  if (list) list.push(template);
  else shelf.byFirst.set(first, [template]);
}

function matchIn(
  literals: Map<string, Template>,
  shelves: Map<number, Shelf>,
  method: string,
  path: string,
): RouteMatch {
  const allowed = new Set<string>();
  let known: Template | undefined;
  const literal = literals.get(path);
  if (literal) {
    const operation = literal.operations.get(method);
    if (operation) return { kind: "operation", operation, pathValues: {} };
    known = literal;
    for (const name of literal.operations.keys()) allowed.add(name);
  }
  const shelf = shelves.get(countSegments(path));
  if (shelf) {
    const second = path.indexOf("/", 1);
    const first = second < 0 ? path.slice(1) : path.slice(1, second);
    for (const list of [shelf.byFirst.get(first), shelf.open]) {
      for (const template of list ?? []) {
        const found = template.pattern.exec(path);
        if (!found) continue;
        const operation = template.operations.get(method);
        if (operation) return { kind: "operation", operation, pathValues: valuesOf(template, found) };
        known ??= template;
        for (const name of template.operations.keys()) allowed.add(name);
      }
    }
  }
  return known ? { kind: "method", allowed: [...allowed], path: known.path } : { kind: "unknown" };
}

function valuesOf(template: Template, found: RegExpExecArray): Record<string, string> {
  const values: Record<string, string> = {};
  template.names.forEach((name, index) => {
    values[name] = found[index + 1] ?? "";
  });
  return values;
}

function countSegments(path: string): number {
  let count = 1;
  for (let index = 0; index < path.length; index++) if (path.charCodeAt(index) === 47) count++;
  return count;
}

/** A parameter takes a non-empty part of one segment (OpenAPI 3.1 §4.8.8.1: a value holds no unescaped "/"). */
function templateOf(path: string): Template {
  const names: string[] = [];
  const source = path
    .split(/(\{[^}]*\})/)
    .map((part) => {
      if (!/^\{[^}]*\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part.slice(1, -1));
      return "([^/]+?)";
    })
    .join("");
  const rank = path.split("/").map((segment) => (!segment.includes("{") ? 0 : /^\{[^}]*\}$/.test(segment) ? 2 : 1));
  return { path, pattern: new RegExp(`^${source}$`), names, rank, operations: new Map() };
}

function bySpecificity(one: Template, other: Template): number {
  for (let index = 0; index < one.rank.length; index++) {
    const difference = (one.rank[index] ?? 0) - (other.rank[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
