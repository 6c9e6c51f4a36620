// Delays an answer: by what the user says for all, or by what a request says for itself.
import type { ApiRequest } from "../http.ts";
import { header } from "../http.ts";
import { parsePrefer } from "../contract/prefer.ts";

/** Nobody waits longer than this for a mock. */
const MOST_MS = 60_000;

/** Milliseconds to wait before a request is answered: `Prefer: wait=N` (seconds, RFC 7240 §4.3) wins over the general delay. */
export function delayOf(request: ApiRequest, general: number): number {
  const field = header(request.headers, "prefer");
  const wait = field?.toLowerCase().includes("wait") ? parsePrefer(field).wait : undefined;
  return Math.min(wait === undefined ? general : wait * 1000, MOST_MS);
}
