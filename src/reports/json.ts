// The whole run as JSON with its keys in a fixed order, for programs and for diffs.
import type { Finding, RunResult } from "../suite/result.ts";
import { jsonText } from "./escape.ts";

/** The name of the format; it changes when a reader would have to. */
export const JSON_FORMAT = "plumbline-run/1";

type Order<Shape> = Readonly<Record<keyof Shape, true>>;
type Item<List> = List extends readonly (infer Element)[] ? Element : never;

/** The keys of a shape in their order; the type makes a forgotten key an error. */
function reorder<Shape extends object>(value: Shape, order: Order<Shape>): Record<string, unknown> {
  const keys = Object.keys(order).filter((key) => Object.hasOwn(value, key));
  return Object.fromEntries(keys.map((key) => [key, value[key as keyof Shape]]));
}

const sorted = <Value>(fields: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const CLAUSE: Order<Finding["clause"]> = { pointer: true, where: true, quote: true };
const ACCEPTED: Order<NonNullable<Finding["accepted"]>> = {
  reason: true,
  owner: true,
  issue: true,
  expires: true,
};
const EXCHANGE: Order<Finding["exchange"]> = {
  request: true,
  response: true,
  failure: true,
  milliseconds: true,
  curl: true,
};
const REQUEST: Order<Finding["exchange"]["request"]> = { method: true, url: true, headers: true, body: true };
const RESPONSE: Order<NonNullable<Finding["exchange"]["response"]>> = {
  status: true,
  headers: true,
  body: true,
};
const FINDING: Order<Finding> = {
  id: true,
  severity: true,
  kind: true,
  operation: true,
  clause: true,
  message: true,
  expected: true,
  got: true,
  caseId: true,
  otherCases: true,
  exchange: true,
  accepted: true,
};
const VERDICT: Order<Item<RunResult["verdicts"]>> = {
  operation: true,
  clause: true,
  keyword: true,
  state: true,
  reason: true,
  findings: true,
  cases: true,
};
const CASE: Order<Item<RunResult["cases"]>> = {
  caseId: true,
  operation: true,
  title: true,
  rule: true,
  clause: true,
  outcome: true,
  expected: true,
  got: true,
  milliseconds: true,
  findings: true,
  reason: true,
};
const CONTRACT_FINDING: Order<Item<RunResult["contractFindings"]>> = {
  severity: true,
  code: true,
  message: true,
  clause: true,
};
const COUNTS: Order<RunResult["counts"]> = { held: true, broken: true, blocked: true, untested: true };
const RUN: Order<RunResult> = {
  contract: true,
  target: true,
  startedAt: true,
  milliseconds: true,
  seed: true,
  exitCode: true,
  summary: true,
  counts: true,
  requestsSent: true,
  operations: true,
  findings: true,
  contractFindings: true,
  leftOut: true,
  verdicts: true,
  cases: true,
};

function exchangeOf({ request, response, ...rest }: Finding["exchange"]): Record<string, unknown> {
  const answer =
    response === undefined
      ? {}
      : { response: reorder({ ...response, headers: sorted(response.headers) }, RESPONSE) };
  const sent = reorder({ ...request, headers: sorted(request.headers) }, REQUEST);
  return {
    ...reorder({ ...rest, request, ...(response && { response }) }, EXCHANGE),
    request: sent,
    ...answer,
  };
}

function findingOf(finding: Finding): Record<string, unknown> {
  const ordered = reorder(finding, FINDING);
  ordered["clause"] = reorder(finding.clause, CLAUSE);
  ordered["exchange"] = exchangeOf(finding.exchange);
  if (finding.accepted !== undefined) ordered["accepted"] = reorder(finding.accepted, ACCEPTED);
  return ordered;
}

/** The run as indented JSON, `format` first; header fields are sorted, lists keep their order. */
export function jsonReport(run: RunResult): string {
  const ordered = reorder(run, RUN);
  ordered["contract"] = reorder(run.contract, { title: true, version: true, file: true });
  ordered["counts"] = reorder(run.counts, COUNTS);
  ordered["operations"] = run.operations.map((each) => reorder(each, { id: true, method: true, path: true }));
  ordered["findings"] = run.findings.map(findingOf);
  ordered["contractFindings"] = run.contractFindings.map((each) => ({
    ...reorder(each, CONTRACT_FINDING),
    clause: reorder(each.clause, CLAUSE),
  }));
  ordered["leftOut"] = run.leftOut.map((each) => reorder(each, { what: true, reason: true, count: true }));
  ordered["verdicts"] = run.verdicts.map((each) => ({
    ...reorder(each, VERDICT),
    clause: reorder(each.clause, CLAUSE),
  }));
  ordered["cases"] = run.cases.map((each) => reorder(each, CASE));
  return `${jsonText({ format: JSON_FORMAT, ...ordered })}\n`;
}
