// A small seeded generator of pseudo-random numbers, the same on every platform.

/**
 * A generator of numbers in [0, 1) that depends on the seed alone (mulberry32: 32-bit integer arithmetic only).
 * Any number is a seed; fractions are dropped.
 */
export function random(seed: number): () => number {
  let state = Number.isFinite(seed) ? Math.trunc(seed) | 0 : 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One entry of a list; undefined when the list is empty. */
export function pick<T>(next: () => number, list: readonly T[]): T | undefined {
  return list[Math.floor(next() * list.length)];
}

/** A whole number from `low` to `high`, both included; `low` when the range is empty. */
export function int(next: () => number, low: number, high: number): number {
  return high <= low ? low : low + Math.floor(next() * (high - low + 1));
}
