// Notices a key that a JSON object holds twice, cheaply: JSON.parse keeps the last one without a word (RFC 7493 §2.3 forbids them).
import { decodeText } from "../http.ts";
import { duplicateKeys } from "../contract/duplicate-keys.ts";
import { readablePath } from "../schema/messages.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** The first repeated key of a body that was read as `value`: `injectionConfig.headerName`; undefined when there is none. */
export function repeatedKey(bytes: Uint8Array, value: unknown): string | undefined {
  if (countMembers(bytes) === countKeys(value)) return undefined;
  const pointer = duplicateKeys(decodeText(bytes))[0];
  return pointer === undefined ? undefined : readablePath(pointer);
}

/** The members that the text writes: its colons outside strings. Cheap, for it is asked of every body. */
function countMembers(bytes: Uint8Array): number {
  let count = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (inString) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COLON) count++;
  }
  return count;
}

/** The members that the value has. Without recursion: a body may be nested deeper than the stack. */
function countKeys(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const isList = Array.isArray(next);
    for (const inner of isList ? next : Object.values(next)) {
      if (!isList) count++;
      if (typeof inner === "object") open.push(inner);
    }
  }
  return count;
}
