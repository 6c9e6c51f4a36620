// Which credentials a request brings, under every kind of security a contract may ask for.
import { describe, expect, test } from "vitest";
import type { ApiRequest, HeaderFields } from "../http.ts";
import { contractWith } from "./contract.test-data.ts";
import type { Contract } from "./model.ts";
import { challengeOf, readCredentials } from "./security.ts";

const SCHEMES = {
  bearer: { type: "http", scheme: "Bearer" },
  basic: { type: "http", scheme: "basic" },
  digest: { type: "http", scheme: "digest" },
  header: { type: "apiKey", in: "header", name: "X-Api-Key" },
  query: { type: "apiKey", in: "query", name: "key" },
  cookie: { type: "apiKey", in: "cookie", name: "sid" },
  oauth: { type: "oauth2", flows: {} },
  oidc: { type: "openIdConnect", openIdConnectUrl: "https://a.b" },
  inherited: { type: "apiKey", in: "header", name: "constructor" },
  mutual: { type: "mutualTLS" },
  strange: { type: "magic" },
  nameless: { type: "apiKey", in: "header" },
  schemeless: { type: "http" },
  referring: { $ref: "#/components/securitySchemes/bearer" },
  dangling: { $ref: "#/components/securitySchemes/nothing" },
};

const contractOf = (security: unknown, rest: Readonly<Record<string, unknown>> = {}): Promise<Contract> =>
  contractWith(
    {
      "/": {
        get: { ...(security === undefined ? {} : { security }), responses: { 200: { description: "" } } },
      },
    },
    { components: { securitySchemes: SCHEMES }, ...rest },
  );

interface Row {
  readonly security: unknown;
  readonly headers?: HeaderFields;
  readonly path?: string;
  /** "open", the credentials of each satisfied alternative, or a part of the reason. */
  readonly want: string | readonly (readonly string[])[] | RegExp;
}

