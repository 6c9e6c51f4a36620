// Cases about Accept: the declared type asked for in several ways, what cannot be satisfied, and malformed fields.
import { parseMediaType } from "../../contract/media-type.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { Expectation } from "../case.ts";
import { expectNoFailure, expectSuccess } from "../expectations.ts";
import { successPointer } from "./body-schema.ts";
import type { CaseBook } from "./case-book.ts";
import { fewOf } from "./few.ts";
import type { Template } from "./template.ts";

/** Adds the Accept cases of an operation whose success has a body, of each kind `most`. */
export function addAcceptCases(template: Template, basis: string, book: CaseBook, most: number): void {
  const { operation, minimal } = template;
  const success = operation.responses.find(({ pointer }) => pointer === successPointer(template));
  const types = (success?.content ?? []).map(({ range }) => range).filter((range) => !range.includes("*"));
  const [declared] = types;
  if (!success || declared === undefined) return;
  const clause = joinPointer(success.pointer, "content");
  const add = (label: string, accept: string, title: string, expect: Expectation): void => {
    book.add({
      rule: "accept",
      place: "",
      label,
      clause,
      title,
      kind: "protocol",
      requests: [{ ...minimal, headers: { accept } }],
      basis,
      expect,
      proof: "valid but for what Accept asks for",
    });
  };
  const few = (list: readonly Wish[]): readonly Wish[] => fewOf(list, operation.id, most);
  for (const type of types)
    add(
      `only ${type}`,
      type,
      `answers in ${type} when only that is accepted`,
      expectDeclared(template, "error"),
    );
  for (const [label, accept] of few(weighted(declared)))
    add(label, accept, `answers when Accept is ${label}`, expectDeclared(template, "warning"));
  for (const [label, accept] of few(UNSATISFIABLE))
    add(
      label,
      accept,
      `answers 406, or in the declared type, when Accept is ${label}`,
      expectEither(template),
    );
  for (const [label, accept] of few(MALFORMED))
    add(label, accept, `survives an Accept that is ${label}`, expectNoFailure());
}

type Wish = readonly [label: string, accept: string];

/** RFC 9110 §12.4.2, §12.5.1: ways to ask for the declared type that a server must understand. */
function weighted(declared: string): readonly Wish[] {
  const type = parseMediaType(declared)?.type ?? "application";
  return [
    ["a weighted list", `application/x-plumbline;q=0.9, ${declared};q=0.2, */*;q=0.1`],
    ["a range of its type", `${type}/*`],
    ["a type in capitals", declared.toUpperCase()],
    ["a list with blanks and empty members", ` , ${declared} ;q=1.0 ,, `],
  ];
}

const UNSATISFIABLE: readonly Wish[] = [
  ["a type that nobody has", "application/x-plumbline"],
  ["a refusal of everything", "*/*;q=0"],
];

const MALFORMED: readonly Wish[] = [
  ["no media type", "json"],
  ["separators only", ";;,;"],
  ["a weight that is no number", "*/*;q=high"],
  ["200 types long", Array.from({ length: 200 }, (_, index) => `application/x-${index}`).join(", ")],
  ["an open quotation", '*/*;a="b'],
];

/** A declared type that is accepted must not be refused with 406 (RFC 9110 §15.5.7). */
function expectDeclared({ operation }: Template, refused: "error" | "warning"): Expectation {
  const { text, statuses } = expectSuccess(operation);
  const message = "answered 406 although Accept names a type that the operation declares";
  return { text, statuses: [{ statuses: ["406"], outcome: refused, message }, ...statuses] };
}

/** RFC 9110 §12.5.1: a server may answer 406, or disregard Accept. */
function expectEither({ operation }: Template): Expectation {
  const { text, statuses } = expectSuccess(operation);
  const message = "answered neither 406 nor with the declared success to an Accept that cannot be satisfied";
  const held = statuses.filter(
    ({ outcome, statuses: listed }) => outcome === "held" || listed.includes("5XX"),
  );
  return {
    text: `406, or ${text}`,
    statuses: [
      { statuses: ["406"], outcome: "held" },
      ...held,
      { statuses: ["other"], outcome: "note", message },
    ],
  };
}
