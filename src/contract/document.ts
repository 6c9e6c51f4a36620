// A contract's document, read from JSON or YAML with everything it refers to; the only door to the yaml library.
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  stringify,
  visit,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import { KitError, messageOf } from "../errors.ts";
import type { Documents } from "./document-set.ts";
import {
  heightOf,
  invalid,
  MAX_DEPTH,
  parseJson,
  repeatedKey,
  type Parsed,
  type ParseResult,
  type SourceSlip,
} from "./json-document.ts";
import { loadWith } from "./load.ts";
import type { ParsedSource } from "./provenance.ts";
import type { LoadOptions, SourceText } from "./source.ts";
import { placesOf, type TextPlace } from "./text-lines.ts";

export { locateNearest, type Documents } from "./document-set.ts";
export type { LoadOptions } from "./source.ts";

/**
 * Reads a document from a path or URL, applies the overlays, and reads every document that its references reach.
 * Throws `contract-unreadable`, `contract-invalid`, `overlay-invalid` or `overlay-no-match`; slips are findings.
 */
export function loadDocuments(source: string, options: LoadOptions = {}): Promise<Documents> {
  return loadWith(parseSource, source, options);
}

/** The same for a text in memory; `name` is the path (or URL) that its references are relative to. */
export function parseDocument(text: string, name: string, options: LoadOptions = {}): Promise<Documents> {
  return loadWith(parseSource, name, {
    ...options,
    files: new Map([...(options.files ?? []), [name, text]]),
  });
}

/** A value as YAML that readers of YAML 1.1 and 1.2 understand alike. */
export function writeYaml(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, compat: "yaml-1.1", lineWidth: 110 });
}

