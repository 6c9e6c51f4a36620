// The taxonomy as a table: each row with its contract, a server that lacks just this check, and the cases that see it.
import type { Answer, ApiRequest, ApiResponse } from "../http.ts";
import { decodeText, encodeText, header, jsonResponse, splitTarget } from "../http.ts";

/** How the faulty server is made from the right one: the contract without a keyword, with another value, or wrapped. */
export type Fault =
  | { readonly remove: string }
  | { readonly set: string; readonly to: unknown }
  | { readonly wrap: (answer: Answer) => Answer };

export interface Row {
  /** The group, then what is covered: `Strings: minLength`. */
  readonly group: string;
  readonly title: string;
  /** The contract under fixtures/contracts/features, without `.yaml`. */
  readonly file: string;
  readonly valid: string;
  readonly invalid: string;
  readonly fault: Fault;
  /** The cases that see the fault; without it, those whose clause lies at what was removed. */
  readonly seenBy?: RegExp;
  /** The clause that every finding is about, where more cases see the fault than those of one rule. */
  readonly clause?: RegExp;
  /** The severity of what is found; default error. */
  readonly severity?: "warning" | "note";
}

const SCHEMA = "/paths/~1things/post/requestBody/content/application~1json/schema";
const VALUE = `${SCHEMA}/properties/value`;
const FAILURE: ApiResponse = { status: 500, headers: {}, body: new Uint8Array() };
const MADE = jsonResponse(201, { ok: true });

const bodyOf = (request: ApiRequest): string => decodeText(request.body ?? new Uint8Array());

const answering =
  (response: ApiResponse, when: (request: ApiRequest) => boolean): ((answer: Answer) => Answer) =>
  (answer) =>
  (request) =>
    when(request) ? response : answer(request);

const failing = (when: (request: ApiRequest) => boolean): Fault => ({ wrap: answering(FAILURE, when) });
const failingOn = (text: string | RegExp): Fault =>
  failing((request) =>
    typeof text === "string" ? bodyOf(request).includes(text) : text.test(bodyOf(request)),
  );

/** The answer changed on its way out. */
const changing =
  (change: (response: ApiResponse, request: ApiRequest) => ApiResponse): ((answer: Answer) => Answer) =>
  (answer) =>
  async (request) =>
    change(await answer(request), request);

