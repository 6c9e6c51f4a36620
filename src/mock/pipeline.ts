// The way of a request through the mock, top down: route, authenticate, authorise, read, answer.
import type { ApiRequest, ApiResponse } from "../http.ts";
import { header, splitTarget } from "../http.ts";
import { readRequest } from "../contract/message.ts";
import type { Operation } from "../contract/model.ts";
import type { ReadRequest } from "../contract/exchange-types.ts";
import type { ErrorResponses } from "./error-body.ts";
import type { WriteAnswer } from "./handler-answer.ts";
import type { Handler, HandlerContext, HandlerResult, Principal } from "./handler.ts";
import type { Locate } from "./locate.ts";
import type { Wish } from "./prefer.ts";
import { isEmpty, readWish } from "./prefer.ts";
import type { Authenticate } from "./principals.ts";
import { authorize } from "./principals.ts";
import { problemResponse } from "./problem.ts";
import type { Refusal } from "./refusal.ts";
import { refuseInvalid } from "./refusal.ts";
import { repeatedKey } from "./repeated-key.ts";
import type { FromState } from "./resources.ts";
import { bodyProblem, tooLarge, unpackBody } from "./request-body.ts";
import type { SelectResponse } from "./select-response.ts";
import { unreadableWish } from "./select-response.ts";
import type { State } from "./state.ts";

export interface PipelineParts {
  readonly locate: Locate;
  readonly authenticate: Authenticate;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly state: State;
  /** Asked where an operation has no handler and the client no wish. */
  readonly fromState: FromState;
  readonly errors: ErrorResponses;
  readonly select: SelectResponse;
  readonly write: WriteAnswer;
  readonly contentLimit: number;
  readonly duplicateKeys: "refuse" | "last";
  /** Told of a handler that threw. */
  readonly onError: (error: unknown) => void;
}

/** What came of a request: the response, and what the journal keeps beside it. */
export interface Outcome {
  readonly response: ApiResponse;
  readonly operation: Operation | undefined;
  readonly problems: readonly string[];
}

const EMPTY = new Uint8Array(0);
const NONE: readonly string[] = [];

/** Answers one request; `oversize` says that its body was above the limit and is not there. */
export function pass(
  parts: PipelineParts,
  request: ApiRequest,
  oversize: boolean,
): Outcome | Promise<Outcome> {
  const [path, query] = splitTarget(request.path);
  const { method } = request;
  const match = parts.locate(method, path);
  if (match.kind === "operation") {
    const outcome = visit(parts, { request, query, match, oversize });
    return method === "HEAD" ? bodiless(outcome) : outcome;
  }
  if (match.kind === "unknown")
    return outside(problemResponse(404, `the contract has no path ${path.slice(0, 300)}`), "unknown path");
  if (method === "HEAD") {
    const asGet = parts.locate("GET", path);
    if (asGet.kind === "operation") return bodiless(visit(parts, { request, query, match: asGet, oversize }));
  }
  const allow = allowOf(match.allowed);
  if (method === "OPTIONS")
    return {
      response: { status: 204, headers: { allow }, body: EMPTY },
      operation: undefined,
      problems: NONE,
    };
  return outside(
    problemResponse(405, `${match.path} takes ${allow}, not ${method}`, { headers: { allow } }),
    "method not declared",
  );
}

function outside(response: ApiResponse, problem: string): Outcome {
  return { response, operation: undefined, problems: [problem] };
}

/** RFC 9110 §10.2.1: the methods that are answered, so HEAD beside GET and OPTIONS always. */
function allowOf(declared: readonly string[]): string {
  const allowed = new Set(declared);
  if (allowed.has("GET")) allowed.add("HEAD");
  return [...allowed.add("OPTIONS")].join(", ");
}

/** RFC 9110 §9.3.2: HEAD is answered like GET, without the body. */
function bodiless(outcome: Outcome | Promise<Outcome>): Outcome | Promise<Outcome> {
  if (outcome instanceof Promise) return outcome.then(bodiless);
  const { status, headers, body } = outcome.response;
  const length = { "content-length": String(body.length) };
  return { ...outcome, response: { status, headers: { ...headers, ...length }, body: EMPTY } };
}

interface Visit {
  readonly request: ApiRequest;
  readonly query: string;
  readonly match: { readonly operation: Operation; readonly pathValues: Readonly<Record<string, string>> };
  readonly oversize: boolean;
}

