// A state case as data: the steps that bring an item about, the write on trial, and what must be seen after it.
import type { Json } from "../schema/violation.ts";
import type { CaseRequest, Expectation, FindingKind, Severity } from "./case.ts";

/** What is seen of an item, or of the list of them. */
export type Check =
  /** The item is there. */
  | { readonly is: "there" }
  /** The item is not there any more. */
  | { readonly is: "gone" }
  /** These properties have the values that were sent. */
  | { readonly is: "showing"; readonly values: Readonly<Record<string, Json>> }
  /** These properties do not have the values that were sent, unless they had them before. */
  | { readonly is: "not-showing"; readonly values: Readonly<Record<string, Json>>; readonly unless?: string }
  /** These properties are as they were in an earlier look. */
  | { readonly is: "as-before"; readonly before: string; readonly names: readonly string[] }
  /** These properties show null, or are not there. */
  | { readonly is: "cleared"; readonly names: readonly string[] }
  /** No text of the answer holds one of these. */
  | { readonly is: "hiding"; readonly texts: readonly string[] }
  /** No more than one item of the list has these values, but for those that were there at the first look. */
  | { readonly is: "once"; readonly values: Readonly<Record<string, Json>> }
  /** No item of the list has this value. */
  | { readonly is: "none-with"; readonly name: string; readonly value: Json };

export interface Step {
  /** The operation, by id. */
  readonly operation: string;
  readonly request: CaseRequest;
  /** `arrange` must succeed, or the case is blocked; `act` is on trial; `look` reads. */
  readonly part: "arrange" | "act" | "look";
  /** The name of the item that this request makes: its id is taken from the answer. */
  readonly makes?: string;
  /** The name of the item that the path of this request means. */
  readonly item?: string;
  /** For `act`: what must come of it, or the case is blocked; `any` goes on whatever comes. */
  readonly outcome?: "accepted" | "refused" | "any";
  /** For `act`: the answer itself is judged. */
  readonly expect?: Expectation;
  /** For `look`: the name under which the item is remembered. */
  readonly remember?: string;
  readonly checks?: readonly Check[];
}

export interface Sequence {
  readonly steps: readonly Step[];
  /** The parameter that carries the id, and the property that holds it. */
  readonly idParameter: string;
  readonly idProperty: string;
  /** By operation id: where the item (or the items) stands in its answer. */
  readonly within: Readonly<Record<string, string>>;
  /** Operations that answer with a list. */
  readonly lists: readonly string[];
  /** The list may hold only some of the items. */
  readonly paged: boolean;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** What is wrong when a check does not hold: `did not apply what was sent`. */
  readonly message: string;
}
