// Variants that only a socket can show: compressed answers.
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { ApiResponse } from "../../http.ts";
import type { Variant } from "../mutant.ts";
import { answering, slow } from "./answers.ts";

/** The variants to be served on a socket. */
export function wireVariants(): readonly Variant[] {
  const packed = (id: string, encoding: string, pack: (bytes: Uint8Array) => Uint8Array): Variant =>
    answering(
      id,
      `compresses its answers (${encoding})`,
      (response) => compressed(response, encoding, pack),
      "encoding",
    );
  return [
    packed("gzip", "gzip", (bytes) => gzipSync(bytes)),
    packed("brotli", "br", (bytes) => brotliCompressSync(bytes)),
    { ...slow(20), id: "slow-on-the-wire" },
    answering("connection-closed", "closes the connection after every answer", (response) => ({
      ...response,
      headers: { ...response.headers, connection: "close" },
    })),
  ];
}

function compressed(
  response: ApiResponse,
  encoding: string,
  pack: (bytes: Uint8Array) => Uint8Array,
): ApiResponse {
  if (response.body.byteLength === 0) return response;
  const { "content-length": _, ...headers } = response.headers;
  return {
    ...response,
    headers: { ...headers, "content-encoding": encoding },
    body: new Uint8Array(pack(response.body)),
  };
}
