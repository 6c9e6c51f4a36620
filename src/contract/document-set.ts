// The documents of one contract together: their nodes, positions, references and quotes.
import { joinPointer, parentPointer, splitPointer } from "../schema/pointer.ts";
import type { ContractFinding, Position } from "./model.ts";
import { originAt, type ParsedSource, type Trace } from "./provenance.ts";
import { baseAt, descend, fragmentReadings, type Survey } from "./references.ts";
import { withoutFragment } from "./source.ts";

export interface Documents {
  /** The root document with its overlays applied, as plain data. Nodes may be shared; never change them. */
  readonly root: unknown;
  /** The root file as shown to users. */
  readonly name: string;
  /** Every file and URL that was read, the root first. */
  readonly uris: readonly string[];
  /** The node a pointer names: `#/a/b` in the root document, `other.yaml#/a/b` (from the root's folder) or a URL elsewhere. */
  readonly at: (pointer: string) => unknown;
  /** Where a node is written; undefined when it does not exist. */
  readonly locate: (pointer: string) => Position | undefined;
  /** What a `$ref` names that stands in the node (or below the document) `from`; nothing further is followed. */
  readonly resolve: (ref: string, from: string) => ResolvedReference | undefined;
  /** The `$dynamicAnchor`s of the schema resource around a node: name → pointer. Empty nearly always. */
  readonly dynamicAnchors: (pointer: string) => ReadonlyMap<string, string>;
  /** The description of the overlay action that wrote a node, else that of the nearest object which has one. */
  readonly quote: (pointer: string) => string | undefined;
  readonly findings: readonly ContractFinding[];
}

export interface ResolvedReference {
  readonly pointer: string;
  readonly value: unknown;
}

/** One document of the set; the root's value has the overlays in it. */
export interface LoadedDocument {
  /** What stands before the `#` of its pointers: "" for the root. */
  readonly id: string;
  readonly value: unknown;
  readonly base: string;
  readonly source: ParsedSource;
  readonly trace: Trace;
  readonly survey: Survey;
}

export interface DocumentSet {
  readonly byId: Map<string, LoadedDocument>;
  readonly byUri: Map<string, LoadedDocument>;
  /** What `$id` and anchors name. */
  readonly identifiers: Map<
    string,
    { readonly document: LoadedDocument; readonly tokens: readonly string[] }
  >;
}

export function addDocument(set: DocumentSet, document: LoadedDocument): void {
  set.byId.set(document.id, document);
  set.byUri.set(document.source.uri, document);
  if (!set.byUri.has(document.base)) set.byUri.set(document.base, document);
  for (const [uri, tokens] of document.survey.identifiers) {
    if (!set.identifiers.has(uri)) set.identifiers.set(uri, { document, tokens });
  }
}

/** The view of a finished set; `root` is the document that the user named. */
export function viewDocuments(
  set: DocumentSet,
  root: LoadedDocument,
  findings: readonly ContractFinding[],
): Documents {
  const find = (
    pointer: string,
  ): { document: LoadedDocument; tokens: string[]; value: unknown } | undefined => {
    const { document: id, tokens } = splitPointer(pointer);
    const document = set.byId.get(id) ?? set.byUri.get(id);
    const found = document === undefined ? undefined : descend(document.value, tokens);
    return document === undefined || found === undefined
      ? undefined
      : { document, tokens, value: found.value };
  };
  const anchors = anchorsByBase(set);
  return {
    root: root.value,
    name: root.source.name,
    uris: [...set.byId.values()].map(({ source }) => source.uri),
    findings,
    at: (pointer) => find(pointer)?.value,
    locate: (pointer) => {
      const found = find(pointer);
      if (found === undefined) return undefined;
      const { source, tokens } = originAt(found.document.trace, found.tokens);
      return source.placeOf(tokens);
    },
    resolve: (ref, from) => {
      const { document: id, tokens } = splitPointer(from);
      const document = set.byId.get(id) ?? set.byUri.get(id);
      if (document === undefined) return undefined;
      // Without a `$id` the base is the document's: the way to `from` need not be walked.
      const base =
        document.survey.identifiers.size === 0
          ? document.base
          : baseAt(document.value, tokens, document.base);
      return resolveReference(set, ref, { document, base });
    },
    dynamicAnchors: (pointer) => {
      if (anchors.size === 0) return NO_ANCHORS;
      const { document: id, tokens } = splitPointer(pointer);
      const document = set.byId.get(id) ?? set.byUri.get(id);
      if (document === undefined) return NO_ANCHORS;
      return anchors.get(baseAt(document.value, tokens, document.base)) ?? NO_ANCHORS;
    },
    quote: (pointer) => {
      const found = find(pointer);
      if (found === undefined) return undefined;
      const { action } = originAt(found.document.trace, found.tokens);
      return action === undefined || action === ""
        ? nearestDescription(found.document.value, found.tokens)
        : action;
    },
  };
}

