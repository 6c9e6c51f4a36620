// The JSON of a message, read and written by the wrappers.
import type { ApiRequest, ApiResponse } from "../http.ts";
import { decodeText, encodeText } from "../http.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Nobody nests deeper on purpose; what does is left to the original. */
const DEEPEST = 200;

function isDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length && depth <= DEEPEST; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) depth++;
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return depth > DEEPEST;
}

/** Bodies that were read before: a server with many variants passes the same one through each of them. */
const read = new WeakMap<Uint8Array, unknown>();
const texts = new WeakMap<Uint8Array, string>();

/** The value of a JSON body; undefined when there is none, when it is malformed or nested too deeply. */
export function jsonOf({ body }: { readonly body?: Uint8Array }): unknown {
  if (body === undefined || body.byteLength === 0) return undefined;
  if (!read.has(body)) read.set(body, parsed(body));
  return read.get(body);
}

function parsed(body: Uint8Array): unknown {
  try {
    const text = textOf({ body });
    return isDeep(text) ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

export function textOf({ body }: { readonly body?: Uint8Array }): string {
  if (body === undefined) return "";
  let text = texts.get(body);
  if (text === undefined) texts.set(body, (text = decodeText(body)));
  return text;
}

/** The same message with another body; its length, where it was said, is left away. */
export function withBody<T extends ApiRequest | ApiResponse>(message: T, body: string | Uint8Array): T {
  const bytes = typeof body === "string" ? encodeText(body) : body;
  if (message.headers["content-length"] === undefined) return { ...message, body: bytes };
  const { "content-length": _, ...headers } = message.headers;
  return { ...message, headers, body: bytes };
}

/** The same message with this JSON value for a body, in a text of one's own or as JSON.stringify writes it. */
export function withJson<T extends ApiRequest | ApiResponse>(
  message: T,
  value: unknown,
  text = JSON.stringify(value),
): T {
  const body = encodeText(text);
  read.set(body, value);
  texts.set(body, text);
  return withBody(message, body);
}

/** Every string of a value (not the names), changed. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapStrings(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, change)]));
}
