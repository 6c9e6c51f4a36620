// Takes the Content-Encoding off a body: gzip, deflate, br, within a limit (RFC 9110 §8.4).
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

export type DecodedBody =
  | { readonly bytes: Uint8Array; readonly error?: never }
  | { readonly error: "unsupported" | "malformed" | "too-large" };

type Decompress = (bytes: Uint8Array, limit: number) => Uint8Array;

const CODINGS: Readonly<Record<string, Decompress>> = {
  identity: (bytes) => bytes,
  gzip: (bytes, limit) => gunzipSync(bytes, { maxOutputLength: limit }),
  "x-gzip": (bytes, limit) => gunzipSync(bytes, { maxOutputLength: limit }),
  br: (bytes, limit) => brotliDecompressSync(bytes, { maxOutputLength: limit }),
  // `deflate` is the zlib format; some clients send the bare one (RFC 9110 §8.4.1.2).
  deflate: (bytes, limit) =>
    ((bytes[0] ?? 0) & 0x0f) === 8
      ? inflateSync(bytes, { maxOutputLength: limit })
      : inflateRawSync(bytes, { maxOutputLength: limit }),
};

const MAX_CODINGS = 3;

/** Bytes as sent → bytes as meant; the last coding named was applied last. `limit` holds for every step. */
export function decodeBody(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  limit: number,
): DecodedBody {
  const codings = (contentEncoding ?? "").split(",").flatMap((name) => name.trim().toLowerCase() || []);
  if (codings.length > MAX_CODINGS || codings.some((name) => !Object.hasOwn(CODINGS, name))) {
    return { error: "unsupported" };
  }
  let decoded = bytes;
  for (const name of codings.reverse()) {
    try {
      decoded = CODINGS[name]?.(decoded, Math.max(1, limit)) ?? decoded;
    } catch (error) {
      return { error: isTooLarge(error) ? "too-large" : "malformed" };
    }
  }
  return decoded.length > limit ? { error: "too-large" } : { bytes: decoded };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}
