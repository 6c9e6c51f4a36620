// Cases of two optional fields: valid pairs, and a fault in one beside a valid other, so that no field hides another's.
import type { Json } from "../../schema/violation.ts";
import { isObject } from "../../schema/keywords.ts";
import type { CaseRequest } from "../case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectRefusal, expectSuccess } from "../expectations.ts";
import { proofOf } from "./proof.ts";
import { successPointer } from "./body-schema.ts";
import type { Template } from "./template.ts";

/** One single-clause fault of a field. */
export interface Fault {
  readonly request: CaseRequest;
  readonly clause: string;
}

/** Adds valid requests with each pair of optional properties, and each fault beside one other field. */
export function addPairCases(template: Template, book: CaseBook, faults: ReadonlyMap<string, Fault>): void {
  const { full, operation } = template;
  if (!full.body || !("json" in full.body) || !isObject(full.body.json)) return;
  const all = full.body.json as Record<string, Json>;
  const names = Object.keys(all);
  if (names.length < 3 || names.length > 12) return;
  const { mediaType } = full.body;
  for (const one of names) {
    for (const other of names) {
      if (one === other) continue;
      const pair = { [one]: all[one] ?? null, [other]: all[other] ?? null };
      const request: CaseRequest = { ...template.minimal, body: { json: pair, mediaType } };
      const proof = proofOf(request, operation);
      if (!proof || proof.broken.length > 0 || proof.advised.length > 0) continue;
      const basis = book.add({
        rule: "pairs",
        place: `body/${one}+${other}`,
        label: "",
        clause: successPointer(template),
        title: `accepts ${one} beside ${other}`,
        kind: "valid",
        requests: [request],
        expect: expectSuccess(operation),
        proof: "valid on the wire form",
      });
      addFaultBeside({ template, book, basis, one, other, pair, mediaType }, faults.get(other));
    }
  }
}

interface FaultBeside {
  readonly template: Template;
  readonly book: CaseBook;
  readonly basis: string;
  readonly one: string;
  readonly other: string;
  readonly pair: Record<string, Json>;
  readonly mediaType: string;
}

function addFaultBeside(beside: FaultBeside, fault: Fault | undefined): void {
  const { template, book, basis, one, other, pair, mediaType } = beside;
  const body = fault?.request.body;
  const faulty =
    body && "json" in body && isObject(body.json) && Object.hasOwn(body.json, other)
      ? body.json[other]
      : undefined;
  if (!fault || faulty === undefined) return;
  const request: CaseRequest = {
    ...template.minimal,
    body: { json: { ...pair, [other]: faulty as Json }, mediaType },
  };
  const proof = proofOf(request, template.operation);
  if (proof?.broken.length !== 1 || proof.broken[0] !== fault.clause) return;
  book.add({
    rule: "pairs",
    place: `body/${one}+${other}`,
    label: "fault",
    clause: fault.clause,
    title: `refuses a faulty ${other} beside a valid ${one}`,
    kind: "invalid",
    requests: [request],
    basis,
    expect: expectRefusal(template.operation, { what: `a faulty ${other} beside a valid ${one}` }),
    proof: `breaks only ${fault.clause}`,
  });
}
