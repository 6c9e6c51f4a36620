// The process as the commands see it: output, environment, and how a run is interrupted.

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A line that the next one replaces; nothing where the output is no terminal. */
  readonly status: (line: string) => void;
  readonly colour: boolean;
  readonly width: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Resolves at the first Ctrl-C or termination request. */
  readonly interrupted: () => Promise<void>;
}

/** The terminal of this process. Colour as the user asked for it: NO_COLOR, FORCE_COLOR, else when it is a terminal. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const isTerminal = stdout.isTTY === true;
  const colour =
    env["NO_COLOR"] === undefined || env["NO_COLOR"] === ""
      ? isTerminal || env["FORCE_COLOR"] === "1"
      : false;
  // Who reads may leave (`| head`): the run goes on, to the end and its exit code.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write("\r\u001b[2K");
    shown = false;
  };
  return {
    out: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    err: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    status: (line) => {
      if (stderr.isTTY !== true) return;
      clear();
      if (line !== "") stderr.write(line);
      shown = line !== "";
    },
    colour,
    width: isTerminal ? Math.max(60, Math.min(stdout.columns, 120)) : 100,
    environment: env,
    interrupted: () =>
      new Promise((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
      }),
  };
}
