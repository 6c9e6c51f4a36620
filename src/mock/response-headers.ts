// The response headers that a contract requires, generated; the framing of a message is never generated.
import type { HeaderFields } from "../http.ts";
import type { DeclaredResponse, ResponseHeader } from "../contract/model.ts";
import { sampleOf } from "./sampled.ts";
import { headerSafe } from "./wire-headers.ts";

/** Set by whoever writes the body, or they would make the message unreadable. */
const OURS = new Set([
  "content-type",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "connection",
  "trailer",
]);

/** A value for every required header of the response; one whose schema nothing satisfies is left out. */
export function requiredHeaders(declared: DeclaredResponse, seed: number): HeaderFields {
  const fields: Record<string, string> = {};
  for (const item of declared.headers) {
    const name = item.name.toLowerCase();
    if (!item.required || OURS.has(name)) continue;
    const text = textOf(item, seed);
    if (text !== undefined) fields[name] = headerSafe(text);
  }
  return fields;
}

function textOf(declared: ResponseHeader, seed: number): string | undefined {
  const { schema, explode } = declared;
  if (!schema) return "1";
  const value = sampleOf(schema, { seed, fill: "required" });
  return value === undefined ? undefined : simple(value, explode);
}

/** Style `simple`, the only one of headers (OpenAPI 3.1 §4.8.21). */
function simple(value: unknown, explode: boolean): string {
  if (Array.isArray(value)) return value.map(String).join(",");
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([name, inner]) => [name, String(inner)]);
  return entries.map((pair) => pair.join(explode ? "=" : ",")).join(",");
}
