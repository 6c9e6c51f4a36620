// Cases about credentials: none, false, in another form, of a principal that is not allowed.
import { joinPointer } from "../../schema/pointer.ts";
import type { Operation } from "../../contract/model.ts";
import type { CaseRequest, Credential, Expectation, StatusRule } from "../case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectForbidden, expectSuccess, expectUnauthenticated } from "../expectations.ts";
import type { Template } from "./template.ts";

interface Attempt {
  readonly credential: Credential;
  readonly what: string;
}

const FALSE_CREDENTIALS: readonly Attempt[] = [
  { credential: "none", what: "a request without a credential" },
  { credential: "garbage", what: "a credential that was given to nobody" },
  { credential: "empty", what: "an empty credential" },
  { credential: "suffixed", what: "a good credential with a letter added" },
  { credential: "truncated", what: "a good credential without its last letter" },
  { credential: "case-changed", what: "a good credential in the other letter case" },
];

/** Only where the credential goes into the Authorization header. */
const FALSE_FORMS: readonly Attempt[] = [
  { credential: "other-scheme", what: "a good credential under another scheme" },
  { credential: "basic-scheme", what: "a good credential as the user of the Basic scheme" },
  { credential: "in-query", what: "a good credential in the query, where the contract asks for a header" },
  { credential: "bare", what: "a good credential without a scheme" },
];

/** Adds the credential cases of a secured operation. */
export function addCredentialCases(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const secured =
    operation.security.length > 0 && operation.security.every(({ schemes }) => schemes.length > 0);
  if (!secured) return;
  const inHeader = operation.security[0]?.schemes.some(({ scheme }) => scheme.type !== "apiKey") ?? false;
  const attempts = inHeader ? [...FALSE_CREDENTIALS, ...FALSE_FORMS] : FALSE_CREDENTIALS;
  const add = adder(operation, basis, book);
  for (const { credential, what } of attempts) {
    const expect = expectUnauthenticated(operation, what);
    add(credential, `refuses ${what}`, [{ ...minimal, credential }], { expect });
    // The same connection has just carried a good credential: who remembers it instead of looking is found here.
    if (credential === "none" || credential === "garbage") {
      const requests = [
        { ...minimal, expect: expectSuccess(operation) },
        { ...minimal, credential },
      ];
      add(
        `${credential}, connection reused`,
        `refuses ${what} on a connection that was let in before`,
        requests,
        { expect, manner: "one-connection" },
      );
    }
  }
  if (inHeader) addTolerance(template, basis, book);
  addOrder(template, basis, book);
  addHidden(template, basis, book);
  if (operation.roles) addDenied(template, basis, book);
}

/** Who brings no credential and is told 401 for a known id must not be told another thing for an unknown one. */
function addHidden(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const statuses = operation.responses.map(({ status }) => status);
  // Where the contract declares 404 and no 401, a server may answer 404 to whoever is not let in, for every id.
  if (!statuses.includes("401") && statuses.includes("404")) return;
  const add = adder(operation, basis, book);
  for (const [key, given] of Object.entries(minimal.parameters)) {
    if (!key.startsWith("path ") || !("known" in given)) continue;
    const what = `a request without a credential for an unknown ${given.known}`;
    const { text, statuses: rules } = expectUnauthenticated(operation, what);
    const message = "told somebody without a credential that an id does not exist";
    const told: StatusRule = { statuses: ["404"], outcome: "error", kind: "security", message };
    const parameters = { ...minimal.parameters, [key]: { ...given, change: "unknown" as const } };
    add(
      `none, unknown ${given.known}`,
      `refuses ${what} like one for a known id`,
      [{ ...minimal, parameters, credential: "none" }],
      {
        expect: { text, statuses: [told, ...rules] },
        needs: `known ${given.known}`,
      },
    );
  }
}

interface Extra {
  readonly expect: Expectation;
  readonly manner?: "one-connection";
  readonly needs?: string;
  readonly advisory?: string;
  readonly clause?: string;
  readonly rule?: string;
}

type Add = (label: string, title: string, requests: readonly CaseRequest[], extra: Extra) => void;

function adder(operation: Operation, basis: string, book: CaseBook): Add {
  return (label, title, requests, { clause = operation.securityPointer, rule = "credentials", ...extra }) => {
    const proof = "valid but for the credential";
    book.add({ rule, place: "", label, clause, title, kind: "credential", requests, basis, proof, ...extra });
  };
}

