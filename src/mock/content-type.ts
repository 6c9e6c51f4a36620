// Which content type goes out for a declared media type or range, and a value written as it.

import { encodeText } from "../http.ts";
import { writeBody, writtenType } from "../contract/body.ts";
import { isForm, isJson, isXml, parseMediaType } from "../contract/media-type.ts";
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
  const [type = "*"] = range.split("/");
  if (type === "*" || type === "application") return "application/json";
  return CONCRETE[type] ?? `${type}/octet-stream`;
}

export interface Written {
  /** With the boundary where the type has one. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * A value as bytes of a content type. Where the type is one of text or bytes and the value is neither, it goes out as JSON
 * text: the contract describes it and does not say how it is written. Undefined for what no type can express.
 */
export function writeAs(value: unknown, contentType: string, declared: MediaType): Written | undefined {
  const parsed = parseMediaType(contentType);
  if (!parsed) return undefined;
  const body =
    writeBody(value, parsed, declared) ??
    (isXml(parsed) ? encodeText(xmlText(value)) : isForm(parsed) ? undefined : jsonText(value));
  return body ? { contentType: writtenType(parsed), body } : undefined;
}

function jsonText(value: unknown): Uint8Array | undefined {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : encodeText(text);
}
