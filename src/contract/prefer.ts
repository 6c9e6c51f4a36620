// The Prefer header: what a client of the mock asks of the next answer (RFC 7240, and Prism's keys).
import { splitUnquoted } from "./media-type.ts";

export interface Preferences {
  readonly code?: number;
  /** Name of an example. */
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
  /** Seconds (RFC 7240 §4.3). */
  readonly wait?: number;
  /** Sentences about values that cannot be met; a request with any is to be refused aloud. */
  readonly problems: readonly string[];
}

type Draft = { -readonly [Key in keyof Preferences]: Preferences[Key] } & { problems: string[] };

/** Key → takes its value over, or says what the value must be. */
const KEYS: Readonly<Record<string, (draft: Draft, value: string) => string | undefined>> = {
  code: (draft, value) => {
    if (!/^[1-5]\d\d$/.test(value)) return "a status of three digits";
    draft.code = Number(value);
    return undefined;
  },
  example: (draft, value) => {
    if (value === "") return "the name of an example";
    draft.example = value;
    return undefined;
  },
  dynamic: (draft, value) => {
    if (!/^(?:true|false)$/i.test(value)) return "true or false";
    draft.dynamic = value.toLowerCase() === "true";
    return undefined;
  },
  seed: (draft, value) => {
    if (value === "") return "a seed";
    draft.seed = value;
    return undefined;
  },
  wait: (draft, value) => {
    if (!/^\d{1,6}$/.test(value)) return "a number of seconds";
    draft.wait = Number(value);
    return undefined;
  },
};

/** Header text → preferences; members split by `,` or `;`, keys in any case, quotes allowed, unknown keys passed over. */
export function parsePrefer(value: string | undefined): Preferences {
  if (value === undefined) return { problems: [] };
  return preferencesOf(
    splitUnquoted(value, ",;").map((member) => {
      const mark = member.indexOf("=");
      return mark < 0
        ? [member.trim(), ""]
        : [member.slice(0, mark).trim(), unquote(member.slice(mark + 1).trim())];
    }),
  );
}

/** The same from key-value pairs, for the query twins `__code`, `__example`, `__dynamic`, `__seed` (keys without `__`). */
export function preferencesOf(pairs: readonly (readonly [key: string, value: string])[]): Preferences {
  const draft: Draft = { problems: [] };
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    // The first of two counts (RFC 7240 §2).
    if (!Object.hasOwn(KEYS, key) || seen.has(key)) continue;
    seen.add(key);
    const wanted = KEYS[key]?.(draft, value);
    if (wanted !== undefined) draft.problems.push(`Prefer: ${key} must be ${wanted}`);
  }
  return draft;
}

function unquote(text: string): string {
  return /^".*"$/s.test(text) && text.length > 1 ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
}
