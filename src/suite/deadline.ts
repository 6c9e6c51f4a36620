// A deadline that counts against a target only the time in which this thread could see its answer.

/** Parts that the time is waited for in. */
const PARTS = 10;

/**
 * Calls `over` once, after so many milliseconds; later where this thread is busy. The time is waited for in parts, and
 * between two of them the thread has looked once at what came: a pause of the machine counts as one part however long it
 * is, and an answer that takes a few turns of the event loop has them. Gives what calls the deadline off.
 */
export function deadline(milliseconds: number, over: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOff = false;
  const wait = (parts: number): void => {
    // Sockets are read between timers and immediates.
    const look = (): void => {
      if (isOff) return;
      if (parts === 1) over();
      else wait(parts - 1);
    };
    timer = setTimeout(() => setImmediate(look), Math.ceil(milliseconds / PARTS));
  };
  wait(PARTS);
  return () => {
    isOff = true;
    clearTimeout(timer);
  };
}
