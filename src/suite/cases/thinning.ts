// Thins the cases of an operation that has too many: every clause keeps its first fault and its edges.
import type { Case } from "../case.ts";

/** At most `most` cases (and the valid ones they are based on), in their order; the same cases give the same choice. */
export function thinned(cases: readonly Case[], most: number): readonly Case[] {
  if (cases.length <= most) return cases;
  const byId = new Map(cases.map((item) => [item.id, item]));
  const kept = new Set<Case>();
  for (const item of byImportance(cases)) {
    if (kept.size >= most) break;
    kept.add(item);
    const basis = byId.get(item.basis ?? "");
    if (basis) kept.add(basis);
  }
  return cases.filter((item) => kept.has(item));
}

/** What the schema of a body or parameter gives comes in such numbers; the rest is few and stays. */
const isOfSchema = ({ kind, manner, rule }: Case): boolean =>
  (kind === "valid" || kind === "invalid") && manner === undefined && rule !== "body-syntax";

function byImportance(cases: readonly Case[]): readonly Case[] {
  const turns = new Map<string, number>();
  return cases
    .map((item, index) => {
      const key = `${item.kind} ${item.clause} ${item.advisory === undefined ? "" : "advisory"}`;
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + 1);
      return { item, index, rank: rankOf(item, turn), turn };
    })
    .toSorted((one, other) => one.rank - other.rank || one.turn - other.turn || one.index - other.index)
    .map(({ item }) => item);
}

/** The first fault of each clause and all that is no schema case, then edges and further faults in turn, advice last. */
function rankOf(item: Case, turn: number): number {
  if (!isOfSchema(item) || /\/valid\/(minimal|full)$/.test(item.id)) return 0;
  if (item.kind === "invalid" && turn === 0) return 1;
  return item.advisory === undefined ? 2 : 3;
}
