// Does the single steps of a proof: builds a mutant or variant, has it judged, says what came of it.
import { catalogueOf, type Catalogue } from "./catalogue.ts";
import { serverOf } from "./contract-edits.ts";
import type { Mutant, Server, Variant } from "./mutant.ts";
import { stateless } from "./mutant.ts";
import type { FalseAlarm, Hit, MutantOutcome, Verdict } from "./proof.ts";
import { watched } from "./survivor.ts";
import { composed, variantsOf } from "./variants.ts";
import { wireVariants } from "./variants/wire.ts";
import type { World } from "./world.ts";

export interface Question {
  /** What to look at first; the judge may stop at the first error when this is given. */
  readonly near?: readonly string[];
  /** Leave out what is not near, or what is; the valid requests that others differ from always go out. */
  readonly part?: "near" | "far";
  /** The only operations that matter. */
  readonly operations?: readonly string[];
  /** Cases that accuse the original too; what differs from one of them is left out with it. */
  readonly ignore: readonly string[];
  /** Leave the cases of this rule out. */
  readonly without?: string;
  /** Serve it on a socket and ask it there. */
  readonly onSocket?: true;
}

/** The judge as the proof sees it. */
export interface Judge {
  /** A server in, errors and warnings out. */
  readonly ask: (server: Server, world: World, question: Question) => Promise<Verdict>;
  readonly scope: (world: World) => Scope;
  readonly survey: (server: Server, world: World) => Promise<Verdict & { readonly survey: Survey }>;
}

/** What the judge asks of a contract: how many cases of each operation, and the rules that they come from. */
export interface Scope {
  readonly cases: Readonly<Record<string, number>>;
  readonly rules: readonly string[];
}

/** What the judge says of an original, beside its errors. */
export interface Survey {
  /** Why a clause of an operation is blocked or untested, by `operation pointer`. */
  readonly clauses: Readonly<Record<string, string>>;
  /** Why nothing of an operation can be judged, by its id. */
  readonly operations: Readonly<Record<string, string>>;
}

/** One step; plain data, so that any thread can do it. */
export type Task =
  | { readonly kind: "original"; readonly world: number }
  | {
      readonly kind: "mutant";
      readonly world: number;
      readonly id: string;
      readonly ignore: readonly string[];
      readonly without?: string;
      /** Ids of cases that are likely to kill it, so that they go first. */
      readonly likely?: readonly string[];
      readonly onSocket?: true;
    }
  /** Edits that are proved equal, all in one server. */
  | {
      readonly kind: "equals";
      readonly world: number;
      readonly ids: readonly string[];
      readonly ignore: readonly string[];
    }
  | {
      readonly kind: "variants";
      readonly world: number;
      readonly ids: readonly string[];
      readonly ignore: readonly string[];
      readonly onSocket?: true;
    };

export type Outcome =
  | {
      readonly kind: "original";
      readonly hits: readonly Hit[];
      readonly scope: Scope;
      readonly survey: Survey;
    }
  | { readonly kind: "mutant"; readonly outcome: MutantOutcome }
  | { readonly kind: "equals"; readonly outcomes: readonly MutantOutcome[] }
  | { readonly kind: "variants"; readonly alarm?: FalseAlarm };

export interface Workbench {
  readonly worlds: readonly World[];
  readonly catalogue: (world: number) => Promise<Catalogue>;
  readonly run: (task: Task) => Promise<Outcome>;
}

