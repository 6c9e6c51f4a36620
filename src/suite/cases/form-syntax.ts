// Cases of form bodies that cannot be read: multipart without its boundary, cut off, or of parts without a name.
import { isMultipartForm, parseMediaType } from "../../contract/media-type.ts";
import { encodeText } from "../../http.ts";
import type { CaseBody, CaseRequest } from "../case.ts";
import { expectRefusal } from "../expectations.ts";
import { materialise, NOWHERE } from "../materialise.ts";
import type { CaseBook } from "./case-book.ts";
import { proofOf } from "./proof.ts";
import type { Template } from "./template.ts";

/** Adds the malformed multipart bodies of an operation that takes them; `basis` is its smallest valid case. */
export function addFormSyntaxCases(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal, body } = template;
  const parsed = body && parseMediaType(body.range);
  if (!body || !parsed || !isMultipartForm(parsed)) return;
  const sent = materialise(minimal, operation, NOWHERE);
  const type = sent?.headers["content-type"];
  if (!sent?.body || typeof type !== "string") return;
  for (const [label, form] of malformed(sent.body, type)) {
    const request: CaseRequest = { ...minimal, body: form };
    const proof = proofOf(request, operation);
    if (!proof || proof.broken.length === 0) continue;
    book.add({
      rule: "body-syntax",
      place: "body",
      label,
      clause: body.pointer,
      title: `refuses ${label}`,
      kind: "invalid",
      requests: [request],
      basis,
      expect: expectRefusal(operation, { what: label, also: [415] }),
      proof: `cannot be read as the contract describes it: ${proof.problems[0]?.message ?? ""}`,
    });
  }
}

/** RFC 7578 §4.1, RFC 2046 §5.1.1. */
function malformed(bytes: Uint8Array, mediaType: string): readonly (readonly [string, CaseBody])[] {
  const of = (content: Uint8Array, type = mediaType): CaseBody => ({
    base64: Buffer.from(content).toString("base64"),
    mediaType: type,
  });
  const text = Buffer.from(bytes).toString("latin1");
  return [
    ["a multipart body without a boundary", of(bytes, mediaType.split(";")[0])],
    [
      "a multipart body with another boundary",
      of(bytes, `${mediaType.split(";")[0]}; boundary=plumbline-other`),
    ],
    ["a multipart body that is cut off", of(bytes.subarray(0, bytes.length - 8))],
    ["a part without a name", of(Buffer.from(text.replace(/; name="[^"]*"/, ""), "latin1"))],
    ["a part without an empty line", of(Buffer.from(text.replace("\r\n\r\n", "\r\n"), "latin1"))],
    ["plain text as a multipart body", of(encodeText("plain text"))],
  ];
}