/** A request for a known operation. The order is the design's: 401 before 403 before 400 before the handler's 404. */
function visit(parts: PipelineParts, visitor: Visit): Outcome | Promise<Outcome> {
  const { request, match, oversize } = visitor;
  const { operation } = match;

  const identity = parts.authenticate(operation, request);
  if ("refuse" in identity) return refused(parts, operation, identity.refuse, request);
  const forbidden = authorize(operation, identity.principal);
  if (forbidden) return refused(parts, operation, forbidden, request);

  const { contentLimit } = parts;
  const unpacked = oversize
    ? { refuse: tooLarge(contentLimit) }
    : unpackBody(operation, request, contentLimit);
  if ("refuse" in unpacked) return refused(parts, operation, unpacked.refuse, request);
  const read = readSafely(operation, unpacked.request, match.pathValues);
  const wished = readWish(request, visitor.query);
  if ("problem" in wished)
    return { response: unreadableWish(wished.problem), operation, problems: [wished.problem] };
  if (read.problems.length > 0) return refuseRead(parts, read, { operation, request, wish: wished.wish });

  const repeated = repeatedIn(unpacked.request, read);
  if (repeated !== undefined && parts.duplicateKeys === "refuse")
    return refused(parts, operation, repeatedRefusal(operation, repeated), request);
  const notes = repeated === undefined ? NONE : [`the key ${repeated} is there twice; the last one counts`];
  const { principal } = identity;
  return respond(parts, wished.wish, { request: unpacked.request, read, operation, principal, notes });
}

/** An invalid request is refused with its reason, or by the example that the client wishes for just this status. */
function refuseRead(
  parts: PipelineParts,
  read: ReadRequest,
  {
    operation,
    request,
    wish,
  }: { readonly operation: Operation; readonly request: ApiRequest; readonly wish: Wish },
): Outcome {
  const refusal = refuseInvalid(operation, read.problems);
  if (wish.example === undefined || wish.code !== refusal.status)
    return refused(parts, operation, refusal, request);
  const response = parts.select(operation, wish, header(request.headers, "accept"));
  return { response, operation, problems: [refusal.message] };
}

/** A valid request: the handler answers, unless there is none or the client wishes for a certain answer. */
function respond(parts: PipelineParts, wish: Wish, call: Call): Outcome | Promise<Outcome> {
  const { operation, request, notes } = call;
  const handler = parts.handlers.get(operation.id);
  if (handler && wish.code === undefined && wish.example === undefined) return handle(parts, handler, call);
  const kept = isEmpty(wish) ? fromState(parts, call) : undefined;
  if (kept) return kept;
  return {
    response: parts.select(operation, wish, header(request.headers, "accept")),
    operation,
    problems: notes,
  };
}

interface Call {
  readonly request: ApiRequest;
  readonly read: ReadRequest;
  readonly operation: Operation;
  readonly principal: Principal | undefined;
  readonly notes: readonly string[];
}

function fromState(parts: PipelineParts, call: Call): Outcome | undefined {
  try {
    const result = parts.fromState(contextOf(parts, call));
    return result && handled(parts, result, call);
  } catch (error) {
    return failed(parts, error, call.operation);
  }
}

function contextOf({ state }: PipelineParts, { operation, request, read, principal }: Call): HandlerContext {
  return { operation, request: read, raw: request, principal, state };
}

function handle(parts: PipelineParts, handler: Handler, call: Call): Outcome | Promise<Outcome> {
  const { operation } = call;
  try {
    const result = handler(contextOf(parts, call));
    if (!(result instanceof Promise)) return handled(parts, result, call);
    return result
      .then((made) => handled(parts, made, call))
      .catch((error: unknown) => failed(parts, error, operation));
  } catch (error) {
    return failed(parts, error, operation);
  }
}

function handled(parts: PipelineParts, result: HandlerResult, { operation, request, notes }: Call): Outcome {
  if ("refuse" in result) return refused(parts, operation, { ...result.refuse, by: "service" }, request);
  return {
    response: parts.write(operation, result, header(request.headers, "accept")),
    operation,
    problems: notes,
  };
}

function failed(parts: PipelineParts, error: unknown, operation: Operation): Outcome {
  parts.onError(error);
  const problem = `the handler of ${operation.id} threw`;
  return {
    response: problemResponse(500, `${problem}; the log of the mock says why`),
    operation,
    problems: [problem],
  };
}

function refused(parts: PipelineParts, operation: Operation, refusal: Refusal, request: ApiRequest): Outcome {
  const response = parts.errors(operation, refusal, header(request.headers, "accept"));
  return { response, operation, problems: [refusal.message] };
}

/** A body nested deeper than the stack cannot be judged; it is refused like one that cannot be parsed. */
function readSafely(
  operation: Operation,
  request: ApiRequest,
  pathValues: Readonly<Record<string, string>>,
): ReadRequest {
  try {
    return readRequest(operation, request, pathValues);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const problems = [bodyProblem(operation, "malformed", "is nested too deeply")];
    return { path: {}, query: {}, header: {}, cookie: {}, body: undefined, mediaType: undefined, problems };
  }
}

function repeatedIn(request: ApiRequest, read: ReadRequest): string | undefined {
  if (request.body === undefined || typeof read.body !== "object" || read.body === null) return undefined;
  if (!/[/+]json/i.test(read.mediaType?.range ?? "")) return undefined;
  return repeatedKey(request.body, read.body);
}

function repeatedRefusal(operation: Operation, key: string): Refusal {
  return refuseInvalid(operation, [
    bodyProblem(operation, "malformed", `has the key ${key.slice(0, 100)} twice`),
  ]);
}
