// Takes a false alarm apart: as few variants as raise it.
import type { FalseAlarm } from "./proof.ts";
import { runAll, type Asked, type Run, type VariantTask } from "./tasks.ts";

export interface Alarm extends FalseAlarm {
  readonly world: number;
}

/** False alarms with as few variants as show them: a block is taken apart into single variants, then into pairs. */
export async function alarmsOf({ options }: Run, asked: readonly Asked[]): Promise<readonly Alarm[]> {
  const raised: { readonly task: VariantTask; readonly alarm: Alarm }[] = [];
  for (const { task, outcome } of asked) {
    if (task.kind === "variants" && outcome.kind === "variants" && outcome.alarm)
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
