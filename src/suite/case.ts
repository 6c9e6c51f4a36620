// A case: one request, or a short sequence, and what the contract expects of the answer. Plain data.
import type { HeaderFields } from "../http.ts";
import type { Json } from "../schema/violation.ts";
import type { Sequence } from "./state-sequence.ts";

/** Who sends: an allowed principal, a denied one, or somebody with a credential that must not be accepted. */
export type Credential =
  | "allowed"
  | "denied"
  | "none"
  | "garbage"
  | "empty"
  | "other-scheme"
  | "basic-scheme"
  | "bare"
  | "suffixed"
  | "truncated"
  | "case-changed"
  | "in-query"
  | "twice"
  | "lower-case-scheme";

/** How an id differs from the known one: others must not be found, the escaped one is the same id in another spelling. */
export type IdChange = "unknown" | "suffixed" | "truncated" | "case-changed" | "escaped" | "escaped-twice";

/** A value of a parameter: literal, exact text, or known only to the target's profile (with what to send without one). */
export type ParameterValue =
  | { readonly literal: Json }
  | { readonly raw: string }
  | {
      readonly known: string;
      readonly otherwise: Json;
      readonly change?: IdChange;
    }
  | { readonly foreign: string };

/** A body: a JSON value, exact text, or exact bytes for what text cannot say. */
export type CaseBody =
  | { readonly json: Json; readonly mediaType: string }
  | { readonly text: string; readonly mediaType?: string }
  | { readonly base64: string; readonly mediaType?: string };

export interface CaseRequest {
  readonly method: string;
  /** The path template of the contract, or a literal path where the case is about paths. */
  readonly path: string;
  /** By `place name`, such as `path secretId`; a parameter that is not here is not sent. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Exact query text that replaces what the parameters give. */
  readonly query?: string;
  /** Query text that is put behind what the parameters give. */
  readonly extraQuery?: string;
  readonly headers?: HeaderFields;
  readonly credential: Credential;
  readonly body?: CaseBody;
  /** In a sequence: what this request expects, when it is not what the case expects. */
  readonly expect?: Expectation;
}

export type Severity = "error" | "warning" | "note";
export type FindingKind = "conformance" | "security" | "robustness";

/** One group of statuses and what an answer in it means. */
export interface StatusRule {
  /** `200`, `4XX`, `other`. */
  readonly statuses: readonly string[];
  readonly outcome: Severity | "held";
  readonly kind?: FindingKind;
  /** Said of the answer when it is a finding: `accepted a body that breaks maxLength`. */
  readonly message?: string;
  /** The clause of the finding, when it is not the clause of the case: an undeclared status belongs to `responses`. */
  readonly clause?: string;
  /** The answer does not tell whether the request was accepted: what is based on it stays unjudged. */
  readonly inconclusive?: true;
}

export interface Expectation {
  /** In words, for the report: `400 or 422, with the error shape of the contract`. */
  readonly text: string;
  /** Tried in order; the first that names the status decides. The last one names `other`. */
  readonly statuses: readonly StatusRule[];
}

export type CaseKind = "valid" | "invalid" | "media-type" | "credential" | "address" | "protocol" | "state";

export interface Case {
  /** Stable: operation, rule, place and variant; no position in a list, no random part. */
  readonly id: string;
  readonly operation: string;
  /** The rule that derived it: `string-bounds`. */
  readonly rule: string;
  /** The clause it exercises. */
  readonly clause: string;
  readonly title: string;
  readonly kind: CaseKind;
  /** Each is judged: by its own `expect`, else by that of the case. */
  readonly requests: readonly CaseRequest[];
  /** Send the requests over one connection, one after the other; `parallel` sends copies of the only one at once. */
  readonly manner?: "one-connection" | "parallel";
  readonly expect: Expectation;
  /** The valid case it differs from in one thing: when the target refuses that one, this one proves nothing. */
  readonly basis?: string;
  /** What decided validity before sending: the one violation, or none. */
  readonly proof: string;
  /** A finding is at most a note: the contract allows two readings here. */
  readonly advisory?: string;
  /** The clause that the rule aimed at, where no request can break it without the one that is exercised. */
  readonly aim?: string;
  /** Set for a case that needs something of the profile: `denied`, `known secretId`, `foreign secretId`. */
  readonly needs?: string;
  /** Set for a case about the state: its steps; `requests` holds the write on trial. */
  readonly sequence?: Sequence;
}
