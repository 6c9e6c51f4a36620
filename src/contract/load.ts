// Loads a contract: the root document, its overlays, and round by round whatever the references reach.
import { KitError, messageOf } from "../errors.ts";
import { escapeToken, joinPointer } from "../schema/pointer.ts";
import {
  absolute,
  addDocument,
  resolveReference,
  splitReference,
  viewDocuments,
  type Documents,
  type DocumentSet,
  type LoadedDocument,
} from "./document-set.ts";
import type { ParseResult, SourceSlip } from "./json-document.ts";
import type { ContractFinding } from "./model.ts";
import { draftOf, isObject, type Draft } from "./provenance.ts";
import { descend, survey, type FoundReference } from "./references.ts";
import {
  documentId,
  openReader,
  type LoadOptions,
  type Reader,
  type ReadText,
  type SourceText,
} from "./source.ts";

type Parse = (source: SourceText) => ParseResult;

interface Loading {
  readonly parse: Parse;
  readonly reader: Reader;
  readonly rootUri: string;
  readonly set: DocumentSet;
  readonly findings: ContractFinding[];
}

/** What `loadDocuments` does, given the parser: that one is the door to the yaml library. */
export async function loadWith(parse: Parse, source: string, options: LoadOptions): Promise<Documents> {
  const reader = openReader(source, options);
  const rootUri = reader.uriOf(source);
  const set: DocumentSet = { byId: new Map(), byUri: new Map(), identifiers: new Map() };
  const loading: Loading = { parse, reader, rootUri, set, findings: [] };

  const read = await reader.read(rootUri);
  const published = parseRead(loading, read, "");
  if (!isObject(published.source.value)) {
    throw new KitError(
      "contract-invalid",
      `${read.name} is not an OpenAPI document: its root is not a mapping`,
      {
        where: `${read.name}:1:1`,
        hint: "An OpenAPI document begins with openapi: 3.x.y.",
      },
    );
  }
  const draft = draftOf(published.source);
  for (const overlay of options.overlays ?? []) await layOver(loading, draft, overlay);
  const root = keep(loading, { id: "", read, result: published, draft });
  await followReferences(loading, root);
  return viewDocuments(set, root, loading.findings);
}

async function layOver(loading: Loading, draft: Draft, overlay: string): Promise<void> {
  const read = await loading.reader.read(loading.reader.uriOf(overlay));
  const id = documentId(read.uri, loading.rootUri);
  const result = parseOverlay(loading, read, id);
  // Loaded here: most contracts have no overlay, and JSONPath costs them time at start.
  const { applyOverlay, extendsFinding } = await import("./overlay.ts");
  applyOverlay(draft, result.source);
  const strange = extendsFinding(result.source, loading.rootUri, id);
  if (strange !== undefined) loading.findings.push(strange);
  // Kept for `at` and `locate` only: references inside are those of the root once they are applied.
  loading.set.byId.set(id, {
    id,
    value: result.source.value,
    base: read.base,
    source: result.source,
    trace: draftOf(result.source).trace,
    survey: { references: [], identifiers: new Map(), notJson: [] },
  });
}

function parseOverlay(loading: Loading, read: ReadText, id: string): ParseResult {
  try {
    return parseRead(loading, read, id);
  } catch (error) {
    if (!(error instanceof KitError) || error.code !== "contract-invalid") throw error;
    const where = error.where === undefined ? {} : { where: error.where };
    throw new KitError("overlay-invalid", error.message, { ...where, cause: error });
  }
}

function parseRead({ parse, findings }: Loading, read: ReadText, id: string): ParseResult {
  const result = parse(read);
  for (const slip of result.slips) findings.push(slipFinding(slip, id));
  if (read.damaged) {
    const message = `${read.name} is not UTF-8; what could not be read is shown as U+FFFD`;
    findings.push({ code: "not-utf-8", severity: "warning", pointer: `${id}#`, message });
  }
  return result;
}

function slipFinding({ code, tokens, message }: SourceSlip, id: string): ContractFinding {
  return { code, severity: "warning", pointer: joinPointer(`${id}#`, ...tokens), message };
}

function keep(
  { set, findings }: Loading,
  { id, read, result, draft }: { id: string; read: ReadText; result: ParseResult; draft: Draft },
): LoadedDocument {
  const { value, trace } = draft;
  const document: LoadedDocument = {
    id,
    value,
    trace,
    base: read.base,
    source: result.source,
    survey: survey(value, read.base),
  };
  for (const tokens of document.survey.notJson) {
    const message = "this number cannot be written in JSON";
    findings.push({
      code: "not-json",
      severity: "error",
      pointer: joinPointer(`${id}#`, ...tokens),
      message,
    });
  }
  addDocument(set, document);
  return document;
}

