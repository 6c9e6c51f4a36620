// What a place of a message can carry: which text can be sent there, and how much of it before other limits apply.
import type { Place } from "./rule.ts";

type Where = Place["where"];

/** Common servers bound a request line and a header near 8 KB; well below it nobody does. */
const HEAD_BYTES = 2000;
const BODY_BYTES = 200_000;
/** Beyond this nothing is built. */
export const MOST_CHARACTERS = 1_000_000;

/** Whether the text can stand in that place of a message at all (RFC 9110 §5.5, RFC 6265 §4.1.1). */
export function sendable(where: Where, text: string): boolean {
  if (where === "path") return text !== "" && text !== "." && text !== "..";
  if (where === "header") return /^[!-~]([ -~]*[!-~])?$|^$/.test(text);
  if (where === "cookie") return /^[!#-+\--:<-[\]-~]*$/.test(text);
  return true;
}

/** Why a text of this size may be refused for its size alone; undefined when it is small enough. */
export function sizeDoubt(where: Where, text: string): string | undefined {
  if (where === "body") {
    return text.length * 4 > BODY_BYTES && Buffer.byteLength(text) > BODY_BYTES
      ? "a body of this size may be refused as too large (413)"
      : undefined;
  }
  const bytes = Buffer.byteLength(text);
  return bytes * 3 > HEAD_BYTES && encodedLength(text) > HEAD_BYTES
    ? "a request line or header of this size may be refused for its size (414, 431)"
    : undefined;
}

const encodedLength = (text: string): number => {
  try {
    return encodeURIComponent(text).length;
  } catch {
    return text.length * 3;
  }
};
