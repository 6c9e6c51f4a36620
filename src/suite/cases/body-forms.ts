// Cases about the form of a body: malformed, empty, another root type, another media type, encodings, size.
import { joinPointer } from "../../schema/pointer.ts";
import { isJson, parseMediaType } from "../../contract/media-type.ts";
import type { Json } from "../../schema/violation.ts";
import type { CaseBody, CaseRequest } from "../case.ts";
import type { CaseBook, CaseDraft } from "./case-book.ts";
import { expectNoFailure, expectRefusal, expectSuccess } from "../expectations.ts";
import { addMediaTypeCases } from "./media-types.ts";
import { proofOf } from "./proof.ts";
import { successPointer } from "./body-schema.ts";
import type { Template } from "./template.ts";

interface Form {
  readonly label: string;
  readonly body: CaseBody | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Adds the body-form cases of an operation that takes a JSON body. */
export function addBodyFormCases(template: Template, basis: string, book: CaseBook): void {
  const declared = template.operation.requestBody;
  const { body } = template.minimal;
  if (!declared || !template.body || !body || !("json" in body)) return;
  const text = JSON.stringify(body.json);
  const parsed = parseMediaType(body.mediaType);
  if (parsed && isJson(parsed)) {
    const richest = withText([template.minimal, template.full]) ?? text;
    for (const form of malformed(richest, body.mediaType)) addMalformed(template, basis, form, book);
    addTolerated(template, richest, body.mediaType, book);
    addRobust(template, richest, body.mediaType, book);
  }
  addMediaTypeCases(template, text, basis, book);
  if (declared.required) {
    for (const form of [
      { label: "no body", body: undefined },
      { label: "an empty body with a Content-Type", body: { text: "", mediaType: body.mediaType } },
    ]) {
      // Without a body there is often no Content-Type either, and RFC 9110 has statuses of its own for both.
      const clause = joinPointer(declared.pointer, "required");
      addRefused(template, book, { form, basis, clause, rule: "body-required", also: [411, 415] });
    }
  }
}

/** The first body that has a member with a text: most of what can be wrong with JSON is wrong with one. */
function withText(requests: readonly CaseRequest[]): string | undefined {
  return requests
    .flatMap(({ body }) => (body && "json" in body ? [JSON.stringify(body.json)] : []))
    .find((text) => text.includes('":"'));
}

/** RFC 8259: texts that no JSON parser may take. */
function malformed(text: string, mediaType: string): readonly Form[] {
  const of = (label: string, broken: string): Form => ({ label, body: { text: broken, mediaType } });
  return [
    of("truncated JSON", text.slice(0, -1)),
    of("JSON cut in the middle of a string", text.slice(0, Math.max(2, text.indexOf(":") + 3))),
    of("JSON cut in its last string", text.slice(0, Math.max(2, text.lastIndexOf('"') - 1))),
    of("JSON with a trailing comma", text.replace(/([}\]])$/, ",$1")),
    of("JSON with single quotes", text.replaceAll('"', "'")),
    of("JSON with unquoted names", text.replace(/"(\w+)":/g, "$1:")),
    of("JSON followed by text", `${text} x`),
    of("two JSON documents", `${text}${text}`),
    of("JSON with a comment", `/* c */${text}`),
    of("plain text", "plain text"),
    of("a lone brace", "{"),
    of("form data under a JSON media type", "name=value"),
    of("NaN", text.replace(/:.*/s, ":NaN}")),
    of("NaN in a further member", text.replace(/\}$/, ',"plumblineUnknown":NaN}')),
    of("blanks only", "  \n "),
    of("a raw control character in a string", text.replace(/":"/, '":"\u0001')),
    {
      label: "bytes that are not UTF-8",
      body: { base64: Buffer.from(text.replace(/":"/, '":"@@')).toString("base64"), mediaType },
    },
  ].map((form) => (form.label.startsWith("bytes") ? withBadBytes(form, text, mediaType) : form));
}

/** 0xFF and 0xC0 stand in no UTF-8 text. */
function withBadBytes(form: Form, text: string, mediaType: string): Form {
  const at = text.indexOf('":"');
  const position = at < 0 ? text.length - 1 : at + 3;
  const bytes = Buffer.concat([
    Buffer.from(text.slice(0, position)),
    Buffer.from([0xff, 0xc0]),
    Buffer.from(text.slice(position)),
  ]);
  return { ...form, body: { base64: bytes.toString("base64"), mediaType } };
}

function addMalformed(template: Template, basis: string, form: Form, book: CaseBook): void {
  // Servers that decode leniently put U+FFFD for a bad byte: RFC 8259 §8.1 asks for UTF-8, but not for a refusal.
  const lenient = form.label.startsWith("bytes");
  const clause = template.body?.pointer ?? template.operation.pointer;
  addRefused(template, book, {
    form,
    basis,
    clause,
    rule: "body-syntax",
    ...(lenient ? { advisory: "some servers replace bytes that are not UTF-8 before they parse" } : {}),
  });
}

