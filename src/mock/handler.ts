// What a handler is: the part of an operation that a contract cannot say, given a request that is already valid.
import type { ApiRequest, HeaderFields } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import type { ReadRequest } from "../contract/exchange-types.ts";
import type { State } from "./state.ts";

/** A named credential with what it may do; the key is the token, the API key or `user:password`. */
export interface Principal {
  readonly name: string;
  readonly key: string;
  readonly role?: string;
  readonly organization?: string;
}

export interface HandlerContext {
  readonly operation: Operation;
  /** The request as the contract reads it; it has no problems. */
  readonly request: ReadRequest;
  readonly raw: ApiRequest;
  /** Undefined on an open operation, and where the mock knows no principals. */
  readonly principal: Principal | undefined;
  readonly state: State;
}

export interface HandlerAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: HeaderFields;
}

/** A refusal in words; its body gets the shape that the contract declares for the status. */
export interface HandlerRefusal {
  readonly status: number;
  readonly message: string;
  /** A short machine word for the category; without it one is derived from the status. */
  readonly type?: string;
}

export type HandlerResult = HandlerAnswer | { readonly refuse: HandlerRefusal };
export type Handler = (context: HandlerContext) => HandlerResult | Promise<HandlerResult>;
