// A terminal that remembers what was written to it, for tests of the commands.
import { main } from "./main.ts";

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Everything that any command of this test file has written. */
export const everything: string[] = [];

/** Runs `plumbline ARGS` in process. */
export async function plumbline(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    status: () => undefined,
    colour: false,
    width: 100,
    environment,
    interrupted: () => new Promise(() => undefined),
  });
  everything.push(...out, ...err);
  return { code, out: out.join("\n"), err: err.join("\n") };
}
