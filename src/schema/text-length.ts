// Whether a text keeps to a bound of its length, in characters as JSON Schema counts them: code points.

/** The length as JSON Schema counts it (Validation 6.3.1): code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const high = text.charCodeAt(index);
    if (high < 0xd800 || high > 0xdbff) continue;
    const low = text.charCodeAt(index + 1);
    if (low < 0xdc00 || low > 0xdfff) continue;
    count--;
    index++;
  }
  return count;
}

/** More than `most` characters. They are counted only where the code units, one or two for each, leave it open. */
export const isLonger = (text: string, most: number): boolean =>
  text.length > most && (text.length > 2 * most || codePoints(text) > most);

/** Fewer than `least` characters. */
export const isShorter = (text: string, least: number): boolean =>
  text.length < least || (text.length < 2 * least && codePoints(text) < least);
