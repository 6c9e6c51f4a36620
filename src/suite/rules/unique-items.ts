// `uniqueItems`: the same item twice, near and apart, and items that only look the same.
import type { Json } from "../../schema/violation.ts";
import { isRecord, numberAt } from "./kinds.ts";
import { itemSchema, listOf } from "./lists.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { arrayOf } from "./vary.ts";

const LOOKS_THE_SAME = "different by JSON Schema, though some servers take such values for the same";

export const uniqueItems: Rule = {
  id: "unique-items",
  title: "no item twice",
  keywords: ["uniqueItems"],
  *probes(place) {
    if (place.schema["uniqueItems"] !== true) return;
    const value = arrayOf(place);
    if (value === undefined) return;
    const base = listOf(place, value, Math.max(1, value.length)) ?? value;
    if (base.length === 0) return;
    yield { keyword: "uniqueItems", label: "all different", value: base, valid: true };
    yield* repeated(place, base);
    yield* lookAlikes(place, base);
  },
};

function* repeated(place: Place, base: readonly Json[]): Generator<Probe> {
  const max = numberAt(place.schema, "maxItems") ?? Infinity;
  const probe = (label: string, value: readonly Json[]): Probe => ({
    keyword: "uniqueItems",
    label,
    value,
    valid: false,
  });
  const [first] = base as readonly [Json, ...Json[]];
  const wider = listOf(place, base, Math.max(3, base.length));
  if (base.length + 1 <= max) {
    const [, ...rest] = base;
    yield probe("the first item twice, side by side", [first, first, ...rest]);
  } else if (base.length > 1)
    yield probe("the first item twice, side by side", [first, first, ...base.slice(2)]);
  if (wider && wider.length <= max)
    yield probe("the first item again at the end", [...wider.slice(0, -1), first]);
  if (isRecord(first) && Object.keys(first).length > 1) {
    const turned = Object.fromEntries(Object.entries(first).toReversed());
    const room = base.length + 1 <= max ? base : base.slice(0, -1);
    yield probe("the first item again, its keys in another order", [...room, turned]);
  }
}

function* lookAlikes(place: Place, base: readonly Json[]): Generator<Probe> {
  const [first] = base;
  const pairs: (readonly [string, readonly Json[]])[] = [
    ["1 and the text 1", [1, "1"]],
    ["0 and false", [0, false]],
    ["an empty list and an empty object", [[], {}]],
  ];
  if (typeof first === "string")
    pairs.unshift(["texts that differ in case", [first.toLowerCase(), first.toUpperCase()]]);
  const room = Math.max(0, (numberAt(place.schema, "minItems") ?? 0) - 2);
  for (const [label, pair] of pairs) {
    if (!pair.every((item, position) => place.accepts(itemSchema(place, position), item))) continue;
    const value = [...pair, ...base.slice(0, room)];
    if (place.accepts(place.schema, value))
      yield { keyword: "uniqueItems", label, value, valid: true, advisory: LOOKS_THE_SAME };
  }
}
