// Translates a schema object of OpenAPI 3.0 or 3.1 into JSON Schema 2020-12, naming every slip on the way.
import type { JsonSchema } from "./violation.ts";
import { FORM_NAMES, hasForm, isObject, KEYWORDS, KEYWORDS_OF_3_0, TYPES } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";
import { discriminated } from "./discriminator.ts";
import { expressionOf } from "./expression.ts";

export type Direction = "request" | "response" | "both";

export interface DialectFinding {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly pointer: string;
  readonly message: string;
}

export interface Dialect {
  readonly version: "3.0" | "3.1";
  readonly direction: Direction;
  readonly knownFormats: ReadonlySet<string>;
  /** The node that a `$ref` standing at `from` names, its pointer, and the id its translation goes by. */
  readonly refer: (ref: string, from: string) => { id: string; pointer: string; value: unknown } | undefined;
  /** Called for every schema object that is made: where in the contract it comes from. */
  readonly remember: (schema: object, pointer: string) => void;
  readonly report: (finding: DialectFinding) => void;
}

export type Draft = Record<string, unknown>;

/** Annotation on a property that this direction should not carry: readOnly in a request, writeOnly in a response. */
export const OMIT = "x-plumbline-omit";
/** Annotation where the contract does not settle whether null is allowed: null is accepted and never probed. */
export const UNCLEAR_NULL = "x-plumbline-unclear-null";
/** Extension, and annotation: keyword → why its violations are only advice. */
export const ADVISORY = "x-plumbline-advisory";

/** Extension: the value is a secret and must never stand in an answer; so are `writeOnly` and `format: password`. */
export const SECRET = "x-plumbline-secret";

const DEEPEST = 400;

/** The translation of the schema at `pointer`. What cannot be translated is reported and left out, never guessed. */
export function translate(node: unknown, pointer: string, dialect: Dialect, depth = 0): JsonSchema {
  if (typeof node === "boolean") return node;
  const slip = (code: string, message: string): JsonSchema => {
    dialect.report({ code, severity: "error", pointer, message });
    return true;
  };
  if (!isObject(node)) return slip("not-a-schema", "is not a schema: an object or true/false is needed");
  if (depth > DEEPEST) return slip("schema-too-deep", `is nested more than ${DEEPEST} schemas deep`);
  const draft: Draft = {};
  dialect.remember(draft, pointer);
  const { $ref } = node;
  if (typeof $ref === "string") {
    referTo($ref, node, draft, pointer, dialect);
    if (dialect.version === "3.0") return orNull(node, draft, pointer, dialect);
  }
  for (const keyword of Object.keys(node)) {
    if (keyword !== "$ref") readKeyword(keyword, node, draft, { pointer, dialect, depth });
  }
  omitByDirection(node, draft, pointer, dialect);
  const schema = isObject(node["discriminator"]) ? discriminated(node, draft, pointer, dialect) : draft;
  return orNull(node, schema, pointer, dialect);
}

function referTo($ref: string, node: Draft, draft: Draft, pointer: string, dialect: Dialect): void {
  const target = dialect.refer($ref, pointer);
  if (target) draft["$ref"] = target.id;
  else {
    const message = `names nothing: ${$ref}`;
    dialect.report({ code: "unresolved-reference", severity: "error", pointer: joinPointer(pointer, "$ref"), message });
  }
  const siblings = Object.keys(node).filter((key) => !["$ref", "description", "summary"].includes(key) && !key.startsWith("x-"));
  if (dialect.version === "3.0" && siblings.length > 0) {
    const message = `keywords beside $ref have no effect in OpenAPI 3.0: ${siblings.join(", ")}`;
    dialect.report({ code: "ref-siblings", severity: "note", pointer, message });
  }
}

interface Spot {
  readonly pointer: string;
  readonly dialect: Dialect;
  readonly depth: number;
}

function readKeyword(keyword: string, node: Draft, draft: Draft, spot: Spot): void {
  const { pointer, dialect } = spot;
  const value = node[keyword];
  const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
  if (kind === undefined) {
    if (keyword === ADVISORY && isObject(value)) draft[ADVISORY] = value;
    if (keyword === SECRET && value === true) draft[SECRET] = true;
    if (keyword.startsWith("x-")) return;
    const message = `is not a keyword of JSON Schema or OpenAPI and has no effect: ${keyword}`;
    return dialect.report({ code: "unknown-keyword", severity: "warning", pointer: joinPointer(pointer, keyword), message });
  }
  if (dialect.version === "3.0" && !KEYWORDS_OF_3_0.has(keyword) && kind !== "ignored") {
    const message = `${keyword} is no keyword of OpenAPI 3.0; it is read as JSON Schema means it`;
    dialect.report({ code: "keyword-of-3.1", severity: "note", pointer: joinPointer(pointer, keyword), message });
  }
  if (kind === "ignored") return;
  if (kind === "special") return readSpecial(keyword, node, draft, spot);
  if (!hasForm(kind, value)) return badForm(keyword, FORM_NAMES[kind] ?? kind, value, spot);
  draft[keyword] = translated(kind, value, joinPointer(pointer, keyword), spot);
}