/** RFC 9110 §11.1: scheme names are case-insensitive, so `bearer` is as good as `Bearer`; refusal is a warning. */
function addTolerance(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const success = expectSuccess(operation);
  const lenient: Expectation = {
    text: success.text,
    statuses: [
      ...success.statuses.filter(({ outcome, statuses }) => outcome === "held" || statuses.includes("5XX")),
      {
        statuses: ["other"],
        outcome: "warning",
        message: "refused the scheme name in lower case, which RFC 9110 §11.1 says to accept",
      },
    ],
  };
  const add = adder(operation, basis, book);
  add(
    "lower-case scheme",
    "accepts the scheme name in lower case",
    [{ ...minimal, credential: "lower-case-scheme" }],
    { expect: lenient },
  );
  const twice = expectUnauthenticated(operation, "two Authorization headers, a false one first");
  const advisory = "RFC 9110 §5.3 forbids a second Authorization header, but not what a server does with it";
  // One of the two is good: who takes it lets in nobody who could not come in anyway.
  const message = "took one of two Authorization headers";
  const lenientTwice: StatusRule = { statuses: ["2XX"], outcome: "note", message };
  add("two headers", "refuses two Authorization headers", [{ ...minimal, credential: "twice" }], {
    expect: { text: "401 or 400", statuses: [lenientTwice, ...twice.statuses] },
    advisory,
  });
}

/** A false credential decides before the input is looked at; the contract does not say so, hence a warning at most. */
function addOrder(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  if (!minimal.body || !("json" in minimal.body)) return;
  const { mediaType } = minimal.body;
  const add = adder(operation, basis, book);
  for (const credential of ["none", "garbage"] as const) {
    const what = `a request ${credential === "none" ? "without a credential" : "with a false credential"} and a malformed body`;
    const request: CaseRequest = { ...minimal, credential, body: { text: "{", mediaType } };
    add(`${credential}, malformed body`, `refuses ${what} for its credential`, [request], {
      expect: expectUnauthenticated(operation, what, true),
    });
  }
}

/** Who is not allowed gets 403, whatever else is wrong, and must not learn whether an id exists. */
function addDenied(template: Template, basis: string, book: CaseBook): void {
  const { operation, minimal } = template;
  const clause = joinPointer(operation.pointer, "x-plumbline-roles");
  const add = adder(operation, basis, book);
  const extra = { expect: expectForbidden(operation), needs: "denied", clause, rule: "roles" };
  const denied: CaseRequest = { ...minimal, credential: "denied" };
  add("denied", "refuses a principal that is not allowed", [denied], extra);
  add(
    "denied, everything sent",
    "refuses a principal that is not allowed, whatever it sends",
    [{ ...template.full, credential: "denied" }],
    extra,
  );
  add(
    "denied, connection reused",
    "refuses a principal that is not allowed on a connection that was let in before",
    [{ ...minimal, expect: expectSuccess(operation) }, denied],
    {
      ...extra,
      manner: "one-connection",
    },
  );
  for (const [key, given] of Object.entries(minimal.parameters)) {
    if (!key.startsWith("path ") || !("known" in given)) continue;
    const parameters = { ...minimal.parameters, [key]: { ...given, change: "unknown" as const } };
    const title = "does not tell a principal that is not allowed whether an id exists";
    add(`denied, unknown ${given.known}`, title, [{ ...denied, parameters }], {
      ...extra,
      expect: revealing(operation),
    });
  }
  if (minimal.body && "json" in minimal.body) {
    const body = { text: "{", mediaType: minimal.body.mediaType };
    const expect = revealing(operation);
    add(
      "denied, malformed body",
      "refuses a principal that is not allowed before it reads the body",
      [{ ...denied, body }],
      { ...extra, expect },
    );
  }
}

/** Another refusal than 403 is a warning here: it tells something, or judges the input first. */
function revealing(operation: Operation): Expectation {
  const forbidden = expectForbidden(operation);
  return {
    text: "403",
    statuses: [
      ...forbidden.statuses.filter(({ statuses }) => !statuses.includes("other")),
      {
        statuses: ["404"],
        outcome: "error",
        kind: "security",
        message: "told a principal that is not allowed that an id does not exist",
      },
      {
        statuses: ["other"],
        outcome: "warning",
        message: "judged the input of a principal that is not allowed before refusing it",
      },
    ],
  };
}
