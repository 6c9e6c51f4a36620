// What each rule of the judge is worth: a mutant that survives without it.
import type { RuleWorth } from "./proof.ts";
import type { Judged, Lane, Run } from "./tasks.ts";

/**
 * A rule is worth something when a mutant survives without it. Only mutants that the rule was first to kill can show
 * that, so they are tried one after the other, without the rule, until one survives.
 */
export async function ruleWorth(
  { options, scopes, ignored }: Run,
  judged: readonly Judged[],
): Promise<readonly RuleWorth[]> {
  const rules = [...new Set(scopes.flatMap((scope) => scope.rules))];
  const waiting = [...rules];
  const worth = new Map<string, RuleWorth>();
  let done = 0;
  const work = async (lane: Lane): Promise<void> => {
    for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
      const firsts = byTurns(
        judged.filter(({ outcome }) => outcome.by?.rule === rule),
        scopes,
      );
      let alone: string | undefined;
      /** What killed the others without the rule, the latest first: those tried next to each other are alike. */
      let killers: readonly string[] = [];
      for (const { world, outcome } of firsts) {
        const again = await lane({
          kind: "mutant",
          world,
          id: outcome.id,
          ignore: ignored[world] ?? [],
          without: rule,
          likely: killers,
        });
        if (again.kind !== "mutant") continue;
        const killer = again.outcome.by?.item;
        if (killer !== undefined) killers = [killer, ...killers.filter((one) => one !== killer)];
        if (again.outcome.state !== "killed") alone = outcome.id;
        if (alone !== undefined) break;
      }
      worth.set(rule, { rule, first: firsts.length, ...(alone === undefined ? {} : { alone }) });
      options.onProgress?.(++done, rules.length, "rules");
    }
  };
  await Promise.all(options.lanes.map(work));
  return rules.flatMap((rule) => worth.get(rule) ?? []);
}

/** The least work first, and one of each family in turn: what another rule sees too is often a whole family, such as every wrong body of a 401. */
function byTurns(judged: readonly Judged[], scopes: Run["scopes"]): readonly Judged[] {
  const effort = ({ world, outcome }: Judged): number => {
    const cases = scopes[world]?.cases ?? {};
    const asked = outcome.operations ?? Object.keys(cases);
    return asked.reduce((all, operation) => all + (cases[operation] ?? 0), 0);
  };
  const rounds = new Map<string, number>();
  const turns = judged
    .toSorted((one, other) => effort(one) - effort(other))
    .map((one) => {
      const round = rounds.get(one.outcome.family) ?? 0;
      rounds.set(one.outcome.family, round + 1);
      return { one, round };
    });
  return turns.toSorted((one, other) => one.round - other.round).map(({ one }) => one);
}
