// How one piece of a parameter is escaped, by the place it is sent in.
import type { Encode } from "./parameter-styles.ts";
import { encodePercent, encodeReserved } from "./percent.ts";

/** Percent-encoding; `.`, the delimiter of exploded labels, is unreserved and escaped only there. */
export const encodeStyled: Encode = (piece, delimiters) => {
  const encoded = encodePercent(piece);
  return delimiters.includes(".") ? encoded?.replaceAll(".", "%2E") : encoded;
};

/** `allowReserved`: reserved characters stay, the delimiters of the style are still escaped. */
export const encodeReservedPiece: Encode = (piece, delimiters) => {
  let encoded = encodeReserved(piece);
  for (const delimiter of delimiters) encoded = encoded?.replaceAll(delimiter, encodeURIComponent(delimiter));
  return encoded;
};

/** Header text is not percent-encoded: visible characters, blanks within, Latin-1 (RFC 9110 §5.5), or not at all. */
export const encodeHeader: Encode = (piece, delimiters) => {
  if (!/^(?:[!-~\u0080-\u00ff](?:[\t -~\u0080-\u00ff]*[!-~\u0080-\u00ff])?)?$/.test(piece)) return undefined;
  for (const delimiter of delimiters) if (piece.includes(delimiter)) return undefined;
  return piece;
};

/** Multipart values and names are sent as they are. */
export const encodeBare: Encode = (piece, delimiters) => {
  for (const delimiter of delimiters) if (piece.includes(delimiter)) return undefined;
  return piece;
};
