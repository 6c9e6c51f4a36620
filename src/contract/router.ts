// Finds the operation of a method and path: compiled once, looked up per request.
import type { Operation } from "./model.ts";
import type { RouteMatch } from "./exchange-types.ts";
import { setOwn } from "./record.ts";

/** `(method, path)` → match; `path` is the percent-encoded path without query and without base path. */
export type Router = (method: string, path: string) => RouteMatch;

interface Template {
  readonly path: string;
  /** One group per segment that holds a parameter. */
  readonly pattern: RegExp;
  readonly segments: readonly Segment[];
  /** Per segment 0 for literal, 1 for mixed, 2 for a lone parameter: literal segments win, from the left. */
  readonly rank: readonly number[];
  readonly operations: Map<string, Operation>;
}

/** `{a}.{b}` as its literals `["", ".", ""]` and its names `["a", "b"]`. */
interface Segment {
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

/**
 * Templates of one segment count by the literal segments they begin with: the longest prefix that is there is the most
 * specific. Literal paths are looked up by their text before any pattern is tried.
 */
type Shelf = Map<string, Template[]>;

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
    if (template.segments.length === 0) literals.set(encoded(template.path), template);
    else shelve(shelves, template);
  }
  for (const shelf of shelves.values()) {
    for (const list of shelf.values()) list.sort(bySpecificity);
  }
  return (method, path) => {
    const match = matchIn(literals, shelves, method, path);
    if (match.kind === "operation" || !path.includes("%")) return match;
    const plain = normalised(path);
    return plain === path ? match : matchIn(literals, shelves, method, plain);
  };
}

function shelve(shelves: Map<number, Shelf>, template: Template): void {
  const segments = segmentsOf(template.path);
  let shelf = shelves.get(segments.length);
  if (!shelf) shelves.set(segments.length, (shelf = new Map()));
  const open = segments.findIndex((segment) => segment.includes("{"));
  const prefix = encoded(segments.slice(0, open).join("/"));
  const list = shelf.get(prefix);
  if (list) list.push(template);
  else shelf.set(prefix, [template]);
}

function matchIn(
  literals: Map<string, Template>,
  shelves: Map<number, Shelf>,
  method: string,
  path: string,
): RouteMatch {
  const literal = literals.get(path);
  const operation = literal?.operations.get(method);
  if (operation) return { kind: "operation", operation, pathValues: {} };
  const others = literal ? [literal] : [];
  const shelf = shelves.get(countSegments(path));
  if (shelf) {
    // What may stand before the first parameter: `/a/b`, `/a`, and nothing, for `/a/b/c`.
    for (let end = path.lastIndexOf("/"); end >= 0; end = end === 0 ? -1 : path.lastIndexOf("/", end - 1)) {
      for (const template of shelf.get(path.slice(0, end)) ?? []) {
        const pathValues = valuesOf(template, path);
        if (!pathValues) continue;
        const found = template.operations.get(method);
        if (found) return { kind: "operation", operation: found, pathValues };
        others.push(template);
      }
    }
  }
  const [known] = others;
  if (!known) return { kind: "unknown" };
  const allowed = new Set(others.flatMap(({ operations }) => [...operations.keys()]));
  return { kind: "method", allowed: [...allowed], path: known.path };
}

/** RFC 3986 §6.2.2: an escaped unreserved character is that character, and hex digits are upper case. */
function normalised(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escape.toUpperCase();
  });
}

function valuesOf(template: Template, path: string): Record<string, string> | undefined {
  const found = template.pattern.exec(path);
  if (!found) return undefined;
  const values: Record<string, string> = {};
  let index = 1;
  for (const segment of template.segments) {
    if (!readSegment(segment, found[index++] ?? "", values)) return undefined;
  }
  return values;
}

/** Each parameter takes as little as it can, the last one the rest: in one pass, whatever a client sends. */
function readSegment({ literals, names }: Segment, text: string, values: Record<string, string>): boolean {
  const last = literals.at(-1) ?? "";
  const end = text.length - last.length;
  let at = (literals[0] ?? "").length;
  if (!text.startsWith(literals[0] ?? "") || !text.endsWith(last)) return false;
  for (const [index, name] of names.entries()) {
    const stop = index === names.length - 1 ? end : text.indexOf(literals[index + 1] ?? "", at + 1);
    if (stop <= at || stop > end) return false;
    setOwn(values, name, text.slice(at, stop));
    at = stop + (literals[index + 1] ?? "").length;
  }
  return true;
}

function countSegments(path: string): number {
  let count = 1;
  for (let index = 0; index < path.length; index++) if (path.charCodeAt(index) === 47) count++;
  return count;
}

/** A parameter takes a non-empty part of one segment (OpenAPI 3.1 §4.8.8.1: a value holds no unescaped "/"). */
function templateOf(path: string): Template {
  const parts = segmentsOf(path).map((segment) => segment.split(/\{([^}]*)\}/));
  const segments = parts
    .filter((part) => part.length > 1)
    .map((part) => ({
      literals: part.filter((_, index) => index % 2 === 0).map(encoded),
      names: part.filter((_, index) => index % 2 === 1),
    }));
  const source = parts
    .map((part) =>
      part.length > 1 ? "([^/]+)" : encoded(part[0] ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("/");
  const rank = parts.map((part) =>
    part.length === 1 ? 0 : part.length === 3 && !part[0] && !part[2] ? 2 : 1,
  );
  return { path, pattern: new RegExp(`^${source}$`), segments, rank, operations: new Map() };
}

/** The path at its slashes, except those inside braces. */
const segmentsOf = (path: string): readonly string[] => path.split(/\/(?![^{}]*\})/);

/** Literal text as a request carries it: what cannot stand in a path is escaped, what is escaped stays so. */
const encoded = (text: string): string =>
  text.replace(/[^\u0021-\u007e]+/gu, (part) => (part.isWellFormed() ? encodeURIComponent(part) : part));

function bySpecificity(one: Template, other: Template): number {
  for (let index = 0; index < one.rank.length; index++) {
    const difference = (one.rank[index] ?? 0) - (other.rank[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
