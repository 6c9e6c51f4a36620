// The effective contract as one plain document: overlays applied, other files bundled into the components.
import { escapeToken, splitPointer } from "../schema/pointer.ts";
import type { Documents } from "./document-set.ts";
import { isObject, setMember } from "./provenance.ts";
import { looksLikeReference } from "./references.ts";

/** Where a referenced node of another file can be kept, by what it is. */
type Section =
  | "schemas"
  | "parameters"
  | "responses"
  | "headers"
  | "requestBodies"
  | "callbacks"
  | "links"
  | "examples"
  | "pathItems"
  | "securitySchemes";

/** Keys whose children (or whose items) are nodes of a section. */
const SECTION_OF_CHILDREN: Readonly<Record<string, Section>> = {
  properties: "schemas",
  patternProperties: "schemas",
  $defs: "schemas",
  definitions: "schemas",
  dependentSchemas: "schemas",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  prefixItems: "schemas",
  schemas: "schemas",
  parameters: "parameters",
  responses: "responses",
  headers: "headers",
  requestBodies: "requestBodies",
  callbacks: "callbacks",
  links: "links",
  examples: "examples",
  paths: "pathItems",
  pathItems: "pathItems",
  webhooks: "pathItems",
  securitySchemes: "securitySchemes",
};

/** Keys whose value itself is a schema. */
const SCHEMA_KEYS = new Set([
  "schema",
  "itemSchema",
  "items",
  "additionalProperties",
  "additionalItems",
  "unevaluatedItems",
  "unevaluatedProperties",
  "propertyNames",
  "contains",
  "contentSchema",
  "not",
  "if",
  "then",
  "else",
]);

const LITERAL = new Set(["example", "default", "enum", "const", "value"]);

interface Bundling {
  readonly documents: Documents;
  /** Pointer of a bundled node → its `$ref` in the result. */
  readonly refs: Map<string, string>;
  readonly added: Map<Section, Map<string, unknown>>;
  /** Nodes that are being inlined; meeting one again means a cycle. */
  readonly inlining: Set<string>;
  readonly inlined: Map<string, unknown>;
}

interface Place {
  /** Pointer of the node in its own document. */
  readonly pointer: string;
  readonly section: Section | undefined;
  /** The section of the node's children, when the node is a map or list of such things. */
  readonly children: Section | undefined;
}

/**
 * The root document with its overlays and without references to other files: schemas of other files stand in
 * `components/schemas`, other nodes where they were referred to (or, when they refer to themselves, in their section
 * of the components). Cycles stay references. The result shares nodes with the documents and must not be changed.
 */
export function effectiveDocument(documents: Documents): unknown {
  const bundling: Bundling = {
    documents,
    refs: new Map(),
    added: new Map(),
    inlining: new Set(),
    inlined: new Map(),
  };
  const root = rewrite(bundling, documents.root, { pointer: "#", section: undefined, children: undefined });
  if (!isObject(root) || bundling.added.size === 0) return root;
  const components: Record<string, unknown> = isObject(root["components"]) ? { ...root["components"] } : {};
  for (const [section, nodes] of bundling.added) {
    const all: Record<string, unknown> = isObject(components[section]) ? { ...components[section] } : {};
    for (const [name, node] of nodes) setMember(all, name, node);
    components[section] = all;
  }
  return { ...root, components };
}

/** A node without references to other files; the node itself when nothing below it has to change. */
function rewrite(bundling: Bundling, node: unknown, place: Place): unknown {
  if (Array.isArray(node)) {
    const items = node.map((item: unknown, index) =>
      rewrite(bundling, item, childPlace(place, String(index), true)),
    );
    return items.some((item, index) => item !== node[index]) ? items : node;
  }
  if (!isObject(node)) return node;
  const ref = node["$ref"];
  const inlined =
    typeof ref === "string" && place.children === undefined ? follow(bundling, ref, node, place) : undefined;
  if (inlined !== undefined && typeof inlined !== "string") return inlined.value;
  const copy: Record<string, unknown> = {};
  let changed = false;
  for (const [key, value] of Object.entries(node)) {
    let next = value;
    if (place.children === undefined && isResourceId(key, value)) {
      changed = true;
      continue;
    }
    if (key === "$ref" && inlined !== undefined) next = inlined;
    else if (key === "mapping" && isObject(value) && place.children === undefined)
      next = rewriteMapping(bundling, value, place);
    else if (place.children !== undefined || !isLiteral(key, value))
      next = rewrite(bundling, value, childPlace(place, key, false));
    setMember(copy, key, next);
    changed ||= next !== value;
  }
  return changed ? copy : node;
}

