// Sends the steps of a state case one after the other and judges what the looks show.
import { header, type ApiResponse } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import { isObject } from "../schema/keywords.ts";
import { valueAt } from "../contract/resource-places.ts";
import type { Case } from "./case.ts";
import { ruleFor } from "./expectations.ts";
import { gotOf, type Evidence, type Judgement, type Sent } from "./judge.ts";
import type { Surroundings } from "./materialise.ts";
import type { Sender } from "./send.ts";
import { failureOf, jsonOf, sightOf, type Item } from "./state-checks.ts";
import type { Sequence, Step } from "./state-sequence.ts";

export interface StateRun {
  readonly item: Case;
  readonly sequence: Sequence;
  readonly around: Surroundings;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly sender: Sender;
  /** Told of every answer, so that what was made can be removed in the end. */
  readonly onAnswer: (operation: Operation, sent: Sent, around: Surroundings) => void;
}

export type StateOutcome =
  | { readonly judgement: Judgement }
  | { readonly judgement: Judgement; readonly blocked: string };

interface Memory {
  readonly ids: Map<string, string>;
  readonly items: Map<string, Item>;
  readonly evidence: Evidence[];
  /** The items of the first list that was seen. */
  listed?: readonly unknown[];
  /** The last write: what a finding shows when the look that gives it away is only a read. */
  act?: Sent;
}

const NOTHING: Judgement = { evidence: [], expected: false, met: [] };

/** Runs one state case. What keeps it from being judged is the reason for `blocked`. */
export async function runSequence(run: StateRun): Promise<StateOutcome> {
  const memory: Memory = { ids: new Map(), items: new Map(), evidence: [] };
  for (const step of run.sequence.steps) {
    const blocked = await runStep(step, run, memory);
    if (blocked !== undefined) {
      const { evidence } = memory;
      const error = evidence.some(({ severity }) => severity === "error");
      return error ? { judgement: { evidence, expected: false, met: [] } } : { judgement: NOTHING, blocked };
    }
  }
  const { evidence } = memory;
  const expected = evidence.every(({ severity }) => severity === "note");
  return { judgement: { evidence, expected, met: [] } };
}

/** The reason why the case goes no further; undefined when it does. */
async function runStep(step: Step, run: StateRun, memory: Memory): Promise<string | undefined> {
  const operation = run.operations.get(step.operation);
  if (!operation) return `the operation ${step.operation} is not there`;
  const around = aroundFor(step, run, memory);
  if (!around) return "the item that the case is about was not made";
  const sent = await exchange(step, operation, around, run);
  if (typeof sent === "string") return sent;
  const { response } = sent;
  const where = `${operation.method} ${operation.path}`;
  const isSuccess = response.status >= 200 && response.status < 300;
  if (step.part === "look") return look(step, { sent, operation, around }, run, memory);
  if (step.part === "act") {
    memory.act = sent;
    judgeAct(step, sent, run, memory);
    if (step.outcome === "accepted" && !isSuccess)
      return `${where} answered ${response.status}, which is judged by itself`;
    if (step.outcome === "refused" && isSuccess)
      return `${where} accepted what it must refuse, which is judged by itself`;
  } else if (!isSuccess) return `${where} answered ${response.status} to a request that the case builds on`;
  return isSuccess ? taken(step, sent, { run, memory, where }) : undefined;
}

function aroundFor(step: Step, { around, sequence }: StateRun, { ids }: Memory): Surroundings | undefined {
  if (step.item === undefined) return around;
  const id = ids.get(step.item) ?? (step.item === KNOWN ? around.known[sequence.idParameter] : undefined);
  return id === undefined ? undefined : { ...around, known: { ...around.known, [sequence.idParameter]: id } };
}

/** The name of the item that the profile knows, where none can be made. */
export const KNOWN = "known";

type Answered = Sent & { readonly response: ApiResponse };

async function exchange(
  step: Step,
  operation: Operation,
  around: Surroundings,
  { sender, onAnswer }: StateRun,
): Promise<Answered | string> {
  const sent = await sender.exchange(step.request, operation, around);
  if (!sent) return "the target's values cannot be written as the contract asks";
  onAnswer(operation, sent, around);
  const { response } = sent;
  if (!response) return `no answer: ${sent.failure ?? ""}`;
  if (response.status === 429) return "the target kept answering 429 (too many requests)";
  return { ...sent, response, at: { operation, around } };
}

