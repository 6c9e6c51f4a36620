// Makes violations of the errors that ajv reports: each with its clause, and what explains another one below it.
import type { ErrorObject } from "ajv";
import { ADVISORY, BINDING } from "./annotations.ts";
import type { CombinatorParams } from "./combinator.ts";
import { explainCombinator, isCombinator, type Explainer } from "./explain.ts";
import { isObject } from "./keywords.ts";
import { detailOf, messageOfKeyword } from "./messages.ts";
import type { Violation } from "./violation.ts";
import { eachSchema } from "./walk.ts";

/** Keywords whose own sentence covers what is wrong inside: the errors below them are their story. */
const COVERING: ReadonlySet<string> = new Set(["contains", "propertyNames"]);

/** The errors of one value as violations, each thing said once; `explainer` knows the schemas that they are about. */
export function violationsOf(errors: readonly ErrorObject[], explainer: Explainer): readonly Violation[] {
  const { top, variants } = sorted(errors);
  const covers = top.filter(({ keyword }) => COVERING.has(keyword));
  const violations: Violation[] = [];
  for (const error of top) {
    if (error.keyword === "if" || covers.some((outer) => covered(error, outer, explainer))) continue;
    const mine = variants.get(error);
    if (!mine) violations.push(violationOf(error, explainer));
    else {
      const told = mine.map((one) => violationsOf(seenFrom(error.instancePath, one), explainer));
      violations.push(...explainCombinator(error, told, explainer));
    }
  }
  const [first] = errors;
  if (violations.length === 0 && first) return [violationOf(first, explainer)];
  return distinct(violations);
}

/** The errors that no variant of a oneOf or anyOf has left, and of each of those what its variants have. */
function sorted(errors: readonly ErrorObject[]): {
  readonly top: readonly ErrorObject[];
  readonly variants: ReadonlyMap<ErrorObject, readonly (readonly ErrorObject[])[]>;
} {
  const top: ErrorObject[] = [];
  const variants = new Map<ErrorObject, readonly (readonly ErrorObject[])[]>();
  // From behind, for the errors of the variants stand before that of the keyword.
  for (let at = errors.length - 1; at >= 0; at--) {
    const error = errors[at];
    if (!error) continue;
    top.push(error);
    if (!isCombinator(error.keyword)) continue;
    const { counts } = error.params as CombinatorParams;
    const start = at - counts.reduce((all, count) => all + count, 0);
    let from = start;
    variants.set(
      error,
      counts.map((count) => errors.slice(from, (from += count))),
    );
    at = start;
  }
  return { top: top.reverse(), variants };
}

/** The errors as they would be of the value alone that stands at the place. */
const seenFrom = (place: string, errors: readonly ErrorObject[]): readonly ErrorObject[] =>
  place === ""
    ? errors
    : errors.map((error) => ({ ...error, instancePath: error.instancePath.slice(place.length) }));

/** Whether an error is the story of another one. */
function covered(error: ErrorObject, outer: ErrorObject, explainer: Explainer): boolean {
  if (outer === error || !isBelow(error.instancePath, outer.instancePath)) return false;
  if (error.parentSchema === outer.parentSchema && error.instancePath === outer.instancePath) return false;
  return schemasIn(outer, explainer).has(error.parentSchema as object);
}

const isBelow = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}/`);

const reachable = new WeakMap<object, ReadonlySet<object>>();

/** Every schema object that a failed covering keyword reaches. */
function schemasIn(error: ErrorObject, explainer: Explainer): ReadonlySet<object> {
  const parent: unknown = error.parentSchema;
  const held: unknown = isObject(parent) ? parent[error.keyword] : undefined;
  if (typeof held !== "object" || held === null) return new Set();
  const known = reachable.get(held);
  if (known) return known;
  const found = new Set<object>();
  const pending: unknown[] = [held];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== "object" || next === null || found.has(next)) continue;
    eachSchema(next, (schema) => {
      found.add(schema);
      if (typeof schema["$ref"] === "string") pending.push(explainer.load(schema["$ref"]));
    });
  }
  reachable.set(held, found);
  return found;
}

function violationOf(error: ErrorObject, explainer: Explainer): Violation {
  const parent: unknown = error.parentSchema;
  const origin = isObject(parent) ? (explainer.originOf(parent) ?? "#") : "#";
  if (error.keyword === "false schema")
    return { ...nothingAllowed(origin), instancePath: error.instancePath };
  const detail = detailOf(error.keyword, error.params);
  const advice = isObject(parent) && isObject(parent[ADVISORY]) ? parent[ADVISORY][error.keyword] : undefined;
  const bound = isObject(parent) && parent[BINDING] === true;
  const violation: { -readonly [Key in keyof Violation]: Violation[Key] } = {
    instancePath: error.instancePath,
    keyword: error.keyword,
    pointer: bound ? origin : `${origin}/${error.keyword}`,
    message: messageOfKeyword(error.keyword, error.params, error.data),
  };
  if (detail !== undefined) violation.detail = detail;
  if (typeof advice === "string") violation.advisory = advice;
  return violation;
}

/** What is said of a value where the schema `false` stands. */
export function nothingAllowed(pointer: string): Violation {
  return { instancePath: "", keyword: "false schema", pointer, message: "is not allowed here" };
}

/** From so many on, violations are compared by their texts: each with each would take too long. */
const MANY = 12;

function distinct(violations: readonly Violation[]): readonly Violation[] {
  if (violations.length < MANY)
    return violations.filter((one, at) => violations.findIndex((other) => isSame(one, other)) === at);
  const seen = new Set<string>();
  return violations.filter(({ pointer, instancePath, detail }) => {
    const key = `${pointer} ${instancePath} ${detail ?? ""}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

const isSame = (one: Violation, other: Violation): boolean =>
  one === other ||
  (one.pointer === other.pointer && one.instancePath === other.instancePath && one.detail === other.detail);
