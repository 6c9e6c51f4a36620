// How long an answer is waited for: in full at first, less once a target has shown that it hangs.

export interface Patience {
  /** Milliseconds to wait for the next answer. */
  readonly limit: () => number;
  readonly learn: (answered: boolean, milliseconds: number) => void;
}

/** Unanswered requests that are waited for in full; after them a run would take hours on a target that hangs. */
const FULL_WAITS = 8;

/** The whole timeout at first; after several hangs twenty times the slowest answer so far, and a second at least. */
export function patienceOf(timeout: number): Patience {
  let hangs = 0;
  let slowest = 0;
  return {
    limit: () => (hangs < FULL_WAITS ? timeout : Math.min(timeout, Math.max(1000, slowest * 20))),
    learn: (answered, milliseconds) => {
      if (answered) slowest = Math.max(slowest, Math.min(milliseconds, timeout / 2));
      else if (milliseconds >= timeout * 0.9) hangs++;
    },
  };
}