/** A workbench; catalogues are made at first use. */
export function workbench(worlds: readonly World[], judge: Judge): Workbench {
  const catalogues = new Map<number, Promise<Catalogue>>();
  const worldAt = (index: number): World => {
    const world = worlds[index];
    if (!world) throw new Error(`there is no world ${index}`);
    return world;
  };
  const catalogue = (index: number): Promise<Catalogue> => {
    let made = catalogues.get(index);
    if (!made) catalogues.set(index, (made = catalogueOf(worldAt(index))));
    return made;
  };
  const mutants = new Map<number, Promise<ReadonlyMap<string, Mutant>>>();
  const mutantsIn = (index: number): Promise<ReadonlyMap<string, Mutant>> => {
    let made = mutants.get(index);
    if (!made)
      mutants.set(
        index,
        (made = catalogue(index).then((all) => new Map(all.mutants.map((one) => [one.id, one])))),
      );
    return made;
  };
  const run = async (task: Task): Promise<Outcome> => {
    const world = worldAt(task.world);
    if (task.kind === "original") {
      const { errors, survey } = await judge.survey(stateless(world.build().answer), world);
      return { kind: "original", hits: errors, scope: judge.scope(world), survey };
    }
    if (task.kind === "equals") {
      const { mutants } = await catalogue(task.world);
      const equals = mutants.filter(({ id }) => task.ids.includes(id));
      return { kind: "equals", outcomes: await judgedTogether(equals, judge, world, task) };
    }
    const wire = task.onSocket ? { onSocket: true as const } : {};
    if (task.kind === "variants") {
      const chosen = chosenVariants(world, task.ids);
      const server = stateless(composed(world.build().answer, chosen));
      const { errors } = await judge.ask(server, world, { ignore: task.ignore, ...wire });
      return {
        kind: "variants",
        ...(errors.length > 0 ? { alarm: { variants: task.ids, hits: errors } } : {}),
      };
    }
    const mutant = (await mutantsIn(task.world)).get(task.id);
    if (!mutant) throw new Error(`there is no mutant ${task.id}`);
    const { ignore, without, likely = [] } = task;
    const { near, operations } = mutant;
    const question = {
      near: [...likely, ...near],
      ignore,
      ...wire,
      ...(without === undefined ? {} : { without }),
      ...(operations ? { operations } : {}),
    };
    return { kind: "mutant", outcome: await judged(mutant, judge, world, question) };
  };
  return { worlds, catalogue, run };
}

function chosenVariants(world: World, ids: readonly string[]): readonly Variant[] {
  return [...variantsOf(world), ...wireVariants()].filter(({ id }) => ids.includes(id));
}

async function judged(
  mutant: Mutant,
  judge: Judge,
  world: World,
  question: Question,
): Promise<MutantOutcome> {
  const start = performance.now();
  const { near = [] } = question;
  const ask = async (asked: Question): Promise<Hit | undefined> => {
    const { errors, warnings } = await judge.ask(await mutant.make(), world, asked);
    return errors[0] ?? (mutant.strength === "warning" ? warnings[0] : undefined);
  };
  // First the quick look. Who is proved equal is looked at in full at once.
  const by =
    near.length > 0 && mutant.equality === undefined
      ? ((await ask({ ...question, part: "near" })) ?? (await ask({ ...question, part: "far" })))
      : await ask(question);
  const isSurvivor = !by && !mutant.equality && question.without === undefined;
  const reason = isSurvivor ? await reasonOf(mutant, judge, world, question) : undefined;
  return outcomeOf(mutant, by, {
    ...(reason === undefined ? {} : { reason }),
    milliseconds: Math.round(performance.now() - start),
  });
}

function outcomeOf(
  { id, family, description, pointer, operations, equality }: Mutant,
  by: Hit | undefined,
  rest: Pick<MutantOutcome, "reason" | "milliseconds">,
): MutantOutcome {
  return {
    id,
    family,
    description,
    ...(operations ? { operations } : {}),
    ...(pointer === undefined ? {} : { pointer }),
    state: by ? "killed" : equality ? "equal" : "survived",
    ...(by ? { by } : {}),
    ...(equality && !by ? { equality } : {}),
    ...rest,
  };
}

/** What no request can tell alone, none can tell together, unless one edit undoes the reason of another: then each by itself. */
async function judgedTogether(
  equals: readonly Mutant[],
  judge: Judge,
  world: World,
  { ignore }: Question,
): Promise<readonly MutantOutcome[]> {
  const start = performance.now();
  const server = await serverOf(
    world,
    equals.flatMap(({ edit }) => edit ?? []),
  );
  const operations = equals.flatMap((one) => one.operations ?? world.contract.operations.map(({ id }) => id));
  const { errors } = await judge.ask(server, world, { ignore, operations });
  const milliseconds = Math.round((performance.now() - start) / equals.length);
  if (errors.length === 0) return equals.map((mutant) => outcomeOf(mutant, undefined, { milliseconds }));
  return Promise.all(equals.map((mutant) => judged(mutant, judge, world, { ignore })));
}

async function reasonOf(mutant: Mutant, judge: Judge, world: World, question: Question): Promise<string> {
  const { near: _, ...all } = question;
  const { server, reason } = watched(await mutant.make(), world.build().answer);
  await judge.ask(server, world, all);
  return reason();
}