const nth = (count: number): ((request: ApiRequest) => boolean) => {
  let seen = 0;
  return () => ++seen % count === 0;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Fails when more requests than so many are under way. */
const crowded =
  (most: number) =>
  (answer: Answer): Answer => {
    let under = 0;
    return async (request) => {
      under++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      const response = under > most ? FAILURE : await answer(request);
      under--;
      return response;
    };
  };

const keyword = (group: string, name: string, file: string, valid: string, invalid: string): Row => ({
  group,
  title: name,
  file,
  valid,
  invalid,
  fault: { remove: `${VALUE}/${name}` },
});

export const KEYWORDS: readonly Row[] = [
  keyword("Types", "type", "type", "each declared type", 'each other type; near texts such as "1"'),
  keyword("Types", "enum", "enum", "every member", "another letter case, a prefix, blanks, other types"),
  keyword("Types", "const", "const", "the value", "near values and other types"),
  {
    group: "Types",
    title: "null in a list of types",
    file: "null",
    valid: "null",
    invalid: "the types that are not listed",
    fault: { set: `${VALUE}/type`, to: "string" },
    seenBy: /\/(type|nullable)\/|\/pairs\//,
  },
  {
    group: "Types",
    title: "nullable (3.0)",
    file: "nullable",
    valid: "null",
    invalid: "other types",
    fault: { remove: `${VALUE}/nullable` },
    seenBy: /\/(type|nullable)\/|\/pairs\//,
  },
  keyword("Strings", "minLength", "min-length", "the bound and one more, in code points", "one less"),
  keyword("Strings", "maxLength", "max-length", "the bound and one less, in code points", "one more"),
  keyword(
    "Strings",
    "pattern",
    "pattern",
    "matches at the length bounds",
    "non-matches, line breaks, near misses",
  ),
  keyword("Strings", "format", "format", "valid forms", "near misses of the format"),
  {
    ...keyword("Strings", "format (3.0)", "format-3.0", "valid forms", "near misses of the format"),
    fault: { remove: `${VALUE}/format` },
  },
  keyword("Numbers", "minimum", "minimum", "the bound and above", "below the bound"),
  keyword("Numbers", "exclusiveMinimum", "exclusive-minimum", "just above the bound", "the bound itself"),
  keyword("Numbers", "maximum", "maximum", "the bound and below", "above the bound"),
  keyword("Numbers", "exclusiveMaximum", "exclusive-maximum", "just below the bound", "the bound itself"),
  {
    ...keyword("Numbers", "exclusiveMaximum (3.0)", "exclusive-3.0", "below the bound", "the bound itself"),
    fault: { remove: `${VALUE}/exclusiveMaximum` },
    seenBy: /\/value\/exclusiveMaximum\/|\/maximum\//,
  },
  keyword("Numbers", "multipleOf", "multiple-of", "multiples", "what is none"),
  {
    ...keyword("Numbers", "int32", "int32", "the limits", "one beyond them"),
    fault: { remove: `${VALUE}/format` },
  },
  {
    ...keyword("Numbers", "int64", "int64", "beyond what 32 bits hold", "fractions"),
    fault: {
      wrap: answering(jsonResponse(400, { error: "too large" }), (request) =>
        /"value":-?\d{10,}/.test(bodyOf(request)),
      ),
    },
    seenBy: /./,
    clause: /\/value\/format$/,
  },
  keyword("Arrays", "minItems", "min-items", "the bound and one more", "one less"),
  keyword("Arrays", "maxItems", "max-items", "the bound and one less", "one more"),
  keyword("Arrays", "uniqueItems", "unique-items", "distinct items", "a duplicate at either end"),
  keyword("Arrays", "items", "items", "an item of each variant", "one bad item, first and last"),
  keyword("Arrays", "prefixItems", "prefix-items", "a good tuple", "one bad position at a time"),
  keyword("Arrays", "contains", "contains", "one match", "none"),
  {
    ...keyword("Arrays", "minContains", "min-contains", "the bound", "one match too few"),
    seenBy: /ontains/,
  },
  keyword("Objects", "properties", "properties", "all of them", "each one's own faults"),
  keyword("Objects", "required", "required", "only these; these and each other one", "each one left out"),
  keyword(
    "Objects",
    "additionalProperties",
    "additional-properties",
    "none",
    "further keys, also under odd names",
  ),
  keyword(
    "Objects",
    "additionalProperties",
    "additional-properties-schema",
    "a further key with a good value",
    "with a bad one",
  ),
  keyword(
    "Objects",
    "patternProperties",
    "pattern-properties",
    "a matching key with a good value",
    "with a bad one",
  ),
  keyword("Objects", "propertyNames", "property-names", "good names", "a bad name"),
  keyword("Objects", "minProperties", "min-properties", "the bound", "one less"),
  keyword("Objects", "maxProperties", "max-properties", "the bound", "one more"),
  keyword("Objects", "dependentRequired", "dependent-required", "both, or neither", "one without the other"),
  keyword("Objects", "dependentSchemas", "dependent-schemas", "with what is then required", "without it"),
  keyword("Objects", "unevaluatedProperties", "unevaluated-properties", "evaluated keys", "a further key"),
  keyword("Combined", "allOf", "all-of", "values of all members", "faults of each member"),
  keyword("Combined", "anyOf", "any-of", "each branch", "what fits none"),
  keyword("Combined", "oneOf", "one-of", "each branch alone", "none, and two at once"),
  keyword("Combined", "not", "not", "what the inner schema refuses", "what it takes"),
  {
    ...keyword("Combined", "if, then, else", "if-then-else", "either side", "a fault of either side"),
    fault: { remove: `${VALUE}/then` },
  },
  {
    ...keyword(
      "Combined",
      "discriminator",
      "discriminator",
      "each mapped branch",
      "an unknown value; another branch's value",
    ),
    fault: { remove: SCHEMA },
    seenBy: /./,
  },
  {
    ...keyword(
      "Combined",
      "a fault in each branch",
      "branches",
      "each branch",
      "a fault of a common field in each",
    ),
    fault: {
      wrap: answering(
        MADE,
        (request) => /"kind":"b"/.test(bodyOf(request)) && /"name":"[^"]{9,}/.test(bodyOf(request)),
      ),
    },
    seenBy: /maxLength|pairs\/body\/name/,
  },
  {
    ...keyword(
      "Combined",
      "fields beside each other",
      "interplay",
      "all pairs of variants",
      "each kind of fault in several companies",
    ),
    fault: {
      wrap: answering(MADE, (request) => {
        const text = bodyOf(request);
        return /"note"/.test(text) && /"name":"[^"]{9,}/.test(text) && !/"size"|"colour"/.test(text);
      }),
    },
    seenBy: /\/pairs\/body\/name\/bound\/beside\/note/,
  },
];

