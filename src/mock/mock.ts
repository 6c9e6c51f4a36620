// Makes a mock of a contract: an Answer with state, journal and control, from handlers where there are some.
import type { Answer, ApiRequest, ApiResponse } from "../http.ts";
import { splitTarget } from "../http.ts";
import type { Contract } from "../contract/model.ts";
import { controlOf, isControl } from "./control.ts";
import { preflight, withCors } from "./cors.ts";
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
  readonly seed?: number;
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

  const finish = (request: ApiRequest, outcome: Outcome, started: number): ApiResponse => {
    const { operation, problems } = outcome;
    const response = cors ? withCors(request, outcome.response) : outcome.response;
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

  return {
    answer: (request) => answerWith(request, false),
    tooLarge: (request) => answerWith(request, true),
    contentLimit,
    state,
    journal,
  };
}

function partsOf(contract: Contract, options: MockOptions, state: State): PipelineParts {
  const told = new Set<string>();
  const note = (text: string): void => {
    if (told.has(text) || told.size > 10_000) return;
    told.add(text);
    options.log?.(text);
  };
  const selfCheck = selfCheckOf(options.selfCheck ?? "fail", note);
  const types = options.errorTypes;
  return {
    locate: locatorOf(contract, options, note),
    authenticate:
      options.security === false ? () => ({ principal: undefined }) : authenticateBy(options.principals),
    handlers: new Map(Object.entries(options.handlers ?? {})),
    state,
    errors: errorResponses(types === undefined ? { note } : { types, note }),
    select: selectorOf({ seed: options.seed ?? 1, dynamic: options.dynamic ?? false, selfCheck }),
    write: answerWriter(selfCheck),
    contentLimit: options.contentLimit ?? CONTENT_LIMIT,
    duplicateKeys: options.duplicateKeys ?? "last",
    onError: options.onError ?? ((error) => note(`a handler threw: ${String(error)}`)),
  };
}
