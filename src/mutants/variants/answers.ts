// Variants that answer otherwise: other headers, other JSON texts, other messages, slowly.
import { declaredFor, readResponse } from "../../contract/message.ts";
import type { ApiRequest, ApiResponse, Answer } from "../../http.ts";
import { operationOf } from "../credentials.ts";
import { isJsonObject, jsonOf, textOf, withBody, withJson } from "../json-body.ts";
import type { Variant } from "../mutant.ts";
import type { World } from "../world.ts";

/** The variants of any contract that change answers only; how a value is written comes after which value it is. */
export function answerVariants(world: World): readonly Variant[] {
  return [...headerVariants(), ...contentVariants(world), ...textVariants(), slow(20, 8)];
}

type Change = (response: ApiResponse, request: ApiRequest) => ApiResponse;

type Answered = ApiResponse | Promise<ApiResponse>;

/** What comes of an answer: at once where it is there already, for nobody is to wait who need not. */
export const after = (answered: Answered, change: (response: ApiResponse) => Answered): Answered =>
  answered instanceof Promise ? answered.then(change) : change(answered);

/** A variant that changes every answer. */
export function answering(id: string, description: string, change: Change, choice?: string): Variant {
  const wrap =
    (answer: Answer): Answer =>
    (request) =>
      after(answer(request), (response) => change(response, request));
  return { id, description, wrap, ...(choice === undefined ? {} : { choice }) };
}

const withHeaders =
  (headers: ApiResponse["headers"]): Change =>
  (response) => ({ ...response, headers: { ...response.headers, ...headers } });

function headerVariants(): readonly Variant[] {
  const isJson = ({ headers }: ApiResponse): boolean => headers["content-type"] === "application/json";
  const typed = (response: ApiResponse, type: string): ApiResponse =>
    isJson(response) ? { ...response, headers: { ...response.headers, "content-type": type } } : response;
  return [
    answering(
      "more-headers",
      "sends a request id, a server name and cache rules",
      withHeaders({ "x-request-id": "7f3b", server: "gate/2", "cache-control": "no-store", vary: "Origin" }),
    ),
    answering("cookies", "sets two cookies", withHeaders({ "set-cookie": ["a=1; Path=/", "b=2; HttpOnly"] })),
    answering(
      "rate-headers",
      "tells how many requests are left",
      withHeaders({ "ratelimit-limit": "1000", "ratelimit-remaining": "998", "x-ratelimit-reset": "60" }),
    ),
    answering(
      "deprecation",
      "says that the header X-Project-Id is deprecated",
      withHeaders({
        deprecation: "true",
        link: '</docs>; rel="deprecation"',
        sunset: "Wed, 01 Jan 2031 00:00:00 GMT",
      }),
    ),
    answering(
      "security-headers",
      "sends the usual security headers",
      withHeaders({
        "strict-transport-security": "max-age=1",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'",
      }),
    ),
    answering(
      "entity-tags",
      "sends an ETag and a date",
      withHeaders({
        etag: 'W/"1"',
        date: "Wed, 01 Jan 2031 00:00:00 GMT",
        "last-modified": "Wed, 01 Jan 2031 00:00:00 GMT",
      }),
    ),
    answering(
      "charset",
      "names the charset of its JSON",
      (response) => typed(response, "application/json; charset=utf-8"),
      "content-type",
    ),
    answering(
      "type-in-capitals",
      "writes media types in capitals",
      (response) => typed(response, 'Application/JSON;Charset="UTF-8"'),
      "content-type",
    ),
    answering("no-challenge", "sends no WWW-Authenticate", (response) => {
      if (response.headers["www-authenticate"] === undefined) return response;
      const { "www-authenticate": _, ...headers } = response.headers;
      return { ...response, headers };
    }),
  ];
}

/**
 * The same JSON value in another text: the order of members first, the blanks around it last. One with all its letters
 * escaped would hide from the judge what the others show, so that one is a choice.
 */
