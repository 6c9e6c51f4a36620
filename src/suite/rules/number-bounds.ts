// `minimum`, `maximum`, their exclusive forms and `multipleOf`: numbers at the bounds, one step beyond, and far beyond.
import { isIntegral, numberAt } from "./kinds.ts";
import type { Place, Probe, Rule, SchemaObject } from "./rule.ts";
import { valueOfType } from "./vary.ts";

const NEIGHBOUR = "so small a difference may be lost where numbers are stored as decimals or floats";

export const numberBounds: Rule = {
  id: "number-bounds",
  title: "the size of a number and its step",
  keywords: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  *probes(place) {
    const { schema } = place;
    if ("enum" in schema || "const" in schema) return;
    for (const side of SIDES) {
      const bound = numberAt(schema, side.keyword);
      if (bound !== undefined) yield* around(place, bound, side);
    }
    const step = numberAt(schema, "multipleOf");
    if (step !== undefined && step > 0) yield* steps(place, step);
  },
};

interface Side {
  readonly keyword: string;
  /** Away from the allowed side: -1 for a minimum. */
  readonly outward: 1 | -1;
  readonly exclusive: boolean;
}

const SIDES: readonly Side[] = [
  { keyword: "minimum", outward: -1, exclusive: false },
  { keyword: "exclusiveMinimum", outward: -1, exclusive: true },
  { keyword: "maximum", outward: 1, exclusive: false },
  { keyword: "exclusiveMaximum", outward: 1, exclusive: true },
];

function* around(place: Place, bound: number, { keyword, outward, exclusive }: Side): Generator<Probe> {
  const { schema, accepts } = place;
  const multiple = numberAt(schema, "multipleOf");
  const step = multiple ?? (isIntegral(schema) ? 1 : undefined);
  // The outermost number on the grid of the step that is not beyond the bound.
  const edge =
    step === undefined
      ? bound
      : onGrid(outward > 0 ? Math.floor(ratio(bound, step)) : Math.ceil(ratio(bound, step)), step);
  const isBound = edge === bound;
  const shift = (count: number): number =>
    step === undefined ? plus(bound, count) : onGrid(Math.round(ratio(edge, step)) + count, step);
  const valid: [string, number][] = [];
  if (!exclusive || !isBound) valid.push([isBound ? "the bound" : "the last step inside the bound", edge]);
  valid.push(["one step inside", shift(-outward)]);
  if (step === undefined) valid.push(["a hundredth inside", plus(bound, -outward / 100)]);
  for (const [label, value] of valid)
    if (accepts(schema, value)) yield { keyword, label, value, valid: true };
  if (exclusive && isBound) yield { keyword, label: "the excluded bound", value: edge, valid: false };
  yield { keyword, label: "one step beyond", value: shift(outward), valid: false };
  if (!isIntegral(schema) && multiple === undefined) {
    yield { keyword, label: "a hundredth beyond", value: plus(bound, outward / 100), valid: false };
    yield {
      keyword,
      label: "the next number beyond",
      value: nextTo(bound, outward),
      valid: false,
      advisory: NEIGHBOUR,
    };
    if (exclusive) {
      const next = nextTo(bound, outward > 0 ? -1 : 1);
      if (accepts(schema, next))
        yield { keyword, label: "the next number inside", value: next, valid: true, advisory: NEIGHBOUR };
    }
  }
  const far = farOut(schema, bound, outward, step);
  if (far !== undefined) yield { keyword, label: "far beyond", value: far, valid: false };
  const negative = step === undefined ? -1 : -step;
  if (bound > 0 && outward < 0 && negative !== far)
    yield { keyword, label: "a negative number", value: negative, valid: false };
}

/** Far from the bound, within int32 where the format asks for it, on the grid of the step. */
function farOut(
  schema: SchemaObject,
  bound: number,
  outward: 1 | -1,
  step: number | undefined,
): number | undefined {
  const limit = schema["format"] === "int32" ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
  const far =
    step === undefined || step === 1
      ? limit
      : onGrid(Math.floor(ratio(Math.min(limit, Math.abs(bound) * 1000 + 1e6 * step), step)), step);
  return outward > 0 ? (far > bound ? far : undefined) : -far < bound ? -far : undefined;
}

function* steps(place: Place, step: number): Generator<Probe> {
  const { schema, accepts } = place;
  const value = valueOfType(place, "number");
  if (typeof value !== "number") return;
  const at = Math.round(ratio(value, step));
  const grid: readonly (readonly [string, number])[] = [
    ["a multiple", onGrid(at, step)],
    ["the next multiple", onGrid(at + 1, step)],
    ["the multiple before", onGrid(at - 1, step)],
    ["zero", 0],
  ];
  const seen = new Set<number>();
  for (const [label, multiple] of grid) {
    if (seen.has(multiple) || !accepts(schema, multiple)) continue;
    seen.add(multiple);
    yield { keyword: "multipleOf", label, value: multiple, valid: true };
  }
  const half = step / 2;
  const off: readonly (readonly [string, number])[] = isIntegral(schema)
    ? [
        ["one more than a multiple", value + 1],
        ["one less than a multiple", value - 1],
      ]
    : [
        ["half a step more", plus(value, half)],
        ["half a step less", plus(value, -half)],
        ["a tenth of a step more", plus(value, step / 10)],
        ["a tenth of a step less", plus(value, -step / 10)],
      ];
  for (const [label, stray] of off) {
    if (!Number.isInteger(ratio(stray, step)))
      yield { keyword: "multipleOf", label, value: stray, valid: false };
  }
}

const decimals = (value: number): number => {
  const [digits = "", exponent = "0"] = String(value).split("e");
  return Math.min(20, Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent)));
};

/** Decimal addition: 0.1 + 0.2 is 0.3. */
const plus = (one: number, other: number): number =>
  Number((one + other).toFixed(Math.max(decimals(one), decimals(other))));

const onGrid = (count: number, step: number): number => Number((count * step).toFixed(decimals(step))) + 0;

/** How often the step fits, without the dust of binary fractions. */
const ratio = (value: number, step: number): number => Number((value / step).toPrecision(15));

/** The next double towards a direction. */
function nextTo(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const away = value > 0 === direction > 0;
  view.setBigInt64(0, view.getBigInt64(0) + (away ? 1n : -1n));
  return view.getFloat64(0);
}
