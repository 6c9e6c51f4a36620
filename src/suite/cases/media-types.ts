// Cases of a body in a media type that the operation does not declare: 415, or the declared 400 or 422.
import { declaredFor } from "../../contract/message.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { CaseBody, CaseRequest } from "../case.ts";
import { expectRefusal } from "../expectations.ts";
import type { CaseBook } from "./case-book.ts";
import type { Template } from "./template.ts";

/** Adds the cases of bodies in a media type that the operation does not declare; `text` is a valid JSON body. */
export function addMediaTypeCases(template: Template, text: string, basis: string, book: CaseBook): void {
  for (const form of undeclaredMedia(template, text)) addMediaType(template, basis, form, book);
}

interface Form {
  readonly label: string;
  readonly body: CaseBody;
}

function undeclaredMedia(template: Template, text: string): readonly Form[] {
  const of = (label: string, mediaType: string, content = text): Form => ({
    label,
    body: { text: content, mediaType },
  });
  const forms = [
    of("JSON", "application/json"),
    of("JSON sent as text/plain", "text/plain"),
    of("JSON sent as application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
    of("JSON sent as application/octet-stream", "application/octet-stream"),
    of("XML", "application/xml", "<a/>"),
    of("a form", "application/x-www-form-urlencoded", "name=value"),
    of(
      "a multipart body",
      "multipart/form-data; boundary=b",
      '--b\r\ncontent-disposition: form-data; name="name"\r\n\r\nvalue\r\n--b--\r\n',
    ),
    { label: "JSON without a Content-Type", body: { text } },
    of("a malformed Content-Type", "json"),
  ];
  return forms.filter(({ body }) => {
    const type =
      body && "mediaType" in body && body.mediaType !== undefined ? body.mediaType.split(";")[0] : undefined;
    return !template.operation.requestBody?.content.some(({ range }) => range === type || range === "*/*");
  });
}

/** Another media type is refused with 415 or the declared 400/422; a server that takes it is lenient, not wrong. */
function addMediaType(template: Template, basis: string, form: Form, book: CaseBook): void {
  const { operation } = template;
  const request: CaseRequest = { ...template.minimal, ...(form.body ? { body: form.body } : {}) };
  const has415 = declaredFor(operation, 415) !== undefined;
  book.add({
    rule: "media-types",
    place: "body",
    label: form.label,
    clause: joinPointer(operation.requestBody?.pointer ?? operation.pointer, "content"),
    title: `refuses ${form.label}`,
    kind: "media-type",
    requests: [request],
    basis,
    expect: expectRefusal(operation, {
      what: form.label,
      also: [415],
      accepted: "warning",
    }),
    proof: `the media type is not declared${has415 ? "; 415 is" : ""}`,
  });
}
