// From what all cases showed to one verdict per clause and one finding per broken clause.
import type { Clause, Contract, Operation } from "../contract/model.ts";
import { operationClauses } from "../contract/clauses.ts";
import type { Case } from "./case.ts";
import type { Judgement } from "./judge.ts";
import type { ClauseVerdict, Finding, SourceLine, VerdictState } from "./result.ts";

/** One case after it was sent: what it showed, or why it was not judged. */
export interface Tried {
  readonly item: Case;
  /** The principal it was sent as, when there are several: part of what the outcome is called. */
  readonly as: string | undefined;
  readonly judgement: Judgement;
  readonly milliseconds: number;
  /** Set when the case could not be judged. */
  readonly blocked?: string;
}

/** Where a clause is written and what its source says. */
export function sourceOf(contract: Contract, pointer: string): SourceLine {
  let at = pointer;
  let position = contract.locate(at);
  // A clause may stand for what the contract leaves out; the nearest node above it is shown then.
  while (!position && at.lastIndexOf("/") > at.indexOf("#")) {
    at = at.slice(0, at.lastIndexOf("/"));
    position = contract.locate(at);
  }
  const quote = contract.quote(pointer);
  return {
    pointer,
    ...(position ? { where: `${position.file}:${position.line}:${position.column}` } : {}),
    ...(quote === undefined ? {} : { quote: quote.trim() }),
  };
}

/** The evidence that counts: where the valid case a case is based on was refused, only what stands by itself. */
export function settled(tried: readonly Tried[]): readonly Tried[] {
  const accepted = new Map<string, boolean>();
  for (const { item, judgement, blocked } of tried) {
    if (item.kind !== "valid") continue;
    accepted.set(item.id, (accepted.get(item.id) ?? true) && judgement.expected && blocked === undefined);
  }
  return tried.map((one) => {
    const { basis } = one.item;
    if (basis === undefined || one.blocked !== undefined || accepted.get(basis) !== false) return one;
    const firm = one.judgement.evidence.filter((evidence) => evidence.firm);
    const blocked = `the valid request it differs from is not accepted (${basis})`;
    return { ...one, blocked, judgement: { ...one.judgement, evidence: firm } };
  });
}

export interface VerdictInputs {
  readonly contract: Contract;
  readonly operations: readonly Operation[];
  readonly tried: readonly Tried[];
  readonly findings: readonly Finding[];
  /** Why cases of a clause, or all of an operation, were not sent. */
  readonly leftOut: ReadonlyMap<string, string>;
}

interface Tally {
  held: number;
  blocked: number;
  reason: string;
  cases: number;
}

/** One verdict per clause of each operation, and for each finding whose clause only the answer brought up. */
export function verdictsOf(inputs: VerdictInputs): readonly ClauseVerdict[] {
  const { operations, findings } = inputs;
  const ledger = ledgerOf(inputs);
  return operations.flatMap((operation) => {
    const clauses: Stated[] = [...operationClauses(operation)];
    const pointers = new Set(clauses.map(({ pointer }) => pointer));
    for (const finding of findings) {
      const { pointer } = finding.clause;
      if (finding.operation !== operation.id || pointers.has(pointer)) continue;
      clauses.push({ pointer, keyword: "answer", part: "response" });
    }
    return clauses.map((clause) => verdictOf(operation, clause, inputs, ledger));
  });
}

type Stated = Pick<Clause, "pointer" | "keyword" | "part">;

/** What is known per `operation clause`. */
interface Ledger {
  readonly tallies: ReadonlyMap<string, Tally>;
  /** The clause that cases aimed at this one break instead. */
  readonly aims: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, readonly string[]>;
  readonly others: ReadonlyMap<string, readonly string[]>;
}

function ledgerOf({ tried, findings }: VerdictInputs): Ledger {
  const aims = new Map<string, string>();
  for (const { item } of tried)
    if (item.aim !== undefined) aims.set(`${item.operation} ${item.aim}`, item.clause);
  const errors = new Map<string, string[]>();
  const others = new Map<string, string[]>();
  for (const { operation, clause, id, severity } of findings) {
    const map = severity === "error" ? errors : others;
    const key = `${operation} ${clause.pointer}`;
    map.set(key, [...(map.get(key) ?? []), id]);
  }
  return { tallies: tallyUp(tried), aims, errors, others };
}

function verdictOf(
  operation: Operation,
  { pointer, keyword, part }: Stated,
  inputs: VerdictInputs,
  ledger: Ledger,
): ClauseVerdict {
  const key = `${operation.id} ${pointer}`;
  const tally = ledger.tallies.get(key);
  const findings = [...(ledger.errors.get(key) ?? []), ...(ledger.others.get(key) ?? [])];
  const state = stateOf(ledger.errors.has(key), tally);
  const { leftOut } = inputs;
  const reasons: Partial<Record<VerdictState, string | undefined>> = {
    blocked: tally?.reason,
    untested:
      leftOut.get(key) ??
      leftOut.get(operation.id) ??
      untested({ part, keyword, pointer, findings, aimed: ledger.aims.get(key) }),
  };
  const reason = reasons[state];
  return {
    operation: operation.id,
    clause: sourceOf(inputs.contract, pointer),
    keyword,
    state,
    ...(reason === undefined ? {} : { reason }),
    findings,
    cases: tally?.cases ?? 0,
  };
}

function stateOf(isBroken: boolean, tally: Tally | undefined): VerdictState {
  if (isBroken) return "broken";
  if (tally && tally.held > 0) return "held";
  return tally && tally.blocked > 0 ? "blocked" : "untested";
}

function tallyUp(tried: readonly Tried[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  const of = (operation: string, clause: string): Tally => {
    const key = `${operation} ${clause}`;
    let tally = tallies.get(key);
    if (!tally) tallies.set(key, (tally = { held: 0, blocked: 0, reason: "", cases: 0 }));
    return tally;
  };
  for (const { item, judgement, blocked } of tried) {
    const tally = of(item.operation, item.clause);
    tally.cases++;
    if (blocked !== undefined) {
      tally.blocked++;
      tally.reason = blocked;
    } else if (judgement.expected) tally.held++;
    for (const clause of new Set(judgement.met)) of(item.operation, clause).held++;
  }
  return tallies;
}

interface Untested {
  readonly part: string;
  readonly keyword: string;
  readonly pointer: string;
  readonly findings: readonly string[];
  /** The clause that cases aimed at this one break instead. */
  readonly aimed: string | undefined;
}

/** Why no case speaks for a clause. */
function untested({ part, keyword, pointer, findings, aimed }: Untested): string {
  if (findings.length > 0) return "the only answers that bear on it are warnings or notes";
  if (aimed !== undefined) return `cannot be broken without ${aimed}, which is judged`;
  if (part === "response")
    return keyword === "status"
      ? "no case makes a target answer with this status"
      : "no answer held the part of the body that it speaks of";
  if (/\/(not|if|contains|propertyNames)\//.test(pointer))
    return "is part of a condition, which is judged as a whole";
  if (/\/(anyOf|oneOf)\/\d+\//.test(pointer))
    return "belongs to a variant and is broken only together with the oneOf or anyOf around it";
  if (part === "parameter" && keyword === "type") return "every text that can stand there is of this type";
  return "no request was found that breaks this clause and no other";
}
