// The one error class and the table of its codes; findings are data, only these are thrown.

/** Code → the exit code that a command ends with when nothing handles the error earlier. */
const CODES = {
  usage: 2,
  "contract-unreadable": 2,
  "contract-invalid": 2,
  "overlay-invalid": 2,
  "overlay-no-match": 2,
  "profile-invalid": 2,
  "port-taken": 2,
  "output-unwritable": 2,
  "target-unreachable": 3,
  "target-timeout": 3,
  "target-reset": 3,
  "target-malformed": 3,
} as const;

export type ErrorCode = keyof typeof CODES;

/** A failure that the user can act on: what is wrong, where, and what to do next. */
export class KitError extends Error {
  readonly code: ErrorCode;
  /** `file:line:column` or a pointer, where there is one. */
  readonly where: string | undefined;
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    detail: { where?: string; hint?: string; cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = "KitError";
    this.code = code;
    this.where = detail.where;
    this.hint = detail.hint;
  }

  get exitCode(): number {
    return CODES[this.code];
  }
}

/** True for a connection that failed: refused, reset, silent, or not HTTP. */
export function isTargetFailure(error: unknown): error is KitError {
  return error instanceof KitError && error.code.startsWith("target-");
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
