// Bytes as a string of one character each, and back: how binary bodies and files stand in a JSON value.
import { Buffer } from "node:buffer";
import { encodeText } from "../http.ts";

export function toBinaryText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Text with a character above U+00FF cannot stand for bytes and becomes UTF-8. */
export function fromBinaryText(text: string): Uint8Array {
  return /[\u0100-\uffff]/.test(text) ? encodeText(text) : Buffer.from(text, "latin1");
}
