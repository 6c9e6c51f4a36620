// What a run yields, as plain data: verdicts, findings, counts. Reports read this and nothing else.
import type { FindingKind, Severity } from "./case.ts";

export interface SourceLine {
  readonly pointer: string;
  /** `openapi.yaml:112:17`, or undefined when the clause stands for something the contract leaves out. */
  readonly where?: string;
  /** The sentence of the contract (or overlay) behind the clause. */
  readonly quote?: string;
}

export interface Exchange {
  /** What was sent, credentials masked. */
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** What came back, or how the connection failed. */
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly failure?: string;
  readonly milliseconds: number;
  /** A line for a shell that repeats it, credentials masked as `$TOKEN`-like variables. */
  readonly curl: string;
}

export interface Finding {
  /** Stable over re-runs and unrelated edits: 12 hex digits of (operation, clause, rule kind). */
  readonly id: string;
  readonly severity: Severity;
  readonly kind: FindingKind;
  readonly operation: string;
  readonly clause: SourceLine;
  /** One sentence: `accepted a name of 256 characters`. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  /** The smallest failing case and how many failed the same way. */
  readonly caseId: string;
  readonly otherCases: readonly string[];
  readonly exchange: Exchange;
  /** A known deviation that somebody accepted. */
  readonly accepted?: {
    readonly reason: string;
    readonly owner: string;
    readonly issue?: string;
    readonly expires: string;
  };
}

export type VerdictState = "held" | "broken" | "blocked" | "untested";

export interface ClauseVerdict {
  readonly operation: string;
  readonly clause: SourceLine;
  readonly keyword: string;
  readonly state: VerdictState;
  /** Why it is blocked or untested; for `broken`, the finding ids. */
  readonly reason?: string;
  readonly findings: readonly string[];
  readonly cases: number;
}

export interface CaseOutcome {
  readonly caseId: string;
  readonly operation: string;
  readonly title: string;
  readonly rule: string;
  readonly clause: string;
  readonly outcome: "held" | "broken" | "blocked" | "noted";
  readonly expected: string;
  readonly got: string;
  readonly milliseconds: number;
  /** Findings of this case; for `blocked`, none. */
  readonly findings: readonly string[];
  readonly reason?: string;
}

export interface RunResult {
  readonly contract: { readonly title: string; readonly version: string; readonly file: string };
  readonly target: string;
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly seed: number;
  readonly operations: readonly { readonly id: string; readonly method: string; readonly path: string }[];
  readonly cases: readonly CaseOutcome[];
  readonly verdicts: readonly ClauseVerdict[];
  readonly findings: readonly Finding[];
  readonly contractFindings: readonly {
    readonly severity: Severity;
    readonly code: string;
    readonly message: string;
    readonly clause: SourceLine;
  }[];
  /** What was left out and why: safe mode, filters, missing principals. */
  readonly leftOut: readonly { readonly what: string; readonly reason: string; readonly count: number }[];
  readonly counts: Readonly<Record<VerdictState, number>>;
  readonly requestsSent: number;
  /** 0 conforms, 1 findings, 3 nothing could be judged. */
  readonly exitCode: 0 | 1 | 3;
  readonly summary: string;
}
