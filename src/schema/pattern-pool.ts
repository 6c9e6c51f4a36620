// The characters to choose from where a regular expression leaves a choice.

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
/** One or two of many kinds, so that most Unicode classes find a member without a search. */
const OTHERS = ["\t", "\n", "\u00a0", ..."éßÄñ¿€—αΩжЯשعकあア一가٣Ⅷ½"];
const ASTRAL = ["\u{1F511}", "\u{1D7D8}", "\u{20000}"];

export interface Pool {
  readonly pool: readonly string[];
  readonly holds: (character: string) => boolean;
}

/**
 * Characters that a one-character expression matches: `source` is its text (`\d`, `[^,]`, `\p{Lu}`), `mentioned` are
 * characters it names. The pool is empty when nothing was found that matches.
 */
export function poolOf(source: string, unicode: boolean, mentioned: readonly string[]): Pool {
  let regexp: RegExp;
  try {
    regexp = new RegExp(`^(?:${source})$`, unicode ? "u" : "");
  } catch {
    return { pool: [], holds: () => false };
  }
  const holds = (character: string): boolean => regexp.test(character);
  const known = [...new Set([...ASCII, ...mentioned, ...OTHERS, ...(unicode ? ASTRAL : [])])];
  const pool = known.filter(holds);
  return { pool: pool.length > 0 ? pool : found(holds, unicode ? 0x10ffff : 0xffff), holds };
}

function found(holds: (character: string) => boolean, last: number): readonly string[] {
  const members: string[] = [];
  for (let point = 0; point <= last && members.length < 8; point++) {
    if (point === 0xd800) point = 0xe000;
    const character = String.fromCodePoint(point);
    if (holds(character)) members.push(character);
  }
  return members;
}