/** The id of the item that an answer made: in its body, or at the end of its Location. */
export function idMade(
  response: ApiResponse,
  place: string | undefined,
  idProperty: string,
): string | undefined {
  const record = place === undefined ? undefined : valueAt(jsonOf(response), place);
  const id = (record as Item | undefined | null)?.[idProperty];
  if (typeof id === "string" || typeof id === "number") return String(id);
  const location = header(response.headers, "location");
  const last = location
    ?.replace(/[?#].*$/, "")
    .split("/")
    .at(-1);
  return last === undefined || last === "" ? undefined : decoded(last);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Taking {
  readonly run: StateRun;
  readonly memory: Memory;
  readonly where: string;
}

function taken(step: Step, sent: Answered, { run, memory, where }: Taking): string | undefined {
  const { sequence, item } = run;
  const place = sequence.within[step.operation];
  const id = idMade(sent.response, place, sequence.idProperty);
  if (step.makes === undefined) {
    // Some ids follow from what is changed: a title's slug. The answer says what the item is called now.
    if (step.item !== undefined && place !== undefined && id !== undefined) memory.ids.set(step.item, id);
    return undefined;
  }
  if (id === undefined) return `the answer of ${where} does not say what the new item's id is`;
  const twin = [...memory.ids].find(([, other]) => other === id);
  if (twin)
    memory.evidence.push({
      clause: item.clause,
      severity: "error",
      kind: "conformance",
      message: "gave two new items the same id",
      expected: "another id for another item",
      got: gotOf(sent),
      sent,
      firm: true,
    });
  memory.ids.set(step.makes, id);
  return undefined;
}

function judgeAct(step: Step, sent: Answered, { item, sequence }: StateRun, memory: Memory): void {
  if (!step.expect) return;
  const rule = ruleFor(step.expect, sent.response.status);
  if (rule.outcome === "held") return;
  memory.evidence.push({
    clause: rule.clause ?? item.clause,
    severity: rule.outcome,
    kind: rule.kind ?? sequence.kind,
    message: rule.message ?? sequence.message,
    expected: step.expect.text,
    got: gotOf(sent),
    sent,
    firm: true,
  });
}

/** A server may take a moment until its reads show a write; a check that fails is made once more after this long. */
const A_MOMENT = 150;

interface Reading {
  readonly sent: Answered;
  readonly operation: Operation;
  readonly around: Surroundings;
}

async function look(
  step: Step,
  reading: Reading,
  run: StateRun,
  memory: Memory,
): Promise<string | undefined> {
  const first = seen(step, reading, run, memory);
  if (typeof first === "string" || !first.some(({ severity }) => severity === "error")) {
    if (typeof first === "string") return first;
    memory.evidence.push(...first);
    return undefined;
  }
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
  const sent = await exchange(step, reading.operation, reading.around, run);
  if (typeof sent === "string") return sent;
  const second = seen(step, { ...reading, sent }, run, memory);
  if (typeof second === "string") return second;
  memory.evidence.push(...second);
  return undefined;
}

/** A list holds nothing of another tenant. */
function foreignIn(
  items: readonly unknown[],
  { sent, around }: Pick<Reading, "sent" | "around">,
  { item, sequence }: StateRun,
): Evidence[] {
  const foreign = around.foreign[sequence.idParameter];
  const isForeign = (one: unknown): boolean => isObject(one) && String(one[sequence.idProperty]) === foreign;
  if (foreign === undefined || !items.some(isForeign)) return [];
  return [
    {
      clause: item.clause,
      severity: "error",
      kind: "security",
      message: "listed an item of another tenant",
      expected: `no item with the ${sequence.idProperty} ${foreign}`,
      got: gotOf(sent),
      sent,
      firm: true,
    },
  ];
}

/** What is wrong with what is seen, or why nothing can be said. */
function seen(step: Step, { sent, around }: Reading, run: StateRun, memory: Memory): Evidence[] | string {
  const { sequence, item } = run;
  const id = around.known[sequence.idParameter];
  const sight = sightOf(step.operation, sent.response, id, sequence);
  if (sight.unreadable !== undefined) return sight.unreadable;
  if (step.remember !== undefined && sight.item) memory.items.set(step.remember, sight.item);
  const isPagedList = sequence.paged && sequence.lists.includes(step.operation);
  const evidence: Evidence[] = [...foreignIn(sight.items, { sent, around }, run)];
  if (sequence.lists.includes(step.operation)) memory.listed ??= sight.items;
  for (const check of step.checks ?? []) {
    const failures = failureOf(check, sight, {
      isPagedList,
      remembered: memory.items,
      listed: memory.listed ?? [],
    });
    // What is broken already needs no further proof.
    if ("unclear" in failures) return evidence.length > 0 ? evidence : failures.unclear;
    for (const { severity, expected, got } of failures) {
      const isNote = severity === "note";
      evidence.push({
        clause: item.clause,
        severity: isNote ? "note" : sequence.severity,
        kind: isNote ? "conformance" : sequence.kind,
        message: isNote ? "keeps what was sent in another writing" : `${sequence.message}: ${got}`,
        expected,
        got: `${got} (${sent.request.method} ${sent.request.path} after it)`,
        sent: memory.act ?? sent,
        firm: sequence.kind !== "conformance",
      });
    }
  }
  return evidence;
}
