// Random single changes of a valid value, made so that fast-check can shrink them.
import type * as FastCheck from "fast-check";
import type { Json } from "../schema/violation.ts";
import { isRecord, type JsonObject } from "./rules/kinds.ts";
import { withKey, withoutKey } from "./rules/vary.ts";

/** One change: what happens at a place, which a number picks. */
export interface Change {
  readonly at: number;
  readonly how: "keep" | "replace" | "remove" | "add" | "stretch";
  readonly value: Json;
}

/** Changes, the one that changes nothing first: fast-check shrinks towards it. */
export function changes(fc: typeof FastCheck): FastCheck.Arbitrary<Change> {
  return fc.record({
    at: fc.nat({ max: 1000 }),
    how: fc.constantFrom("keep", "replace", "remove", "add", "stretch"),
    value: fc.oneof<FastCheck.Arbitrary<Json>[]>(
      fc.constantFrom<Json>(null, true, 0, -1, 1.5, "", [], {}),
      fc.integer(),
      fc.string({ maxLength: 12, unit: "binary" }),
      fc.constantFrom<Json>("null", "0", 1e21, 2 ** 53, ["a"], { a: 1 }),
    ),
  });
}

/** The value with the change made at one of its places. */
export function changed(value: Json, change: Change): Json {
  if (change.how === "keep") return value;
  return altered(value, placeOf(placesIn(value), change.at), change);
}

/** The place with the highest score: when others go away while the value is made smaller, it stays the one. */
function placeOf(places: readonly Path[], at: number): Path {
  let best: { readonly place: Path; readonly score: number } = { place: [], score: -1 };
  for (const place of places) {
    let score = at;
    for (const character of `${place.join("/")} ${at}`)
      score = Math.imul(score ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    if (score > best.score) best = { place, score };
  }
  return best.place;
}

type Path = readonly (string | number)[];

function placesIn(value: Json, path: Path = []): readonly Path[] {
  const inner = Array.isArray(value)
    ? value.flatMap((item: Json, index) => placesIn(item, [...path, index]))
    : isRecord(value)
      ? Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))
      : [];
  return [path, ...inner];
}

function altered(value: Json, [step, ...rest]: Path, change: Change): Json {
  if (step === undefined) return at(value, change);
  if (Array.isArray(value) && typeof step === "number") {
    const list = value as readonly Json[];
    if (rest.length === 0 && change.how === "remove") return list.filter((_, index) => index !== step);
    return list.map((item, index) => (index === step ? altered(item, rest, change) : item));
  }
  if (!isRecord(value) || typeof step !== "string") return value;
  if (rest.length === 0 && change.how === "remove") return withoutKey(value, step);
  return withKey(value, step, altered((value as JsonObject)[step] ?? null, rest, change));
}

function at(value: Json, { how, value: other }: Change): Json {
  if (how === "replace") return other;
  if (how === "add" && isRecord(value)) return withKey(value, "plumbline", other);
  if (how === "add" && Array.isArray(value)) return [...(value as readonly Json[]), other];
  if (how !== "stretch") return value;
  if (typeof value === "string") return value.repeat(2) + String(other);
  if (typeof value === "number") return value + (typeof other === "number" ? other : 1);
  return Array.isArray(value) ? [...(value as readonly Json[]), ...(value as readonly Json[])] : value;
}
