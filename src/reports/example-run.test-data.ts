// Made-up runs for the tests of the reports: an ordinary one, and one in which all holds.
import type { CaseOutcome, ClauseVerdict, Exchange, Finding, RunResult } from "../suite/result.ts";
import { BODY, CLAUSES, exchange, finding, outcome, PATCH, verdict } from "./example-parts.test-data.ts";

const FINDINGS: readonly Finding[] = [
  finding({
    id: "90ab12cd34ef",
    severity: "note",
    clause: CLAUSES.flat,
    message: "answered a schema violation with the error envelope instead of the flat shape",
    got: '400 {"error":{"message":"name is too long","type":"invalid_request"}}',
    caseId: "updateOrgSecret.error-shape.400",
    otherCases: [],
    exchange: exchange(400, '{"error":{"message":"name is too long","type":"invalid_request"}}'),
  }),
  finding(),
  finding({
    id: "77aa00bb11cc",
    kind: "security",
    clause: CLAUSES.foreign,
    message: "changed a secret that belongs to another organization",
    expected: "404, as for a secret that does not exist",
    got: '200 {"success":true}',
    caseId: "updateOrgSecret.foreign-id",
    otherCases: [],
  }),
  finding({
    id: "5d5d5d5d0001",
    clause: CLAUSES.variants,
    message: "accepted an injectionConfig with the keys of two variants",
    caseId: "updateOrgSecret.variants.mixed",
    accepted: {
      reason: "fixed in the next release",
      owner: "gateway team",
      issue: "GW-118",
      expires: "2026-03-31",
    },
  }),
  finding({
    id: "5d5d5d5d0002",
    severity: "warning",
    operation: "createOrgSecret",
    clause: CLAUSES.variants,
    message: "dropped the connection instead of refusing mixed variants",
    kind: "robustness",
    got: "no answer",
    caseId: "createOrgSecret.variants.mixed",
    otherCases: [],
    exchange: { ...withoutResponse(), failure: "the connection was reset after 3 ms" },
  }),
];

function withoutResponse(): Exchange {
  const { response: _, ...rest } = exchange(200, "");
  return rest;
}

const CASES: readonly CaseOutcome[] = [
  outcome(),
  outcome({
    caseId: "updateOrgSecret.string-bounds.name.max+1",
    title: "a name of 256 characters, one more than maxLength allows, is refused",
    rule: "string-bounds",
    clause: CLAUSES.name.pointer,
    outcome: "broken",
    got: "200",
    findings: ["3fa9c1d2e4b5"],
  }),
  outcome({
    caseId: "updateOrgSecret.error-shape.400",
    title: "a schema violation has the flat error shape",
    clause: CLAUSES.flat.pointer,
    outcome: "noted",
    findings: ["90ab12cd34ef"],
  }),
  outcome({
    caseId: "updateOrgSecret.foreign-id",
    title: "a secret of another organization is not found",
    clause: CLAUSES.foreign.pointer,
    outcome: "broken",
    findings: ["77aa00bb11cc"],
  }),
  outcome({
    caseId: "updateOrgSecret.variants.mixed",
    title: "headerName beside paramName is refused",
    clause: CLAUSES.variants.pointer,
    outcome: "broken",
    findings: ["5d5d5d5d0001"],
  }),
  outcome({
    caseId: "createOrgSecret.variants.mixed",
    operation: "createOrgSecret",
    title: "headerName beside paramName is refused",
    clause: CLAUSES.variants.pointer,
    outcome: "broken",
    findings: ["5d5d5d5d0002"],
  }),
  outcome({
    caseId: "updateOrgSecret.denied",
    title: "a member is refused",
    clause: CLAUSES.denied.pointer,
    outcome: "blocked",
    got: "not sent",
    reason: "no denied principal was given: --denied NAME=TOKEN",
  }),
];

const VERDICTS: readonly ClauseVerdict[] = [
  ...["name/minLength", "name/type", "value/minLength", "hostPattern/type", "pathPattern/type"].map((path) =>
    verdict({ pointer: `${BODY}/properties/${path}`, where: "openapi.yaml:108:17" }, { cases: 3 }),
  ),
  verdict({ pointer: `${PATCH}/responses/200`, where: "openapi.yaml:136:9" }, { keyword: "status" }),
  verdict(CLAUSES.name, { keyword: "maxLength", state: "broken", findings: ["3fa9c1d2e4b5"], cases: 3 }),
  verdict(CLAUSES.foreign, { keyword: "status", state: "broken", findings: ["77aa00bb11cc"] }),
  verdict(CLAUSES.variants, { keyword: "oneOf", state: "broken", findings: ["5d5d5d5d0001"] }),
  verdict(CLAUSES.variants, {
    operation: "createOrgSecret",
    keyword: "oneOf",
    state: "broken",
    findings: ["5d5d5d5d0002"],
  }),
  verdict(CLAUSES.flat, { keyword: "oneOf", findings: ["90ab12cd34ef"] }),
  verdict(CLAUSES.denied, {
    keyword: "status",
    state: "blocked",
    reason: "no denied principal was given: --denied NAME=TOKEN",
  }),
  verdict(CLAUSES.unauthorised, {
    operation: "listOrgSecrets",
    keyword: "security",
    state: "blocked",
    reason: "the target refused the valid request",
  }),
  verdict(CLAUSES.limit, { state: "untested", reason: "no rule derives a case from x-rate", cases: 0 }),
];

/** An ordinary run with findings of every kind, and with what a test needs different. */
export function exampleRun(changes: Partial<RunResult> = {}): RunResult {
  return {
    contract: { title: "OneCLI API", version: "1.0", file: "openapi.yaml" },
    target: "http://localhost:10254/v1",
    startedAt: "2026-01-31T09:30:00.250Z",
    milliseconds: 843.2,
    seed: 1,
    operations: [
      { id: "updateOrgSecret", method: "patch", path: "/org/secrets/{secretId}" },
      { id: "createOrgSecret", method: "post", path: "/org/secrets" },
      { id: "listOrgSecrets", method: "get", path: "/org/secrets" },
    ],
    cases: CASES,
    verdicts: VERDICTS,
    findings: FINDINGS,
    contractFindings: [
      {
        severity: "warning",
        code: "nullable-without-type",
        message: "nullable is no keyword of OpenAPI 3.1; it is read as: or null",
        clause: { pointer: `${BODY}/properties/injectionConfig/nullable`, where: "openapi.yaml:131:19" },
      },
    ],
    leftOut: [{ what: "requests that delete", reason: "--safe", count: 3 }],
    counts: { held: 7, broken: 4, blocked: 2, untested: 1 },
    requestsSent: 212,
    exitCode: 1,
    summary: "The target does not conform: 2 errors in 2 clauses of the contract.",
    ...changes,
  };
}

/** A run in which every clause holds. */
export function conformingRun(): RunResult {
  const held = CASES.slice(0, 1);
  return exampleRun({
    operations: [{ id: "updateOrgSecret", method: "patch", path: "/org/secrets/{secretId}" }],
    cases: held,
    verdicts: VERDICTS.slice(0, 6),
    findings: [],
    contractFindings: [],
    leftOut: [],
    counts: { held: 6, broken: 0, blocked: 0, untested: 0 },
    exitCode: 0,
    summary: "The target conforms: all 6 clauses hold.",
  });
}
