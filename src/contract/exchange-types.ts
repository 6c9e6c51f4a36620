// What reading a request or a response against the contract yields.
import type { Operation, DeclaredResponse, MediaType } from "./model.ts";
import type { Violation } from "../schema/violation.ts";

/** Where in a message a problem is. */
export type MessagePart = "path" | "query" | "header" | "cookie" | "body" | "status";

/** One thing that is wrong with a message. `keyword` is a JSON Schema keyword, or `missing`, `malformed`, `media-type`, `repeated`, `status`. */
export interface Problem extends Violation {
  readonly in: MessagePart;
  /** The parameter's or header's name. */
  readonly name?: string;
}

/** A request as the contract reads it. */
export interface ReadRequest {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly cookie: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The declared media type that the body was read as. */
  readonly mediaType: MediaType | undefined;
  readonly problems: readonly Problem[];
}

/** A response as the contract reads it. */
export interface ReadResponse {
  /** The declared response that covers the status; undefined when none does. */
  readonly declared: DeclaredResponse | undefined;
  readonly mediaType: MediaType | undefined;
  readonly body: unknown;
  readonly problems: readonly Problem[];
}

export type RouteMatch =
  | {
      readonly kind: "operation";
      readonly operation: Operation;
      readonly pathValues: Readonly<Record<string, string>>;
    }
  /** The path is known, the method is not: what `Allow` must list. */
  | { readonly kind: "method"; readonly allowed: readonly string[]; readonly path: string }
  | { readonly kind: "unknown" };