/** `examples` of a schema is a list of values, elsewhere a map of Example Objects. */
const isLiteral = (key: string, value: unknown): boolean =>
  LITERAL.has(key) || (key === "examples" && Array.isArray(value));

/** A `$id` would change what the rewritten references are relative to; none names it any more. */
const isResourceId = (key: string, value: unknown): boolean =>
  key === "$id" && typeof value === "string" && !value.startsWith("#");

function childPlace(place: Place, key: string, inList: boolean): Place {
  const pointer = `${place.pointer}/${escapeToken(key)}`;
  if (place.children !== undefined) return { pointer, section: place.children, children: undefined };
  if (inList) return { pointer, section: place.section, children: undefined };
  // The keys of a callback are expressions, each with a path item.
  if (place.section === "callbacks") return { pointer, section: "pathItems", children: undefined };
  const children = Object.hasOwn(SECTION_OF_CHILDREN, key) ? SECTION_OF_CHILDREN[key] : undefined;
  const section = SCHEMA_KEYS.has(key) ? "schemas" : key === "requestBody" ? "requestBodies" : undefined;
  return { pointer, section, children };
}

/** What a reference becomes: another reference, the node itself in its stead, or undefined to leave it as it is. */
function follow(
  bundling: Bundling,
  ref: string,
  holder: Record<string, unknown>,
  place: Place,
): string | { value: unknown } | undefined {
  const target = bundling.documents.resolve(ref, place.pointer);
  if (target === undefined) return undefined;
  const { document } = splitPointer(target.pointer);
  if (document === "") {
    const canonical = fragmentOf(target.pointer);
    return ref === target.pointer || ref === canonical ? undefined : canonical;
  }
  const known = bundling.refs.get(target.pointer);
  if (known !== undefined) return known;
  // A reference with siblings cannot be replaced by its target: they would be lost.
  const alone = Object.keys(holder).length === 1;
  if (place.section !== "schemas" && alone && !bundling.inlining.has(target.pointer)) {
    if (bundling.inlined.has(target.pointer)) return { value: bundling.inlined.get(target.pointer) };
    bundling.inlining.add(target.pointer);
    const value = rewrite(bundling, target.value, { ...place, pointer: target.pointer });
    bundling.inlining.delete(target.pointer);
    const cyclic = bundling.refs.get(target.pointer);
    if (cyclic !== undefined) return cyclic;
    bundling.inlined.set(target.pointer, value);
    return { value };
  }
  return bundle(bundling, target.pointer, target.value, place.section ?? "schemas");
}

function bundle(bundling: Bundling, pointer: string, value: unknown, section: Section): string {
  const nodes = bundling.added.get(section) ?? new Map<string, unknown>();
  bundling.added.set(section, nodes);
  const name = unusedName(bundling, section, nodes, pointer);
  const ref = fragmentOf(`#/components/${section}/${escapeToken(name)}`);
  // Known before its content is rewritten, so that a cycle ends in this reference.
  bundling.refs.set(pointer, ref);
  nodes.set(name, undefined);
  nodes.set(name, rewrite(bundling, value, { pointer, section, children: undefined }));
  return ref;
}

function unusedName(
  bundling: Bundling,
  section: Section,
  nodes: ReadonlyMap<string, unknown>,
  pointer: string,
): string {
  const { document, tokens } = splitPointer(pointer);
  const file =
    document
      .split("/")
      .at(-1)
      ?.replace(/\.[A-Za-z]+$/, "") ?? "";
  // Component names are limited to these characters (OpenAPI 3.1 §4.8.7).
  const wish = (tokens.at(-1) ?? file).replaceAll(/[^A-Za-z0-9._-]/g, "_") || "bundled";
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wish : `${wish}_${count}`;
    const taken = bundling.documents.at(`#/components/${section}/${escapeToken(name)}`) !== undefined;
    if (!taken && !nodes.has(name)) return name;
  }
}

function rewriteMapping(bundling: Bundling, mapping: Record<string, unknown>, place: Place): unknown {
  const copy: Record<string, unknown> = {};
  let changed = false;
  for (const [name, value] of Object.entries(mapping)) {
    const next =
      typeof value === "string" && looksLikeReference(value)
        ? (follow(
            bundling,
            value,
            { mapping: value, $ref: value },
            { ...place, section: "schemas", children: undefined },
          ) ?? value)
        : value;
    setMember(copy, name, next);
    changed ||= next !== value;
  }
  return changed ? copy : mapping;
}

/** A pointer as a URI fragment: RFC 6901 §6 asks for percent-encoding what a URI cannot hold. */
function fragmentOf(pointer: string): string {
  return `#${encodeURI(pointer.slice(pointer.indexOf("#") + 1)).replaceAll("#", "%23")}`;
}
