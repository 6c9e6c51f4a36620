// Which content type goes out for a declared media type or range, and a value written as it.

import { encodeText } from "../http.ts";
import { writeBody, writtenType } from "../contract/body.ts";
import { isJson, isXml, parseMediaType } from "../contract/media-type.ts";
import type { MediaType } from "../contract/model.ts";
import { xmlText } from "./xml-text.ts";

/** True for `application/json` and every `+json` type (RFC 6839 §3.1). */
export function isJsonType(range: string): boolean {
  const parsed = parseMediaType(range);
  return parsed !== undefined && isJson(parsed);
}

const CONCRETE: Readonly<Record<string, string>> = {
  text: "text/plain",
  image: "image/png",
  audio: "audio/mpeg",
  video: "video/mp4",
};

/** A type as it is; for a range a type that lies within it. */
export function concreteType(range: string): string {
  if (!range.includes("*")) return range;
  return CONCRETE[range.split("/")[0] ?? ""] ?? "application/json";
}

export interface Written {
  /** With the boundary where the type has one. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** A value as bytes of a content type; undefined when the type cannot express it. */
export function writeAs(value: unknown, contentType: string, declared: MediaType): Written | undefined {
  const parsed = parseMediaType(contentType);
  if (!parsed) return undefined;
  const body = writeBody(value, parsed, declared) ?? (isXml(parsed) ? encodeText(xmlText(value)) : undefined);
  return body ? { contentType: writtenType(parsed), body } : undefined;
}
