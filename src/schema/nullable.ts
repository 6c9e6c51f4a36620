// Reads `nullable`: "or null", however it is written, with a finding where the contract leaves it unsaid.
import { OMIT, UNCLEAR_NULL } from "./annotations.ts";
import type { Draft, Spot } from "./dialect.ts";
import { joinPointer } from "./pointer.ts";

/** Keywords beside which null needs a variant of its own: one more type would not get past them. */
const RESTRICTIVE = ["$ref", "allOf", "oneOf", "anyOf", "not", "const", "if"];

/** The draft, or "the draft or null" where `nullable: true` asks for it. */
export function orNull(node: Readonly<Record<string, unknown>>, draft: Draft, spot: Spot): Draft {
  const { dialect } = spot;
  const { nullable } = node;
  if (nullable === undefined) return draft;
  const pointer = joinPointer(spot.pointer, "nullable");
  if (typeof nullable !== "boolean") {
    spot.badForm("nullable", "true or false", nullable);
    return draft;
  }
  if (dialect.version === "3.1") {
    const message =
      'nullable has no meaning in OpenAPI 3.1 (write type: ["…", "null"]); it is read as "or null"';
    dialect.report({ code: "nullable-in-3.1", severity: "warning", pointer, message });
  }
  if (!nullable) return draft;
  const { type } = draft;
  if (type === undefined && dialect.version === "3.0") {
    const message = 'nullable without type has no defined meaning (OpenAPI 3.0.3); it is read as "or null"';
    dialect.report({ code: "nullable-without-type", severity: "warning", pointer, message });
  }
  const members = draft["enum"];
  const closed = Array.isArray(members) && !members.includes(null);
  if (type !== undefined && RESTRICTIVE.every((keyword) => draft[keyword] === undefined)) {
    const types = Array.isArray(type) ? (type as string[]) : [type as string];
    draft["type"] = [...new Set([...types, "null"])];
    if (closed) draft["enum"] = [...(members as unknown[]), null];
    if (closed) draft[UNCLEAR_NULL] = true;
    return draft;
  }
  const none = { type: "null" };
  const either: Draft = { anyOf: [draft, none] };
  if (dialect.version === "3.0" && (type === undefined || closed)) either[UNCLEAR_NULL] = true;
  for (const annotation of [OMIT, "examples", "default"]) {
    if (draft[annotation] !== undefined) either[annotation] = draft[annotation];
  }
  dialect.remember(none, pointer);
  dialect.remember(either, spot.pointer);
  return either;
}
