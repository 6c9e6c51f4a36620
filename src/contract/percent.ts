// Percent-encoding, strict in both directions (RFC 3986 §2.1).

/** Text → decoded text; undefined for a bad escape or for escapes that are not UTF-8. */
export type Decode = (text: string) => string | undefined;

/** Strict percent-decoding, for path segments; `+` stays. */
export function decodePercent(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** As decodePercent, and `+` is a blank, as in HTML forms and in most servers' queries. */
export function decodeQuery(text: string): string | undefined {
  return decodePercent(text.includes("+") ? text.replaceAll("+", " ") : text);
}

/** For cookies, whose values may hold a bare `%` (RFC 6265 §4.1.1): what is no escape stays as it is. */
export function decodeLenient(text: string): string {
  return decodePercent(text) ?? text;
}

/** Everything but RFC 3986 unreserved characters is escaped; undefined for text with a lone surrogate. */
export function encodePercent(text: string): string | undefined {
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return undefined;
  }
}

const UNESCAPED_WHEN_RESERVED_ALLOWED = /%(?:3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B|3D)/g;

/** `allowReserved`: reserved characters stay, except `&`, `#` and `+`, which would change what the query says. */
export function encodeReserved(text: string): string | undefined {
  return encodePercent(text)?.replace(UNESCAPED_WHEN_RESERVED_ALLOWED, decodeURIComponent);
}
