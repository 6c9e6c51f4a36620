// Judges the answers of one case: what they show about which clause. Knows no target and sends nothing.
import { header, type ApiRequest, type ApiResponse } from "../http.ts";
import { declaredFor, excerptOf, readResponse } from "../contract/message.ts";
import type { Operation } from "../contract/model.ts";
import type { Problem } from "../contract/exchange-types.ts";
import { readablePath } from "../schema/messages.ts";
import { joinPointer } from "../schema/pointer.ts";
import { leavesOf } from "../schema/violation.ts";
import type { Case, CaseRequest, Expectation, FindingKind, Severity, StatusRule } from "./case.ts";
import { acceptEvidence, headEvidence } from "./exchange-checks.ts";
import { ruleFor } from "./expectations.ts";
import { leaksIn, passwordsIn, withoutCredentials } from "./leaks.ts";
import { metHeaders, metPointers } from "./met.ts";
import type { Surroundings } from "./materialise.ts";
import { ownSecrets } from "./secret-memory.ts";
import { asksTheImpossible } from "./satisfiable.ts";

/** One exchange: what was sent and what came back, or how the connection failed. */
export interface Sent {
  readonly plan: CaseRequest;
  readonly request: ApiRequest;
  readonly response?: ApiResponse;
  readonly failure?: string;
  readonly milliseconds: number;
  /** The tokens that the request carried. */
  readonly credentials: readonly string[];
  /** Secret values that were sent so far, in this request or an earlier one. */
  readonly secrets: ReadonlySet<string>;
  /** Where the request was not the case's own operation in its own surroundings: which it was. */
  readonly at?: { readonly operation: Operation; readonly around: Surroundings };
}

/** One thing that an answer shows about a clause. */
export interface Evidence {
  readonly clause: string;
  readonly severity: Severity;
  readonly kind: FindingKind;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly sent: Sent;
  /** Stands even where the valid case this one is based on was refused. */
  readonly firm: boolean;
}

export interface Judgement {
  readonly evidence: readonly Evidence[];
  /** Every answer had a status that the case expects. */
  readonly expected: boolean;
  /** Clauses of responses that the answers put to the test and kept. */
  readonly met: readonly string[];
}

/** From this size on, a server may close the connection while the client still writes. */
const LARGE = 256 * 1024;

/** What the answers to a case show; with `meets` also which clauses of responses they put to the test. */
export function judge(item: Case, operation: Operation, exchanges: readonly Sent[], meets = true): Judgement {
  const evidence: Evidence[] = [];
  const met: string[] = [];
  let expected = true;
  for (const sent of exchanges) {
    const expect = sent.plan.expect ?? item.expect;
    if (!sent.response) {
      evidence.push(failureOf(item, sent, expect));
      expected = false;
      continue;
    }
    const rule = ruleFor(expect, sent.response.status);
    if (rule.outcome !== "held") {
      evidence.push(statusEvidence(item, sent, expect, rule));
      // An undeclared success is a finding, and yet the request was accepted: what is built on it can be judged.
      const isSuccess = item.kind === "valid" && Math.floor(sent.response.status / 100) === 2;
      expected &&=
        isSuccess ||
        (rule.outcome !== "error" &&
          rule.inconclusive !== true &&
          rule.statuses.every((status) => status !== "other" && !/^[235]/.test(status)));
    }
    const shape = shapeEvidence(item, operation, sent, { expect, meets });
    evidence.push(...shape.evidence, ...leakEvidence(item, operation, sent, expect));
    met.push(...shape.met);
  }
  evidence.push(...headEvidence(item, exchanges));
  return { evidence: capped(item, evidence), expected, met };
}

/** Where two readings are possible the contract is silent: nothing above a note, but for what is wrong in any reading. */
function capped(item: Case, evidence: readonly Evidence[]): readonly Evidence[] {
  const { advisory } = item;
  if (advisory === undefined) return evidence;
  return evidence.map((one) =>
    one.kind === "conformance" && one.clause === item.clause && isExcused(item, one)
      ? { ...one, severity: "note", message: `${one.message} (${advisory})` }
      : one,
  );
}

/** What advice covers: a refusal as bad input of what may be valid, an acceptance of what may be invalid. */
function isExcused(item: Case, { sent }: Evidence): boolean {
  const status = sent.response?.status ?? 0;
  return item.kind === "valid" ? status === 400 || status === 413 || status === 422 : status < 500;
}

function failureOf(item: Case, sent: Sent, expect: Expectation): Evidence {
  const isLarge = (sent.request.body?.byteLength ?? 0) >= LARGE;
  const failure = sent.failure ?? "no answer";
  return {
    clause: item.clause,
    severity: isLarge ? "note" : "error",
    kind: "robustness",
    message: `gave no answer: ${failure}`,
    expected: expect.text,
    got: failure,
    sent,
    firm: true,
  };
}

/** An answer as one line: the status and the beginning of the body. */
export function gotOf({ response, credentials }: Pick<Sent, "response" | "credentials">): string {
  if (!response) return "nothing";
  // Masked before it is cut, so that no half of a credential is left at the end.
  const text = withoutCredentials(excerptOf(response.body, 2000), credentials).replace(/\s+/g, " ").trim();
  const short = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  return short === "" ? `${response.status}, no body` : `${response.status} ${short}`;
}

function statusEvidence(item: Case, sent: Sent, expect: Expectation, rule: StatusRule): Evidence {
  const kind = rule.kind ?? "conformance";
  const accepted = rule.statuses.includes("2XX");
  return {
    clause: rule.clause ?? item.clause,
    severity: rule.outcome === "held" ? "note" : rule.outcome,
    kind,
    message: rule.message ?? `did not do what was expected: ${item.title}`,
    expected: expect.text,
    got: gotOf(sent),
    sent,
    firm: kind !== "conformance" || (accepted && item.kind !== "valid"),
  };
}

