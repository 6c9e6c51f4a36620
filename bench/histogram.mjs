// Counts durations: by the microsecond up to 20 ms, by the millisecond up to 20 s.

const FINE = 20_000;
const COARSE = 20_000;

/** A histogram of microseconds with percentiles. */
export function createHistogram() {
  const fine = new Uint32Array(FINE);
  const coarse = new Uint32Array(COARSE);
  let recorded = 0;
  return {
    count: () => recorded,
    /** @param {number} microseconds */
    record(microseconds) {
      recorded++;
      if (microseconds < FINE) fine[microseconds | 0]++;
      else coarse[Math.min(COARSE - 1, (microseconds / 1000) | 0)]++;
    },
    /** @param {number} share 0 to 1 @returns {number} microseconds */
    percentile(share) {
      let left = Math.max(1, Math.ceil(recorded * share));
      for (let index = 0; index < FINE; index++) if ((left -= fine[index]) <= 0) return index;
      for (let index = 0; index < COARSE; index++) if ((left -= coarse[index]) <= 0) return index * 1000;
      return 0;
    },
  };
}