const robust = (title: string, file: string, fault: Fault, seenBy: RegExp): Row => ({
  group: "Bodies",
  title,
  file,
  valid: "none",
  invalid: title,
  fault,
  seenBy,
});

export const BODIES: readonly Row[] = [
  {
    ...robust(
      "malformed JSON",
      "text",
      { wrap: answering(MADE, (request) => bodyOf(request) !== "" && !isJson(bodyOf(request))) },
      /body-syntax/,
    ),
    invalid:
      "cut off, trailing comma, comment, single quotes, two documents, NaN, control characters, other text",
  },
  robust(
    "a missing body",
    "text",
    { set: "/paths/~1things/post/requestBody/required", to: false },
    /body-required/,
  ),
  robust(
    "null, [] and other roots",
    "text",
    { wrap: answering(MADE, (request) => ["null", "[]"].includes(bodyOf(request))) },
    /\/type\/body\/type/,
  ),
  robust("duplicate keys", "text", failingOn(/^\{"value":[^{}]*"value":/), /duplicate|twice/),
  robust(
    "an unknown charset",
    "text",
    failing((request) => /x-unknown/.test(header(request.headers, "content-type") ?? "")),
    /unknown-charset/,
  ),
  robust(
    "a byte order mark",
    "text",
    failing((request) => request.body?.[0] === 0xef),
    /byte-order-mark/,
  ),
  robust("deep nesting", "text", failingOn(/^(\[{99}|(\{"a":){99})/), /nested/),
  robust(
    "a large body",
    "text",
    failing((request) => (request.body?.byteLength ?? 0) > 256 * 1024),
    /300-KiB/,
  ),
  robust("escaped, pretty and padded JSON", "text", failingOn(/^\r\n\t/), /blanks-around/),
  {
    ...robust(
      "an undeclared media type",
      "text",
      failing((request) => /octet/.test(header(request.headers, "content-type") ?? "")),
      /media-types/,
    ),
    invalid: "JSON under other types, XML, forms, none, a malformed Content-Type",
  },
  robust(
    "a malformed multipart body",
    "multipart",
    { wrap: answering(MADE, (request) => bodyOf(request) === "plain text") },
    /body-syntax/,
  ),
  robust("blanks around texts", "text", failingOn(/ "\}$/), /blank/),
  robust("Unicode", "text", failingOn("\u0301"), /accent/),
  robust("injections", "text", failingOn("OR '1'='1'"), /SQL/),
  {
    ...robust(
      "examples of the contract",
      "example",
      {
        wrap: answering(jsonResponse(400, { error: "no" }), (request) =>
          /plumbline-example/.test(bodyOf(request)),
        ),
      },
      /valid|pairs|headers|accept|undeclared-query|sequences|body-forms|properties|required|enum|type/,
    ),
    valid: "each valid one",
    invalid: "none",
  },
  {
    ...robust(
      "readOnly in a request",
      "read-only",
      {
        wrap: answering(
          jsonResponse(400, { error: "no id" }),
          (request) => isJson(bodyOf(request)) && !/"id"/.test(bodyOf(request)),
        ),
      },
      /./,
    ),
    valid: "never sent",
    invalid: "none",
  },
];

const query = (request: ApiRequest): string => splitTarget(request.path)[1];

export const PARAMETERS: readonly Row[] = [
  {
    group: "Parameters",
    title: "a required one is missing",
    file: "parameters",
    valid: "only what is required",
    invalid: "each required one left out",
    fault: { set: "/paths/~1things/get/parameters/0/required", to: false },
    seenBy: /missing/,
  },
  {
    group: "Parameters",
    title: "an optional one is asked for",
    file: "parameters",
    valid: "each optional one left out, and sent",
    invalid: "none",
    fault: { set: "/paths/~1things/get/parameters/1/required", to: true },
    seenBy: /./,
  },
  {
    group: "Parameters",
    title: "values in query, header and cookie",
    file: "parameters",
    valid: "the edges of each schema",
    invalid: "its faults, as text",
    fault: { remove: "/paths/~1things/get/parameters/2/schema/enum" },
  },
  {
    group: "Parameters",
    title: "given twice",
    file: "parameters",
    valid: "none",
    invalid: "the same one again",
    fault: failing((request) => (query(request).match(/(^|&)must=/g) ?? []).length > 1),
    seenBy: /repeated/,
  },
  {
    group: "Parameters",
    title: "style, explode and content",
    file: "styles",
    valid: "each declared style",
    invalid: "faults written in it",
    fault: { remove: "/paths/~1things/get/parameters/1/schema/maxItems" },
  },
  {
    group: "Parameters",
    title: "deprecated",
    file: "deprecated",
    valid: "still accepted",
    invalid: "its faults",
    fault: {
      wrap: answering(jsonResponse(400, { error: "gone" }), (request) => /old=/.test(query(request))),
    },
    seenBy: /old/,
  },
];

const protocol = (title: string, fault: Fault, seenBy: RegExp): Row => ({
  group: "Protocol",
  title,
  file: "protocol",
  valid: "none",
  invalid: title,
  fault,
  seenBy,
});

const SHOWN = jsonResponse(200, { ok: true }, { "x-version": "1" });

export const PROTOCOL: readonly Row[] = [
  protocol("an undeclared method", { wrap: answering(SHOWN, ({ method }) => method === "PATCH") }, /methods/),
  protocol(
    "an unknown path",
    { wrap: answering(SHOWN, ({ path }) => path.endsWith("/plumbline-unknown")) },
    /paths/,
  ),
  {
    ...protocol("a trailing slash", { wrap: answering(SHOWN, ({ path }) => path.endsWith("/")) }, /paths/),
    severity: "note",
  },
  {
    ...protocol(
      "the path in the other letter case",
      { wrap: answering(SHOWN, ({ path }) => path.startsWith("/THINGS")) },
      /paths/,
    ),
    severity: "warning",
  },
  protocol(
    "malformed and encoded ids",
    failing(({ path }) => /%zz/.test(path)),
    /odd-ids/,
  ),
  protocol(
    "Accept that cannot be satisfied",
    failing(({ headers }) => header(headers, "accept") === "application/x-plumbline"),
    /accept/,
  ),
  protocol(
    "Accept that names the declared type",
    {
      wrap: answering(
        { status: 406, headers: {}, body: new Uint8Array() },
        ({ headers }) => header(headers, "accept") === "application/json",
      ),
    },
    /accept/,
  ),
  {
    ...protocol(
      "HEAD beside GET",
      {
        wrap: changing((response, { method }) =>
          method === "HEAD" ? { ...response, status: 405 } : response,
        ),
      },
      /head/,
    ),
    severity: "note",
  },
  {
    ...protocol(
      "undeclared query parameters",
      {
        wrap: answering(jsonResponse(404, { error: "no" }), (request) =>
          /plumbline-unknown/.test(query(request)),
        ),
      },
      /undeclared-query/,
    ),
    severity: "warning",
  },
  protocol(
    "odd header fields",
    failing(({ headers }) => header(headers, "if-modified-since") === "yesterday"),
    /headers/,
  ),
];

export const PRINCIPALS: readonly Row[] = [
  {
    group: "Principals",
    title: "no credential",
    file: "security",
    valid: "an allowed principal",
    invalid: "none at all",
    fault: {
      wrap: answering(
        jsonResponse(200, { ok: true }),
        ({ headers }) => header(headers, "authorization") === undefined,
      ),
    },
    seenBy: /credentials\/(none|in-query)|access|principals/,
  },
  {
    group: "Principals",
    title: "false credentials",
    file: "security",
    valid: "the scheme in lower case",
    invalid: "unknown, empty, changed, another scheme, twice, in the query",
    fault: {
      wrap: (answer) => (request) =>
        answer({ ...request, headers: { ...request.headers, ...bearer(request) } }),
    },
    seenBy: /credentials|access/,
  },
  {
    group: "Principals",
    title: "a principal without the role",
    file: "security",
    valid: "one with it",
    invalid: "one without it, whatever else is sent",
    fault: { remove: "/paths/~1things~1{thingId}/put/x-plumbline-roles" },
    seenBy: /roles|access|denied|principals/,
  },
  {
    group: "Principals",
    title: "a secret in an answer",
    file: "security",
    valid: "none",
    invalid: "what was sent as writeOnly",
    fault: {
      wrap: changing((response, request) =>
        response.status === 200 && /"secret"/.test(bodyOf(request))
          ? jsonResponse(200, { ok: true, echo: bodyOf(request) })
          : response,
      ),
    },
    seenBy: /./,
    clause: /\/put\/responses\/200$/,
  },
];

/** A token with a letter too many is taken for the right one. */
function bearer({ headers }: ApiRequest): { authorization?: string } {
  const value = header(headers, "authorization");
  return value?.endsWith("x") ? { authorization: value.slice(0, -1) } : {};
}

/** A wrong answer is seen by every case that gets it, and blamed on one clause of the response. */
const response = (title: string, clause: RegExp, fault: Fault): Row => ({
  group: "Answers",
  title,
  file: "text",
  valid: "every answer is compared with what is declared",
  invalid: "none",
  fault,
  seenBy: /./,
  clause,
});

const made = (change: (answer: ApiResponse) => ApiResponse): Fault => ({
  wrap: changing((answer) => (answer.status === 201 ? change(answer) : answer)),
});

export const ANSWERS: readonly Row[] = [
  response(
    "an undeclared status",
    /\/post\/responses$/,
    made((answer) => ({ ...answer, status: 202 })),
  ),
  response(
    "an undeclared media type",
    /\/responses\/201\/content$/,
    made((answer) => ({ ...answer, headers: { "content-type": "text/html" } })),
  ),
  response(
    "a body that breaks its schema",
    /\/properties\/ok\/type$/,
    made((answer) => ({ ...answer, body: encodeText('{"ok":"yes"}') })),
  ),
  response("an error in another shape", /\/Error\/required$/, {
    wrap: changing((answer) => (answer.status === 400 ? jsonResponse(400, { message: "no" }) : answer)),
  }),
  response("a stack trace", /\/responses\/400$/, {
    wrap: changing((answer) =>
      answer.status === 400 ? jsonResponse(400, { error: "at run (/srv/app.js:1:2)" }) : answer,
    ),
  }),
  {
    ...response("a missing header", /\/headers\/X-Version\/required$/, {
      wrap: changing(({ status, body }) => ({
        status,
        body,
        headers: { "content-type": "application/json" },
      })),
    }),
    file: "protocol",
  },
];

const behaviour = (title: string, fault: Fault, seenBy: RegExp): Row => ({
  group: "Behaviour",
  title,
  file: "text",
  valid: title,
  invalid: "none",
  fault,
  seenBy,
});

export const BEHAVIOUR: readonly Row[] = [
  behaviour("every tenth answer fails", { wrap: (answer) => answering(FAILURE, nth(10))(answer) }, /./),
  behaviour("many requests at once", { wrap: crowded(17) }, /parallel/),
  {
    ...behaviour(
      "a fault leaves nothing behind",
      {
        wrap: (answer) => {
          let refused = false;
          return async (request) => {
            const made = await answer(request);
            const before = refused;
            refused = made.status === 400;
            return before && made.status === 201 ? jsonResponse(400, { error: "again" }) : made;
          };
        },
      },
      /./,
    ),
  },
];

export const TAXONOMY: readonly Row[] = [
  ...KEYWORDS,
  ...BODIES,
  ...PARAMETERS,
  ...PROTOCOL,
  ...PRINCIPALS,
  ...ANSWERS,
  ...BEHAVIOUR,
];