interface Shape {
  readonly evidence: readonly Evidence[];
  readonly met: readonly string[];
}

/** Requests that no operation of the contract covers: its responses say nothing about the answer. */
const OUTSIDE: ReadonlySet<string> = new Set(["methods", "paths", "odd-ids"]);

function shapeEvidence(
  item: Case,
  operation: Operation,
  sent: Sent,
  { expect, meets }: { readonly expect: Expectation; readonly meets: boolean },
): Shape {
  const { response } = sent;
  if (!response) return { evidence: [], met: [] };
  if (OUTSIDE.has(item.rule))
    return { evidence: item.rule === "methods" ? allowEvidence(item, sent) : [], met: [] };
  // RFC 9110 §15.5.7: the client has just said that it does not take the API's error type.
  if (response.status === 406) return { evidence: [], met: [] };
  const declared = declaredFor(operation, response.status);
  if (!declared) return { evidence: undeclaredShape(operation, sent), met: [] };
  const read = readResponse(operation, response, sent.request.method);
  const impossible = read.problems.length > 0 && asksTheImpossible(declared);
  const severity = item.kind === "protocol" || impossible ? "warning" : "error";
  const doubt = impossible
    ? "; no value was found that satisfies its schema, so the contract may be at fault"
    : "";
  const of = (problem: Problem): Evidence => ({
    clause: problem.pointer,
    severity: problem.advisory === undefined ? severity : "note",
    kind: "conformance",
    message: `the ${response.status} answer is not as declared: ${describe(problem)}${doubt}`,
    expected: `a ${response.status} answer as declared (${expect.text})`,
    got: gotOf(sent),
    sent,
    firm: true,
  });
  const problems = read.problems.flatMap((problem) =>
    leavesOf([problem]).map((leaf) => ({ ...problem, ...leaf })),
  );
  if (problems.length > 0) return { evidence: problems.map(of), met: [] };
  if (!meets) return { evidence: acceptEvidence(sent, declared), met: [] };
  const met = [
    declared.pointer,
    ...(read.mediaType ? [joinPointer(declared.pointer, "content")] : []),
    ...metHeaders(declared, response),
  ];
  const { mediaType, body } = read;
  return {
    evidence: acceptEvidence(sent, declared),
    met: mediaType?.schema ? [...met, ...metPointers(mediaType.schema, body)] : met,
  };
}

function describe(problem: Problem): string {
  const path = readablePath(problem.instancePath);
  const where = problem.name !== undefined ? `the header ${problem.name} ` : path === "" ? "" : `${path} `;
  return `${where}${problem.message}`;
}

/** RFC 9110 §15.5.6: a 405 must say in `Allow` which methods there are. */
function allowEvidence(item: Case, sent: Sent): readonly Evidence[] {
  const { response } = sent;
  if (response?.status !== 405 || header(response.headers, "allow") !== undefined) return [];
  const message = "answered 405 without the Allow header (RFC 9110 §15.5.6)";
  const expected = "405 with Allow, or 404";
  return [
    {
      clause: item.clause,
      severity: "warning",
      kind: "conformance",
      message,
      expected,
      got: gotOf(sent),
      sent,
      firm: true,
    },
  ];
}

/** An error status that the operation does not declare still has the error shape of those that it does. */
function undeclaredShape(operation: Operation, sent: Sent): readonly Evidence[] {
  const { response } = sent;
  if (!response || response.status < 400 || response.status >= 500) return [];
  const errors = operation.responses.filter(
    ({ status, content }) => status.startsWith("4") && content.length > 0,
  );
  if (errors.length === 0) return [];
  const fits = errors.some(({ status }) => {
    const code = /^\d+$/.test(status) ? Number(status) : 400;
    return readResponse(operation, { ...response, status: code }, sent.request.method).problems.length === 0;
  });
  if (fits) return [];
  return [
    {
      clause: joinPointer(operation.pointer, "responses"),
      severity: "warning",
      kind: "conformance",
      message: `the ${response.status} answer has none of the error shapes that the operation declares`,
      expected: "the error shape of the contract",
      got: gotOf(sent),
      sent,
      firm: true,
    },
  ];
}

function leakEvidence(
  item: Case,
  operation: Operation,
  sent: Sent,
  expect: Expectation,
): readonly Evidence[] {
  const { response } = sent;
  if (!response) return [];
  let passwords: readonly string[] | undefined;
  const isDue = (secret: string): boolean =>
    (passwords ??= passwordsOf(operation, response, sent)).some((text) => text.includes(secret));
  const { at, plan, secrets } = sent;
  const own = response.status < 400 ? [] : ownSecrets(plan.body, at?.operation ?? operation);
  const others = own.filter((secret) => !secrets.has(secret));
  const all = others.length > 0 ? [...secrets, ...others] : secrets;
  return leaksIn(response, sent.credentials, all, isDue).map(({ message }) => ({
    clause: declaredFor(operation, response.status)?.pointer ?? item.clause,
    severity: "error",
    kind: "security",
    message,
    expected: `${expect.text}, without inner details or secrets`,
    got: gotOf(sent),
    sent,
    firm: true,
  }));
}

function passwordsOf(operation: Operation, response: ApiResponse, { request }: Sent): readonly string[] {
  const { mediaType, body } = readResponse(operation, response, request.method);
  return mediaType?.schema ? passwordsIn(mediaType.schema, body) : [];
}
