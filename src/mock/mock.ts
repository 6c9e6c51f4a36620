// Makes a mock of a contract: an Answer with state, journal and control, from handlers where there are some.
import type { Answer, ApiRequest, ApiResponse } from "../http.ts";
import { decodeText, splitTarget } from "../http.ts";
import type { Contract, Operation } from "../contract/model.ts";
import { callbackSender, type CallbackMode } from "./callbacks.ts";
import { controlOf, isControl } from "./control.ts";
import { preflight, withCors } from "./cors.ts";
import { delayOf } from "./delay.ts";
import { errorResponses } from "./error-body.ts";
import { answerWriter } from "./handler-answer.ts";
import type { Handler, Principal } from "./handler.ts";
import type { Journal } from "./journal.ts";
import { createJournal } from "./journal.ts";
import type { LocateOptions } from "./locate.ts";
import { locatorOf } from "./locate.ts";
import type { Outcome, PipelineParts } from "./pipeline.ts";
import { pass } from "./pipeline.ts";
import { authenticateBy } from "./principals.ts";
import { storeOf } from "./resources.ts";
import { selectorOf } from "./select-response.ts";
import type { SelfCheckMode } from "./self-check.ts";
import { selfCheckOf } from "./self-check.ts";
import { CONTENT_LIMIT } from "./serve.ts";
import type { State, StateSeed } from "./state.ts";
import { createState } from "./state.ts";

export interface MockOptions extends LocateOptions {
  /** Who may call. Without a list every well-formed credential is accepted and roles are not asked for. */
  readonly principals?: readonly Principal[];
  /** By operation id; an operation without one is answered from the contract's examples and schemas. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly state?: StateSeed;
  /** False: operations without a handler remember nothing and always give the same answer. */
  readonly stateful?: boolean;
  /** Names of members that the control never shows: `value`. */
  readonly masked?: readonly string[];
  /** The machine word of an error per status, where the API has its own. */
  readonly errorTypes?: Readonly<Record<number, string>>;
  /** What happens to an own answer that breaks the contract; default `fail`. */
  readonly selfCheck?: SelfCheckMode;
  /** False: no credentials are asked for. */
  readonly security?: boolean;
  readonly cors?: boolean;
  /** False: nothing is served at `/_plumbline/`. */
  readonly control?: boolean;
  /** The most bytes of a request body; default 10 MiB. */
  readonly contentLimit?: number;
  /** A key that a JSON object holds twice: the last one counts (and the journal says so), or 400. */
  readonly duplicateKeys?: "refuse" | "last";
  /** Generated values instead of examples, other ones on each request. */
  readonly dynamic?: boolean;
  /** True: the examples of responses are passed over; those inside a schema still count. */
  readonly ignoreExamples?: boolean;
  readonly seed?: number;
  /** Milliseconds that every answer waits; a request may ask for its own with `Prefer: wait=SECONDS`. */
  readonly delay?: number;
  /** Where the callbacks of an operation may be sent; default `off`. */
  readonly callbacks?: CallbackMode;
  /** How many exchanges the journal keeps. */
  readonly journalSize?: number;
  /** Told once of everything the user should know about how this contract is mocked. */
  readonly log?: (text: string) => void;
  /** Told of a handler that threw. */
  readonly onError?: (error: unknown) => void;
}

export interface Mock {
  readonly answer: Answer;
  /** The answer to a request whose body is above the limit and was not read: `serve` takes it. */
  readonly tooLarge: Answer;
  readonly contentLimit: number;
  readonly state: State;
  readonly journal: Journal;
}