/** Parses one text; throws `contract-invalid` with the place and a code frame. */
function parseSource(source: SourceText): ParseResult {
  const { text, name } = source;
  const place = placesOf(text);
  if (text.trim() === "") throw new KitError("contract-invalid", `${name} is empty`, { where: name });
  const isJson = /\.json$/i.test(name);
  const parsed = isJson || /^\s*[[{]/.test(text) ? parseJson(source, isJson) : undefined;
  const { value, slips, offsetOf } = parsed ?? parseYaml(source);
  const height = heightOf(value, parsed === undefined ? new Map() : undefined, 0);
  if (height > MAX_DEPTH) {
    const message = `${name} is nested more than ${MAX_DEPTH} levels deep, or holds an alias of itself`;
    throw new KitError("contract-invalid", message, { where: name });
  }
  const placeOf: ParsedSource["placeOf"] = (tokens) => {
    const offset = offsetOf(tokens);
    return offset === undefined ? undefined : { file: name, ...place(offset) };
  };
  return { source: { ...source, value, placeOf }, slips: slips(place) };
}

/** An alias may stand for this many nodes in all; beyond that it is taken for a bomb. */
const MAX_ALIASES = 20_000;

function parseYaml(source: SourceText): Parsed {
  const document = composeYaml(source);
  const [error] = document.errors;
  if (error !== undefined) {
    throw invalid(source, error.pos[0], `not valid YAML: ${lowerFirst(error.message)}`);
  }
  const value = yamlValue(source, document);
  if (value === null || value === undefined) {
    throw new KitError("contract-invalid", `${source.name} is empty`, { where: source.name });
  }
  return {
    value,
    offsetOf: yamlOffsets(document),
    slips: (place) => [
      ...document.warnings.map((warning): SourceSlip => {
        const { line, column } = place(warning.pos[0]);
        const message = `${lowerFirst(warning.message)} (line ${line}, column ${column})`;
        return { code: "yaml-warning", tokens: [], message };
      }),
      ...repeatedYamlKeys(document, place),
    ],
  };
}

function yamlValue(source: SourceText, document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    // The library names the alias, not its place.
    let offset = 0;
    visit(document, {
      Alias: (_, alias) => {
        if (alias.resolve(document) !== undefined) return undefined;
        offset = alias.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    throw invalid(source, offset, `not valid YAML: ${lowerFirst(messageOf(error))}`);
  }
}

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

function composeYaml(source: SourceText): Document.Parsed {
  const tokens = [...new Parser().parse(source.text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined) throw invalid(source, deep, `nested more than ${MAX_DEPTH} levels deep`);
  // `core` even below a `%YAML 1.1` directive: dates and `yes` stay text. Repeated keys are looked for afterwards.
  const composer = new Composer({
    schema: "core",
    merge: true,
    stringKeys: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [first, second] = composer.compose(tokens, true, source.text.length);
  if (second !== undefined) {
    throw invalid(source, second.range[0], "not valid YAML: a second document begins here; one is expected");
  }
  if (first === undefined)
    throw new KitError("contract-invalid", `${source.name} is empty`, { where: source.name });
  return first;
}

/**
 * The offset of the first collection that is nested too deeply. Composing recurses, and a regular expression that is
 * compiled at the end of the stack ends the whole process; so this is known before.
 */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const pending: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    if (token.type === "document") {
      if (token.value !== undefined) pending.push({ token: token.value, depth });
    } else if ("items" in token) {
      for (const { key, value } of token.items) {
        for (const child of [key, value]) if (child) pending.push({ token: child, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

function repeatedYamlKeys(document: Document.Parsed, place: (offset: number) => TextPlace): SourceSlip[] {
  const slips: SourceSlip[] = [];
  visit(document, {
    Map: (position, map, path) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const text = isScalar(key) ? String(key.value) : "";
        if (isScalar(key) && text !== "<<" && seen.has(text)) {
          slips.push(repeatedKey([...tokensOfPath(path, position), text], place(key.range?.[0] ?? 0)));
        }
        seen.add(text);
      }
    },
  });
  return slips;
}

/** The tokens of the node at `position` below a path of collections and pairs. */
function tokensOfPath(
  path: readonly (Document | Node | Pair)[],
  position: number | "key" | "value" | null,
): string[] {
  const tokens: string[] = [];
  for (const [depth, step] of path.entries()) {
    const next = path[depth + 1];
    if (isSeq(step)) tokens.push(String(next === undefined ? position : step.items.indexOf(next)));
    else if ("key" in step && isScalar(step.key)) tokens.push(String(step.key.value));
  }
  return tokens;
}

/** Offsets of nodes by tokens; the keys of a mapping are listed at the first question about it. */
function yamlOffsets(document: Document.Parsed): Parsed["offsetOf"] {
  const listed = new WeakMap<YAMLMap, Map<string, Pair>>();
  const pairsOf = (map: YAMLMap): Map<string, Pair> => {
    const known = listed.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    listed.set(map, pairs);
    for (const pair of map.items) if (isScalar(pair.key)) pairs.set(String(pair.key.value), pair);
    for (const { key, value } of map.items) {
      if (!isScalar(key) || key.value !== "<<") continue;
      const merged = aliased(value);
      for (const source of isSeq(merged) ? merged.items.map(aliased) : [merged]) {
        if (isMap(source))
          for (const [name, pair] of pairsOf(source)) if (!pairs.has(name)) pairs.set(name, pair);
      }
    }
    return pairs;
  };
  const targets = new Map<object, unknown>();
  const aliased = (node: unknown): unknown => {
    if (!isAlias(node)) return node;
    if (!targets.has(node)) targets.set(node, node.resolve(document));
    return targets.get(node);
  };
  return (tokens) => {
    let node: unknown = document.contents;
    let offset = document.contents?.range[0] ?? 0;
    for (const token of tokens) {
      const container = aliased(node);
      let marked: unknown;
      if (isMap(container)) {
        const pair = pairsOf(container).get(token);
        [marked, node] = [pair?.key, pair?.value];
      } else if (isSeq(container))
        [marked, node] = [container.items[Number(token)], container.items[Number(token)]];
      const range =
        isScalar(marked) || isMap(marked) || isSeq(marked) || isAlias(marked) ? marked.range : undefined;
      if (range === undefined || range === null) return undefined;
      offset = range[0];
    }
    return offset;
  };
}
