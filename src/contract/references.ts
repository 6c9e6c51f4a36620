// The references of a document: every `$ref`, the identifiers they may name, and what one of them resolves to.
import { unescapeToken } from "../schema/pointer.ts";
import { withoutFragment } from "./source.ts";

export interface FoundReference {
  readonly ref: string;
  /** What the reference is relative to: the document, or the `$id` around it. */
  readonly base: string;
  /** The first place where it stands. */
  readonly tokens: readonly string[];
  /** Inside an `x-` extension, where it binds nobody. */
  readonly extension: boolean;
  /** A value of `discriminator.mapping`. */
  readonly mapping: boolean;
}

export interface Survey {
  readonly references: readonly FoundReference[];
  /** Absolute URI of every `$id`, and `URI#name` of every anchor, with the place. */
  readonly identifiers: ReadonlyMap<string, readonly string[]>;
  /** Numbers that JSON cannot write: `.inf`, `.nan`, `1e999`. */
  readonly notJson: readonly (readonly string[])[];
}

/** Keys whose children are named by the author, so that `properties: { example: … }` is no example. */
const NAMED_CHILDREN = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
  "responses",
  "schemas",
  "parameters",
  "headers",
  "requestBodies",
  "securitySchemes",
  "links",
  "callbacks",
  "pathItems",
  "mediaTypes",
  "examples",
  "paths",
  "webhooks",
  "content",
  "encoding",
  "variables",
]);

/** Keys whose values are data of the author: a `$ref` in there is a value. */
const LITERAL = new Set(["example", "default", "enum", "const", "value"]);

interface Frame {
  readonly node: object;
  readonly parent: Frame | undefined;
  readonly key: string;
  readonly base: string;
  readonly named: boolean;
  readonly extension: boolean;
}

/** Every reference and identifier of a parsed document. Shared nodes (YAML aliases) are visited once. */
export function survey(root: unknown, base: string): Survey {
  const references = new Map<string, FoundReference>();
  const identifiers = new Map<string, readonly string[]>();
  const notJson: string[][] = [];
  const seen = new WeakSet<object>();
  const pending: Frame[] = [];
  const open = (
    node: unknown,
    parent: Frame | undefined,
    key: string,
    flags: Omit<Frame, "node" | "parent" | "key">,
  ): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    pending.push({ node, parent, key, ...flags });
  };
  open(root, undefined, "", { base, named: false, extension: false });
  for (let frame = pending.pop(); frame !== undefined; frame = pending.pop()) {
    const { node, named, extension } = frame;
    const list = Array.isArray(node);
    const here = list || named ? frame.base : identify(node, frame, identifiers);
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === "number" && !Number.isFinite(value)) notJson.push([...tokensOf(frame), key]);
      if (!list && !named) {
        if (typeof value === "string") {
          if (key === "$ref" || key === "$dynamicRef")
            note(references, { ref: value, base: here, extension, mapping: false }, [frame, key]);
          continue;
        }
        if (key === "mapping" && frame.key === "discriminator") {
          noteMapping(references, value, { base: here, extension }, frame);
          continue;
        }
        if (LITERAL.has(key)) continue;
      }
      if (typeof value !== "object" || value === null) continue;
      // An array under such a name (`parameters: […]`, `examples: […]` of a schema) has no names.
      const childNamed = !list && !named && NAMED_CHILDREN.has(key) && !Array.isArray(value);
      if (key === "examples" && !list && !named && Array.isArray(value)) continue;
      const inExtension = extension || (!list && !named && key.startsWith("x-"));
      open(value, frame, key, { base: here, named: childNamed, extension: inExtension });
    }
  }
  return { references: [...references.values()], identifiers, notJson };
}

function tokensOf(frame: Frame): string[] {
  const tokens: string[] = [];
  for (let at: Frame | undefined = frame; at?.parent !== undefined; at = at.parent) tokens.unshift(at.key);
  return tokens;
}

