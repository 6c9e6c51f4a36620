// Requests that break servers: a server error, a hang or a dropped connection where there should be an answer.
import type { Operation } from "../../contract/model.ts";
import { KitError } from "../../errors.ts";
import type { ApiRequest, ApiResponse } from "../../http.ts";
import { header } from "../../http.ts";
import { operationOf } from "../credentials.ts";
import { isJsonObject, jsonOf, textOf, withJson } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import { takesJson } from "../samples.ts";
import type { World } from "../world.ts";
import { behaviour, type Fault, type Wrap } from "./behaviour.ts";

/** The mutants of every operation, those about bodies where it takes one. */
export function robustnessMutants(world: World): readonly Mutant[] {
  return world.contract.operations.flatMap((operation) => [
    ...(takesJson(operation) ? bodyMutants(world, operation) : []),
    ...timeMutants(world, operation),
  ]);
}

type Trigger = (request: ApiRequest) => boolean;

const some = (value: unknown, test: (item: unknown) => boolean): boolean =>
  test(value) ||
  (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []).some((item) =>
    some(item, test),
  );

const root =
  (test: (value: unknown) => boolean): Trigger =>
  (request) => {
    const value = jsonOf(request);
    return value !== undefined && test(value);
  };
const inside = (test: (text: string) => boolean): Trigger =>
  root((value) => some(value, (item) => typeof item === "string" && test(item)));
const size = (request: ApiRequest): number => request.body?.byteLength ?? 0;

