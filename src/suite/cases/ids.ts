// Cases about the ids in a path: unknown, nearly right, of another tenant, and odd ones.
import { declaredFor } from "../../contract/message.ts";
import type { Operation, Parameter } from "../../contract/model.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { CaseRequest, ParameterValue } from "../case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectNoFailure, expectNotFound, expectSuccess } from "../expectations.ts";
import type { Template } from "./template.ts";

/** Adds the cases about the ids in the path. */
export function addIdCases(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal, full } = template;
  const clause = declaredFor(operation, 404)?.pointer ?? joinPointer(operation.pointer, "responses");
  for (const parameter of operation.parameters.filter((item) => item.in === "path")) {
    const key = `path ${parameter.name}`;
    const given = minimal.parameters[key];
    if (!given || !("known" in given)) continue;
    const replace = (request: CaseRequest, value: ParameterValue): CaseRequest => ({
      ...request,
      parameters: { ...request.parameters, [key]: value },
    });
    const proof = "valid but for the id";
    const common = { rule: "ids", place: key, clause, kind: "address", basis, proof } as const;
    const subject: Subject = {
      parameter,
      given,
      operation,
      book,
      common,
      withValue: (value) => replace(minimal, value),
    };
    if (isOpenText(parameter)) {
      addNearIds(subject);
      addEscapedId(subject);
      addOddIds(subject);
    } else addOtherId(subject);
    addForeignIds(subject, replace(full, { foreign: parameter.name }));
  }
}

interface Subject {
  readonly parameter: Parameter;
  readonly given: Extract<ParameterValue, { known: string }>;
  readonly operation: Operation;
  readonly book: CaseBook;
  readonly withValue: (value: ParameterValue) => CaseRequest;
  readonly common: {
    readonly rule: "ids";
    readonly place: string;
    readonly clause: string;
    readonly kind: "address";
    readonly basis: string;
    readonly proof: string;
  };
}

/** Ids that are nearly the known one: whoever compares loosely finds something. */
function addNearIds({ parameter, given, operation, book, common, withValue }: Subject): void {
  for (const [change, what] of CHANGES) {
    const text = `${what} ${parameter.name}`;
    const loose = "a server may compare ids without regard to letter case";
    book.add({
      ...common,
      label: change,
      title: `answers not found for ${text}`,
      requests: [withValue({ ...given, change })],
      expect: expectNotFound(operation, text),
      needs: `known ${parameter.name}`,
      ...(change === "case-changed" ? { advisory: loose } : {}),
    });
  }
}

/** RFC 3986 §6.2.2.2: the escaped id is the same one; who does not decode it is told, not failed. */
function addEscapedId({ given, operation, book, common, withValue }: Subject): void {
  const success = expectSuccess(operation);
  const held = success.statuses.filter(
    ({ outcome, statuses }) => outcome === "held" || statuses.includes("5XX"),
  );
  const message =
    "does not decode a percent-encoded letter of the id, which RFC 3986 §6.2.2.2 says is the letter itself";
  book.add({
    ...common,
    label: "escaped",
    title: "finds an id with a percent-encoded letter",
    requests: [withValue({ ...given, change: "escaped" })],
    expect: { text: success.text, statuses: [...held, { statuses: ["other"], outcome: "warning", message }] },
  });
}

/** Where the contract says which ids there can be, another one of them may exist by chance. */
function addOtherId({ parameter, given, operation, book, common, withValue }: Subject): void {
  if (!declaredFor(operation, 404)) return;
  const text = `an unknown ${parameter.name}`;
  book.add({
    ...common,
    label: "unknown",
    title: `answers not found for ${text}`,
    requests: [withValue({ ...given, change: "unknown" })],
    expect: expectNotFound(operation, text),
    needs: `known ${parameter.name}`,
    advisory: "the value may happen to exist, since the contract says which values are possible",
  });
}

function addForeignIds({ parameter, operation, book, common, withValue }: Subject, full: CaseRequest): void {
  const what = `the ${parameter.name} of another tenant`;
  const foreign = {
    ...common,
    rule: "foreign-ids",
    expect: expectNotFound(operation, what, true),
    needs: `foreign ${parameter.name}`,
  };
  const requests = [withValue({ foreign: parameter.name })];
  book.add({ ...foreign, label: "foreign", title: `answers not found for ${what}`, requests });
  book.add({
    ...foreign,
    label: "foreign, everything sent",
    title: `answers not found for ${what}, whatever is sent`,
    requests: [full],
  });
}

const CHANGES = [
  ["unknown", "an unknown"],
  ["suffixed", "a longer"],
  ["truncated", "a shorter"],
  ["case-changed", "another letter case of a"],
  ["escaped-twice", "a twice percent-encoded"],
] as const;

/** A parameter that takes any text: other ids of its form are unknown, not invalid. */
function isOpenText({ schema }: Parameter): boolean {
  return !schema || ["plumbline-unknown-1", "PLUMBLINE 2", "x"].every((text) => schema.accepts(text));
}

/** Ids on which the contract takes no side: found or not, refused or not, but no server error. */
function addOddIds({ parameter, withValue, operation, book, common }: Subject): void {
  const odd: readonly (readonly [label: string, raw: string])[] = [
    ["a malformed escape", "%zz"],
    ["an incomplete UTF-8 sequence", "%E0%A4%A"],
    ["NUL", "%00"],
    ["an encoded slash", "a%2Fb"],
    ["a double escape", "%2525"],
    ["a blank", "%20"],
    ["a quote and a comment", "'%20OR%201=1--"],
    ["2,000 characters", "a".repeat(2000)],
    ["a wildcard", "%25"],
    ["a star", "*"],
    ["an emoji", encodeURIComponent("\u{1f511}")],
  ];
  for (const [label, raw] of odd) {
    const title = `survives an id that is ${label}`;
    const { basis: _, ...rest } = common;
    const nobodys = NOBODYS.has(label);
    const expect = nobodys ? noSuccess(operation, label) : expectNoFailure();
    book.add({
      ...rest,
      rule: "odd-ids",
      label,
      title,
      kind: "protocol",
      requests: [withValue({ raw })],
      expect,
      ...(nobodys ? { needs: `known ${parameter.name}` } : {}),
    });
  }
}

/** Odd ids that name nothing in any reading. */
const NOBODYS: ReadonlySet<string> = new Set([
  "an encoded slash",
  "a quote and a comment",
  "a wildcard",
  "a star",
]);

function noSuccess(operation: Operation, what: string): ReturnType<typeof expectNoFailure> {
  const { statuses } = expectNoFailure();
  const wrong = {
    statuses: ["2XX"],
    outcome: "error",
    message: `answered success for an id that is ${what}`,
  } as const;
  return { text: `a refusal of ${operation.method} (no 2xx, no 5xx)`, statuses: [wrong, ...statuses] };
}