function textVariants(): readonly Variant[] {
  const written = (
    id: string,
    description: string,
    write: (value: unknown, text: string) => string,
    choice?: string,
  ): Variant => {
    const known = oncePerText();
    const change = (response: ApiResponse): ApiResponse =>
      known(response, "", () => {
        const value = jsonOf(response);
        return value === undefined ? response : withJson(response, value, write(value, textOf(response)));
      });
    return answering(id, description, change, choice);
  };
  return [
    written("turned", "writes members in the other order", (value) => JSON.stringify(turned(value))),
    written(
      "pretty",
      "prints its JSON over several lines",
      (value) => `${JSON.stringify(value, null, 2)}\n`,
      "json-text",
    ),
    written(
      "escaped",
      "writes every letter of its JSON texts as an escape",
      (value) =>
        JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
          escapedText(JSON.parse(text) as string),
        ),
      "json-text",
    ),
    written("blanks", "puts blanks around its JSON", (_, text) => `\n  ${text}\r\n`),
  ];
}

/** Works out once what becomes of a text at a place: a server says the same things again and again. */
function oncePerText(): (response: ApiResponse, place: string, change: () => ApiResponse) => ApiResponse {
  const places = new Map<string, Map<string, Uint8Array | "same">>();
  return (response, place, change) => {
    if (response.body === undefined) return response;
    let known = places.get(place);
    if (!known) places.set(place, (known = new Map()));
    const text = textOf(response);
    let body = known.get(text);
    if (body === undefined) {
      const { body: changed = response.body } = change();
      known.set(text, (body = changed === response.body ? "same" : changed));
    }
    return body === "same" ? response : withBody(response, body);
  };
}

function escapedText(text: string): string {
  let escaped = "";
  for (let at = 0; at < text.length; at++)
    escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return `"${escaped}"`;
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, item]) => [name, turned(item)]),
  );
}

/** Another value, where it fits the contract as well as the first; undeclared statuses stay as they are. */
function contentVariants(world: World): readonly Variant[] {
  const fitting = (
    id: string,
    description: string,
    change: (value: unknown, response: ApiResponse) => unknown,
  ): Variant => {
    const known = oncePerText();
    return answering(id, description, (response, request) => {
      const operation = operationOf(world, request);
      if (!operation || !declaredFor(operation, response.status)) return response;
      return known(response, `${operation.id} ${request.method} ${response.status}`, () => {
        const value = jsonOf(response);
        const changed = value === undefined ? value : change(value, response);
        if (changed === value) return response;
        const other = withJson(response, changed);
        return readResponse(operation, other, request.method).problems.length === 0 ? other : response;
      });
    });
  };
  // Those first that leave few different texts behind: what becomes of a text is worked out once.
  return [
    fitting("other-messages", "words its errors in its own way", (value, { status }) =>
      status >= 400 ? reworded(value) : value,
    ),
    fitting("long-messages", "words its errors at great length", (value, { status }) =>
      status >= 400 ? reworded(value, "It did not work, and here is why. ".repeat(20)) : value,
    ),
    fitting("more-members", "answers with members that the contract does not name", (value) =>
      grown(value, 0),
    ),
    fitting("no-nulls", "leaves out what is null", pruned),
    fitting(
      "nested-errors",
      "answers validation errors in the shape that the service has",
      (value, { status }) => {
        const error = isJsonObject(value) ? value["error"] : undefined;
        return status === 400 && typeof error === "string"
          ? { error: { message: error, type: "validation_error" } }
          : value;
      },
    ),
  ];
}

function grown(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => grown(item, depth + 1));
  if (!isJsonObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isJsonObject(item) ? { ...item, plumblineMore: depth } : item,
    ]),
  );
  return { ...inner, requestId: "7f3b", plumblineMore: { list: [1, null], deep: { yes: true } } };
}

function reworded(value: unknown, text = "Nein."): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      typeof item === "string" && ["error", "message", "detail", "title"].includes(name)
        ? text
        : reworded(item, text),
    ]),
  );
}

/** The same value where there is nothing to leave out. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(pruned);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  const kept = entries.filter(([, item]) => item !== null);
  return kept.length === entries.length ? value : Object.fromEntries(kept);
}

/** Not fast, and still there; where only some answers are slow, the others overtake them. */
export function slow(milliseconds: number, every = 1): Variant {
  const wrap = (answer: Answer): Answer => {
    let count = 0;
    return (request) => {
      if (++count % every !== 0) return answer(request);
      return new Promise((resolve) => setTimeout(resolve, milliseconds)).then(() => answer(request));
    };
  };
  const which = every === 1 ? "every answer" : `one answer of ${every}`;
  return { id: "slow", description: `takes ${milliseconds} ms for ${which}`, wrap };
}
