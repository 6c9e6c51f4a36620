// What a proof works with: servers, mutants that have one fault, variants that have none, and proofs of equality.
import type { Answer } from "../http.ts";
import type { Edit, Equality } from "./edits/edit.ts";

/** A server without its sockets; `connect` gives a connection of its own, which some faults need to see. */
export interface Server {
  readonly answer: Answer;
  readonly connect: () => Answer;
}

export interface Mutant {
  /** Stable and unique within a contract: `edit/dropped/#/…/maxLength`, `auth/empty-accepted/updateOrgSecret`. */
  readonly id: string;
  readonly family: Family;
  /** One sentence without a subject: `accepts any credential`. */
  readonly description: string;
  /** The clause that it breaks, where it is one. */
  readonly pointer?: string;
  /** The only operations whose requests it can answer otherwise; undefined when it may be any. */
  readonly operations?: readonly string[];
  /** What to look at first: a part of a case's id, a pointer that its clause or aim begins with, or is, behind `=`. */
  readonly near: readonly string[];
  /** `warning` where the oracle gives no more than a warning for this fault, since the contract does not forbid it. */
  readonly strength: "error" | "warning";
  /** Set when a proof was found; the mutant is run all the same. */
  readonly equality?: Equality;
  /** The edit of the contract that makes it, where it is one. */
  readonly edit?: Edit;
  /** True where the fault is in what a connection remembers, which a server on sockets cannot be told here. */
  readonly connected?: true;
  readonly make: () => Server | Promise<Server>;
}

/** A server that is different and right. */
export interface Variant {
  readonly id: string;
  readonly description: string;
  /** Variants of one choice cannot be had together: one status instead of another. */
  readonly choice?: string;
  readonly wrap: (answer: Answer) => Answer;
}

export const FAMILIES = [
  "clause dropped",
  "clause weakened",
  "clause tightened",
  "response shape",
  "statuses",
  "bodies",
  "validation",
  "auth",
  "routing",
  "precedence",
  "state",
  "robustness",
  "leakage",
] as const;

export type Family = (typeof FAMILIES)[number];

/** A server whose connections have nothing of their own. */
export const stateless = (answer: Answer): Server => ({ answer, connect: () => answer });
