// Made-up pieces of a run for the tests of the reports, each with what a test needs different.
import type { CaseOutcome, ClauseVerdict, Exchange, Finding, SourceLine } from "../suite/result.ts";

export const PATCH = "#/paths/~1org~1secrets~1{secretId}/patch";
export const BODY = `${PATCH}/requestBody/content/application~1json/schema`;
const URL = "http://localhost:10254/v1/org/secrets/sec_01";

export const CLAUSES = {
  name: {
    pointer: `${BODY}/properties/name/maxLength`,
    where: "openapi.yaml:112:17",
    quote: "A label for people, of 1 to 255 characters.",
  },
  variants: {
    pointer: "#/components/schemas/InjectionConfig/oneOf",
    where: "openapi.yaml:204:7",
    quote: "Either header injection or query parameter injection; the two are mutually exclusive.",
  },
  foreign: { pointer: `${PATCH}/responses/404`, where: "openapi.yaml:161:9" },
  flat: {
    pointer: `${PATCH}/responses/400/content/application~1json/schema/oneOf/0`,
    where: "openapi.yaml:148:15",
  },
  denied: { pointer: `${PATCH}/responses/403`, where: "openapi.yaml:155:9" },
  limit: { pointer: `${PATCH}/x-rate`, where: "openapi.yaml:170:9" },
  unauthorised: { pointer: `${PATCH}/security` },
} satisfies Record<string, SourceLine>;

/** An exchange with the answer given. */
export function exchange(status: number, body: string): Exchange {
  const sent = '{"name":"aaaa"}';
  return {
    request: {
      method: "PATCH",
      url: URL,
      headers: { authorization: "Bearer $ADMIN_TOKEN", "content-type": "application/json" },
      body: sent,
    },
    response: { status, headers: { "content-type": "application/json" }, body },
    milliseconds: 1.4,
    curl: `curl -sS -i -X PATCH '${URL}' -H "authorization: Bearer $ADMIN_TOKEN" -H 'content-type: application/json' --data-raw '${sent}'`,
  };
}

/** A finding about the length of a name, with what a test needs different. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    id: "3fa9c1d2e4b5",
    severity: "error",
    kind: "conformance",
    operation: "updateOrgSecret",
    clause: CLAUSES.name,
    message: "accepted a name of 256 characters",
    expected: "400 or 422, with one of the error shapes of the contract",
    got: "200, as if the request were valid",
    caseId: "updateOrgSecret.string-bounds.name.max+1",
    otherCases: [
      "updateOrgSecret.string-bounds.name.max+1.astral",
      "updateOrgSecret.string-bounds.name.long",
    ],
    exchange: exchange(200, '{"success":true}'),
    ...changes,
  };
}

/** The outcome of a case, held unless changed. */
export function outcome(changes: Partial<CaseOutcome> = {}): CaseOutcome {
  return {
    caseId: "updateOrgSecret.valid.all",
    operation: "updateOrgSecret",
    title: "all fields together are accepted",
    rule: "valid-body",
    clause: `${PATCH}/responses/200`,
    outcome: "held",
    expected: "200 with the declared body",
    got: "200",
    milliseconds: 1.25,
    findings: [],
    ...changes,
  };
}

/** The verdict on a clause, held unless changed. */
export function verdict(clause: SourceLine, changes: Partial<ClauseVerdict> = {}): ClauseVerdict {
  return {
    operation: "updateOrgSecret",
    clause,
    keyword: "rule",
    state: "held",
    findings: [],
    cases: 1,
    ...changes,
  };
}
