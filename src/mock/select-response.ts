// Answers without a handler: which declared response, which media type, which body, in the order that clients can wish.
import type { ApiResponse } from "../http.ts";
import { encodeText } from "../http.ts";
import { declaredFor } from "../contract/message.ts";
import type { DeclaredResponse, MediaType, Operation } from "../contract/model.ts";
import { chooseMediaType } from "../contract/negotiation.ts";
import type { Written } from "./content-type.ts";
import { concreteType, isJsonType, writeAs } from "./content-type.ts";
import { isEmpty, type Wish } from "./prefer.ts";
import { problemResponse } from "./problem.ts";
import { describeProblems } from "./problem-text.ts";
import { requiredHeaders } from "./response-headers.ts";
import { sampleOf } from "./sampled.ts";
import type { SelfCheck } from "./self-check.ts";

export type SelectResponse = (operation: Operation, wish: Wish, accept: string | undefined) => ApiResponse;

export interface SelectOptions {
  /** The seed of generated values where a request wishes none. */
  readonly seed: number;
  /** Generated values instead of examples, other ones on each request. */
  readonly dynamic: boolean;
  /** Examples of the response are passed over where none is wished for by name. */
  readonly ignoreExamples?: boolean;
  readonly selfCheck: SelfCheck;
}

/** The problem type of a wish that cannot be met, so that nobody takes it for the API's own 404. */
const UNMET = { type: "urn:plumbline:preference", title: "Preference cannot be met" };
const EMPTY = new Uint8Array(0);
const REMEMBERED = 1000;

interface Settings {
  readonly seed: number;
  readonly dynamic: boolean;
  readonly ignoreExamples: boolean;
  readonly example: string | undefined;
}

interface Chosen {
  readonly declared: DeclaredResponse;
  readonly status: number;
}

/** A selector; an answer that no randomness enters is formed and checked once, then sent again as it is. */
export function selectorOf(options: SelectOptions): SelectResponse {
  const remembered = new Map<Operation, Map<string, ApiResponse>>();
  let count = 0;
  let turn = 0;
  return (operation, wish, accept) => {
    const dynamic = wish.dynamic ?? options.dynamic;
    const seed = wish.seed ?? (dynamic ? options.seed + ++turn : options.seed);
    const { ignoreExamples = false } = options;
    const settings: Settings = { seed, dynamic, ignoreExamples, example: wish.example };
    const make = (): ApiResponse =>
      formResponse(operation, { wish, accept, settings, selfCheck: options.selfCheck });
    if (dynamic && wish.seed === undefined) return make();
    if (count >= REMEMBERED) {
      remembered.clear();
      count = 0;
    }
    let known = remembered.get(operation);
    if (!known) remembered.set(operation, (known = new Map()));
    const key = isEmpty(wish) ? (accept ?? "") : `${accept} ${JSON.stringify(wish)}`;
    let response = known.get(key);
    if (!response) {
      known.set(key, (response = make()));
      count++;
    }
    return response;
  };
}

interface Asked {
  readonly wish: Wish;
  readonly accept: string | undefined;
  readonly settings: Settings;
  readonly selfCheck: SelfCheck;
}

function formResponse(operation: Operation, asked: Asked): ApiResponse {
  const chosen = chooseResponse(operation, asked.wish.code);
  if (!("declared" in chosen)) return chosen;
  const { declared, status } = chosen;
  const { example, seed } = asked.settings;
  const headers = requiredHeaders(declared, seed);
  if (declared.content.length === 0 || status === 204 || status === 205 || status === 304) {
    if (example !== undefined)
      return unmet(404, `${operation.id} has no body for ${status}, so it has no example ${example}`);
    return asked.selfCheck(operation, { status, headers, body: EMPTY });
  }
  const content = example === undefined ? declared.content : withExample(declared, example);
  if (content.length === 0) return unmet(404, unknownExample(operation, chosen, example ?? ""));
  const ranges = content.map(({ range }) => range);
  const range = chooseMediaType(asked.accept, ranges);
  const mediaType = content.find((item) => item.range === range);
  if (!mediaType)
    return problemResponse(
      406,
      `${operation.id} answers ${status} as ${ranges.join(" or ")}; send Accept: ${ranges[0]}`,
    );
  const found = bodyOf(mediaType, asked.settings);
  if ("problem" in found) return found.problem;
  return asked.selfCheck(operation, {
    status,
    headers: { "content-type": found.contentType, ...headers },
    body: found.body,
  });
}

