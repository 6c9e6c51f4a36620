// Odd but valid text where the contract sets no rule for it: blanks, Unicode, controls, injections, length.
import { codePoints } from "../../schema/text-length.ts";
import { declaredTypes, numberAt } from "./kinds.ts";
import { bindingFormat } from "./stretch.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { sendable } from "./wire-room.ts";

const NO_RULE = "the contract sets no rule for the content of this text";
const NO_BOUND = "the contract sets no bound for the length of this text";
const MAY_TRIM = "blanks around a text may be trimmed, and a blank text refused";
const LONG = 10_000;

/** What stands inside a plain word, so that only this is odd. */
const INSIDE: readonly (readonly [label: string, text: string])[] = [
  ["with a tab inside", "\t"],
  ["with a line break inside", "\n"],
  ["with two blanks inside", "  "],
  ["with a no-break space", "\u00a0"],
  ["with a zero-width space", "\u200b"],
  ["with a byte order mark inside", "\ufeff"],
  ["with a right-to-left override", "\u202e"],
  ["with bidirectional isolates", "\u2066a\u2069"],
  ["with a combining accent", "e\u0301"],
  ["with the composed accent", "é"],
  ["with a ligature that NFKC takes apart", "\ufb01"],
  ["with an emoji", "\u{1f600}"],
  ["with an emoji of several code points", "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}"],
  ["with a flag", "\u{1f1e9}\u{1f1ea}"],
  ["with right-to-left text", "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"],
  ["with Han characters", "\u6f22\u5b57"],
  ["with stacked accents", `Z${"\u0300\u0301\u0302\u0303\u0316\u0317".repeat(5)}`],
  ["with letters that change length in the other case", "\u00df\u0130"],
  ["with a noncharacter", "\uffff"],
  ["with a lone surrogate", "\ud800"],
  ["with NUL", "\u0000"],
  ["with an escape character", "\u001b[31m"],
  ["with DEL", "\u007f"],
  ["with quotation marks and backslashes", `"'\\\`/`],
  ["with a header injection", "\r\nX-Plumbline: 1"],
  ["with SQL", "' OR '1'='1' --"],
  ["with a NoSQL operator", '{"$gt":""}'],
  ["with HTML", "<script>alert(1)</script>"],
  ["with an HTML entity", "&lt;b&gt;"],
  ["with a template expression", "${7*7}{{7*7}}<%=7*7%>"],
  ["with a shell command", "; id | cat $(id) `id`"],
  ["with a path traversal", "../../etc/passwd"],
  ["with an LDAP filter", "*)(uid=*))(|(uid=*"],
  ["with an XML entity", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'],
  ["with a format string", "%s%n%x"],
  ["with percent escapes", "%00%0d%0a%2e%2e"],
  ["with a spreadsheet formula", "=1+1"],
];

const ALONE: readonly (readonly [label: string, text: string, advisory: string])[] = [
  ["empty", "", "the contract sets no lower bound, but an empty text may still be refused"],
  ["a blank behind", "plumbline ", MAY_TRIM],
  ["a blank before", " plumbline", MAY_TRIM],
  ["a tab behind", "plumbline\t", MAY_TRIM],
  ["a line break behind", "plumbline\n", MAY_TRIM],
  ["one blank", " ", MAY_TRIM],
  ["blanks only", "   ", MAY_TRIM],
  ["a zero-width space alone", "\u200b", MAY_TRIM],
  ["the word null", "null", NO_RULE],
  ["the word undefined", "undefined", NO_RULE],
  ["the word true", "true", NO_RULE],
  ["digits only", "12345", NO_RULE],
  ["a negative number", "-1", NO_RULE],
  ["a JSON object as text", '{"a":1}', NO_RULE],
  ["the word __proto__", "__proto__", NO_RULE],
];

export const text: Rule = {
  id: "text",
  title: "odd but valid text",
  keywords: ["type", "minLength", "maxLength"],
  *probes(place) {
    const { schema } = place;
    const keyword = ["type", "minLength", "maxLength"].find((name) => name in schema);
    const types = declaredTypes(schema);
    if (keyword === undefined || (types !== undefined && !types.includes("string"))) return;
    if (bindingFormat(schema) !== undefined || ["pattern", "enum", "const"].some((name) => name in schema))
      return;
    yield* spelled(place, keyword);
    for (const [label, value, advisory] of [
      ...ALONE,
      ...INSIDE.map(([name, odd]) => [name, `plumb${odd}line`, NO_RULE] as const),
    ]) {
      if (fits(place, value)) yield { keyword, label, value, valid: true, advisory };
    }
    if (numberAt(schema, "maxLength") === undefined) {
      const long = "a".repeat(LONG);
      yield { keyword, label: `${LONG} characters`, value: long, valid: true, advisory: NO_BOUND };
    }
  },
};

/** RFC 8259 §7: every character may be written as an escape; the value is the same. */
function* spelled({ value, where }: Place, keyword: string): Generator<Probe> {
  if (where !== "body" || typeof value !== "string" || value === "" || value.length > 2000) return;
  const units = Array.from({ length: value.length }, (_, at) =>
    value.charCodeAt(at).toString(16).padStart(4, "0"),
  );
  yield {
    keyword,
    label: "every character escaped",
    value,
    valid: true,
    raw: `"${units.map((unit) => `\\u${unit}`).join("")}"`,
  };
}

function fits({ schema, where, accepts }: Place, value: string): boolean {
  const length = codePoints(value);
  if (length < (numberAt(schema, "minLength") ?? 0) || length > (numberAt(schema, "maxLength") ?? Infinity))
    return false;
  if (where !== "body" && /\p{Surrogate}/u.test(value)) return false;
  return sendable(where, value) && accepts(schema, value);
}