interface Pending {
  readonly document: LoadedDocument;
  readonly reference: FoundReference;
}

/** Bounds on what one contract may pull in, so that no document keeps the loader busy for ever. */
const MAX_DOCUMENTS = 2000;
const READS_AT_ONCE = 8;
/** Steps from document to document: a server that answers every path would otherwise lead on and on. */
const MAX_STEPS = 50;

async function followReferences(loading: Loading, root: LoadedDocument): Promise<void> {
  const failures = new Map<string, string>();
  const tried = new Set<string>([root.source.uri, root.base]);
  let pending = pendingOf(root);
  for (let step = 0; pending.length > 0; step += 1) {
    pending = pending.filter(({ document, reference }) => !resolves(loading.set, document, reference));
    const wanted = new Map<string, string>();
    for (const { document, reference } of pending) {
      const uri = candidates(document, reference).find((candidate) => !tried.has(candidate));
      if (uri !== undefined && !wanted.has(uri)) wanted.set(uri, document.base);
    }
    if (wanted.size === 0) break;
    if (step >= MAX_STEPS) {
      for (const uri of wanted.keys())
        failures.set(uri, `it is more than ${MAX_STEPS} documents away from the first`);
      break;
    }
    const found = await readAll(loading, [...wanted], { tried, failures });
    pending.push(...found.flatMap(pendingOf));
  }
  for (const { document, reference } of pending) {
    loading.findings.push(unresolved(loading, document, { reference, failures }));
  }
}

async function readAll(
  loading: Loading,
  wanted: readonly (readonly [uri: string, from: string])[],
  { tried, failures }: { tried: Set<string>; failures: Map<string, string> },
): Promise<LoadedDocument[]> {
  const found: LoadedDocument[] = [];
  for (let first = 0; first < wanted.length; first += READS_AT_ONCE) {
    const batch = wanted.slice(first, first + READS_AT_ONCE);
    for (const [uri] of batch) tried.add(uri);
    const reads = await Promise.allSettled(
      batch.map(([uri, from]) => {
        if (loading.set.byUri.size < MAX_DOCUMENTS) return loading.reader.read(uri, from);
        return Promise.reject(new Error(`a contract may have ${MAX_DOCUMENTS} documents`));
      }),
    );
    for (const [index, outcome] of reads.entries()) {
      const uri = batch[index]?.[0] ?? "";
      try {
        if (outcome.status === "rejected") throw outcome.reason;
        const id = documentId(uri, loading.rootUri);
        const result = parseRead(loading, outcome.value, id);
        found.push(keep(loading, { id, read: outcome.value, result, draft: draftOf(result.source) }));
      } catch (error) {
        failures.set(uri, messageOf(error));
      }
    }
  }
  return found;
}

const pendingOf = (document: LoadedDocument): Pending[] =>
  document.survey.references.map((reference) => ({ document, reference }));

function resolves(
  set: DocumentSet,
  document: LoadedDocument,
  { ref, base, mapping }: FoundReference,
): boolean {
  if (resolveReference(set, ref, { document, base }) !== undefined) return true;
  // A mapping value may be a schema's name that looks like a file (OpenAPI 3.1 §4.8.25).
  return mapping && descend(set.byId.get("")?.value, ["components", "schemas", ref]) !== undefined;
}

/** The documents that may hold what a reference names, its own file's neighbour before the one its `$id` points to. */
function candidates(document: LoadedDocument, { ref, base }: FoundReference): string[] {
  const { file } = splitReference(ref);
  if (file === "") return [];
  return [absolute(file, document.base), absolute(file, base)].filter((uri) => uri !== undefined);
}

function unresolved(
  loading: Loading,
  document: LoadedDocument,
  { reference, failures }: { reference: FoundReference; failures: ReadonlyMap<string, string> },
): ContractFinding {
  const uris = candidates(document, reference);
  const failed = uris.map((uri) => failures.get(uri)).find((failure) => failure !== undefined);
  const [uri] = uris;
  const why =
    failed ??
    (reference.ref.includes("#") || uri !== undefined
      ? `there is no ${splitReference(reference.ref).fragment || "such document"} in ${uri === undefined ? document.source.name : loading.reader.nameOf(uri)}`
      : "it is not a URI reference");
  return {
    code: "unresolved-reference",
    severity: reference.extension ? "note" : reference.mapping ? "warning" : "error",
    pointer: `${document.id}#${reference.tokens.map((token) => `/${escapeToken(token)}`).join("")}`,
    message: `${reference.ref} names nothing: ${why}`,
  };
}
