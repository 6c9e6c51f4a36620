// The public API: explicit names, pinned by a test.
export { KitError, type ErrorCode } from "./errors.ts";
