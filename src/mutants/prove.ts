// Runs a proof: originals, every mutant, every variant and pair of variants, then what each rule is worth.
import { alarmsOf, type Alarm } from "./false-alarms.ts";
import { equalGroups, isJoinable } from "./equals.ts";
import { FAMILIES } from "./mutant.ts";
import type { ContractProof, Hit, MutantOutcome, ProofResult } from "./proof.ts";
import { ruleWorth } from "./rule-worth.ts";
import { onSockets } from "./socket-sample.ts";
import {
  type Asked,
  type EqualsTask,
  evenly,
  runAll,
  type Judged,
  type MutantTask,
  type ProveOptions,
  type Run,
  type VariantTask,
} from "./tasks.ts";
import { pairBlocks } from "./pair-blocks.ts";
import { variantsOf } from "./variants.ts";
import type { Outcome, Survey, Task, Workbench } from "./workbench.ts";

/** Proves the judge on all worlds of the workbench. Rejects only for a bug of ours. */
export async function prove(bench: Workbench, options: ProveOptions): Promise<ProofResult> {
  const start = performance.now();
  const indexes = bench.worlds.map((_, index) => index);
  // What takes longest comes first: begun last, it would leave threads without work.
  const originals = indexes.map((world) => ({ kind: "original", world }) as const);
  const variants = variantTasks(bench, options);
  const mutants = await mutantTasks(bench, options);
  const tasks = [...originals, ...variants, ...mutants];
  const first = await runAll(tasks, options, "mutants and variants");
  const judged = first.flatMap((outcome) => (outcome.kind === "original" ? [outcome] : []));
  const baseline = judged.map(({ hits }) => hits);
  const ignored = baseline.map((hits) => hits.map(({ item }) => item));
  const run: Run = {
    bench,
    options,
    scopes: judged.map(({ scope }) => scope),
    surveys: judged.map(({ survey }) => survey),
    ignored,
  };

  const asked = await withoutAccused(run, tasks, first);
  const killed = asked.flatMap(({ task: { world }, outcome }) => {
    if (outcome.kind === "mutant") return [{ world, outcome: outcome.outcome }];
    return outcome.kind === "equals" ? outcome.outcomes.map((one) => ({ world, outcome: one })) : [];
  });
  const alarms = await alarmsOf(run, asked);
  const contracts = await Promise.all(
    indexes.map((world) =>
      contractProof(run, {
        world,
        baseline: baseline[world] ?? [],
        outcomes: killed,
        alarms,
        blocks: variants,
      }),
    ),
  );
  const sockets = await onSockets(run, killed);
  const rules = options.only === undefined ? await ruleWorth(run, killed) : [];
  return { ...totals(contracts), rules, sockets, milliseconds: Math.round(performance.now() - start) };
}

/** Cases that accuse an original tell nothing about its mutants: all of its world is asked again, without them. */
async function withoutAccused(
  { options, ignored }: Run,
  tasks: readonly Task[],
  outcomes: readonly Outcome[],
): Promise<readonly Asked[]> {
  const asked = paired(tasks, outcomes);
  const ignoreIn = (world: number): readonly string[] => ignored[world] ?? [];
  const isStale = ({ task }: Asked): boolean => task.kind !== "original" && ignoreIn(task.world).length > 0;
  const stale = asked
    .filter(isStale)
    .map(({ task }): Task => (task.kind === "original" ? task : { ...task, ignore: ignoreIn(task.world) }));
  const again = await runAll(
    stale,
    options,
    "mutants and variants, without the cases that accuse the original",
  );
  return [...asked.filter((one) => !isStale(one)), ...paired(stale, again)];
}

function paired(tasks: readonly Task[], outcomes: readonly Outcome[]): readonly Asked[] {
  return tasks.flatMap((task, at) => {
    const outcome = outcomes[at];
    return outcome ? [{ task, outcome }] : [];
  });
}

async function mutantTasks(
  bench: Workbench,
  options: ProveOptions,
): Promise<readonly (MutantTask | EqualsTask)[]> {
  const tasks: (MutantTask | EqualsTask)[] = [];
  for (const world of bench.worlds.keys()) {
    const { mutants } = await bench.catalogue(world);
    const wanted = mutants.filter(
      ({ id, family, description }) =>
        options.only === undefined ||
        [id, family, description].some((text) => text.includes(options.only ?? "")),
    );
    const chosen = evenly(wanted, options.limit ?? wanted.length);
    for (const group of equalGroups(chosen, bench.worlds[world]?.document))
      tasks.push({ kind: "equals", world, ids: group.map(({ id }) => id), ignore: [] });
    for (const mutant of chosen)
      if (!isJoinable(mutant)) tasks.push({ kind: "mutant", world, id: mutant.id, ignore: [] });
  }
  return tasks;
}