/** What a request has in it → which rules send such a thing. */
const TRIGGERS: readonly (readonly [name: string, what: string, near: string, trigger: Trigger])[] = [
  [
    "malformed",
    "malformed JSON",
    "/body-syntax/",
    (request) => size(request) > 0 && jsonOf(request) === undefined,
  ],
  ["empty", "an empty body", "/body-required/", (request) => size(request) === 0],
  ["array", "an array for the body", "/type/body/type", root(Array.isArray)],
  ["null", "null for the body", "/type/body/type", root((value) => value === null)],
  ["text", "a string for the body", "/type/body/type", root((value) => typeof value === "string")],
  ["number", "a number for the body", "/type/body/type", root((value) => typeof value === "number")],
  [
    "empty-object",
    "an empty object",
    "/body/",
    root((value) => isJsonObject(value) && Object.keys(value).length === 0),
  ],
  [
    "deep-arrays",
    "deeply nested arrays",
    "/body-robustness/",
    (request) => textOf(request).includes("[".repeat(500)),
  ],
  [
    "deep-objects",
    "deeply nested objects",
    "/body-robustness/",
    (request) => textOf(request).includes('{"a":'.repeat(500)),
  ],
  ["nul", "NUL in a text", "/text/", inside((text) => text.includes("\0"))],
  ["surrogate", "half a surrogate pair", "/text/", inside((text) => !text.isWellFormed())],
  [
    "emoji",
    "a character beyond the basic plane",
    "/text/",
    inside((text) => /[\u{10000}-\u{10ffff}]/u.test(text)),
  ],
  ["bidi", "bidirectional controls", "/text/", inside((text) => /[\u202a-\u202e\u2066-\u2069]/.test(text))],
  ["quotes", "a quote in a text", "/text/", inside((text) => /['"]/.test(text))],
  ["markup", "markup in a text", "/text/", inside((text) => /<\w/.test(text))],
  ["line-break", "a line break in a text", "/text/", inside((text) => /[\r\n]/.test(text))],
  ["large", "a large body", "/body-robustness/", (request) => size(request) > 100 * 1024],
  [
    "null-member",
    "null for a member",
    "/type/body",
    root((value) => isJsonObject(value) && Object.values(value).includes(null)),
  ],
  [
    "wrong-type",
    "a number where there should be text",
    "/type/body",
    root((value) => isJsonObject(value) && Object.values(value).some((item) => typeof item === "number")),
  ],
  [
    "array-member",
    "an array for a member",
    "/type/body",
    root((value) => isJsonObject(value) && Object.values(value).some(Array.isArray)),
  ],
  [
    "proto",
    "a member called __proto__",
    "/body-robustness/",
    (request) => textOf(request).includes('"__proto__"'),
  ],
  [
    "huge-number",
    "a number of hundreds of digits",
    "/body-robustness/",
    (request) => /\d{300}/.test(textOf(request)),
  ],
  [
    "charset",
    "a charset that nobody knows",
    "/body-robustness/",
    (request) => /charset=x-/.test(header(request.headers, "content-type") ?? ""),
  ],
  [
    "encoding",
    "a Content-Encoding that is not true",
    "/body-robustness/",
    (request) => header(request.headers, "content-encoding") !== undefined,
  ],
  [
    "untyped",
    "a body without a Content-Type",
    "/media-types/",
    (request) => size(request) > 0 && header(request.headers, "content-type") === undefined,
  ],
  [
    "other-type",
    "a body in another media type",
    "/media-types/",
    (request) => /xml|form|octet|text\/plain/.test(header(request.headers, "content-type") ?? ""),
  ],
  ["bad-utf8", "bytes that are not UTF-8", "/body-syntax/", (request) => textOf(request).includes("\ufffd")],
  ["long-text", "a long text", "/maxLength/", inside((text) => text.length > 5000)],
];

const ERROR: ApiResponse = {
  status: 500,
  headers: { "content-type": "text/plain" },
  body: new TextEncoder().encode("Internal Server Error"),
};

function bodyMutants(world: World, operation: Operation): readonly Mutant[] {
  const of = (fault: Omit<Fault, "family" | "operation">, trigger: Trigger, outcome: Outcome): Mutant =>
    behaviour(
      world,
      { family: "robustness", operation, ...fault },
      ({ answer }) =>
        (request) =>
          operationOf(world, request) === operation && trigger(request) ? outcome() : answer(request),
    );
  return TRIGGERS.flatMap(([name, what, rule, trigger]) => {
    // A contract that has no such text leaves nothing to send.
    const near = [`${operation.id}${rule}`];
    const fails = of(
      { name: `${name}-500`, description: `fails with 500 on ${what}`, near },
      trigger,
      () => ERROR,
    );
    if (!["malformed", "deep-arrays", "array", "nul"].includes(name)) return [fails];
    return [
      fails,
      of({ name: `${name}-hang`, description: `never answers to ${what}`, near }, trigger, hang),
      of({ name: `${name}-reset`, description: `drops the connection on ${what}`, near }, trigger, reset),
    ];
  });
}

type Outcome = () => ApiResponse | Promise<ApiResponse>;

const hang: Outcome = () => new Promise<ApiResponse>(() => {});
const reset: Outcome = () =>
  Promise.reject(new KitError("target-reset", "the connection was closed before the answer was complete"));

/** Faults that come with time: every nth request, after n requests, the first one. */
function timeMutants(world: World, operation: Operation): readonly Mutant[] {
  const counted = (
    name: string,
    description: string,
    isBad: (count: number) => boolean,
    outcome: Outcome,
  ): Mutant => {
    const wrap: Wrap = ({ answer }) => {
      let count = 0;
      return (request) => {
        if (operationOf(world, request) !== operation) return answer(request);
        return isBad(++count) ? outcome() : answer(request);
      };
    };
    return behaviour(
      world,
      { family: "robustness", name, description, operation, near: [`${operation.id}/sequences/`] },
      wrap,
    );
  };
  return [
    counted(
      "every-seventh-fails",
      "fails on every seventh request",
      (count) => count % 7 === 0,
      () => ERROR,
    ),
    counted("every-tenth-resets", "drops every tenth connection", (count) => count % 10 === 0, reset),
    counted("crash-after-20", "is gone after 20 requests", (count) => count > 20, reset),
    counted(
      "first-503",
      "is not ready for the first request",
      (count) => count === 1,
      () => ({ ...ERROR, status: 503 }),
    ),
    counted(
      "every-eleventh-empty",
      "answers every eleventh request with nothing",
      (count) => count % 11 === 0,
      () => withJson({ ...ERROR, status: 200 }, {}),
    ),
    overlapping(world, operation),
  ];
}

/** A server that cannot do two things at once. */
function overlapping(world: World, operation: Operation): Mutant {
  const fault: Fault = {
    family: "robustness",
    name: "overlap-fails",
    description: "fails while another request is under way",
    operation,
    near: [`${operation.id}/sequences/`],
  };
  return behaviour(world, fault, ({ answer }) => {
    let busy = 0;
    return async (request) => {
      busy++;
      try {
        await Promise.resolve();
        return busy > 16 && operationOf(world, request) === operation ? ERROR : await answer(request);
      } finally {
        busy--;
      }
    };
  });
}
