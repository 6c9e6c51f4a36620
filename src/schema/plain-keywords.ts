// Reads the keywords that need a look at their value: types, patterns, formats, examples.
import type { Dialect, Draft, Spot } from "./dialect.ts";
import { expressionOf } from "./expression.ts";
import { isObject, TYPES } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";

/** `pattern`, when it is a regular expression. */
export function readPattern(value: unknown, draft: Draft, spot: Spot): void {
  if (typeof value !== "string") return spot.badForm("pattern", "a string", value);
  if (isPattern(value, joinPointer(spot.pointer, "pattern"), spot.dialect)) draft["pattern"] = value;
}

/** `type`: one name or a list of names. */
export function readType(value: unknown, draft: Draft, spot: Spot): void {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value];
  const known = types.filter((type): type is string => typeof type === "string" && TYPES.has(type));
  if (known.length < types.length || types.length === 0) {
    return spot.badForm("type", `one of ${[...TYPES].join(", ")}`, value);
  }
  draft["type"] = known.length === 1 ? known[0] : [...new Set(known)];
}

/** `patternProperties`, without the names that are no regular expressions. */
export function readPatternProperties(value: unknown, draft: Draft, spot: Spot): void {
  const keyword = "patternProperties";
  if (!isObject(value)) return spot.badForm(keyword, "an object of schemas", value);
  const usable = Object.entries(value).filter(([pattern]) =>
    isPattern(pattern, joinPointer(spot.pointer, keyword, pattern), spot.dialect),
  );
  draft[keyword] = Object.fromEntries(
    usable.map(([pattern, node]) => [pattern, spot.inner(node, keyword, pattern)]),
  );
}

/** Whether a pattern can be used; told when it cannot, or only without the u flag. */
function isPattern(pattern: string, pointer: string, dialect: Dialect): boolean {
  const expression = expressionOf(pattern);
  if (expression?.unicode) return true;
  const message = expression
    ? `compiles only without the u flag that JSON Schema asks for; it is used without it: ${pattern}`
    : `is no regular expression of ECMA-262 and is left out, so its clause cannot be judged: ${pattern}`;
  const code = expression ? "pattern-not-unicode" : "pattern-invalid";
  dialect.report({ code, severity: expression ? "warning" : "error", pointer, message });
  return expression !== undefined;
}

/** `format`: kept when it is checked, told when it is not known. */
export function readFormat(value: unknown, draft: Draft, spot: Spot): void {
  if (typeof value !== "string") return spot.badForm("format", "a string", value);
  if (spot.dialect.knownFormats.has(value)) draft["format"] = value;
  else {
    const message = `the format ${value} is not a known one and is not checked`;
    const pointer = joinPointer(spot.pointer, "format");
    spot.dialect.report({ code: "unknown-format", severity: "note", pointer, message });
  }
}

/** `examples` of a schema: a list of values, unlike those beside a schema. */
export function readExamples(value: unknown, draft: Draft, spot: Spot): void {
  if (Array.isArray(value)) {
    draft["examples"] = value;
    return;
  }
  const message =
    "examples of a schema are a list of values; named examples belong beside the schema; they are left out";
  const pointer = joinPointer(spot.pointer, "examples");
  spot.dialect.report({ code: "examples-value", severity: "note", pointer, message });
}
