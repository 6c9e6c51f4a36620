// What a mock remembers: collections of records, copied from a seed and put back to it on reset.

export type StateRecord = Record<string, unknown>;

/** Collection → id → record. */
export type StateSeed = Readonly<Record<string, Readonly<Record<string, StateRecord>>>>;

export interface State {
  /** A collection by name; made empty when the seed has none. */
  readonly collection: (name: string) => Map<string, StateRecord>;
  /** A deep copy of everything, in the form of a seed. */
  readonly snapshot: () => Record<string, Record<string, StateRecord>>;
  /** Everything as the seed has it. Collections keep their identity. */
  readonly reset: () => void;
  /** How often it was reset: who keeps something beside the collections sees when that is out of date. */
  readonly resets: () => number;
}

/** A state that holds a deep copy of `seed`; the seed itself is never changed. */
export function createState(seed: StateSeed = {}): State {
  const origin = structuredClone(seed);
  const collections = new Map<string, Map<string, StateRecord>>();

  const collection = (name: string): Map<string, StateRecord> => {
    let found = collections.get(name);
    if (!found) collections.set(name, (found = new Map()));
    return found;
  };

  let count = -1;
  const reset = (): void => {
    count++;
    for (const records of collections.values()) records.clear();
    for (const [name, records] of Object.entries(origin)) {
      const target = collection(name);
      for (const [id, record] of Object.entries(records)) target.set(id, structuredClone(record));
    }
  };

  const snapshot = (): Record<string, Record<string, StateRecord>> =>
    Object.fromEntries(
      [...collections].map(([name, records]) => [
        name,
        Object.fromEntries([...records].map(([id, record]) => [id, structuredClone(record)])),
      ]),
    );

  reset();
  return { collection, snapshot, reset, resets: () => count };
}
