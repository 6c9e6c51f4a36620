// Runs a proof: originals, every mutant, every variant and pair of variants, then what each rule is worth.
import { FAMILIES } from "./mutant.ts";
import type { ContractProof, FalseAlarm, Hit, MutantOutcome, ProofResult, RuleWorth } from "./proof.ts";
import { pairBlocks, variantsOf } from "./variants.ts";
import { wireVariants } from "./variants/wire.ts";
import type { Outcome, Task, Workbench } from "./workbench.ts";

/** Somebody who does tasks one at a time: this thread, or another one. */
export type Lane = (task: Task) => Promise<Outcome>;

export interface ProveOptions {
  readonly lanes: readonly Lane[];
  /** Only mutants and variants whose id, family or description holds the text. */
  readonly only?: string;
  /** At most so many mutants per contract, taken evenly. */
  readonly limit?: number;
  /** Variants in one server at the most; 2 tries every pair by itself. */
  readonly blockSize?: number;
  /** How many mutants to serve on sockets as well. */
  readonly sockets?: number;
  /** Every rule that a case of this contract comes from. */
  readonly rulesOf: (world: number) => readonly string[];
  readonly casesOf: (world: number) => number;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

const BLOCK = 16;

/** Proves the judge on all worlds of the workbench. Rejects only for a bug of ours. */
export async function prove(bench: Workbench, options: ProveOptions): Promise<ProofResult> {
  const start = performance.now();
  const indexes = bench.worlds.map((_, index) => index);
  const originals = await runAll(
    indexes.map((world) => ({ kind: "original", world }) as const),
    options,
    "originals",
  );
  const baseline = originals.map((outcome) => (outcome.kind === "original" ? outcome.hits : []));
  const ignored = baseline.map((hits) => hits.map(({ caseId }) => caseId));
  const run: Run = { bench, options, ignored };

  const mutants = await mutantTasks(run);
  const variants = variantTasks(run);
  const outcomes = await runAll([...mutants, ...variants], options, "mutants and variants");
  const killed = outcomes.slice(0, mutants.length).flatMap((outcome, at) => {
    const world = mutants[at]?.world ?? 0;
    return outcome.kind === "mutant" ? [{ world, outcome: outcome.outcome }] : [];
  });
  const alarms = await alarmsOf(run, variants, outcomes.slice(mutants.length));
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

interface Run {
  readonly bench: Workbench;
  readonly options: ProveOptions;
  /** Per world: cases that accuse the original. */
  readonly ignored: readonly (readonly string[])[];
}

interface Judged {
  readonly world: number;
  readonly outcome: MutantOutcome;
}

/** All tasks on all lanes, the next task to whoever is free; outcomes in the order of the tasks. */
async function runAll(
  tasks: readonly Task[],
  { lanes, onProgress }: ProveOptions,
  what: string,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  let done = 0;
  const work = async (lane: Lane): Promise<void> => {
    for (let at = next++; ; at = next++) {
      const task = tasks[at];
      if (!task) return;
      outcomes[at] = await lane(task);
      onProgress?.(++done, tasks.length, what);
    }
  };
  await Promise.all(lanes.map(work));
  return outcomes;
}

type MutantTask = Extract<Task, { kind: "mutant" }>;
type VariantTask = Extract<Task, { kind: "variants" }>;

async function mutantTasks({ bench, options, ignored }: Run): Promise<readonly MutantTask[]> {
  const tasks: MutantTask[] = [];
  for (const world of bench.worlds.keys()) {
    const { mutants } = await bench.catalogue(world);
    const wanted = mutants.filter(
      ({ id, family, description }) =>
        options.only === undefined ||
        [id, family, description].some((text) => text.includes(options.only ?? "")),
    );
    for (const { id } of evenly(wanted, options.limit ?? wanted.length))
      tasks.push({ kind: "mutant", world, id, ignore: ignored[world] ?? [] });
  }
  return tasks;
}

function evenly<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]).filter(
    (item) => item !== undefined,
  );
}

/** Blocks in which every variant, and every two, stand together; each by itself only where every pair is tried so. */
function variantTasks({ bench, options, ignored }: Run): readonly VariantTask[] {
  return bench.worlds.flatMap((made, world) => {
    const all = variantsOf(made).filter(
      ({ id, description }) =>
        options.only === undefined || [id, description].some((text) => text.includes(options.only ?? "")),
    );
    const size = options.blockSize ?? BLOCK;
    const single = size === 2 || all.length < 2 ? all.map((variant) => [variant]) : [];
    const blocks = [...single, ...pairBlocks(all, size)];
    return blocks.map(
      (block) =>
        ({ kind: "variants", world, ids: block.map(({ id }) => id), ignore: ignored[world] ?? [] }) as const,
    );
  });
}

interface Alarm extends FalseAlarm {
  readonly world: number;
}

