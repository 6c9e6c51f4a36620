// A deadline that counts against a target only when this thread had time to see its answer.

/** A timer that fires so much later than asked says that this thread was busy. Milliseconds. */
const BUSY = 50;
const MOST_REPRIEVES = 4;

/**
 * Calls `over` once, after so many milliseconds. When the timer fires late, the thread was busy and may not have read
 * what has come: then the time begins anew, a few times at the most. Gives what calls the deadline off.
 */
export function deadline(milliseconds: number, over: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOff = false;
  const wait = (reprieves: number): void => {
    const due = performance.now() + milliseconds;
    timer = setTimeout(() => {
      if (performance.now() > due + BUSY && reprieves > 0) return wait(reprieves - 1);
      // What came meanwhile is looked at first: sockets are read between timers and immediates.
      setImmediate(() => {
        if (!isOff) over();
      });
    }, milliseconds);
  };
  wait(MOST_REPRIEVES);
  return () => {
    isOff = true;
    clearTimeout(timer);
  };
}
