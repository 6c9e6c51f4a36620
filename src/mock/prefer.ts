// What a request wishes about a generated answer: the `Prefer` header, or without one its twins in the query.
import type { ApiRequest } from "../http.ts";
import { header } from "../http.ts";
import { parsePrefer, preferencesOf } from "../contract/prefer.ts";

export interface Wish {
  readonly code?: number;
  /** The name of an example. */
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: number;
}

export type WishReading = { readonly wish: Wish } | { readonly problem: string };

const NO_WISH: WishReading = { wish: {} };

/** The wish of a request, or what is wrong with it. Preferences that the mock does not know are passed over (RFC 7240 §2). */
export function readWish(request: ApiRequest, query: string): WishReading {
  const field = header(request.headers, "prefer");
  if (field === undefined && !query.includes("__")) return NO_WISH;
  const { problems, code, example, dynamic, seed } =
    field === undefined ? fromQuery(query) : parsePrefer(field);
  if (problems.length > 0) return { problem: problems.join("; ") };
  // RFC 9110 §15.2: an answer of 1xx is no final one.
  if (code !== undefined && (code < 200 || code > 599))
    return { problem: `Prefer: code=${code} cannot be sent as an answer` };
  return {
    wish: {
      ...(code === undefined ? {} : { code }),
      ...(example === undefined ? {} : { example }),
      ...(dynamic === undefined ? {} : { dynamic }),
      ...(seed === undefined ? {} : { seed: seedOf(seed) }),
    },
  };
}

function fromQuery(query: string): ReturnType<typeof preferencesOf> {
  const twins = [...new URLSearchParams(query)].filter(([key]) => key.startsWith("__"));
  return preferencesOf(twins.map(([key, value]) => [key.slice(2), value] as const));
}

/** A whole number as it is; any other text by its FNV-1a hash, so that words can be seeds too. */
export function seedOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Whether a request wishes for nothing. */
export function isEmpty(wish: Wish): boolean {
  return (
    wish.code === undefined &&
    wish.example === undefined &&
    wish.dynamic === undefined &&
    wish.seed === undefined
  );
}
