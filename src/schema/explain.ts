// Says why no variant of a oneOf or anyOf fits: which one the value was closest to, and what is wrong there.
import type { JsonSchema, Violation } from "./violation.ts";
import { leavesOf } from "./violation.ts";
import { ADVISORY } from "./annotations.ts";
import { isObject } from "./keywords.ts";
import { nameOfType, readablePath } from "./messages.ts";
import { unescapeToken } from "./pointer.ts";

export interface Explainer {
  readonly load: (id: string) => JsonSchema | undefined;
  readonly originOf: (schema: object) => string | undefined;
}

/** What a validator reports of a failed combinator. */
export interface CombinatorError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
}

interface Variant {
  readonly title: string;
  readonly schema: JsonSchema;
  readonly violations: readonly Violation[];
  readonly ownKeys: readonly string[];
  readonly data: unknown;
}

export const isCombinator = (keyword: string): boolean => keyword === "oneOf" || keyword === "anyOf";

/** The violations that stand for one failed oneOf or anyOf; `told` are those of each variant, seen from the value. */
export function explainCombinator(
  error: CombinatorError,
  told: readonly (readonly Violation[])[],
  explainer: Explainer,
): readonly Violation[] {
  const { keyword, instancePath, data } = error;
  const parent = error.parentSchema ?? {};
  const schemas = (Array.isArray(parent[keyword]) ? parent[keyword] : []) as readonly JsonSchema[];
  const origin = explainer.originOf(parent) ?? "#";
  const advisories = parent[ADVISORY];
  const advice = isObject(advisories) ? advisories[keyword] : undefined;
  const say = (message: string, causes?: readonly Violation[]): Violation => ({
    instancePath,
    keyword,
    pointer: `${origin}/${keyword}`,
    message,
    ...(causes ? { causes } : {}),
    ...(typeof advice === "string" ? { advisory: advice } : {}),
  });
  const below = (violations: readonly Violation[]): readonly Violation[] =>
    violations.map((violation) => prefixed(violation, instancePath));
  const variants = schemas.map((schema, index) => ({
    ...variantOf(schema, index, data, explainer),
    violations: told[index] ?? [],
  }));

  const named = byDiscriminator(parent, data, variants, { instancePath, origin });
  if (named) return Array.isArray(named) ? below(named as readonly Violation[]) : [named as Violation];
  const fitting = variants.filter((variant) => variant.violations.length === 0);
  if (fitting.length > 1)
    return [say(`fits more than one variant: ${fitting.map((variant) => variant.title).join(" and ")}`)];
  const solid = variants.filter((variant) => !isNullOnly(variant.schema));
  const [only] = solid;
  if (solid.length === 1 && only && data !== null) return below(only.violations);
  const candidates = solid.filter((variant) => !isTypeMismatch(variant));
  if (candidates.length === 0)
    return [say(`fits none of the variants (${titles(variants)}): it is ${nameOfType(data)}`)];
  const mixed = mixedKeys(data, candidates, explainer) ?? onlyLacking(keyword, data, variants);
  if (mixed) return [say(mixed)];
  const [closest, next] = candidates.toSorted((one, other) => distance(one) - distance(other));
  if (!closest) return [say("fits no variant")];
  if (next && distance(next) === distance(closest) && closest.ownKeys.length === next.ownKeys.length) {
    return [say(`fits none of the variants (${titles(variants)})${sharedReason(candidates)}`)];
  }
  return [say(`fits none of the variants; closest is ${closest.title}`, below(closest.violations))];
}

function variantOf(
  schema: JsonSchema,
  index: number,
  data: unknown,
  explainer: Explainer,
): Omit<Variant, "violations"> {
  const target = followed(schema, explainer);
  const title =
    typeof target["title"] === "string"
      ? target["title"]
      : (shortName(target, explainer) ?? `variant ${index + 1}`);
  const properties = propertiesOf(schema, explainer);
  const ownKeys = isObject(data) ? Object.keys(data).filter((key) => properties.has(key)) : [];
  return { title, schema, ownKeys, data };
}

function followed(schema: JsonSchema, explainer: Explainer): Readonly<Record<string, unknown>> {
  let target: JsonSchema | undefined = schema;
  for (let hops = 0; hops < 20 && isObject(target) && typeof target["$ref"] === "string"; hops++) {
    target = explainer.load(target["$ref"]);
  }
  return isObject(target) ? target : {};
}

function shortName(schema: object, explainer: Explainer): string | undefined {
  const origin = explainer.originOf(schema);
  const name = /\/(?:components\/schemas|\$defs|definitions)\/([^/]+)$/.exec(origin ?? "")?.[1];
  return name === undefined ? undefined : unescapeToken(name);
}

/** The property names that a variant speaks of, in its own schema and in its allOf members. */
function propertiesOf(schema: JsonSchema, explainer: Explainer, hops = 0): ReadonlySet<string> {
  const target = followed(schema, explainer);
  const names = new Set(isObject(target["properties"]) ? Object.keys(target["properties"]) : []);
  if (hops < 5 && Array.isArray(target["allOf"])) {
    for (const member of target["allOf"] as readonly JsonSchema[]) {
      for (const name of propertiesOf(member, explainer, hops + 1)) names.add(name);
    }
  }
  return names;
}