const BEARER = [{ bearer: [] }];
const BASIC = [{ basic: [] }];
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const ROWS: readonly (readonly [string, Row])[] = [
  ["no security", { security: undefined, want: "open" }],
  ["an empty list", { security: [], want: "open" }],
  ["an empty alternative", { security: [{}], want: "open" }],
  ["an empty alternative beside another, nothing sent", { security: [{ bearer: [] }, {}], want: "open" }],
  [
    "an empty alternative beside another, a credential sent",
    { security: [{ bearer: [] }, {}], headers: { authorization: "Bearer a" }, want: [["bearer=a"]] },
  ],
  ["a bearer", { security: BEARER, headers: { authorization: "Bearer abc" }, want: [["bearer=abc"]] }],
  [
    "a bearer in lower case",
    { security: BEARER, headers: { authorization: "bearer abc" }, want: [["bearer=abc"]] },
  ],
  [
    "a bearer in upper case, after several blanks",
    { security: BEARER, headers: { authorization: " BEARER   abc " }, want: [["bearer=abc"]] },
  ],
  ["no header", { security: BEARER, want: /no Authorization header; send Authorization: Bearer <key>/ }],
  [
    "another scheme",
    { security: BEARER, headers: { authorization: "Basic YTpi" }, want: /does not use the scheme Bearer/ },
  ],
  [
    "a scheme that begins alike",
    { security: BEARER, headers: { authorization: "Bearerabc" }, want: /does not use the scheme Bearer/ },
  ],
  [
    "the scheme alone",
    { security: BEARER, headers: { authorization: "Bearer" }, want: /credential is missing/ },
  ],
  [
    "the scheme and a blank",
    { security: BEARER, headers: { authorization: "Bearer " }, want: /credential is missing/ },
  ],
  [
    "an empty header",
    { security: BEARER, headers: { authorization: "" }, want: /does not use the scheme Bearer/ },
  ],
  [
    "a bearer with a blank inside",
    { security: BEARER, headers: { authorization: "Bearer a b" }, want: /malformed/ },
  ],
  [
    "two Authorization headers",
    { security: BEARER, headers: { authorization: ["Bearer a", "Bearer b"] }, want: /there 2 times/ },
  ],
  [
    "a user and a password",
    {
      security: BASIC,
      headers: { authorization: `Basic ${base64("ann:secret")}` },
      want: [["basic=ann:secret"]],
    },
  ],
  [
    "a password with colons",
    {
      security: BASIC,
      headers: { authorization: `basic ${base64("ann:a:b:c")}` },
      want: [["basic=ann:a:b:c"]],
    },
  ],
  [
    "an empty password",
    { security: BASIC, headers: { authorization: `Basic ${base64("ann:")}` }, want: [["basic=ann:"]] },
  ],
  [
    "no colon",
    {
      security: BASIC,
      headers: { authorization: `Basic ${base64("ann")}` },
      want: /not base64 of user:password/,
    },
  ],
  [
    "no base64",
    { security: BASIC, headers: { authorization: "Basic a:b" }, want: /not base64 of user:password/ },
  ],
  [
    "another HTTP scheme",
    {
      security: [{ digest: [] }],
      headers: { authorization: 'Digest username="a", nonce="b"' },
      want: [['digest=username="a", nonce="b"']],
    },
  ],
  [
    "an API key in a header",
    { security: [{ header: [] }], headers: { "x-api-key": "k" }, want: [["header=k"]] },
  ],
  [
    "an empty API key",
    { security: [{ header: [] }], headers: { "x-api-key": "" }, want: /no header X-Api-Key/ },
  ],
  [
    "an API key in a header of JavaScript's own",
    { security: [{ inherited: [] }], want: /no header constructor/ },
  ],
  ["an API key in the query", { security: [{ query: [] }], path: "/?a=1&key=k%20k", want: [["query=k k"]] }],
  ["another case in the query", { security: [{ query: [] }], path: "/?Key=k", want: /no query key/ }],
  [
    "an API key in a cookie",
    { security: [{ cookie: [] }], headers: { cookie: "a=1; sid=k; b=2" }, want: [["cookie=k"]] },
  ],
  [
    "a cookie whose name ends alike",
    { security: [{ cookie: [] }], headers: { cookie: "xsid=k" }, want: /no cookie sid/ },
  ],
  [
    "a cookie in another case",
    { security: [{ cookie: [] }], headers: { cookie: "SID=k" }, want: /no cookie sid/ },
  ],
  [
    "a cookie with = in it, in the second header",
    { security: [{ cookie: [] }], headers: { cookie: ["a=1", "sid=k=="] }, want: [["cookie=k=="]] },
  ],
  [
    "a token of OAuth",
    { security: [{ oauth: ["read"] }], headers: { authorization: "Bearer t" }, want: [["oauth=t"]] },
  ],
  [
    "a token of OpenID Connect",
    { security: [{ oidc: [] }], headers: { authorization: "Bearer t" }, want: [["oidc=t"]] },
  ],
  [
    "both of an AND",
    {
      security: [{ bearer: [], header: [] }],
      headers: { authorization: "Bearer t", "x-api-key": "k" },
      want: [["bearer=t", "header=k"]],
    },
  ],
  [
    "one of an AND",
    {
      security: [{ bearer: [], header: [] }],
      headers: { authorization: "Bearer t" },
      want: /no header X-Api-Key/,
    },
  ],
  [
    "the second of an OR",
    { security: [{ bearer: [] }, { header: [] }], headers: { "x-api-key": "k" }, want: [["header=k"]] },
  ],
  [
    "both of an OR",
    {
      security: [{ bearer: [] }, { header: [] }],
      headers: { authorization: "Bearer t", "x-api-key": "k" },
      want: [["bearer=t"], ["header=k"]],
    },
  ],
  [
    "an OR of ANDs, half of each",
    {
      security: [
        { bearer: [], cookie: [] },
        { basic: [], header: [] },
      ],
      headers: { authorization: "Bearer t", "x-api-key": "k" },
      want: /no cookie sid/,
    },
  ],
  [
    "a referred scheme",
    { security: [{ referring: [] }], headers: { authorization: "Bearer t" }, want: [["referring=t"]] },
  ],
  [
    "a client certificate is nothing a request shows",
    { security: [{ mutual: [] }], want: /cannot be satisfied here \(mutualTLS\)/ },
  ],
  ...["none", "strange", "nameless", "schemeless", "dangling", "toString"].map((name): [string, Row] => [
    `the unusable scheme ${name} never means open`,
    {
      security: [{ [name]: [] }],
      headers: { authorization: "Bearer t", "x-api-key": "k" },
      want: /cannot be satisfied here \(unknown\)/,
    },
  ]),
  [
    "an unusable scheme beside a good one",
    {
      security: [{ none: [] }, { bearer: [] }],
      headers: { authorization: "Bearer t" },
      want: [["bearer=t"]],
    },
  ],
  ...[null, "bearer", { bearer: [] }].map((security): [string, Row] => [
    `security that is no list never means open: ${JSON.stringify(security)}`,
    { security, headers: { authorization: "Bearer t" }, want: /cannot be satisfied/ },
  ]),
  ...[[null], ["bearer"], [[]]].map((security): [string, Row] => [
    `an alternative that is none never means open: ${JSON.stringify(security)}`,
    { security, headers: { authorization: "Bearer t" }, want: /cannot be satisfied/ },
  ]),
];

