// What an exchange shows beside its status and schema: the type that Accept asked for, HEAD beside its GET.
import { chooseMediaType } from "../contract/negotiation.ts";
import type { DeclaredResponse } from "../contract/model.ts";
import { header } from "../http.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Case, Severity } from "./case.ts";
import type { Evidence, Sent } from "./judge.ts";

/** RFC 9110 §12.5.1: who can send a type that is accepted, and sends another one, has not looked at Accept. */
export function acceptEvidence(sent: Sent, declared: DeclaredResponse): readonly Evidence[] {
  const { response } = sent;
  const accept = sent.plan.headers && header(sent.plan.headers, "accept");
  const actual = response && header(response.headers, "content-type");
  if (!response || accept === undefined || actual === undefined || response.status >= 300) return [];
  const offered = declared.content.map(({ range }) => range).filter((range) => !range.includes("*"));
  const wanted = chooseMediaType(accept, offered);
  if (wanted === undefined || chooseMediaType(accept, [actual]) !== undefined) return [];
  return [
    {
      clause: joinPointer(declared.pointer, "content"),
      severity: "warning",
      kind: "conformance",
      message: `answered in ${actual} although Accept asks for ${wanted}, which is declared`,
      expected: `a body in ${wanted}`,
      got: `${response.status} ${actual}`,
      sent,
      firm: true,
    },
  ];
}

/** RFC 9110 §9.3.2: HEAD answers like GET, without a body. */
export function headEvidence(item: Case, exchanges: readonly Sent[]): readonly Evidence[] {
  const head = exchanges.find(({ request }) => request.method === "HEAD");
  const get = exchanges.find(({ request }) => request.method === "GET");
  if (item.rule !== "head" || !head?.response || !get?.response) return [];
  const of = (message: string, severity: Severity): Evidence => ({
    clause: item.clause,
    severity,
    kind: "conformance",
    message,
    expected: `${get.response?.status}, as for GET, without a body`,
    got: `${head.response?.status}, ${head.response?.body.byteLength ?? 0} bytes`,
    sent: head,
    firm: true,
  });
  if (head.response.body.byteLength > 0) return [of("answers HEAD with a body", "error")];
  if (Math.floor(head.response.status / 100) !== 2 || head.response.status === get.response.status) return [];
  return [of(`answers HEAD with ${head.response.status} and GET with ${get.response.status}`, "note")];
}
