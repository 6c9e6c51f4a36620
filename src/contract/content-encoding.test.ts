// Content-Encoding of bodies.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeText, encodeText } from "../http.ts";
import { decodeBody } from "./content-encoding.ts";

const text = "plumb ".repeat(100);
const plain = encodeText(text);

const readable: [encoding: string | undefined, bytes: Uint8Array][] = [
  [undefined, plain],
  ["", plain],
  ["identity", plain],
  ["gzip", gzipSync(plain)],
  ["GZIP", gzipSync(plain)],
  ["x-gzip", gzipSync(plain)],
  ["deflate", deflateSync(plain)],
  ["deflate", deflateRawSync(plain)],
  ["br", brotliCompressSync(plain)],
  ["gzip, br", brotliCompressSync(gzipSync(plain))],
];

const refused: [title: string, encoding: string, bytes: Uint8Array, error: string][] = [
  ["an unknown coding", "zstd-9", plain, "unsupported"],
  ["the name of a prototype's member", "constructor", plain, "unsupported"],
  ["too many codings", "gzip, gzip, gzip, gzip", plain, "unsupported"],
  ["bytes that are not gzip", "gzip", plain, "malformed"],
  ["an empty gzip body", "gzip", new Uint8Array(), "malformed"],
  ["a cut gzip body", "gzip", gzipSync(plain).subarray(0, 20), "malformed"],
  ["bytes that are not brotli", "br", plain, "malformed"],
  ["a bomb", "gzip", gzipSync(new Uint8Array(10_000_000)), "too-large"],
  ["a brotli bomb", "br", brotliCompressSync(new Uint8Array(10_000_000)), "too-large"],
  ["a plain body over the limit", "identity", new Uint8Array(1001), "too-large"],
];

describe("taking the encoding off", () => {
  readable.forEach(([encoding, bytes], index) => {
    test(`${encoding} (${index})`, () => {
      const found = decodeBody(bytes, encoding, 1000);
      expect("bytes" in found && found.bytes ? decodeText(found.bytes) : found.error).toBe(text);
    });
  });
  for (const [title, encoding, bytes, error] of refused) {
    test(`${title}: ${error}`, () => expect(decodeBody(bytes, encoding, 1000)).toEqual({ error }));
  }
});