describe("credentials", () => {
  for (const [name, { security, headers = {}, path = "/", want }] of ROWS) {
    test(name, async () => {
      const { operations } = await contractOf(security);
      const request: ApiRequest = { method: "GET", path, headers };
      const [operation] = operations;
      if (!operation) throw new Error("no operation");
      const reading = readCredentials(operation, request);
      if (want instanceof RegExp)
        expect(reading).toMatchObject({ kind: "missing", reason: expect.stringMatching(want) });
      else if (typeof want === "string") expect(reading).toEqual({ kind: want });
      else {
        const alternatives = reading.kind === "presented" ? reading.alternatives : [];
        expect(alternatives.map((all) => all.map(({ scheme, value }) => `${scheme.name}=${value}`))).toEqual(
          want,
        );
      }
    });
  }
});

test("the document's security holds where the operation has none, and [] opens it", async () => {
  const kinds = [];
  for (const security of [undefined, []]) {
    const { operations } = await contractOf(security, { security: BEARER });
    kinds.push(
      operations.map((operation) => [
        readCredentials(operation, { method: "GET", path: "/", headers: {} }).kind,
        operation.securityPointer,
      ]),
    );
  }
  expect(kinds).toEqual([[["missing", "#/security"]], [["open", "#/paths/~1/get/security"]]]);
});

test("slips of security schemes are told with their place", async () => {
  const { findings } = await contractOf([
    { none: [] },
    null,
    { strange: [] },
    { dangling: [] },
    { bearer: [] },
  ]);
  expect(findings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    "unresolved-reference #/components/securitySchemes/dangling/$ref",
    "security-scheme #/paths/~1/get/security/0/none",
    "security-value #/paths/~1/get/security/1",
    "security-scheme #/components/securitySchemes/strange",
    "security-scheme #/components/securitySchemes/dangling",
  ]);
});

describe("challenges", () => {
  const rows: readonly (readonly [unknown, string])[] = [
    [BEARER, 'Bearer realm="api"'],
    [[{ basic: [] }, { oauth: [] }], 'Basic realm="api", Bearer realm="api"'],
    [[{ header: [] }, { cookie: [] }], 'ApiKey realm="api"'],
    [[], 'Bearer realm="api"'],
  ];
  for (const [security, want] of rows) {
    test(`for ${JSON.stringify(security)}`, async () => {
      const { operations } = await contractOf(security);
      expect(operations.map(challengeOf)).toEqual([want]);
    });
  }
});
