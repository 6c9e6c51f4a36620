// A target as the suite sees it: something that answers, with principals and known values.
import type { Answer } from "../http.ts";

/** A named credential. `token` goes where the operation's security schemes want it. */
export interface TargetPrincipal {
  readonly name: string;
  readonly token: string;
}

export interface Target {
  /** The base URL, or a name for one in process. */
  readonly name: string;
  readonly answer: Answer;
  /** The same target over one connection of its own, requests one after the other. */
  readonly oneConnection: () => { readonly answer: Answer; readonly close: () => void };
  /** Must be let in. */
  readonly allowed: readonly TargetPrincipal[];
  /** Must be refused where the contract asks for a role. */
  readonly denied: readonly TargetPrincipal[];
  /** Parameter values that exist, by parameter name. */
  readonly known: Readonly<Record<string, string>>;
  /** Parameter values that exist and belong to another tenant. */
  readonly foreign: Readonly<Record<string, string>>;
}