function byDiscriminator(
  parent: Readonly<Record<string, unknown>>,
  data: unknown,
  variants: readonly Variant[],
  at: { readonly instancePath: string; readonly origin: string },
): readonly Violation[] | Violation | undefined {
  const discriminator = parent["discriminator"];
  if (!isObject(discriminator) || !isObject(discriminator["mapping"]) || !isObject(data)) return undefined;
  const { propertyName, mapping } = discriminator;
  if (typeof propertyName !== "string") return undefined;
  const name = Object.hasOwn(data, propertyName) ? data[propertyName] : undefined;
  const index = typeof name === "string" && Object.hasOwn(mapping, name) ? mapping[name] : undefined;
  const variant = typeof index === "number" ? variants[index] : undefined;
  if (variant) return variant.violations.length > 0 ? variant.violations : undefined;
  const names = Object.keys(mapping)
    .map((value) => JSON.stringify(value))
    .join(", ");
  const message =
    name === undefined
      ? `needs the property ${propertyName}: one of ${names}`
      : `${propertyName} must be one of ${names}`;
  return {
    instancePath: at.instancePath,
    keyword: "discriminator",
    pointer: `${at.origin}/discriminator`,
    message,
  };
}

const isNullOnly = (schema: JsonSchema): boolean => isObject(schema) && schema["type"] === "null";

const isTypeMismatch = (variant: Variant): boolean =>
  variant.violations.some((violation) => violation.instancePath === "" && violation.keyword === "type");

const titles = (variants: readonly Variant[]): string => variants.map((variant) => variant.title).join(", ");

/** What speaks more against a variant than a broken bound: another constant, another kind of value, a key it lacks. */
const WEIGHTS: Readonly<Record<string, number>> = { const: 3, enum: 3, type: 2, additionalProperties: 2 };

/** Fewer and lighter violations are closer; keys that only make sense in a variant speak for it. */
function distance({ violations, ownKeys, data }: Variant): number {
  const weight = ({ keyword, instancePath }: Violation): number =>
    keyword === "type" && isContainer(valueAt(data, instancePath)) ? 3 : (WEIGHTS[keyword] ?? 1);
  return leavesOf(violations).reduce((sum, leaf) => sum + weight(leaf), 0) - ownKeys.length * 0.5;
}

/** An object or array in a variant's place for a text says more than a number does: the value chose another variant. */
const isContainer = (value: unknown): boolean => typeof value === "object" && value !== null;

function valueAt(data: unknown, instancePath: string): unknown {
  let value = data;
  for (const token of instancePath.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, unescapeToken(token))?.value;
  }
  return value;
}

/** The one thing that every variant asks for alike. */
function sharedReason(variants: readonly Variant[]): string {
  const [first, ...rest] = variants.map(({ violations }) => violations);
  const shared = first?.find((one) =>
    rest.every((others) =>
      others.some((other) => other.message === one.message && other.instancePath === one.instancePath),
    ),
  );
  if (!shared) return sharedType(variants);
  return `: ${shared.instancePath === "" ? "it" : readablePath(shared.instancePath)} ${shared.message}`;
}

/** The place where every variant asks for another type: `error must be string or object, not an integer`. */
function sharedType(variants: readonly Variant[]): string {
  const wrong = variants.map(({ violations }) => violations.find(({ keyword }) => keyword === "type"));
  const [first] = wrong;
  const parts = wrong.map((one) => /^must be (.+), (not .+)$/.exec(one?.message ?? ""));
  if (!first || first.instancePath === "" || wrong.some((one) => one?.instancePath !== first.instancePath))
    return "";
  const types = [...new Set(parts.map((part) => part?.[1]))];
  return `: ${readablePath(first.instancePath)} must be ${types.join(" or ")}, ${parts[0]?.[2] ?? ""}`;
}

/** Variants that each ask for a property and nothing else: the properties, one of which is needed. */
function onlyLacking(keyword: string, data: unknown, variants: readonly Variant[]): string | undefined {
  if (!isObject(data) || variants.length < 2) return undefined;
  const names = variants.map(({ schema, violations: [only, ...others] }) => {
    const alone =
      isObject(schema) && Object.keys(schema).every((key) => key === "required" || key === "title");
    return alone && others.length === 0 && only?.keyword === "required" ? only.detail : undefined;
  });
  if (names.includes(undefined)) return undefined;
  return `needs ${keyword === "oneOf" ? "exactly" : "at least"} one of the properties ${names.join(", ")}`;
}

function mixedKeys(data: unknown, variants: readonly Variant[], explainer: Explainer): string | undefined {
  if (!isObject(data)) return undefined;
  const sets = variants.map((variant) => propertiesOf(variant.schema, explainer));
  const telling = variants
    .map((variant, index) => ({
      variant,
      key: variant.ownKeys.find((key) => sets.every((set, other) => other === index || !set.has(key))),
    }))
    .filter((entry) => entry.key !== undefined);
  const blamed = telling.every(({ variant }) =>
    variant.violations.some(
      ({ keyword }) => keyword === "additionalProperties" || keyword === "unevaluatedProperties",
    ),
  );
  if (telling.length < 2 || !blamed) return undefined;
  const count = telling.length === 2 ? "two" : String(telling.length);
  return `has keys of ${count} variants: ${telling.map(({ key, variant }) => `${key} (${variant.title})`).join(" and ")}`;
}

function prefixed(violation: Violation, path: string): Violation {
  if (path === "") return violation;
  const causes = violation.causes?.map((cause) => prefixed(cause, path));
  return { ...violation, instancePath: path + violation.instancePath, ...(causes ? { causes } : {}) };
}