interface Refused {
  readonly form: Form;
  readonly basis: string;
  readonly clause: string;
  readonly rule: string;
  readonly advisory?: string;
  readonly also?: readonly number[];
}

function addRefused(
  template: Template,
  book: CaseBook,
  { form, basis, clause, rule, advisory, also = [] }: Refused,
): void {
  const { body: _, ...rest } = template.minimal;
  const request: CaseRequest = {
    ...rest,
    ...(form.body ? { body: form.body } : {}),
    ...(form.headers ? { headers: form.headers } : {}),
  };
  const proof = proofOf(request, template.operation);
  if (!proof || proof.broken.length === 0) return;
  book.add({
    rule,
    place: "body",
    label: form.label,
    clause,
    title: `refuses ${form.label}`,
    kind: "invalid",
    requests: [request],
    basis,
    expect: expectRefusal(template.operation, {
      what: form.label,
      also,
      accepted: advisory === undefined ? "error" : "note",
    }),
    proof: `cannot be read as the contract describes it: ${proof.problems[0]?.message ?? ""}`,
    ...(advisory === undefined ? {} : { advisory }),
  });
}

/** Forms of the same JSON value that a parser must or may take. */
function addTolerated(template: Template, text: string, mediaType: string, book: CaseBook): void {
  const pretty = JSON.stringify(JSON.parse(text) as Json, null, 2);
  const escaped = text.replace(
    /[a-zA-Z]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const forms: readonly (Form & { advisory?: string })[] = [
    { label: "pretty-printed JSON", body: { text: pretty, mediaType } },
    { label: "JSON with blanks around it", body: { text: `\r\n\t ${text} \n`, mediaType } },
    { label: "JSON with escaped letters", body: { text: escaped, mediaType } },
    { label: "a media type with charset=utf-8", body: { text, mediaType: `${mediaType}; charset=utf-8` } },
    { label: "a media type in capitals", body: { text, mediaType: mediaType.toUpperCase() } },
    {
      label: "a byte order mark",
      body: { text: `\ufeff${text}`, mediaType },
      advisory: "RFC 8259 §8.1 lets a parser refuse a byte order mark",
    },
  ];
  for (const { advisory, ...form } of forms) add(template, book, form, advisory);
}

function add(template: Template, book: CaseBook, form: Form, advisory: string | undefined): void {
  const request: CaseRequest = { ...template.minimal, ...(form.body ? { body: form.body } : {}) };
  const proof = proofOf(request, template.operation);
  if (!proof || proof.broken.length > 0) return;
  book.add({
    ...shared(template, form.label, request),
    clause: template.body?.pointer ?? successPointer(template),
    title: `accepts ${form.label}`,
    kind: "valid",
    expect: expectSuccess(template.operation),
    proof: "valid on the wire form",
    ...(advisory === undefined ? {} : { advisory }),
  });
}

const shared = (
  _template: Template,
  label: string,
  request: CaseRequest,
): Pick<CaseDraft, "rule" | "place" | "label" | "requests"> => ({
  rule: "body-forms",
  place: "body",
  label,
  requests: [request],
});

/** Bodies on which the contract takes no side: only a server error, a dropped connection or a hang is a finding. */
function addRobust(template: Template, text: string, mediaType: string, book: CaseBook): void {
  const deep = (open: string, close: string, levels: number): string =>
    open.repeat(levels) + close.repeat(levels);
  const forms: readonly Form[] = [
    {
      label: "duplicate names",
      body: { text: text.replace(/^\{/, () => `{${text.slice(1, -1)},`), mediaType },
    },
    { label: "arrays nested 5,000 deep", body: { text: deep("[", "]", 5000), mediaType } },
    {
      label: "objects nested 5,000 deep",
      body: { text: `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`, mediaType },
    },
    {
      label: "a __proto__ member",
      body: { text: text.replace(/^\{/, '{"__proto__":{"admin":true},'), mediaType },
    },
    { label: "an unknown charset", body: { text, mediaType: `${mediaType}; charset=x-unknown` } },
    { label: "a body of 300 KiB", body: { text: `${" ".repeat(300 * 1024)}${text}`, mediaType } },
    {
      label: "a number of 400 digits",
      body: { text: text.replace(/:.*/s, `:${"9".repeat(400)}}`), mediaType },
    },
    {
      label: "a gzip Content-Encoding that is a lie",
      body: { text, mediaType },
      headers: { "content-encoding": "gzip" },
    },
  ];
  for (const form of forms) {
    const request: CaseRequest = {
      ...template.minimal,
      ...(form.body ? { body: form.body } : {}),
      ...(form.headers ? { headers: form.headers } : {}),
    };
    book.add({
      ...shared(template, form.label, request),
      rule: "body-robustness",
      clause: template.body?.pointer ?? template.operation.pointer,
      title: `survives ${form.label}`,
      kind: "protocol",
      expect: expectNoFailure(),
      proof: "the contract takes no side; any answer but a server error is right",
    });
  }
}
