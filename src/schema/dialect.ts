// Translates a schema object of OpenAPI 3.0 or 3.1 into JSON Schema 2020-12, naming every slip on the way.
import type { JsonSchema } from "./violation.ts";
import { ADVISORY, SECRET } from "./annotations.ts";
import { keepReleased, NONE, omitByDirection, releasedBy } from "./direction.ts";
import { discriminated } from "./discriminator.ts";
import { FORM_NAMES, hasForm, isObject, KEYWORDS, KEYWORDS_OF_3_0 } from "./keywords.ts";
import { orNull } from "./nullable.ts";
import { readExclusive, readOlderSpelling } from "./older-spellings.ts";
import { readExamples, readFormat, readPattern, readPatternProperties, readType } from "./plain-keywords.ts";
import { joinPointer } from "./pointer.ts";

export { OMIT, SECRET, UNCLEAR_NULL } from "./annotations.ts";

export type Direction = "request" | "response" | "both";

export interface DialectFinding {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly pointer: string;
  readonly message: string;
}

/** What a reference names: where it is written, and the node. */
export interface Target {
  readonly pointer: string;
  readonly value: unknown;
}

export interface Dialect {
  readonly version: "3.0" | "3.1";
  readonly direction: Direction;
  readonly knownFormats: ReadonlySet<string>;
  /** Properties that the schemas around this one, at the same place of the value, mark as not of this direction. */
  readonly released: ReadonlySet<string>;
  /** The node that a `$ref` standing at `from` names. */
  readonly find: (ref: string, from: string) => Target | undefined;
  /** The same for a `$dynamicRef`: what it names from where the reading began (2020-12 core §8.2.3.2). */
  readonly findDynamic: (ref: string, from: string) => Target | undefined;
  /** The id that the translation of a target goes by; `released` as above, for the target. */
  readonly idOf: (target: Target, released: ReadonlySet<string>) => string;
  /** True for a nested `$id` that changes what a `$dynamicRef` means: it is then translated on its own. */
  readonly isApart: (node: Readonly<Record<string, unknown>>, pointer: string) => boolean;
  /** Called for every schema object that is made: where in the contract it comes from. */
  readonly remember: (schema: object, pointer: string) => void;
  readonly report: (finding: DialectFinding) => void;
}

export type Draft = Record<string, unknown>;

/** What reading a keyword needs to know of its surroundings. */
export interface Spot {
  readonly pointer: string;
  readonly dialect: Dialect;
  /** The dialect for schemas that speak of the same value: what is released here is released there. */
  readonly inPlace: Dialect;
  readonly depth: number;
  /** The translation of a schema that the keyword holds. */
  readonly inner: (node: unknown, keyword: string, ...tokens: (string | number)[]) => JsonSchema;
  readonly badForm: (keyword: string, form: string, value: unknown) => void;
}

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
  if (depth > 0 && dialect.isApart(node, pointer)) {
    draft["$ref"] = dialect.idOf({ pointer, value: node }, dialect.released);
    return draft;
  }
  const released = releasedBy(node, pointer, dialect);
  const spot = spotAt(pointer, released === dialect.released ? dialect : { ...dialect, released }, depth);
  if (node["$ref"] !== undefined) {
    readReference("$ref", node, draft, spot);
    if (dialect.version === "3.0" && typeof node["$ref"] === "string") {
      omitByDirection(node, draft, dialect);
      return orNull(node, draft, spot);
    }
  }
  for (const keyword of Object.keys(node)) {
    if (keyword !== "$ref") readKeyword(keyword, node, draft, spot);
  }
  omitByDirection(node, draft, dialect);
  keepReleased(draft, released);
  nameProto(draft);
  const schema = isObject(node["discriminator"]) ? discriminated(node, draft, pointer, dialect) : draft;
  return orNull(node, schema, spot);
}

/** The validator passes over a property named `__proto__`; as a pattern it is a name like any other. */
function nameProto(draft: Draft): void {
  const { properties } = draft;
  if (!isObject(properties) || !Object.hasOwn(properties, "__proto__")) return;
  const own = Object.getOwnPropertyDescriptor(properties, "__proto__")?.value as unknown;
  draft["patternProperties"] = { ...(draft["patternProperties"] as Draft | undefined), "^__proto__$": own };
}

/** Keywords whose schemas speak of the same value. Not `not` and `if`: what is dropped there would turn into more. */
const IN_PLACE: ReadonlySet<string> = new Set([
  "allOf",
  "anyOf",
  "oneOf",
  "then",
  "else",
  "dependentSchemas",
  "dependencies",
]);

function spotAt(pointer: string, inPlace: Dialect, depth: number): Spot {
  const dialect = inPlace.released.size === 0 ? inPlace : { ...inPlace, released: NONE };
  return {
    pointer,
    dialect,
    inPlace,
    depth,
    inner: (node, keyword, ...tokens) =>
      translate(
        node,
        joinPointer(pointer, keyword, ...tokens),
        IN_PLACE.has(keyword) ? inPlace : dialect,
        depth + 1,
      ),
    badForm: (keyword, form, value) => {
      const shown = JSON.stringify(value)?.slice(0, 60) ?? "nothing";
      const message = `${keyword} must be ${form}, not ${shown}; the keyword is left out, so its clause cannot be judged`;
      dialect.report({
        code: "keyword-value",
        severity: "error",
        pointer: joinPointer(pointer, keyword),
        message,
      });
    },
  };
}

