// Collects the cases of one operation: ids unique and stable, no request sent twice for the same reason.
import type { Operation } from "../../contract/model.ts";
import type { Case } from "../case.ts";

/** A case before it has its id: `place` and `label` say which one it is among those of its rule. */
export interface CaseDraft extends Omit<Case, "id" | "operation"> {
  readonly place: string;
  readonly label: string;
}

export interface CaseBook {
  /** The id of the case, or of an equal one that is there already. */
  readonly add: (draft: CaseDraft) => string;
  readonly cases: readonly Case[];
}

export function caseBook(operation: Operation): CaseBook {
  const cases: Case[] = [];
  const byRequest = new Map<string, string>();
  const ids = new Set<string>();
  const add = ({ place, label, ...draft }: CaseDraft): string => {
    const key = JSON.stringify([
      draft.kind === "valid" ? "valid" : draft.clause,
      draft.manner,
      draft.requests,
      draft.sequence,
      draft.needs,
    ]);
    const known = byRequest.get(key);
    if (known !== undefined) return known;
    const wanted = [operation.id, draft.rule, place, label]
      .map(slug)
      .filter((part) => part !== "")
      .join("/");
    let id = wanted;
    for (let count = 2; ids.has(id); count++) id = `${wanted}~${count}`;
    ids.add(id);
    byRequest.set(key, id);
    cases.push({ id, operation: operation.id, ...draft });
    return id;
  };
  return { add, cases };
}

/** A part of an id that needs no quoting in a shell. */
function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[^\w.:()<>{}/+-]+/g, "-")
    .replace(/[<>(){}]/g, "")
    .replace(/^-+|-+$/g, "");
}
