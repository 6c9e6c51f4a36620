// Brings together the mutants that are proved equal: a run that finds nothing in all of them finds nothing in each.
import { isBelow } from "./edits/edit.ts";
import type { Mutant } from "./mutant.ts";

/** Groups of equal mutants whose edits do not touch one another: none is at the node of another, or inside it. */
export function equalGroups(mutants: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const groups: Mutant[][] = [];
  for (const mutant of mutants) {
    if (!isJoinable(mutant)) continue;
    const free = groups.find((group) => group.every((other) => !touch(mutant, other)));
    if (free) free.push(mutant);
    else groups.push([mutant]);
  }
  return groups;
}

/** Whether a mutant is judged with others. */
export const isJoinable = ({ equality, edit }: Mutant): boolean =>
  equality !== undefined && edit !== undefined;

function touch({ edit: one }: Mutant, { edit: other }: Mutant): boolean {
  return (
    one === undefined ||
    other === undefined ||
    isBelow(one.pointer, other.pointer) ||
    isBelow(other.pointer, one.pointer)
  );
}
