// Strings of an exact length in code points, plain or astral: what length limits are tested with.
import { codePoints } from "./text-length.ts";

const PADDING = "a";
/** U+1F511: one code point, two UTF-16 units, four bytes of UTF-8. */
const ASTRAL = "\u{1F511}";

/**
 * `base` cut or filled up with a plain letter to `length` code points. The cut never ends in a blank: some servers
 * trim before they measure.
 */
export function stringOfLength(base: string, length: number): string {
  const wanted = Math.max(0, Math.trunc(length));
  const have = codePoints(base);
  if (have <= wanted) return base + PADDING.repeat(wanted - have);
  const cut = Array.from(base).slice(0, wanted).join("");
  return cut.replace(/\s+$/u, (blanks) => PADDING.repeat(blanks.length));
}

/** A string of `length` code points that is twice as long in UTF-16 units. */
export function astralOfLength(length: number): string {
  return ASTRAL.repeat(Math.max(0, Math.trunc(length)));
}
