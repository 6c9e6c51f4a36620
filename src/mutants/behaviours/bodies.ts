// Bodies of answers: missing, of another kind, wrapped, cut off, or with each member gone, retyped or null.
import { declaredFor, readResponse } from "../../contract/message.ts";
import type { Operation } from "../../contract/model.ts";
import type { ApiResponse } from "../../http.ts";
import { leavesOf } from "../../schema/violation.ts";
import { isJsonObject, jsonOf, textOf, withBody, withJson, type JsonObject } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import type { Seen } from "../samples.ts";
import type { World } from "../world.ts";
import { behaviour, onAnswers, type Fault } from "./behaviour.ts";

interface Change {
  readonly name: string;
  readonly what: string;
  readonly family: Fault["family"];
  readonly change: (response: ApiResponse) => ApiResponse;
}

/**
 * One mutant per operation, status and way to break the body; a way that the contract allows there is none. An answer
 * that the contract does not declare has no body that could be broken.
 */
export function bodyMutants(world: World, seen: readonly Seen[]): readonly Mutant[] {
  const declared = seen.filter(({ operation, status }) => declaredFor(operation, status) !== undefined);
  return declared.flatMap((one) =>
    [...wholeChanges(), ...memberChanges(jsonOf(one.response))].flatMap((change) =>
      mutantOf(world, one, change),
    ),
  );
}

function mutantOf(
  world: World,
  { operation, status, response }: Seen,
  { name, what, family, change }: Change,
): readonly Mutant[] {
  const { problems } = readResponse(operation, change(response), operation.method);
  const [problem] = leavesOf(problems);
  if (!problem) return [];
  const fault: Fault = {
    family,
    name: `${status}-${name}`,
    description: `answers ${status} ${what}`,
    operation,
    pointer: problem.pointer,
    near: near(operation, status),
  };
  return [
    behaviour(
      world,
      fault,
      onAnswers(world, operation, (given) => (given.status === status ? change(given) : given)),
    ),
  ];
}

const NEAR: Readonly<Record<number, string>> = {
  400: "/body-syntax/",
  401: "/credentials/",
  403: "/roles/",
  404: "/ids/",
};

const near = (operation: Operation, status: number): readonly string[] => [
  `${operation.id}${NEAR[status] ?? "/valid/"}`,
];

const typed = (response: ApiResponse, type: string): ApiResponse => ({
  ...response,
  headers: { ...response.headers, "content-type": type },
});

function wholeChanges(): readonly Change[] {
  const of = (name: string, what: string, change: Change["change"]): Change => ({
    name,
    what,
    family: "bodies",
    change,
  });
  const json = (name: string, what: string, make: (value: unknown) => unknown): Change =>
    of(name, what, (response) => withJson(response, make(jsonOf(response))));
  const html = "<!doctype html><title>Error</title><p>It did not work.";
  return [
    of("missing", "without a body", (response) => withBody(response, "")),
    of("html", "with an HTML page", (response) => typed(withBody(response, html), "text/html")),
    of("html-as-json", "with an HTML page that is called JSON", (response) => withBody(response, html)),
    of("text", "with plain text", (response) => typed(withBody(response, "OK"), "text/plain")),
    of("json-as-text", "with JSON that is called text/plain", (response) => typed(response, "text/plain")),
    of("json-as-html", "with JSON that is called text/html", (response) =>
      typed(response, "text/html; charset=utf-8"),
    ),
    of("untyped", "without a Content-Type", (response) => {
      const { "content-type": _, ...headers } = response.headers;
      return { ...response, headers };
    }),
    of("truncated", "with JSON cut off", (response) => withBody(response, response.body.slice(0, -1))),
    of("half", "with half of the JSON", (response) =>
      withBody(response, response.body.slice(0, response.body.length >> 1)),
    ),
    of("twice", "with the JSON twice", (response) => withBody(response, textOf(response).repeat(2))),
    of("prefixed", "with a guard before the JSON", (response) =>
      withBody(response, `)]}',\n${textOf(response)}`),
    ),
    of("single-quotes", "with single quotes", (response) =>
      withBody(response, textOf(response).replaceAll('"', "'")),
    ),
    json("empty-object", "with {}", () => ({})),
    json("empty-array", "with []", () => []),
    json("null", "with null", () => null),
    json("true", "with true", () => true),
    json("string", "with a JSON string", () => "done"),
    json("wrapped", "wrapped in data", (value) => ({ data: value })),
    json("in-array", "in an array", (value) => [value]),
    json("double-encoded", "encoded twice", (value) => JSON.stringify(value)),
    json("message-only", "in another shape, { message }", () => ({ message: "It did not work." })),
    json("problem", "as problem details", () => ({ type: "about:blank", title: "Error", status: 400 })),
    json("errors-list", "with a list of errors", () => ({ errors: [{ message: "It did not work." }] })),
    json("code-and-message", "in another shape, { code, message }", () => ({
      code: 1,
      message: "It did not work.",
    })),
    json("flat-error", "with a flat error", () => ({ error: "It did not work." })),
  ];
}

const RETYPED: readonly (readonly [name: string, value: unknown])[] = [
  ["null", null],
  ["number", 42],
  ["string", "plumbline"],
  ["boolean", false],
  ["array", []],
  ["object", {}],
];

/** Every member of a body, by its path; in a list what goes for one item goes for all. */
function memberChanges(value: unknown): readonly Change[] {
  return pathsOf(value, []).flatMap((path) => {
    const name = path.join(".");
    const of = (
      how: string,
      what: string,
      change: (parent: JsonObject, key: string) => JsonObject,
    ): Change => ({
      name: `${how}-${name}`,
      what: `with ${name} ${what}`,
      family: "response shape",
      change: (response) => withJson(response, changeAt(jsonOf(response), path, change)),
    });
    return [
      of("gone", "left out", (parent, key) =>
        Object.fromEntries(Object.entries(parent).filter(([other]) => other !== key)),
      ),
      of("renamed", "under another name", (parent, key) =>
        Object.fromEntries(
          Object.entries(parent).map(([other, item]) => [other === key ? `${other}_` : other, item]),
        ),
      ),
      ...RETYPED.map(([type, wrong]) =>
        of(type, `being ${type === "object" || type === "array" ? "an" : "a"} ${type}`, (parent, key) => ({
          ...parent,
          [key]: wrong,
        })),
      ),
    ];
  });
}

const EACH = "*";

function pathsOf(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (Array.isArray(value)) return value.length > 0 ? pathsOf(value[0], [...path, EACH]) : [];
  if (!isJsonObject(value) || path.length > 6) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    [...path, name],
    ...pathsOf(item, [...path, name]),
  ]);
}

function changeAt(
  value: unknown,
  path: readonly string[],
  change: (parent: JsonObject, key: string) => JsonObject,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (key === EACH)
    return Array.isArray(value) ? value.map((item: unknown) => changeAt(item, rest, change)) : value;
  if (!isJsonObject(value)) return value;
  if (rest.length === 0) return change(value, key);
  return Object.hasOwn(value, key) ? { ...value, [key]: changeAt(value[key], rest, change) } : value;
}