/** Records `$id` and anchors of an object; gives the base of its references (JSON Schema 2020-12 core §8.2.1). */
function identify(node: object, frame: Frame, identifiers: Map<string, readonly string[]>): string {
  let base = frame.base;
  const id = ownString(node, frame.parent === undefined && Object.hasOwn(node, "$self") ? "$self" : "$id");
  if (id !== undefined && !id.startsWith("#") && URL.canParse(id, base)) {
    base = withoutFragment(new URL(id, base).href);
    if (!identifiers.has(base)) identifiers.set(base, tokensOf(frame));
  }
  for (const keyword of ["$anchor", "$dynamicAnchor"]) {
    const anchor = ownString(node, keyword);
    if (anchor !== undefined && !identifiers.has(`${base}#${anchor}`))
      identifiers.set(`${base}#${anchor}`, tokensOf(frame));
  }
  return base;
}

function ownString(node: object, key: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(node, key)?.value;
  return typeof value === "string" ? value : undefined;
}

function note(
  references: Map<string, FoundReference>,
  found: Omit<FoundReference, "tokens">,
  [frame, ...keys]: [Frame, ...string[]],
): void {
  const id = `${found.base} ${found.ref}`;
  const known = references.get(id);
  if (known === undefined || (known.extension && !found.extension)) {
    references.set(id, { ...found, tokens: [...tokensOf(frame), ...keys] });
  }
}

/** A mapping value is a schema's name or a reference (OpenAPI 3.1 §4.8.25); only what looks like a file or pointer counts. */
function noteMapping(
  references: Map<string, FoundReference>,
  mapping: unknown,
  flags: { base: string; extension: boolean },
  frame: Frame,
): void {
  if (typeof mapping !== "object" || mapping === null) return;
  for (const [name, value] of Object.entries(mapping)) {
    if (typeof value === "string" && looksLikeReference(value)) {
      note(references, { ref: value, ...flags, mapping: true }, [frame, "mapping", name]);
    }
  }
}

/** True for a mapping value that names a place and not a schema of the components. */
export function looksLikeReference(value: string): boolean {
  return /[#/]|\.(ya?ml|json)$/i.test(value);
}

/** The node below a value that tokens name; undefined when there is none. Only own properties count. */
export function descend(value: unknown, tokens: readonly string[]): { readonly value: unknown } | undefined {
  let node = value;
  for (const token of tokens) {
    if (typeof node !== "object" || node === null) return undefined;
    if (Array.isArray(node) && !/^(?:0|[1-9][0-9]*)$/.test(token)) return undefined;
    const property = Object.getOwnPropertyDescriptor(node, token);
    if (property === undefined) return undefined;
    node = property.value;
  }
  return { value: node };
}

/** The tokens of a reference's fragment, in the readings to try: percent-decoded (RFC 6901 §6), then as written. */
export function fragmentReadings(fragment: string): string[][] {
  const readings = [fragment];
  if (fragment.includes("%")) {
    try {
      readings.unshift(decodeURIComponent(fragment));
    } catch {
      // A `%` that escapes nothing: only the literal reading is left.
    }
  }
  return readings.map((reading) => (reading === "" ? [] : reading.slice(1).split("/").map(unescapeToken)));
}

/** The base that holds at a node: the nearest `$id` on the way to it, else the document's own. */
export function baseAt(root: unknown, tokens: readonly string[], documentBase: string): string {
  let base = documentBase;
  for (let depth = 0; depth <= tokens.length; depth += 1) {
    const node = descend(root, tokens.slice(0, depth))?.value;
    if (typeof node !== "object" || node === null) break;
    const id = depth === 0 ? (ownString(node, "$self") ?? ownString(node, "$id")) : ownString(node, "$id");
    if (id !== undefined && !id.startsWith("#") && URL.canParse(id, base))
      base = withoutFragment(new URL(id, base).href);
  }
  return base;
}