function translated(kind: string, value: unknown, pointer: string, spot: Spot): unknown {
  const inner = (node: unknown, ...tokens: (string | number)[]): JsonSchema =>
    translate(node, joinPointer(pointer, ...tokens), spot.dialect, spot.depth + 1);
  if (kind === "schema") return inner(value);
  if (kind === "schema-list" && Array.isArray(value)) return value.map((node: unknown, index) => inner(node, index));
  if (kind === "schema-map" && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, node]) => [name, inner(node, name)]));
  }
  return value;
}

function badForm(keyword: string, form: string, value: unknown, { pointer, dialect }: Spot): void {
  const shown = JSON.stringify(value)?.slice(0, 60) ?? "nothing";
  const message = `${keyword} must be ${form}, not ${shown}; the keyword is left out, so its clause cannot be judged`;
  dialect.report({ code: "keyword-value", severity: "error", pointer: joinPointer(pointer, keyword), message });
}

function readSpecial(keyword: string, node: Draft, draft: Draft, spot: Spot): void {
  const { pointer, dialect } = spot;
  const value = node[keyword];
  switch (keyword) {
    case "type":
      return readType(value, draft, spot);
    case "required":
      if (!hasForm("string-list", value)) return badForm(keyword, "a list of property names", value, spot);
      draft["required"] = [...new Set(value as string[])];
      return;
    case "minimum":
    case "maximum":
      if (typeof value !== "number") return badForm(keyword, "a number", value, spot);
      if (node[exclusiveOf(keyword)] !== true) draft[keyword] = value;
      return;
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return readExclusive(keyword, node, draft, spot);
    case "pattern":
      if (typeof value !== "string") return badForm(keyword, "a string", value, spot);
      if (isPattern(value, joinPointer(pointer, keyword), dialect)) draft["pattern"] = value;
      return;
    case "patternProperties":
      if (!isObject(value)) return badForm(keyword, "an object of schemas", value, spot);
      draft[keyword] = Object.fromEntries(
        Object.entries(value)
          .filter(([pattern]) => isPattern(pattern, joinPointer(pointer, keyword, pattern), dialect))
          .map(([pattern, inner]) => [pattern, translate(inner, joinPointer(pointer, keyword, pattern), dialect, spot.depth + 1)]),
      );
      return;
    case "format":
      return readFormat(value, draft, spot);
    case "example":
      draft["examples"] ??= [value];
      return;
    case "examples":
      if (Array.isArray(value)) draft["examples"] = value;
      return;
    default:
      return readDraft4(keyword, node, draft, spot);
  }
}

const exclusiveOf = (keyword: string): string => (keyword === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum");

/** Draft 4 and OpenAPI 3.0 write `exclusiveMinimum: true` beside `minimum`; 2020-12 gives it the number. */
function readExclusive(keyword: string, node: Draft, draft: Draft, spot: Spot): void {
  const value = node[keyword];
  if (typeof value === "number") draft[keyword] = value;
  else if (typeof value !== "boolean") badForm(keyword, "a number, or true/false in OpenAPI 3.0", value, spot);
  else if (value) {
    const bound = node[keyword === "exclusiveMinimum" ? "minimum" : "maximum"];
    if (typeof bound === "number") draft[keyword] = bound;
  }
  if (typeof value === "boolean" && spot.dialect.version === "3.1") {
    const message = `${keyword}: ${value} is OpenAPI 3.0; in 3.1 it holds the bound itself; read as 3.0 means it`;
    spot.dialect.report({ code: "exclusive-in-3.1", severity: "warning", pointer: joinPointer(spot.pointer, keyword), message });
  }
}

/** `items` as a list, additionalItems and dependencies are the older spellings of prefixItems, items and dependent*. */
function readDraft4(keyword: string, node: Draft, draft: Draft, spot: Spot): void {
  const { pointer, dialect, depth } = spot;
  const value = node[keyword];
  const inner = (item: unknown, ...tokens: (string | number)[]): JsonSchema =>
    translate(item, joinPointer(pointer, keyword, ...tokens), dialect, depth + 1);
  if (keyword === "items") {
    if (!Array.isArray(value)) draft["items"] = inner(value);
    else if (value.length > 0) draft["prefixItems"] = value.map((item: unknown, index) => inner(item, index));
  }
  if (keyword === "additionalItems" && Array.isArray(node["items"])) draft["items"] = inner(value);
  if (keyword === "dependencies" && isObject(value)) {
    const entries = Object.entries(value);
    const lists = entries.filter(([, needs]) => Array.isArray(needs));
    const schemas = entries.filter(([, needs]) => !Array.isArray(needs));
    if (lists.length > 0) draft["dependentRequired"] = Object.fromEntries(lists);
    if (schemas.length > 0) draft["dependentSchemas"] = Object.fromEntries(schemas.map(([name, needs]) => [name, inner(needs, name)]));
  }
}

function readType(value: unknown, draft: Draft, spot: Spot): void {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value];
  const known = types.filter((type): type is string => typeof type === "string" && TYPES.has(type));
  if (known.length < types.length || types.length === 0) badForm("type", `one of ${[...TYPES].join(", ")}`, value, spot);
  if (known.length > 0 && known.length === types.length) draft["type"] = known.length === 1 ? known[0] : [...new Set(known)];
}

