// What a proof yields, as plain data: the score by family, survivors, equalities, false alarms, what each rule is worth.
import type { Equality } from "./edits/edit.ts";
import type { Family } from "./mutant.ts";

/** What the judge held against a server. */
export interface Hit {
  readonly clause: string;
  readonly rule: string;
  /** The id of the case with the principal that sent it, where there are several. */
  readonly caseId: string;
  /** The id of the case itself. */
  readonly item: string;
  readonly message: string;
}

export interface Verdict {
  readonly errors: readonly Hit[];
  readonly warnings: readonly Hit[];
}

export interface MutantOutcome {
  readonly id: string;
  readonly family: Family;
  readonly description: string;
  readonly pointer?: string;
  readonly state: "killed" | "survived" | "equal";
  /** The only operations whose requests it can answer otherwise; undefined when it may be any. */
  readonly operations?: readonly string[];
  /** What killed it. */
  readonly by?: Hit;
  /** Why a survivor survives: what the judge itself says that it cannot judge, else what came of its fault. */
  readonly reason?: string;
  readonly equality?: Equality;
  readonly milliseconds: number;
}

export interface FalseAlarm {
  /** The variants that the server had. */
  readonly variants: readonly string[];
  readonly hits: readonly Hit[];
}

export interface FamilyScore {
  readonly family: Family;
  readonly killed: number;
  readonly survived: number;
  readonly equal: number;
}

export interface ContractProof {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly operations: number;
  readonly cases: number;
  readonly families: readonly FamilyScore[];
  readonly survivors: readonly MutantOutcome[];
  readonly equals: readonly MutantOutcome[];
  readonly unobservable: readonly { readonly reason: string; readonly count: number }[];
  /** What the judge says of the original, which should be nothing; these cases count for no mutant. */
  readonly original: readonly Hit[];
  readonly variants: readonly { readonly id: string; readonly description: string }[];
  readonly blocks: number;
  readonly falseAlarms: readonly FalseAlarm[];
}

/** What a rule of the judge is worth: how often it was first, and one mutant that only it kills. */
export interface RuleWorth {
  readonly rule: string;
  readonly first: number;
  readonly alone?: string;
}

export interface ProofResult {
  readonly contracts: readonly ContractProof[];
  readonly killed: number;
  readonly survived: number;
  readonly equal: number;
  /** Percent of the mutants that are not proved equal. */
  readonly score: number;
  readonly falseAlarms: number;
  readonly rules: readonly RuleWorth[];
  /** Mutants served on sockets as well; `differing` were judged otherwise there. */
  readonly sockets: {
    readonly tried: number;
    readonly differing: readonly string[];
    readonly falseAlarms: readonly FalseAlarm[];
  };
  readonly milliseconds: number;
}
