// The judge of a proof: the suite, run against a server in process or on a socket.
import type { Server } from "../mutants/mutant.ts";
import type { Hit, Verdict } from "../mutants/proof.ts";
import type { Judge, Question, Survey } from "../mutants/workbench.ts";
import type { World } from "../mutants/world.ts";
import { serve } from "../mock/serve.ts";
import type { Case, Severity } from "../suite/case.ts";
import { deriveCases, type Derivation } from "../suite/derive.ts";
import { over } from "../suite/over.ts";
import { groupedEvidence, nameOf } from "../suite/findings.ts";
import { isBasic } from "../suite/plan.ts";
import { runCases } from "../suite/run.ts";
import { summarise, type SummaryInputs } from "../suite/summary.ts";
import type { Target } from "../suite/target.ts";

/** Milliseconds until a mutant that does not answer counts as hanging. Other servers are judged meanwhile. */
const PATIENCE = 250;
const PATIENCE_ON_SOCKET = 1000;

/** A judge that derives the cases of each world once. */
export function proofJudge(): Judge {
  const derivations = new WeakMap<World, Derivation>();
  const derivation = (world: World): Derivation => {
    let made = derivations.get(world);
    if (!made) derivations.set(world, (made = deriveCases(world.contract)));
    return made;
  };
  const ask: Judge["ask"] = async (server, world, question) => {
    const { target, close } = question.onSocket
      ? await socketTarget(server, world)
      : inProcess(server, world);
    try {
      return await judgeOnce(target, world, derivation(world), question);
    } finally {
      await close();
    }
  };
  const scope: Judge["scope"] = (world) => {
    const { cases } = derivation(world);
    const counts = new Map<string, number>();
    for (const { operation } of cases) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return { cases: Object.fromEntries(counts), rules: [...new Set(cases.map(({ rule }) => rule))] };
  };
  const survey: Judge["survey"] = async (server, world) => {
    const { target, close } = inProcess(server, world);
    const derived = derivation(world);
    const run = await runCases(world.contract, target, { derivation: derived, timeout: PATIENCE });
    await close();
    return { ...verdictOf(run), survey: surveyOf(run, derived) };
  };
  return { ask, scope, survey };
}

async function judgeOnce(
  target: Target,
  world: World,
  derivation: Derivation,
  question: Question,
): Promise<Verdict> {
  const { near, onSocket, part } = question;
  const close = nearCases(derivation, near ?? NONE);
  const run = await runCases(world.contract, target, {
    derivation: { ...derivation, cases: wantedCases(derivation, close, question) },
    timeout: onSocket ? PATIENCE_ON_SOCKET : PATIENCE,
    faultsOnly: true,
    // Whoever looks for one error does not send more than it takes; over a connection, waiting takes longer.
    ...(part === "near" && !onSocket ? { concurrency: 1 } : {}),
    ...(near ? { untilError: (item: Case) => close.has(item) } : {}),
  });
  return verdictOf(run);
}

/** The cases that are asked for; the nearest come first, the others stay in their order. */
function wantedCases(
  derivation: Derivation,
  close: ReadonlySet<Case>,
  { ignore, without, operations, part }: Question,
): readonly Case[] {
  const near = [...close].filter((item) => part !== "far" || item.kind === "valid");
  const others = part === "near" ? lookupOf(derivation).basic : derivation.cases;
  return [...near, ...others.filter((item) => !close.has(item))].filter(
    ({ id, rule, operation, basis = "" }) =>
      rule !== without &&
      operations?.includes(operation) !== false &&
      !ignore.includes(id) &&
      !ignore.includes(basis),
  );
}

const NONE: readonly string[] = [];

const nearest = new WeakMap<readonly string[], ReadonlySet<Case>>();

/**
 * The cases about the texts, the nearest first, each behind the valid one that it differs from: where that is refused,
 * its answer shows nothing. A mutant is asked about twice, in two parts, with one and the same list, which no other has.
 */
function nearCases(derivation: Derivation, near: readonly string[]): ReadonlySet<Case> {
  let found = nearest.get(near);
  if (!found) {
    nearest.set(near, (found = new Set(near.flatMap(lookupOf(derivation).about))));
  }
  return found;
}

/** What is looked for in the cases of a derivation again and again, found once. */
interface Lookup {
  readonly basic: readonly Case[];
  /** The cases about a text (see Mutant.near), each behind its basis. */
  readonly about: (text: string) => readonly Case[];
}

const lookups = new WeakMap<readonly Case[], Lookup>();

