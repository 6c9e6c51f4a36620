// Null where the contract allows it: in a type list, as a branch, as a member.
import { declaredTypes, schemasAt } from "./kinds.ts";
import { isObject } from "../../schema/keywords.ts";
import { UNCLEAR_NULL } from "../../schema/dialect.ts";
import type { Probe, Rule, SchemaObject } from "./rule.ts";

/** Null, where it is allowed; never where the contract leaves that open, and never in a parameter's text. */
export const nullable: Rule = {
  id: "nullable",
  title: "null where it is allowed",
  keywords: ["type", "anyOf", "oneOf", "enum", "const"],
  *probes({ schema, accepts, where }): Generator<Probe> {
    if (where !== "body" || schema[UNCLEAR_NULL] === true || !accepts(schema, null)) return;
    const keyword = sourceOfNull(schema, (branch) => accepts(branch, null));
    if (keyword) yield { ...keyword, label: "null", value: null, valid: true };
  },
};

function sourceOfNull(
  schema: SchemaObject,
  takesNull: (branch: SchemaObject | boolean) => boolean,
): Pick<Probe, "keyword" | "detail"> | undefined {
  if (declaredTypes(schema)?.includes("null")) return { keyword: "type", detail: "null" };
  for (const keyword of ["anyOf", "oneOf"]) {
    const index = schemasAt(schema, keyword).findIndex((branch) => isObject(branch) && takesNull(branch));
    if (index >= 0) return { keyword, detail: String(index) };
  }
  const members = schema["enum"];
  if (Array.isArray(members) && members.includes(null)) return { keyword: "enum", detail: "null" };
  return schema["const"] === null ? { keyword: "const", detail: "null" } : undefined;
}
