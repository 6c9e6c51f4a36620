// What is known about an error when its body is drafted.
import type { JsonSchema } from "../schema/violation.ts";
import type { RefusalDetail } from "./refusal.ts";

/** What an error body can tell. */
export interface ErrorFacts {
  readonly status: number;
  readonly message: string;
  /** A short machine word: `not_found`. */
  readonly type: string;
  readonly by: "contract" | "service";
  readonly details: readonly RefusalDetail[];
  /** The detail that an item of a list is about. */
  readonly detail?: RefusalDetail;
}

export interface DraftContext {
  readonly facts: ErrorFacts;
  readonly resolve: (ref: string) => JsonSchema | undefined;
  /** Any value of a schema, for members that say nothing about the error; undefined when there is none. */
  readonly any: (schema: JsonSchema) => unknown;
}
