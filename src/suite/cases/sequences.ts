// Cases of more than one request: repeated, parallel, faults between good ones, so that flaky and sticky servers are seen.
import type { CaseBook } from "./case-book.ts";
import { expectRefusal, expectSuccess } from "../expectations.ts";
import type { Fault } from "./faults.ts";
import { successPointer } from "./body-schema.ts";
import type { Template } from "./template.ts";

const PARALLEL = 20;
const REPEATED = 12;

/** Adds the sequences of an operation; `fault` is one invalid request of it. */
export function addSequenceCases(
  template: Template,
  basis: string,
  book: CaseBook,
  fault: Fault | undefined,
): void {
  const { operation, minimal, full } = template;
  const valid = {
    rule: "sequences",
    place: "",
    clause: successPointer(template),
    kind: "valid",
    expect: expectSuccess(operation),
    proof: "valid on the wire form",
  } as const;
  book.add({
    ...valid,
    label: "repeated",
    title: `answers ${REPEATED} equal requests on one connection alike`,
    requests: Array.from({ length: REPEATED }, () => minimal),
    manner: "one-connection",
    basis,
  });
  book.add({
    ...valid,
    label: "parallel",
    title: `answers ${PARALLEL} requests at once`,
    requests: Array.from({ length: PARALLEL }, (_, index) => (index % 2 === 0 ? minimal : full)),
    manner: "parallel",
    basis,
  });
  if (!fault) return;
  const refusal = expectRefusal(operation, { what: "a faulty request after good ones" });
  const good = { ...minimal, expect: expectSuccess(operation) };
  book.add({
    ...valid,
    label: "after a fault",
    title: "accepts a valid request right after a refused one",
    requests: [minimal, { ...fault.request, expect: refusal }, minimal],
    manner: "one-connection",
    basis,
  });
  book.add({
    rule: "sequences",
    place: "",
    label: "fault after good ones",
    clause: fault.clause,
    title: "refuses a faulty request after good ones on the same connection",
    kind: "invalid",
    requests: [good, good, good, fault.request],
    manner: "one-connection",
    basis,
    expect: refusal,
    proof: "the last request breaks one clause",
  });
}
