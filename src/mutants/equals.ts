// Brings together the mutants that are proved equal: a run that finds nothing in all of them finds nothing in each.
import { isObject } from "../schema/keywords.ts";
import { isInside, nodeAt, type Edit, type Node } from "./edits/edit.ts";
import type { Mutant } from "./mutant.ts";

interface Group {
  readonly members: Mutant[];
  /** The edited nodes as they are by now, and the clause that was edited there, by their pointers. */
  readonly nodes: Map<string, { readonly node: Node; readonly clause: string }>;
}

/** Whether a mutant is judged with others: it is an edit that is proved equal. */
export const isJoinable = ({ equality, edit }: Mutant): boolean =>
  equality !== undefined && edit !== undefined;

/** Groups of equal mutants in which every edit still changes its node, and none changes what is inside another's. */
export function equalGroups(mutants: readonly Mutant[], document: unknown): readonly (readonly Mutant[])[] {
  const groups: Group[] = [];
  for (const mutant of mutants) {
    const { edit } = mutant;
    if (!isJoinable(mutant) || !edit) continue;
    if (groups.some((group) => joins(group, mutant, edit, document))) continue;
    const group: Group = { members: [], nodes: new Map() };
    joins(group, mutant, edit, document);
    groups.push(group);
  }
  return groups.map(({ members }) => members);
}

function joins({ members, nodes }: Group, mutant: Mutant, edit: Edit, document: unknown): boolean {
  const { pointer, clause, change } = edit;
  const there = nodes.get(pointer);
  // Two clauses of a node may each be implied by the other.
  if (there && there.clause !== clause) return false;
  for (const other of nodes.keys()) if (isInside(pointer, other) || isInside(other, pointer)) return false;
  const before = there?.node ?? nodeAt(document, pointer);
  if (!isObject(before)) return members.length === 0 && members.push(mutant) > 0;
  const after = change(before);
  if (members.length > 0 && JSON.stringify(after) === JSON.stringify(before)) return false;
  nodes.set(pointer, { node: after, clause });
  members.push(mutant);
  return true;
}