function isPattern(pattern: string, pointer: string, dialect: Dialect): boolean {
  const expression = expressionOf(pattern);
  if (expression && expression.unicode) return true;
  const message = expression
    ? `compiles only without the u flag that JSON Schema asks for; it is used without it: ${pattern}`
    : `is no regular expression of ECMA-262 and is left out, so its clause cannot be judged: ${pattern}`;
  const code = expression ? "pattern-not-unicode" : "pattern-invalid";
  dialect.report({ code, severity: expression ? "warning" : "error", pointer, message });
  return expression !== undefined;
}

function readFormat(value: unknown, draft: Draft, spot: Spot): void {
  if (typeof value !== "string") return badForm("format", "a string", value, spot);
  if (spot.dialect.knownFormats.has(value)) draft["format"] = value;
  else {
    const message = `the format ${value} is not a known one and is not checked`;
    spot.dialect.report({ code: "unknown-format", severity: "note", pointer: joinPointer(spot.pointer, "format"), message });
  }
}

/** OpenAPI 3.0.3 §4.7.24.2: a readOnly property is not required in a request, a writeOnly one not in a response. */
function omitByDirection(node: Draft, draft: Draft, pointer: string, dialect: Dialect): void {
  const mark = dialect.direction === "request" ? "readOnly" : dialect.direction === "response" ? "writeOnly" : undefined;
  if (mark === undefined) return;
  if (node[mark] === true) draft[OMIT] = true;
  const properties = node["properties"];
  const required = draft["required"];
  if (!isObject(properties) || !Array.isArray(required)) return;
  const kept = required.filter((name: string) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return !isMarked(property, mark, joinPointer(pointer, "properties", name), dialect);
  });
  if (kept.length < required.length) draft["required"] = kept;
}

function isMarked(property: unknown, mark: string, pointer: string, dialect: Dialect, hops = 0): boolean {
  if (!isObject(property) || hops > 8) return false;
  if (property[mark] === true) return true;
  const members = Array.isArray(property["allOf"]) ? property["allOf"] : [];
  if (members.some((member: unknown) => isMarked(member, mark, pointer, dialect, hops + 1))) return true;
  const ref = property["$ref"];
  const target = typeof ref === "string" ? dialect.refer(ref, pointer) : undefined;
  return target !== undefined && isMarked(target.value, mark, target.pointer, dialect, hops + 1);
}

/** `nullable: true`: "or null", however it is written. */
function orNull(node: Draft, draft: Draft, pointer: string, dialect: Dialect): Draft {
  if (node["nullable"] === undefined) return draft;
  const where = joinPointer(pointer, "nullable");
  if (typeof node["nullable"] !== "boolean") {
    badForm("nullable", "true or false", node["nullable"], { pointer, dialect, depth: 0 });
    return draft;
  }
  if (dialect.version === "3.1") {
    const message = "nullable has no meaning in OpenAPI 3.1 (write type: [\"…\", \"null\"]); it is read as \"or null\"";
    dialect.report({ code: "nullable-in-3.1", severity: "warning", pointer: where, message });
  }
  if (!node["nullable"]) return draft;
  const type = draft["type"];
  const plain = type !== undefined && draft["$ref"] === undefined && ["allOf", "oneOf", "anyOf", "not", "const", "if"].every((key) => draft[key] === undefined);
  if (type === undefined && dialect.version === "3.0") {
    const message = "nullable without type has no defined meaning (OpenAPI 3.0.3); it is read as \"or null\"";
    dialect.report({ code: "nullable-without-type", severity: "warning", pointer: where, message });
  }
  const members = draft["enum"];
  const unclear = type === undefined || (Array.isArray(members) && !members.includes(null));
  if (plain) {
    draft["type"] = [...new Set([...(Array.isArray(type) ? (type as string[]) : [type as string]), "null"])];
    if (Array.isArray(members) && !members.includes(null)) draft["enum"] = [...(members as unknown[]), null];
    if (unclear) draft[UNCLEAR_NULL] = true;
    return draft;
  }
  const none = { type: "null" };
  const either: Draft = { anyOf: [draft, none], ...(unclear && dialect.version === "3.0" ? { [UNCLEAR_NULL]: true } : {}) };
  for (const annotation of [OMIT, "examples", "default"]) if (draft[annotation] !== undefined) either[annotation] = draft[annotation];
  dialect.remember(none, where);
  dialect.remember(either, pointer);
  return either;
}