const NO_ANCHORS: ReadonlyMap<string, string> = new Map();

/** The dynamic anchors of each schema resource, by its URI (JSON Schema 2020-12 core §8.2.2). */
function anchorsByBase(set: DocumentSet): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const byBase = new Map<string, Map<string, string>>();
  for (const [uri, { document, tokens }] of set.identifiers) {
    const mark = uri.indexOf("#");
    const node = mark < 0 ? undefined : descend(document.value, tokens)?.value;
    const name = uri.slice(mark + 1);
    if (typeof node !== "object" || node === null || descend(node, ["$dynamicAnchor"])?.value !== name)
      continue;
    const base = uri.slice(0, mark);
    const names = byBase.get(base) ?? new Map<string, string>();
    byBase.set(base, names.set(name, joinPointer(`${document.id}#`, ...tokens)));
  }
  return byBase;
}

/** Where a node is written, or else its nearest ancestor that is written anywhere. */
export function locateNearest(documents: Pick<Documents, "locate">, pointer: string): Position | undefined {
  for (let at: string | undefined = pointer; at !== undefined; at = parentPointer(at)) {
    const position = documents.locate(at);
    if (position !== undefined) return position;
  }
  return undefined;
}

/** What a reference names within the set, tried from the `$id` around it and then from its document. */
export function resolveReference(
  set: DocumentSet,
  ref: string,
  from: { readonly document: LoadedDocument; readonly base: string },
): ResolvedReference | undefined {
  const { file, fragment } = splitReference(ref);
  for (const base of new Set([from.base, from.document.base])) {
    const uri = file === "" ? base : absolute(file, base);
    if (uri === undefined) continue;
    const target = targetOf(
      set,
      uri,
      fragment,
      file === "" && base === from.document.base ? from.document : undefined,
    );
    if (target !== undefined) return target;
  }
  return undefined;
}

function targetOf(
  set: DocumentSet,
  uri: string,
  fragment: string,
  own: LoadedDocument | undefined,
): ResolvedReference | undefined {
  const whole = own ?? set.byUri.get(uri);
  const resource =
    set.identifiers.get(uri) ?? (whole === undefined ? undefined : { document: whole, tokens: [] });
  if (fragment !== "" && !fragment.startsWith("/") && !fragment.startsWith("%2F")) {
    const anchor = set.identifiers.get(`${uri}#${fragment}`);
    return anchor === undefined ? undefined : targetAt(anchor.document, anchor.tokens);
  }
  if (resource === undefined) return undefined;
  for (const reading of fragmentReadings(fragment)) {
    const target =
      targetAt(resource.document, [...resource.tokens, ...reading]) ??
      (whole === undefined ? undefined : targetAt(whole, reading));
    if (target !== undefined) return target;
  }
  return undefined;
}

function targetAt(document: LoadedDocument, tokens: readonly string[]): ResolvedReference | undefined {
  const found = descend(document.value, tokens);
  return found === undefined
    ? undefined
    : { pointer: joinPointer(`${document.id}#`, ...tokens), value: found.value };
}

export function splitReference(ref: string): { readonly file: string; readonly fragment: string } {
  const mark = ref.indexOf("#");
  return mark < 0 ? { file: ref, fragment: "" } : { file: ref.slice(0, mark), fragment: ref.slice(mark + 1) };
}

/** The absolute URI of a reference without its fragment; undefined when it is no URI reference. */
export function absolute(file: string, base: string): string | undefined {
  return URL.canParse(file, base) ? withoutFragment(new URL(file, base).href) : undefined;
}

/** Keys under which an author names things: the description beside them speaks of all, not of one. */
const COLLECTIONS = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "parameters",
  "responses",
  "headers",
  "paths",
  "webhooks",
  "schemas",
]);

function nearestDescription(root: unknown, tokens: readonly string[]): string | undefined {
  for (let length = tokens.length; length > 0; length -= 1) {
    const node = descend(root, tokens.slice(0, length))?.value;
    if (typeof node === "object" && node !== null && !Array.isArray(node)) {
      const description = descend(node, ["description"])?.value;
      if (typeof description === "string" && description.trim() !== "") return description.trim();
      const parent = tokens[length - 2];
      if (parent !== undefined && COLLECTIONS.has(parent) && !COLLECTIONS.has(tokens[length - 3] ?? ""))
        return undefined;
    }
  }
  return undefined;
}
