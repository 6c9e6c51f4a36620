// The tasks of a proof and how they are shared out: the next one to whoever is free.
import type { MutantOutcome } from "./proof.ts";
import type { Outcome, Scope, Survey, Task, Workbench } from "./workbench.ts";

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
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

export type MutantTask = Extract<Task, { kind: "mutant" }>;
export type EqualsTask = Extract<Task, { kind: "equals" }>;
export type VariantTask = Extract<Task, { kind: "variants" }>;

export interface Run {
  readonly bench: Workbench;
  readonly options: ProveOptions;
  /** Per world: what the judge asks of it. */
  readonly scopes: readonly Scope[];
  /** Per world: what the judge says that it cannot judge. */
  readonly surveys: readonly Survey[];
  /** Per world: cases that accuse the original. */
  readonly ignored: readonly (readonly string[])[];
}

/** A task and what came of it. */
export interface Asked {
  readonly task: Task;
  readonly outcome: Outcome;
}

export interface Judged {
  readonly world: number;
  readonly outcome: MutantOutcome;
}

/** All tasks on all lanes, the next task in turn to whoever is free; outcomes in the order of the tasks. */
export async function runAll(
  tasks: readonly Task[],
  { lanes, onProgress }: ProveOptions,
  what: string,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const turns = inTurn(tasks);
  let next = 0;
  let done = 0;
  const work = async (lane: Lane): Promise<void> => {
    for (let turn = turns[next++]; turn; turn = turns[next++]) {
      const { task, at } = turn;
      outcomes[at] = await lane(task);
      onProgress?.(++done, tasks.length, what);
    }
  };
  await Promise.all(lanes.map(work));
  return outcomes;
}

interface Turn {
  readonly task: Task;
  /** Its place in the list of tasks. */
  readonly at: number;
}

/** The share of a run in which the mutants are begun that may have to be waited for. */
const EARLY = 0.7;

/**
 * The tasks as they are begun: single mutants last, those of a kind spread evenly. Some kinds, such as servers that hang,
 * are mostly waited for: side by side, or last, they would leave the threads without work. Edits of the contract never
 * are, and fill the end.
 */
function inTurn(tasks: readonly Task[]): readonly Turn[] {
  const long: Turn[] = [];
  const kinds = new Map<string, Turn[]>();
  for (const [at, task] of tasks.entries()) {
    if (task.kind !== "mutant") {
      long.push({ task, at });
      continue;
    }
    const [kind = ""] = task.id.split("/", 1);
    const alike = kinds.get(kind);
    if (alike) alike.push({ task, at });
    else kinds.set(kind, [{ task, at }]);
  }
  const single = [...kinds].flatMap(([kind, alike]) =>
    alike.map((turn, index) => ({
      turn,
      share: ((index + 0.5) / alike.length) * (kind === "edit" ? 1 : EARLY),
    })),
  );
  return [...long, ...single.toSorted((one, other) => one.share - other.share).map(({ turn }) => turn)];
}

/** So many of a list, from all over it. */
export function evenly<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]).filter(
    (item) => item !== undefined,
  );
}
