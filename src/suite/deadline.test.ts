// A deadline ends what takes too long, and waits for a thread that had no time to look.
import { describe, expect, test, vi } from "vitest";
import { deadline } from "./deadline.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Keeps this thread from everything else. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe("a deadline", () => {
  test("comes once, and not too early", async () => {
    const over = vi.fn();
    const start = performance.now();
    await new Promise<void>((resolve) => {
      deadline(60, () => {
        over();
        resolve();
      });
    });
    expect(performance.now() - start).toBeGreaterThan(58);
    await pause(100);
    expect(over).toHaveBeenCalledTimes(1);
  });

  test("does not come when it is called off", async () => {
    const over = vi.fn();
    const callOff = deadline(20, over);
    callOff();
    await pause(60);
    expect(over).not.toHaveBeenCalled();
  });

  test("counts a pause of this thread as little", async () => {
    const over = vi.fn();
    deadline(100, over);
    block(300);
    // The timer is due; what a socket brought meanwhile would be read now, and this much later still.
    await pause(50);
    expect(over).not.toHaveBeenCalled();
    await pause(150);
    expect(over).toHaveBeenCalledTimes(1);
  });

  test("leaves a busy thread several turns, for an answer may take as many", async () => {
    let isOver = false;
    deadline(100, () => (isOver = true));
    for (let turn = 0; turn < 7; turn++) {
      block(40);
      await pause(0);
      expect(isOver).toBe(false);
    }
  });

  test("comes in the end although the thread is always busy", async () => {
    let isOver = false;
    deadline(20, () => (isOver = true));
    for (let round = 0; round < 30 && !isOver; round++) {
      block(100);
      await pause(0);
    }
    expect(isOver).toBe(true);
  });
});