function readReference(
  keyword: "$ref" | "$dynamicRef",
  node: Readonly<Record<string, unknown>>,
  draft: Draft,
  spot: Spot,
): void {
  const { pointer, inPlace } = spot;
  const ref = node[keyword];
  if (typeof ref !== "string") return spot.badForm(keyword, "a reference", ref);
  const target = keyword === "$ref" ? inPlace.find(ref, pointer) : inPlace.findDynamic(ref, pointer);
  if (!target) {
    const where = joinPointer(pointer, keyword);
    inPlace.report({
      code: "unresolved-reference",
      severity: "error",
      pointer: where,
      message: `names nothing: ${ref}`,
    });
  } else if (keyword === "$dynamicRef" && draft["$ref"] !== undefined) {
    const member = { $ref: inPlace.idOf(target, inPlace.released) };
    inPlace.remember(member, pointer);
    draft["allOf"] = [...(Array.isArray(draft["allOf"]) ? (draft["allOf"] as unknown[]) : []), member];
  } else draft["$ref"] = inPlace.idOf(target, inPlace.released);
  const silent = ["$ref", "description", "summary", "nullable"];
  const siblings = Object.keys(node).filter((key) => !silent.includes(key) && !key.startsWith("x-"));
  if (inPlace.version === "3.0" && keyword === "$ref" && siblings.length > 0) {
    const message = `keywords beside $ref have no effect in OpenAPI 3.0: ${siblings.join(", ")}`;
    inPlace.report({ code: "ref-siblings", severity: "note", pointer, message });
  }
}

function readKeyword(
  keyword: string,
  node: Readonly<Record<string, unknown>>,
  draft: Draft,
  spot: Spot,
): void {
  const { pointer, dialect } = spot;
  const value = node[keyword];
  const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
  if (kind === undefined) {
    if (keyword === ADVISORY && isObject(value)) draft[ADVISORY] = value;
    if (keyword === SECRET && value === true) draft[SECRET] = true;
    if (keyword.startsWith("x-")) return;
    const message = `is not a keyword of JSON Schema or OpenAPI and has no effect: ${keyword}`;
    return dialect.report({
      code: "unknown-keyword",
      severity: "warning",
      pointer: joinPointer(pointer, keyword),
      message,
    });
  }
  if (dialect.version === "3.0" && !KEYWORDS_OF_3_0.has(keyword) && kind !== "ignored") {
    const message = `${keyword} is no keyword of OpenAPI 3.0; it is read as JSON Schema means it`;
    dialect.report({
      code: "keyword-of-3.1",
      severity: "note",
      pointer: joinPointer(pointer, keyword),
      message,
    });
  }
  if (kind === "ignored") return;
  if (kind === "special") return readSpecial(keyword, node, draft, spot);
  if (!hasForm(kind, value)) return spot.badForm(keyword, FORM_NAMES[kind] ?? kind, value);
  if (keyword === "allOf" && Array.isArray(draft["allOf"])) {
    draft["allOf"] = [
      ...(translated(kind, keyword, value, spot) as unknown[]),
      ...(draft["allOf"] as unknown[]),
    ];
  } else draft[keyword] = translated(kind, keyword, value, spot);
}

function translated(kind: string, keyword: string, value: unknown, { inner }: Spot): unknown {
  if (kind === "schema") return inner(value, keyword);
  if (kind === "schema-list" && Array.isArray(value)) {
    return value.map((node: unknown, index) => inner(node, keyword, index));
  }
  if (kind === "schema-map" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, node]) => [name, inner(node, keyword, name)]),
    );
  }
  return value;
}

function readSpecial(
  keyword: string,
  node: Readonly<Record<string, unknown>>,
  draft: Draft,
  spot: Spot,
): void {
  const value = node[keyword];
  switch (keyword) {
    case "type":
      return readType(value, draft, spot);
    case "required":
      if (!hasForm("string-list", value)) return spot.badForm(keyword, "a list of property names", value);
      draft["required"] = [...new Set(value as string[])];
      return;
    case "$dynamicRef":
      return readReference(keyword, node, draft, spot);
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return readExclusive(keyword, node, draft, spot);
    case "pattern":
      return readPattern(value, draft, spot);
    case "patternProperties":
      return readPatternProperties(value, draft, spot);
    case "format":
      return readFormat(value, draft, spot);
    case "example":
      draft["examples"] ??= [value];
      return;
    case "examples":
      return readExamples(value, draft, spot);
    case "items":
    case "additionalItems":
    case "dependencies":
      return readOlderSpelling(keyword, node, draft, spot);
    default:
      // nullable and discriminator are read once the rest is there.
      return;
  }
}
