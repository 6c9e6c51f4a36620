// The same judgement over real connections: a sample of the mutants, and the variants that only a socket shows.
import type { ProofResult } from "./proof.ts";
import { evenly, runAll, type Judged, type MutantTask, type Run, type VariantTask } from "./tasks.ts";
import { wireVariants } from "./variants/wire.ts";

/** A sample of the mutants, and the variants that only a socket shows, once more over real connections. */
export async function onSockets(
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