/** The wished status as declared; without a wish the lowest 2xx (an exact one before the range), else `default` as 200, else the first that can be sent. */
function chooseResponse(operation: Operation, code: number | undefined): Chosen | ApiResponse {
  const { responses } = operation;
  const statuses = responses.map(({ status }) => status).join(", ");
  if (code !== undefined) {
    const declared = declaredFor(operation, code);
    return declared
      ? { declared, status: code }
      : unmet(404, `${operation.id} declares no ${code}; it declares ${statuses}`);
  }
  const numbered = responses.map((declared) => ({ declared, status: numberOf(declared.status) }));
  const [success] = numbered
    .filter(({ status }) => status >= 200 && status < 300)
    .sort(
      (one, other) =>
        Number(isRange(one.declared)) - Number(isRange(other.declared)) || one.status - other.status,
    );
  const first = success ?? numbered.find(({ declared }) => declared.status === "default");
  if (first) return { declared: first.declared, status: success ? first.status : 200 };
  const other = numbered.find(({ status }) => status >= 200);
  // OpenAPI 3.1 §4.8.10: an operation may declare no responses; success without a body promises nothing.
  if (responses.length === 0) return { status: 204, headers: {}, body: EMPTY };
  return other ?? problemResponse(500, `${operation.id} declares no response that can be sent (${statuses})`);
}

function isRange(declared: DeclaredResponse): boolean {
  return /xx$/i.test(declared.status);
}

/** `404` and `4XX` as a number; 0 for `default`. */
function numberOf(status: string): number {
  return Number(status.replace(/xx$/i, "00")) || 0;
}

function withExample(declared: DeclaredResponse, name: string): MediaType[] {
  return declared.content.filter(({ examples }) => examples.some((example) => example.name === name));
}

function unknownExample(operation: Operation, { declared, status }: Chosen, name: string): string {
  const names = declared.content.flatMap(({ examples }) => examples.map((example) => example.name));
  const known = names.length === 0 ? "it has none" : `it has ${[...new Set(names)].join(", ")}`;
  return `${operation.id} has no example ${name} for ${status}; ${known}`;
}

function unmet(status: number, detail: string): ApiResponse {
  return problemResponse(status, detail, UNMET);
}

/** The answer to preferences that cannot be read. */
export function unreadableWish(reason: string): ApiResponse {
  return unmet(422, reason);
}

function bodyOf(mediaType: MediaType, settings: Settings): Written | { readonly problem: ApiResponse } {
  const found = valueOf(mediaType, settings);
  if ("problem" in found) return found;
  const { value } = found;
  const { range } = mediaType;
  const contentType = typeof value === "string" && range === "*/*" ? "text/plain" : concreteType(range);
  if (value === undefined) return { contentType, body: isJsonType(contentType) ? encodeText("{}") : EMPTY };
  const written = writeAs(value, contentType, mediaType);
  if (written) return written;
  return {
    problem: problemResponse(
      500,
      `a value of ${mediaType.pointer} cannot be written as ${contentType}; give it an example`,
    ),
  };
}

/** The named example, the first valid one, or a generated value; undefined where nothing says what the body is. */
function valueOf(
  mediaType: MediaType,
  settings: Settings,
): { readonly value: unknown } | { readonly problem: ApiResponse } {
  const { schema, examples, pointer } = mediaType;
  const { example, dynamic, ignoreExamples, seed } = settings;
  if (example !== undefined) {
    const value = examples.find(({ name }) => name === example)?.value;
    const violations = schema?.check(value) ?? [];
    if (violations.length === 0) return { value };
    const reasons = describeProblems(violations.map((violation) => ({ ...violation, in: "body" })));
    return { problem: unmet(404, `the example ${example} of ${pointer} breaks its own schema: ${reasons}`) };
  }
  const valid =
    (dynamic || ignoreExamples) && schema
      ? undefined
      : examples.find(({ value }) => schema === undefined || schema.accepts(value));
  if (valid || !schema) return { value: valid?.value };
  const value =
    sampleOf(schema, { seed, fill: "all", examples: !dynamic, varied: dynamic }) ??
    sampleOf(schema, { seed, fill: "required", examples: !dynamic, varied: dynamic });
  if (value !== undefined) return { value };
  return {
    problem: problemResponse(
      501,
      `no value was found that satisfies ${schema.pointer}; give it an example, or register a handler`,
    ),
  };
}
