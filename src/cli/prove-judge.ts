// The judge of a proof: the suite, run against a server in process or on a socket.
import type { Server } from "../mutants/mutant.ts";
import type { Hit, Verdict } from "../mutants/proof.ts";
import type { Judge, Question, Survey } from "../mutants/workbench.ts";
import type { World } from "../mutants/world.ts";
import { serve } from "../mock/serve.ts";
import type { Case } from "../suite/case.ts";
import { deriveCases, type Derivation } from "../suite/derive.ts";
import { over } from "../suite/over.ts";
import { findingsOf } from "../suite/findings.ts";
import type { Finding } from "../suite/result.ts";
import { isBasic } from "../suite/plan.ts";
import { runCases } from "../suite/run.ts";
import { summarise, type SummaryInputs } from "../suite/summary.ts";
import type { Target } from "../suite/target.ts";

/** Milliseconds until a mutant that does not answer counts as hanging. Other servers are judged meanwhile. */
const PATIENCE = 400;
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
    return { cases: cases.length, rules: [...new Set(cases.map(({ rule }) => rule))] };
  };
  const survey: Judge["survey"] = async (server, world) => {
    const { target, close } = inProcess(server, world);
    const derived = derivation(world);
    const run = await runCases(world.contract, target, { derivation: derived, timeout: PATIENCE });
    await close();
    return { ...verdictOf(run, world), survey: surveyOf(run, derived) };
  };
  return { ask, scope, survey };
}

async function judgeOnce(
  target: Target,
  world: World,
  derivation: Derivation,
  question: Question,
): Promise<Verdict> {
  const { near, onSocket } = question;
  const ranks = ranksOf(derivation, near ?? NONE);
  const run = await runCases(world.contract, target, {
    derivation: { ...derivation, cases: wantedCases(derivation, ranks, question) },
    timeout: onSocket ? PATIENCE_ON_SOCKET : PATIENCE,
    findingsOnly: true,
    ...(near ? { untilError: (item: Case) => ranks.has(item) } : {}),
  });
  return verdictOf(run, world);
}

/** The cases that are asked for; the nearest come first, the others stay in their order. */
function wantedCases(
  { cases }: Derivation,
  ranks: ReadonlyMap<Case, number>,
  { ignore, without, operations, part }: Question,
): readonly Case[] {
  const wanted = cases.filter(
    (item) =>
      item.rule !== without &&
      operations?.includes(item.operation) !== false &&
      (part === undefined || isBasic(item) || ranks.has(item) === (part === "near")) &&
      !ignore.includes(item.id),
  );
  if (ranks.size === 0) return wanted;
  const rank = (item: Case): number => ranks.get(item) ?? 0;
  const near = wanted.filter((item) => ranks.has(item)).toSorted((one, other) => rank(one) - rank(other));
  return [...near, ...wanted.filter((item) => !ranks.has(item))];
}

const NONE: readonly string[] = [];
const rankings = new WeakMap<readonly string[], ReadonlyMap<Case, number>>();

/** The cases that are near what is asked about, each with how near. A mutant is asked about twice, in two parts, with one and the same list, which no other mutant has. */
function ranksOf({ cases }: Derivation, near: readonly string[]): ReadonlyMap<Case, number> {
  let ranks = rankings.get(near);
  if (!ranks) {
    const all = cases.map((item) => [item, nearness(item, near)] as const);
    rankings.set(near, (ranks = new Map(all.filter(([, rank]) => rank >= 0))));
  }
  return ranks;
}

function verdictOf({ tried, exchangeOf }: SummaryInputs, world: World): Verdict {
  const findings = findingsOf(tried, world.contract, exchangeOf);
  const rules = new Map(tried.map(({ item }) => [item.id, item.rule]));
  return { errors: hitsOf(findings, "error", rules), warnings: hitsOf(findings, "warning", rules) };
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

/** How near a case is to what is asked about: the place of the first text that it holds, -1 for none. */
function nearness({ id, clause, aim = "" }: Case, near: readonly string[]): number {
  return near.findIndex((text) =>
    text.startsWith("#") ? clause.startsWith(text) || aim.startsWith(text) : id.includes(text),
  );
}

function hitsOf(
  findings: readonly Finding[],
  severity: "error" | "warning",
  rules: ReadonlyMap<string, string>,
): readonly Hit[] {
  return findings
    .filter((finding) => finding.severity === severity)
    .map(({ clause, caseId, message }) => ({
      clause: clause.pointer,
      caseId,
      rule: rules.get(caseId.replace(/@[^@]*$/, "")) ?? "",
      message,
    }));
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