/** A mock of the contract. Never throws on a request: what it cannot answer it says in the answer. */
export function mock(contract: Contract, options: MockOptions = {}): Mock {
  const { cors = true, control = true, contentLimit = CONTENT_LIMIT } = options;
  const state = createState(options.state);
  const journal = createJournal(options.journalSize);
  const parts = partsOf(contract, options, state);
  const direct = control ? controlOf({ contract, state, journal, masked: options.masked ?? [] }) : undefined;

  const sendCallbacks = callbackSender({ mode: options.callbacks ?? "off", note: parts.note });
  const afterwards = (request: ApiRequest, { operation, response }: Outcome): void => {
    if (!operation?.callbacks || response.status >= 400) return;
    const match = parts.locate(request.method, splitTarget(request.path)[0]);
    const pathValues = match.kind === "operation" ? match.pathValues : {};
    void sendCallbacks(operation, request, response, pathValues);
  };

  const finish = (request: ApiRequest, outcome: Outcome, started: number): ApiResponse => {
    const { operation, problems } = outcome;
    const made = operation?.deprecated === true ? withDeprecation(outcome.response) : outcome.response;
    const response = cors ? withCors(request, made) : made;
    afterwards(request, outcome);
    journal.record({
      arrived: Date.now(),
      method: request.method,
      path: request.path,
      status: response.status,
      operation: operation?.id,
      milliseconds: performance.now() - started,
      problems,
    });
    return response;
  };

  const answerWith = (request: ApiRequest, oversize: boolean): ApiResponse | Promise<ApiResponse> => {
    if (direct && request.path.startsWith("/_")) {
      const [path] = splitTarget(request.path);
      if (isControl(path)) return direct(request, path);
    }
    const started = performance.now();
    const allowed = cors ? preflight(request) : undefined;
    if (allowed) return allowed;
    const outcome = pass(parts, request, oversize);
    return outcome instanceof Promise
      ? outcome.then((made) => finish(request, made, started))
      : finish(request, outcome, started);
  };

  const inTime = (request: ApiRequest, oversize: boolean): ApiResponse | Promise<ApiResponse> => {
    const wait = delayOf(request, options.delay ?? 0);
    if (wait === 0) return answerWith(request, oversize);
    return new Promise<void>((resolve) => setTimeout(resolve, wait)).then(() =>
      answerWith(request, oversize),
    );
  };

  return {
    answer: (request) => inTime(request, false),
    tooLarge: (request) => inTime(request, true),
    contentLimit,
    state,
    journal,
  };
}

/** The field that Prism sends too; RFC 9745 would want a date, which a contract does not give. */
function withDeprecation(response: ApiResponse): ApiResponse {
  return { ...response, headers: { ...response.headers, deprecation: "true" } };
}

type Parts = PipelineParts & { readonly note: (text: string) => void };

function partsOf(contract: Contract, options: MockOptions, state: State): Parts {
  const told = new Set<string>();
  const note = (text: string): void => {
    if (told.has(text) || told.size > 10_000) return;
    told.add(text);
    options.log?.(text);
  };
  const selfCheck = selfCheckOf(options.selfCheck ?? "fail", note);
  const types = options.errorTypes;
  const seed = options.seed ?? 1;
  const { dynamic = false, ignoreExamples = false } = options;
  const select = selectorOf({ seed, dynamic, ignoreExamples, selfCheck });
  const still = (operation: Operation): unknown => bodyOf(select(operation, {}, undefined));
  return {
    note,
    locate: locatorOf(contract, options, note),
    authenticate:
      options.security === false ? () => ({ principal: undefined }) : authenticateBy(options.principals),
    handlers: new Map(Object.entries(options.handlers ?? {})),
    state,
    fromState: options.stateful === false ? () => undefined : storeOf(contract, { state, seed, still }),
    errors: errorResponses(types === undefined ? { note } : { types, note }),
    select,
    write: answerWriter(selfCheck),
    contentLimit: options.contentLimit ?? CONTENT_LIMIT,
    duplicateKeys: options.duplicateKeys ?? "last",
    onError: options.onError ?? ((error) => note(`a handler threw: ${String(error)}`)),
  };
}

/** The JSON value of an own answer; undefined for any other body. */
function bodyOf({ status, body }: ApiResponse): unknown {
  if (status >= 300 || body.byteLength === 0) return undefined;
  try {
    return JSON.parse(decodeText(body));
  } catch {
    return undefined;
  }
}