/** Blocks in which every two stand together; by itself who can be had with no other, or each where every pair is tried so. */
function variantTasks(bench: Workbench, options: ProveOptions): readonly VariantTask[] {
  return bench.worlds.flatMap((made, world) => {
    const all = variantsOf(made).filter(
      ({ id, description }) =>
        options.only === undefined || [id, description].some((text) => text.includes(options.only ?? "")),
    );
    const { blockSize } = options;
    const blocks = pairBlocks(all, blockSize);
    const single = all.filter(
      (variant) => blockSize === 2 || blocks.every((block) => !block.includes(variant)),
    );
    return [...single.map((variant) => [variant]), ...blocks].map(
      (block) => ({ kind: "variants", world, ids: block.map(({ id }) => id), ignore: [] }) as const,
    );
  });
}

interface Parts {
  readonly world: number;
  readonly baseline: readonly Hit[];
  readonly outcomes: readonly Judged[];
  readonly alarms: readonly Alarm[];
  readonly blocks: readonly VariantTask[];
}

async function contractProof(
  { bench, scopes, surveys }: Run,
  { world, baseline, outcomes, alarms, blocks }: Parts,
): Promise<ContractProof> {
  const made = bench.worlds[world];
  if (!made) throw new Error(`there is no world ${world}`);
  const mine = outcomes.filter((one) => one.world === world).map(({ outcome }) => outcome);
  const count = (family: string, state: MutantOutcome["state"]): number =>
    mine.filter((one) => one.family === family && one.state === state).length;
  const families = FAMILIES.map((family) => ({
    family,
    killed: count(family, "killed"),
    survived: count(family, "survived"),
    equal: count(family, "equal"),
  })).filter(({ killed, survived, equal }) => killed + survived + equal > 0);
  const { contract, name } = made;
  const tried = blocks.filter((block) => block.world === world);
  return {
    name,
    title: contract.title,
    version: contract.version,
    operations: contract.operations.length,
    cases: Object.values(scopes[world]?.cases ?? {}).reduce((all, count) => all + count, 0),
    families,
    survivors: mine.filter(({ state }) => state === "survived").map((one) => withReason(one, surveys[world])),
    equals: mine.filter(({ state }) => state === "equal"),
    unobservable: (await bench.catalogue(world)).unobservable,
    original: baseline,
    variants: variantsOf(made)
      .filter(({ id }) => tried.some(({ ids }) => ids.includes(id)))
      .map(({ id, description }) => ({ id, description })),
    blocks: tried.filter(({ ids }) => ids.length > 1).length,
    falseAlarms: alarms
      .filter((alarm) => alarm.world === world)
      .map(({ variants, hits }) => ({ variants, hits })),
  };
}

function totals(
  contracts: readonly ContractProof[],
): Pick<ProofResult, "contracts" | "killed" | "survived" | "equal" | "score" | "falseAlarms"> {
  const sum = (of: (contract: ContractProof) => number): number =>
    contracts.reduce((all, contract) => all + of(contract), 0);
  const families = (of: "killed" | "survived" | "equal"): number =>
    sum((contract) => contract.families.reduce((all, family) => all + family[of], 0));
  const [killed, survived] = [families("killed"), families("survived")];
  return {
    contracts,
    killed,
    survived,
    equal: families("equal"),
    score: killed + survived === 0 ? 100 : Math.floor((1000 * killed) / (killed + survived)) / 10,
    falseAlarms: sum(({ falseAlarms, original }) => falseAlarms.length + original.length),
  };
}

/** A survivor with the judge's own word for why: of its clause, in each of its operations, or of all its operations. */
function withReason(survivor: MutantOutcome, survey: Survey | undefined): MutantOutcome {
  const { operations = [], pointer = "" } = survivor;
  const reasons = operations.map(
    (id) => survey?.operations[id] ?? survey?.clauses[`${id} ${pointer}`] ?? undefined,
  );
  const [unjudged] = reasons;
  return unjudged === undefined || reasons.includes(undefined) ? survivor : { ...survivor, reason: unjudged };
}
