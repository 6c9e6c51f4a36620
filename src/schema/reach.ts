// Which keywords of a schema a valid value really puts to the test: those of absent properties are not among them.
import type { JsonSchema } from "./violation.ts";
import { expressionOf } from "./expression.ts";
import { isObject } from "./keywords.ts";

export interface Reaching {
  readonly resolve: (ref: string) => JsonSchema | undefined;
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
  /** Called with each schema object that the value meets. */
  readonly meet: (schema: Readonly<Record<string, unknown>>) => void;
}

/** Walks the schema beside the value and meets every schema object that decides about it. */
export function reach(schema: JsonSchema | undefined, value: unknown, reaching: Reaching, depth = 0): void {
  if (!isObject(schema) || depth > 200) return;
  reaching.meet(schema);
  const inner = (child: unknown, item: unknown): void =>
    reach(child as JsonSchema, item, reaching, depth + 1);
  if (typeof schema["$ref"] === "string") inner(reaching.resolve(schema["$ref"]), value);
  for (const member of listOf(schema["allOf"])) inner(member, value);
  for (const keyword of ["oneOf", "anyOf"]) {
    for (const variant of listOf(schema[keyword]))
      if (reaching.accepts(variant as JsonSchema, value)) inner(variant, value);
  }
  if (schema["if"] !== undefined)
    inner(schema[reaching.accepts(schema["if"] as JsonSchema, value) ? "then" : "else"], value);
  if (Array.isArray(value)) {
    reachItems(schema, value, inner);
    const wanted = schema["contains"] as JsonSchema | undefined;
    for (const item of wanted === undefined ? [] : value)
      if (reaching.accepts(wanted as JsonSchema, item)) inner(wanted, item);
  } else if (isObject(value)) reachProperties(schema, value, inner);
}

type Inner = (child: unknown, item: unknown) => void;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function reachItems(
  schema: Readonly<Record<string, unknown>>,
  value: readonly unknown[],
  inner: Inner,
): void {
  const prefix = listOf(schema["prefixItems"]);
  value.forEach((item, index) => inner(index < prefix.length ? prefix[index] : schema["items"], item));
}

function reachProperties(
  schema: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
  inner: Inner,
): void {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const patterns = Object.entries(isObject(schema["patternProperties"]) ? schema["patternProperties"] : {});
  const dependents = isObject(schema["dependentSchemas"]) ? schema["dependentSchemas"] : {};
  for (const [name, item] of Object.entries(value)) {
    const matching = patterns.filter(([pattern]) => expressionOf(pattern)?.regexp.test(name) === true);
    const own = Object.hasOwn(properties, name);
    if (own) inner(properties[name], item);
    for (const [, child] of matching) inner(child, item);
    if (!own && matching.length === 0) inner(schema["additionalProperties"], item);
    if (schema["propertyNames"] !== undefined) inner(schema["propertyNames"], name);
    if (Object.hasOwn(dependents, name)) inner(dependents[name], value);
  }
}
