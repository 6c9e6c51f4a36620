// What a run of the suite can be told.
import type { Case } from "./case.ts";
import type { Derivation, DeriveOptions } from "./derive.ts";
import type { Leftover } from "./ledger.ts";

export interface RunOptions extends DeriveOptions {
  /** Only cases whose id or title holds one of these texts. */
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly rate?: number;
  /** The I-th of N parts of the cases, from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  readonly contractFile?: string;
  /** Cases that were derived already, for many runs of one contract. */
  readonly derivation?: Derivation;
  /** Cases to send first, and to stop at the first error: what a proof wants to know is whether there is one. */
  readonly untilError?: (item: Case) => boolean;
  /** Only errors and warnings are asked for, not how errors look nor which clauses of the answers were put to the test. */
  readonly faultsOnly?: boolean;
  /** A random search after the cases: requests per operation, or milliseconds for all of them. */
  readonly explore?: { readonly runs?: number; readonly milliseconds?: number };
  /** Only requests that can change nothing but what the suite made itself, if the target conforms. */
  readonly safe?: boolean;
  /** Aborted: nothing more is sent but what cleans up. */
  readonly signal?: AbortSignal;
  /** Told in the end of what the suite made or changed and could not undo. */
  readonly onLeftover?: (leftovers: readonly Leftover[]) => void;
  readonly onProgress?: (done: number, total: number) => void;
}
