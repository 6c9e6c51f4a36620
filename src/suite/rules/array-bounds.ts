// `minItems` and `maxItems`: lists at the bounds and one item beyond.
import type { Json } from "../../schema/violation.ts";
import { numberAt } from "./kinds.ts";
import { listOf } from "./lists.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { arrayOf } from "./vary.ts";

const LONG_PARAMETER = "a list this long may exceed what a request line holds (414)";

export const arrayBounds: Rule = {
  id: "array-bounds",
  title: "the number of items",
  keywords: ["minItems", "maxItems"],
  *probes(place) {
    const min = numberAt(place.schema, "minItems");
    const max = numberAt(place.schema, "maxItems");
    if (min === undefined && max === undefined) return;
    const base = arrayOf(place);
    if (base === undefined) return;
    if (min !== undefined) {
      yield* sized(place, base, "minItems", [
        [min, true],
        [min + 1, true],
        [min - 1, false],
        [0, min === 0],
      ]);
    }
    if (max !== undefined) {
      yield* sized(place, base, "maxItems", [
        [max, true],
        [max - 1, true],
        [max + 1, false],
        [Math.min(max * 2 + 10, max + 1000), false],
      ]);
    }
  },
};

function* sized(
  place: Place,
  base: readonly Json[],
  keyword: string,
  sizes: readonly (readonly [length: number, valid: boolean])[],
): Generator<Probe> {
  const seen = new Set<number>();
  for (const [length, valid] of sizes) {
    if (length < 0 || seen.has(length)) continue;
    seen.add(length);
    const value = listOf(place, base, length);
    if (value === undefined || (valid && !place.accepts(place.schema, value))) continue;
    const doubt =
      place.where !== "body" && JSON.stringify(value).length > 1500 ? { advisory: LONG_PARAMETER } : {};
    yield {
      keyword,
      label: length === 0 ? "no items" : `${length} item${length === 1 ? "" : "s"}`,
      value,
      valid,
      ...doubt,
    };
  }
}
