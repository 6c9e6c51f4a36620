// Variants of a draft: alternatives in the order in which they fit an error, and their combinations, few of them.
import type { JsonSchema } from "../schema/violation.ts";
import type { DraftContext } from "./error-facts.ts";
import { CATEGORY } from "./error-slots.ts";

const MOST = 12;

/**
 * The branches of a oneOf or anyOf. A refusal by the service prefers a branch that has room for a category (an envelope);
 * a refusal by the contract's own rules takes them as they are declared.
 */
export function branchesByFit(branches: readonly JsonSchema[], context: DraftContext): readonly JsonSchema[] {
  if (context.facts.by === "contract") return branches;
  const fits = branches.filter((branch) => hasCategory(branch, context, 0));
  return [...fits, ...branches.filter((branch) => !fits.includes(branch))];
}

function hasCategory(schema: unknown, context: DraftContext, depth: number): boolean {
  if (typeof schema !== "object" || schema === null || depth > 4) return false;
  const { $ref, properties, allOf } = schema as { $ref?: unknown; properties?: unknown; allOf?: unknown };
  if (typeof $ref === "string" && hasCategory(context.resolve($ref), context, depth + 1)) return true;
  if (Array.isArray(allOf) && allOf.some((part) => hasCategory(part, context, depth + 1))) return true;
  return Object.entries(properties ?? {}).some(
    ([name, inner]) => CATEGORY.test(name) || hasCategory(inner, context, depth + 1),
  );
}

/** One value of each group, merged, in every combination; the earlier values of each group come first. */
export function combine(
  groups: readonly (readonly unknown[])[],
  merge: (one: unknown, other: unknown) => unknown,
): unknown[] {
  let combined: unknown[] | undefined;
  for (const group of groups) {
    if (combined === undefined) combined = group.slice(0, MOST);
    else
      combined = group
        .slice(0, MOST)
        .flatMap((other) => (combined ?? []).map((one) => merge(one, other)))
        .slice(0, MOST);
  }
  return combined ?? [];
}

/** Two objects as one; of anything else the latter. */
export function mergeDrafts(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return other;
  return Object.fromEntries([...Object.entries(one), ...Object.entries(other)]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
