// What the schema of a request body says, as the catalogue asks it: which faults could show at all.
import type { Operation } from "../contract/model.ts";
import { isJsonObject } from "./json-body.ts";

/** The root schemas of the bodies that are declared. */
const rootsOf = ({ requestBody }: Operation): readonly unknown[] =>
  (requestBody?.content ?? []).map(({ schema }) => {
    const root = schema?.schema;
    return isJsonObject(root) && typeof root["$ref"] === "string" ? schema?.resolve(root["$ref"]) : root;
  });

/** Whether a body has to have members. */
export const requiresMembers = (operation: Operation): boolean =>
  rootsOf(operation).some(
    (node) => isJsonObject(node) && Array.isArray(node["required"]) && node["required"].length > 0,
  );

/** Whether a body can have members at its root; a list of objects has none there. */
export const hasMembers = (operation: Operation): boolean =>
  rootsOf(operation).some((node) => isJsonObject(node) && node["type"] !== "array");

/** Whether any schema of the body, or one that it refers to, has one of these keywords. */
export function speaksOf(operation: Operation, pattern: RegExp): boolean {
  const seen = new Set<unknown>();
  return (operation.requestBody?.content ?? []).some(({ schema }) => {
    const visit = (node: unknown): boolean => {
      if (seen.has(node)) return false;
      seen.add(node);
      const text = JSON.stringify(node ?? {});
      const refs = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = ""]) => schema?.resolve(ref));
      return pattern.test(text) || refs.some(visit);
    };
    return visit(schema?.schema);
  });
}

/** Whether it matters what counts as a character. */
export const countsCharacters = (operation: Operation): boolean =>
  speaksOf(operation, /"(min|max)Length":|"pattern":/);

export const hasNumbers = (operation: Operation): boolean => speaksOf(operation, /"(number|integer)"/);
