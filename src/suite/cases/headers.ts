// Cases of a valid request with further header fields: harmless, large, repeated, odd but legal, malformed.
import type { HeaderFields } from "../../http.ts";
import type { Expectation } from "../case.ts";
import { expectNoFailure, expectSuccess } from "../expectations.ts";
import type { CaseBook } from "./case-book.ts";
import { fewOf } from "./few.ts";
import type { Template } from "./template.ts";

type Extra = readonly [label: string, headers: HeaderFields];

/** RFC 9110 §5.1: a recipient passes over fields that it does not know. */
const HARMLESS: readonly Extra[] = [
  ["an unknown field", { "x-plumbline": "1" }],
  ["an unknown field twice", { "x-plumbline": ["1", "2"] }],
  ["an unknown field without a value", { "x-plumbline": "" }],
  ["an unknown field of 4,000 characters", { "x-plumbline": "a".repeat(4000) }],
  ["a name of all allowed characters", { "x-!#$%&'*+-.^_`|~0": "1" }],
  ["a language that nobody has", { "accept-language": "x-plumbline, *;q=0" }],
];

/** Fields that may change the answer, or be refused; a server error is wrong in any case. */
const ODD: readonly Extra[] = [
  ["a field of 7,000 characters", { "x-plumbline": "a".repeat(7000) }],
  [
    "100 fields",
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x-plumbline-${index}`, "1"])),
  ],
  ["letters outside ASCII", { "x-plumbline": "\u00e4\u00ff" }],
  ["a tab in a value", { "x-plumbline": "a\tb" }],
  ["two Accept fields", { accept: ["*/*", "application/json"] }],
  ["a malformed cookie", { cookie: '=; ;a; b="; $Version=1' }],
  ["a malformed Accept-Language", { "accept-language": ";;q=" }],
  ["no acceptable encoding", { "accept-encoding": "identity;q=0, *;q=0" }],
  ["a malformed date of a condition", { "if-modified-since": "yesterday", "if-unmodified-since": "-1" }],
  ["a malformed entity tag", { "if-none-match": 'plumbline"', "if-match": ",," }],
  ["a malformed range", { range: "bytes=9-1,x" }],
  ["false addresses of a proxy", { "x-forwarded-for": "::, 999.1.1.1, ${x}", forwarded: 'for="_";;by' }],
  ["a false host of a proxy", { "x-forwarded-host": "plumbline.invalid:0", "x-forwarded-proto": "gopher" }],
];

/** Adds the header cases of an operation, or `most` of either kind; `basis` is its smallest valid case. */
export function addHeaderCases(template: Template, basis: string, book: CaseBook, most: number): void {
  const { operation, minimal } = template;
  const declared = new Set(
    operation.parameters
      .filter((parameter) => parameter.in === "header" || parameter.in === "cookie")
      .map((parameter) => (parameter.in === "cookie" ? "cookie" : parameter.name.toLowerCase())),
  );
  const cookieKey = operation.security.some(({ schemes }) =>
    schemes.some(({ scheme }) => scheme.type === "apiKey" && scheme.in === "cookie"),
  );
  const add = ([label, headers]: Extra, title: string, expect: Expectation): void => {
    if (Object.keys(headers).some((name) => declared.has(name) || (cookieKey && name === "cookie"))) return;
    book.add({
      rule: "headers",
      place: "",
      label,
      clause: operation.pointer,
      title,
      kind: "protocol",
      requests: [{ ...minimal, headers }],
      basis,
      expect,
      proof: "valid but for what the contract does not mention",
    });
  };
  for (const extra of fewOf(HARMLESS, operation.id, most))
    add(extra, `passes over ${extra[0]}`, expectIgnored(template, extra[0]));
  for (const extra of fewOf(ODD, operation.id, most)) add(extra, `survives ${extra[0]}`, expectNoFailure());
}

function expectIgnored({ operation }: Template, what: string): Expectation {
  const { text, statuses } = expectSuccess(operation);
  const held = statuses.filter(
    ({ outcome, statuses: listed }) => outcome === "held" || listed.includes("5XX"),
  );
  return {
    text: `${text}, as without it`,
    statuses: [
      ...held,
      { statuses: ["431"], outcome: "note", message: `has no room in its head for ${what}` },
      { statuses: ["other"], outcome: "warning", message: `did not accept a valid request with ${what}` },
    ],
  };
}
