// Runtime expressions (OpenAPI 3.1 §4.8.20.4): values out of an exchange, for the URLs of callbacks.
import type { ApiRequest, ApiResponse, HeaderFields } from "../http.ts";
import { decodeText, header, splitTarget } from "../http.ts";
import { splitPointer } from "../schema/pointer.ts";
import { descend } from "./references.ts";

export interface Exchanged {
  readonly request: ApiRequest;
  readonly response: ApiResponse;
  readonly pathValues: Readonly<Record<string, string>>;
}

/** A text with every `{$expression}` in it replaced, or a bare expression's value; undefined when one of them has none. */
export function expandExpression(template: string, exchanged: Exchanged): string | undefined {
  if (template.startsWith("$")) return valueOf(template, exchanged);
  let missing = false;
  const text = template.replace(/\{(\$[^}]*)\}/g, (_, expression: string) => {
    const value = valueOf(expression, exchanged);
    missing ||= value === undefined;
    return value ?? "";
  });
  return missing ? undefined : text;
}

/** The value of one expression as text; undefined when it names nothing, or something that is no text. */
function valueOf(expression: string, exchanged: Exchanged): string | undefined {
  const { request, response } = exchanged;
  if (expression === "$url") return `http://${header(request.headers, "host") ?? "localhost"}${request.path}`;
  if (expression === "$method") return request.method;
  if (expression === "$statusCode") return String(response.status);
  const [, side, source = ""] = /^\$(request|response)\.(.+)$/s.exec(expression) ?? [];
  if (side === undefined) return undefined;
  const message = side === "request" ? request : response;
  if (source === "body" || source.startsWith("body#")) return inBody(message.body, source.slice(5));
  const [, place, name = ""] = /^(header|query|path)\.(.+)$/s.exec(source) ?? [];
  if (place === "header") return inHeaders(message.headers, name);
  if (side === "response" || place === undefined) return undefined;
  if (place === "path") return decoded(exchanged.pathValues[name]);
  return new URLSearchParams(splitTarget(request.path)[1]).get(name) ?? undefined;
}

const inHeaders = (headers: HeaderFields, name: string): string | undefined =>
  header(headers, name.toLowerCase());

function inBody(body: Uint8Array | undefined, pointer: string): string | undefined {
  const text = decodeText(body ?? new Uint8Array());
  if (pointer === "") return text;
  try {
    const found = descend(JSON.parse(text) as unknown, splitPointer(`#${pointer}`).tokens)?.value;
    return typeof found === "string" || typeof found === "number" || typeof found === "boolean"
      ? String(found)
      : undefined;
  } catch {
    return undefined;
  }
}

function decoded(raw: string | undefined): string | undefined {
  try {
    return raw === undefined ? undefined : decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
