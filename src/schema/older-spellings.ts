// What draft 4 and OpenAPI 3.0 spell otherwise than JSON Schema 2020-12: exclusive bounds, lists of items, dependencies.
import type { Draft, Spot } from "./dialect.ts";
import { hasForm, isObject } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";

type Node = Readonly<Record<string, unknown>>;

const PARTNERS: Readonly<Record<string, string>> = {
  minimum: "exclusiveMinimum",
  maximum: "exclusiveMaximum",
  exclusiveMinimum: "minimum",
  exclusiveMaximum: "maximum",
};

/** Bounds: `exclusiveMinimum: true` beside `minimum` is the older spelling; 2020-12 gives it the number itself. */
export function readExclusive(keyword: string, node: Node, draft: Draft, spot: Spot): void {
  const value = node[keyword];
  const partner = node[PARTNERS[keyword] ?? ""];
  if (!keyword.startsWith("exclusive")) {
    if (typeof value !== "number") return spot.badForm(keyword, "a number", value);
    if (partner !== true) draft[keyword] = value;
    return;
  }
  if (typeof value === "number") draft[keyword] = value;
  else if (typeof value !== "boolean")
    return spot.badForm(keyword, "a number, or true/false in OpenAPI 3.0", value);
  else if (value && typeof partner === "number") draft[keyword] = partner;
  if (typeof value === "boolean" && spot.dialect.version === "3.1") {
    const message = `${keyword}: ${value} is OpenAPI 3.0; in 3.1 it holds the bound itself; read as 3.0 means it`;
    const pointer = joinPointer(spot.pointer, keyword);
    spot.dialect.report({ code: "exclusive-in-3.1", severity: "warning", pointer, message });
  }
}

/** `items` as a list, additionalItems and dependencies: prefixItems, items, dependentRequired, dependentSchemas. */
export function readOlderSpelling(keyword: string, node: Node, draft: Draft, spot: Spot): void {
  const value = node[keyword];
  if (keyword === "dependencies") return readDependencies(value, draft, spot);
  if (keyword === "additionalItems") {
    if (Array.isArray(node["items"])) draft["items"] = spot.inner(value, keyword);
  } else if (!Array.isArray(value)) draft["items"] = spot.inner(value, keyword);
  else if (value.length > 0) {
    draft["prefixItems"] = value.map((item: unknown, index) => spot.inner(item, keyword, index));
  }
}

function readDependencies(value: unknown, draft: Draft, spot: Spot): void {
  if (!isObject(value)) return spot.badForm("dependencies", "an object of schemas and lists of names", value);
  const needs: [string, unknown][] = [];
  const schemas: [string, unknown][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (hasForm("string-list", item)) needs.push([name, item]);
    else schemas.push([name, spot.inner(item, "dependencies", name)]);
  }
  const merged = (keyword: string, entries: [string, unknown][]): void => {
    const own = isObject(draft[keyword]) ? Object.entries(draft[keyword]) : [];
    if (entries.length > 0) draft[keyword] = Object.fromEntries([...entries, ...own]);
  };
  merged("dependentRequired", needs);
  merged("dependentSchemas", schemas);
}
