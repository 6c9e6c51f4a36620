// A target as the suite sees it: something that answers, with principals and known values.
import type { Answer } from "../http.ts";

/** A named credential. `token` goes where the operation's security schemes want it. */
export interface TargetPrincipal {
  readonly name: string;
  readonly token: string;
  /** Which operations it may call, by id, where the profile says so. */
  readonly may?: "all" | "none" | readonly string[];
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
  /** Those of which is known what they may call: each is judged at each operation. */
  readonly principals?: readonly TargetPrincipal[];
  /** Parameter values that exist, by parameter name. */
  readonly known: Readonly<Record<string, string>>;
  /** Parameter values that exist and belong to another tenant. */
  readonly foreign: Readonly<Record<string, string>>;
  /** It ends with the run: what was made or changed there need not be undone. */
  readonly disposable?: boolean;
}