function lookupOf({ cases }: Derivation): Lookup {
  let made = lookups.get(cases);
  if (!made) {
    const known = new Map<string, readonly Case[]>();
    const pointers = byPointer(cases);
    const about = (text: string): readonly Case[] => {
      let found = known.get(text);
      if (!found)
        known.set(text, (found = [...new Set(casesAbout(text, cases, pointers).flatMap(withBasis))]));
      return found;
    };
    const byId = new Map(cases.map((item) => [item.id, item]));
    const withBasis = (item: Case): readonly Case[] => {
      const basis = item.basis === undefined ? undefined : byId.get(item.basis);
      return basis ? [basis, item] : [item];
    };
    lookups.set(cases, (made = { basic: cases.filter(isBasic), about }));
  }
  return made;
}

/** The places of the cases in their list, by clause and aim: many have the same. */
function byPointer(cases: readonly Case[]): ReadonlyMap<string, readonly number[]> {
  const pointers = new Map<string, number[]>();
  for (const [at, { clause, aim = clause }] of cases.entries())
    for (const pointer of new Set([clause, aim])) {
      const places = pointers.get(pointer);
      if (places) places.push(at);
      else pointers.set(pointer, [at]);
    }
  return pointers;
}

function casesAbout(
  text: string,
  cases: readonly Case[],
  pointers: ReadonlyMap<string, readonly number[]>,
): readonly Case[] {
  if (!/^[=#]/.test(text)) return cases.filter(({ id }) => id.includes(text));
  const places = text.startsWith("=")
    ? [...(pointers.get(text.slice(1)) ?? [])]
    : [...pointers].flatMap(([pointer, those]) => (pointer.startsWith(text) ? those : []));
  return [...new Set(places)].toSorted((one, other) => one - other).flatMap((at) => cases[at] ?? []);
}

function verdictOf({ tried }: SummaryInputs): Verdict {
  const all = groupedEvidence(tried).map(([{ tried: by, evidence }]) => {
    const { clause, severity, message } = evidence;
    const hit: Hit = { clause, caseId: nameOf(by), item: by.item.id, rule: by.item.rule, message };
    return { severity, hit };
  });
  const of = (severity: Severity): readonly Hit[] =>
    all.flatMap((one) => (one.severity === severity ? [one.hit] : []));
  return { errors: of("error"), warnings: of("warning") };
}

/** What a report of the same run would list as blocked or untested. */
function surveyOf(run: SummaryInputs, { without }: Derivation): Survey {
  const { verdicts } = summarise(run);
  const clauses = verdicts.flatMap(({ operation, clause, state, reason = "" }) =>
    state === "blocked" || state === "untested"
      ? [[`${operation} ${clause.pointer}`, `${state}: ${reason}`] as const]
      : [],
  );
  const open = new Set(
    run.tried
      .filter(({ item, judgement, blocked }) => item.kind === "valid" && judgement.expected && !blocked)
      .map(({ item }) => item.operation),
  );
  const closed = run.contract.operations
    .filter(({ id }) => !open.has(id))
    .map(({ id }) => [id, `blocked: ${without.get(id) ?? "no valid request of the operation is accepted"}`]);
  return {
    clauses: Object.fromEntries(clauses),
    operations: Object.fromEntries(closed) as Readonly<Record<string, string>>,
  };
}

const people = ({
  allowed,
  denied,
  known,
  foreign,
}: World): Pick<Target, "allowed" | "denied" | "known" | "foreign" | "disposable"> => ({
  allowed,
  denied,
  known,
  foreign,
  disposable: true,
});

interface Opened {
  readonly target: Target;
  readonly close: () => Promise<void>;
}

function inProcess(server: Server, world: World): Opened {
  const oneConnection = () => ({ answer: server.connect(), close: () => {} });
  return {
    target: { name: "in process", answer: server.answer, oneConnection, ...people(world) },
    close: async () => {},
  };
}

async function socketTarget(server: Server, world: World): Promise<Opened> {
  const served = await serve(server.answer, { port: 0 });
  const options = { timeout: PATIENCE_ON_SOCKET };
  const shared = over(served.url, options);
  const oneConnection = () => {
    const own = over(served.url, { ...options, connections: 1 });
    return { answer: own.answer, close: () => void own.close() };
  };
  const close = async (): Promise<void> => {
    await shared.close();
    await served.close();
  };
  return { target: { name: served.url, answer: shared.answer, oneConnection, ...people(world) }, close };
}