/** False alarms with as few variants as show them: a block is taken apart into single variants, then into pairs. */
async function alarmsOf(
  { options }: Run,
  tasks: readonly VariantTask[],
  outcomes: readonly Outcome[],
): Promise<readonly Alarm[]> {
  const raised: { readonly task: VariantTask; readonly alarm: Alarm }[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const task = tasks[at];
    if (task && outcome.kind === "variants" && outcome.alarm)
      raised.push({ task, alarm: { world: task.world, ...outcome.alarm } });
  }
  const found = new Map<string, Alarm>();
  const keep = (alarm: Alarm): void => void found.set(`${alarm.world} ${alarm.variants.join()}`, alarm);
  const tryAll = async (
    task: VariantTask,
    sets: readonly (readonly string[])[],
  ): Promise<readonly Alarm[]> => {
    const tried = await runAll(
      sets.map((ids) => ({ ...task, ids })),
      options,
      "variants of a false alarm",
    );
    return tried.flatMap((outcome) =>
      outcome.kind === "variants" && outcome.alarm ? [{ world: task.world, ...outcome.alarm }] : [],
    );
  };
  for (const { task, alarm } of raised) {
    const open = task.ids.filter((id) => !found.has(`${task.world} ${id}`));
    // Whoever is known to be accused alone explains the block.
    if (open.length < task.ids.length) continue;
    const single =
      open.length === 1
        ? [alarm]
        : await tryAll(
            task,
            open.map((id) => [id]),
          );
    const pairs = open.flatMap((one, index) => open.slice(index + 1).map((other) => [one, other]));
    const guilty = single.length > 0 ? single : await tryAll(task, pairs);
    for (const one of guilty.length > 0 ? guilty : [alarm]) keep(one);
  }
  return [...found.values()];
}

interface Parts {
  readonly world: number;
  readonly baseline: readonly Hit[];
  readonly outcomes: readonly Judged[];
  readonly alarms: readonly Alarm[];
  readonly blocks: readonly VariantTask[];
}

async function contractProof(
  { bench, options }: Run,
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
    cases: options.casesOf(world),
    families,
    survivors: mine.filter(({ state }) => state === "survived"),
    equals: mine.filter(({ state }) => state === "equal"),
    unobservable: (await bench.catalogue(world)).unobservable,
    original: baseline,
    variants: variantsOf(made).map(({ id, description }) => ({ id, description })),
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

/** A sample of the mutants, and the variants that only a socket shows, once more over real connections. */
async function onSockets(
  { bench, options, ignored }: Run,
  judged: readonly Judged[],
): Promise<ProofResult["sockets"]> {
  const count = options.sockets ?? 0;
  if (count === 0) return { tried: 0, differing: [], falseAlarms: [] };
  const remembering = new Set<string>();
  for (const world of bench.worlds.keys())
    for (const { id, connected } of (await bench.catalogue(world)).mutants)
      if (connected) remembering.add(id);
  const sample = evenly(
    judged.filter(({ outcome }) => !remembering.has(outcome.id)),
    count,
  );
  const again = sample.map(({ world, outcome }): MutantTask => ({
    kind: "mutant",
    world,
    id: outcome.id,
    ignore: ignored[world] ?? [],
    onSocket: true,
  }));
  const variants = bench.worlds.flatMap((_, world) =>
    wireVariants().map(({ id }): VariantTask => ({
      kind: "variants",
      world,
      ids: [id],
      ignore: ignored[world] ?? [],
      onSocket: true,
    })),
  );
  const outcomes = await runAll([...again, ...variants], options, "over sockets");
  const differing = sample.filter(({ outcome }, at) => {
    const other = outcomes[at];
    return other?.kind === "mutant" && other.outcome.state !== outcome.state;
  });
  return {
    tried: sample.length + variants.length,
    differing: differing.map(({ outcome }) => outcome.id),
    falseAlarms: outcomes.flatMap((outcome) =>
      outcome.kind === "variants" && outcome.alarm ? [outcome.alarm] : [],
    ),
  };
}

/**
 * A rule is worth something when a mutant survives without it. Only mutants that the rule was first to kill can show
 * that, so they are tried one after the other, without the rule, until one survives.
 */
async function ruleWorth(
  { bench, options, ignored }: Run,
  judged: readonly Judged[],
): Promise<readonly RuleWorth[]> {
  const rules = [...new Set(bench.worlds.flatMap((_, world) => options.rulesOf(world)))];
  const waiting = [...rules];
  const worth = new Map<string, RuleWorth>();
  let done = 0;
  const work = async (lane: Lane): Promise<void> => {
    for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
      const firsts = judged.filter(({ outcome }) => outcome.by?.rule === rule);
      let alone: string | undefined;
      for (const { world, outcome } of firsts) {
        const again = await lane({
          kind: "mutant",
          world,
          id: outcome.id,
          ignore: ignored[world] ?? [],
          without: rule,
        });
        if (again.kind === "mutant" && again.outcome.state !== "killed") alone = outcome.id;
        if (alone !== undefined) break;
      }
      worth.set(rule, { rule, first: firsts.length, ...(alone === undefined ? {} : { alone }) });
      options.onProgress?.(++done, rules.length, "rules");
    }
  };
  await Promise.all(options.lanes.map(work));
  return rules.flatMap((rule) => worth.get(rule) ?? []);
}
