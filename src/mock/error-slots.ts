// Which member of an error body tells what, by its name: the reason, the category, the status, the field.
import type { ErrorFacts } from "./error-facts.ts";
import { titleOf } from "./problem.ts";

/** Names of a short machine word. */
export const CATEGORY = /^(type|code|kind|category|error_?(type|code)|reason_?code|status_?text)$/i;
const MESSAGE =
  /^(messages?|msg|details?|errors?|title|description|reason|error_?(message|description|msg)|(user|developer)_?message|text|summary)$/i;
const CLEAR_MESSAGE = /^(message|msg|details?|description|error_?(message|description))$/i;
const STATUS = /^(status|status_?code|http_?status(_?code)?|code)$/i;
const FIELD =
  /^(field|param(eter)?|property|path|pointer|loc(ation)?|source|target|attribute|instance_?path)$/i;
const SUCCESS = /^(success|succeeded|ok)$/i;

/** True for a member that is filled even where the schema does not require it. */
export function isSlot(name: string): boolean {
  return MESSAGE.test(name) || CATEGORY.test(name) || STATUS.test(name);
}

/** The value for a scalar member, none when its name does not say what it tells. */
export function slotValue(
  schema: Readonly<Record<string, unknown>>,
  name: string,
  siblings: readonly string[],
  facts: ErrorFacts,
): unknown[] {
  const type = schema["type"];
  const allows = (wanted: string): boolean =>
    type === undefined || type === wanted || (Array.isArray(type) && type.includes(wanted));
  if (STATUS.test(name) && (allows("integer") || allows("number")) && type !== undefined)
    return [facts.status];
  if (allows("string")) {
    const text = textFor(schema, name, siblings, facts);
    if (text !== undefined) return [cut(text, schema["maxLength"])];
  }
  if (allows("boolean") && type !== undefined) {
    if (SUCCESS.test(name)) return [false];
    if (/^(error|failed|failure)$/i.test(name)) return [true];
  }
  return [];
}

function textFor(
  schema: Readonly<Record<string, unknown>>,
  name: string,
  siblings: readonly string[],
  facts: ErrorFacts,
): string | undefined {
  const { detail } = facts;
  if (detail !== undefined && FIELD.test(name)) return detail.field;
  // RFC 9457 §3.1.1: a problem's type is a URI reference; about:blank says that the status tells it all.
  if (name === "type" && String(schema["format"]).startsWith("uri")) return "about:blank";
  if (/^status_?text$/i.test(name)) return titleOf(facts.status);
  const clearer = siblings.some((sibling) => sibling !== name && CLEAR_MESSAGE.test(sibling));
  if (name === "title" && clearer) return titleOf(facts.status);
  if (name === "error" && clearer)
    return siblings.includes("error_description") ? facts.type : titleOf(facts.status);
  if (MESSAGE.test(name)) {
    return detail !== undefined && siblings.some((sibling) => FIELD.test(sibling))
      ? detail.message
      : facts.message;
  }
  if (CATEGORY.test(name)) return facts.type;
  return STATUS.test(name) ? String(facts.status) : undefined;
}

/** A text within `maxLength` code points. */
function cut(text: string, maxLength: unknown): string {
  if (typeof maxLength !== "number" || text.length <= maxLength) return text;
  const characters = [...text];
  return characters.length <= maxLength
    ? text
    : `${characters.slice(0, Math.max(0, maxLength - 1)).join("")}…`;
}
