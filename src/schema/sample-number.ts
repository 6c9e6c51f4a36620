// Candidates for a number or an integer within its bounds and steps.
import { highest, lowest, numbersAt, textsAt, type Layer } from "./layers.ts";
import { int } from "./random.ts";
import type { Place, Search } from "./search.ts";

interface Interval {
  readonly low: number;
  readonly high: number;
  readonly holds: (value: number) => boolean;
}

/** Numbers that satisfy the layers, plausible ones first; none when the bounds leave nothing. */
export function* numbers(
  layers: readonly Layer[],
  whole: boolean,
  search: Search,
  place: Place,
): Generator<number> {
  const interval = intervalOf(layers);
  if (interval.low > interval.high) return;
  const wish = int(search.random, 1, 100) + place.turn;
  const steps = numbersAt(layers, "multipleOf").filter((step) => step > 0);
  const step = steps.length > 0 || whole ? commonStep(whole ? [...steps, 1] : steps) : undefined;
  const seen = new Set<number>();
  for (const value of step === undefined ? free(interval, wish, place.turn) : stepped(interval, step, wish)) {
    if (!Number.isFinite(value) || seen.has(value) || !interval.holds(value)) continue;
    if (whole && !Number.isInteger(value)) continue;
    seen.add(value);
    yield Object.is(value, -0) ? 0 : value;
  }
}

function intervalOf(layers: readonly Layer[]): Interval {
  const formats = textsAt(layers, "format");
  const int32 = formats.includes("int32");
  const int64 = formats.includes("int64");
  const closedLow = highest(
    layers,
    "minimum",
    int32 ? -(2 ** 31) : int64 ? Number.MIN_SAFE_INTEGER : -Infinity,
  );
  const closedHigh = lowest(
    layers,
    "maximum",
    int32 ? 2 ** 31 - 1 : int64 ? Number.MAX_SAFE_INTEGER : Infinity,
  );
  const openLow = highest(layers, "exclusiveMinimum", -Infinity);
  const openHigh = lowest(layers, "exclusiveMaximum", Infinity);
  return {
    low: Math.max(closedLow, openLow),
    high: Math.min(closedHigh, openHigh),
    holds: (value) => value >= closedLow && value <= closedHigh && value > openLow && value < openHigh,
  };
}

/** The multiples nearest to a wish, then those at both ends. Decimal steps are counted in whole units. */
function* stepped({ low, high }: Interval, step: Step, wish: number): Generator<number> {
  const first = Math.ceil(low / step.size);
  const last = Math.floor(high / step.size);
  const wanted = Math.min(Math.max(Math.max(1, Math.round(wish / step.size)), first - 1), last + 1);
  for (let away = 0; away <= 40; away++) {
    yield multiple(step, wanted + away);
    if (away > 0) yield multiple(step, wanted - away);
  }
  for (let away = -1; away <= 10; away++) {
    yield multiple(step, first + away);
    yield multiple(step, last - away);
  }
  for (const times of [0, -1, 1, -1000, 1000, 1_000_000]) yield multiple(step, times);
}

function* free({ low, high }: Interval, wish: number, turn: number): Generator<number> {
  yield wish;
  yield wish + 0.5;
  if (low > -Infinity && high < Infinity) {
    const part = (turn + 1) / (turn + 2);
    const inner = low + (high - low) * part;
    if (turn === 0) yield Math.round(inner);
    yield Math.round(inner * 1000) / 1000;
    yield inner;
    yield low + (high - low) / 3;
  }
  if (low > -Infinity) {
    yield* [
      Math.ceil(low) + turn,
      Math.ceil(low) + 1 + turn,
      low + 0.5 + turn,
      low,
      low + Math.abs(low) * 1e-9 + Number.EPSILON,
    ];
  }
  if (high < Infinity) {
    yield* [
      Math.floor(high) - turn,
      Math.floor(high) - 1 - turn,
      high - 0.5 - turn,
      high,
      high - Math.abs(high) * 1e-9 - Number.EPSILON,
    ];
  }
  yield* [0, -1, -1.5, 1, 1000, 1_000_000, -1000, 0.1];
}

/** A step written as a whole number of units of 10^-digits. */
interface Step {
  readonly units: bigint;
  readonly digits: number;
  readonly size: number;
}

function multiple(step: Step, times: number): number {
  if (!Number.isFinite(times)) return Number.NaN;
  return Number(`${BigInt(Math.round(times)) * step.units}e-${step.digits}`);
}

/** The smallest step that is a multiple of every given one. */
function commonStep(steps: readonly number[]): Step {
  const digits = Math.max(...steps.map(decimals));
  const units = steps
    .map((step) => inUnits(step, digits))
    .reduce((one, other) => (one / common(one, other)) * other);
  return { units, digits, size: Number(`${units}e-${digits}`) };
}

function inUnits(value: number, digits: number): bigint {
  const [mantissa = "1", power = "0"] = String(value).split("e");
  const [before = "0", behind = ""] = mantissa.split(".");
  const zeros = digits + Number(power) - behind.length;
  return BigInt(`${before}${behind}${"0".repeat(Math.max(0, zeros))}`);
}

function common(one: bigint, other: bigint): bigint {
  return other === 0n ? one : common(other, one % other);
}

/** How many digits a number has behind the point: 2 for 0.01, 7 for 1e-7. */
function decimals(value: number): number {
  const [mantissa = "", power = "0"] = String(value).split("e");
  const behind = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, behind - Number(power));
}
