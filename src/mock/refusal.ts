// What the pipeline refuses a request with, before it has a body: status, reason, and which layer of the API refuses.
import type { HeaderFields } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import type { Problem } from "../contract/exchange-types.ts";
import { isJsonType } from "./content-type.ts";
import { describeProblems, fieldOf, leafProblems } from "./problem-text.ts";

export interface Refusal {
  readonly status: number;
  readonly message: string;
  /** Who refuses: the contract's own rules, or the service behind them (credentials, lookup, handler). */
  readonly by: "contract" | "service";
  readonly type?: string;
  readonly details?: readonly RefusalDetail[];
  readonly headers?: HeaderFields;
}

export interface RefusalDetail {
  readonly field: string;
  readonly in: string;
  readonly message: string;
}

const DETAILS = 20;

/** The refusal of a request that breaks the contract: the status is the operation's own choice. */
export function refuseInvalid(operation: Operation, problems: readonly Problem[]): Refusal {
  return {
    status: invalidStatus(operation, problems),
    by: "contract",
    message: describeProblems(problems),
    // Asked for only where the body of the refusal is not remembered.
    get details() {
      return leafProblems(problems)
        .slice(0, DETAILS)
        .map((problem) => ({ field: fieldOf(problem), in: problem.in, message: problem.message }));
    },
  };
}

/**
 * Which declared status says that a request is invalid: 415 for a media type where it is declared, else 400, else 422.
 * Where the operation declares neither, RFC 9110 decides: 400 for syntax (§15.5.1), 422 for content (§15.5.21).
 */
function invalidStatus(operation: Operation, problems: readonly Problem[]): number {
  const has = (status: string): boolean => operation.responses.some((response) => response.status === status);
  const mediaType = problems.some(({ keyword }) => keyword === "media-type");
  if (mediaType && has("415")) return 415;
  if (has("400")) return 400;
  if (has("422")) return 422;
  if (mediaType) return 415;
  if (has("4XX") || has("default")) return 400;
  const syntax = problems.some(({ in: part, keyword }) => part === "body" && keyword === "malformed");
  return syntax && operation.requestBody?.content.some(({ range }) => isJsonType(range)) ? 400 : 422;
}
