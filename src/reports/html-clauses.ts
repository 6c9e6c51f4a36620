// The clauses of the page: a fold per operation, a row per clause, its cases inside the row.
import type { CaseOutcome, ClauseVerdict, RunResult } from "../suite/result.ts";
import { clauseLabel, whereText } from "./clause-label.ts";
import { groupBy, type OperationTally, STATES, tallies } from "./groups.ts";
import { filterBar } from "./html-findings.ts";
import { el, type Markup } from "./markup.ts";
import { amount } from "./wording.ts";
import { grouped } from "./grouped.ts";

const SIGNS = { held: "✔", broken: "✖", blocked: "◌", untested: "◌", noted: "•" } as const;
const MARKS = { failed: "✖", noticed: "▲", open: "◌", held: "✔" } as const;

/** From here on the browser lays out only the operations in view. */
const MANY_OPERATIONS = 100;

const keyOf = (operation: string, pointer: string): string => JSON.stringify([operation, pointer]);

/** The section of all clauses; operations in which something does not hold are open. */
export function clausesSection(run: RunResult): Markup {
  const verdicts = groupBy(run.verdicts, (each) => each.operation);
  const cases = groupBy(run.cases, (each) => keyOf(each.operation, each.clause));
  const judged = new Set(run.verdicts.map((each) => keyOf(each.operation, each.clause.pointer)));
  const strays = groupBy(
    run.cases.filter((each) => !judged.has(keyOf(each.operation, each.clause))),
    (each) => each.operation,
  );
  return el(
    "section",
    {
      id: "clauses",
      "aria-labelledby": "clauses-title",
      class: run.operations.length > MANY_OPERATIONS ? "many" : false,
    },
    el("h2", { id: "clauses-title" }, "Clauses"),
    filterBar(
      "clauses",
      STATES.filter((state) => run.verdicts.some((each) => each.state === state)),
    ),
    ...tallies(run).map((tally) => {
      const rows = (verdicts.get(tally.id) ?? []).map((each) =>
        clauseRow(each, cases.get(keyOf(each.operation, each.clause.pointer)) ?? []),
      );
      return operationFold(tally, rows, strays.get(tally.id) ?? []);
    }),
  );
}

function operationFold(
  tally: OperationTally,
  rows: readonly Markup[],
  strays: readonly CaseOutcome[],
): Markup {
  const counts = STATES.filter((state) => tally.counts[state] > 0).map((state) =>
    el("span", { class: `number ${state}` }, `${grouped(tally.counts[state])} ${state}`),
  );
  const heads = ["Verdict", "Clause", "Written at", "Cases"].map((name) => el("th", { scope: "col" }, name));
  const table = el(
    "table",
    {},
    el("caption", { class: "unseen" }, `Clauses of ${tally.label}`),
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...rows),
  );
  return el(
    "details",
    { class: "operation", open: tally.mark !== "held" },
    el(
      "summary",
      {},
      el("span", { class: `sign ${tally.mark}`, "aria-hidden": "true" }, MARKS[tally.mark]),
      el("h3", {}, tally.label),
      el("span", { class: "numbers" }, ...counts),
    ),
    ...(rows.length === 0
      ? [el("p", { class: "muted" }, "No clause of this operation was enumerated.")]
      : [table]),
    ...(strays.length === 0 ? [] : [el("p", {}, "Cases of no listed clause"), caseList(strays)]),
  );
}

function clauseRow(verdict: ClauseVerdict, cases: readonly CaseOutcome[]): Markup {
  const { state, clause, findings, reason } = verdict;
  const links = findings.map((id) => [" ", el("a", { class: "id", href: `#finding-${id}` }, id)]);
  const why = reason === undefined || state === "broken" ? [] : [el("p", { class: "muted why" }, reason)];
  const fold =
    cases.length === 0
      ? amount(verdict.cases, "case")
      : el("details", {}, el("summary", {}, amount(cases.length, "case")), caseList(cases));
  return el(
    "tr",
    { "data-row": "clauses", "data-state": state },
    el("td", { class: `verdict ${state}` }, `${SIGNS[state]} ${state}`),
    el(
      "td",
      {},
      el("span", { class: "label", title: clause.pointer }, clauseLabel(clause.pointer)),
      ...links,
      ...why,
    ),
    el("td", {}, el("code", { class: "muted" }, whereText(clause))),
    el("td", {}, fold),
  );
}

function caseList(cases: readonly CaseOutcome[]): Markup {
  const rows = cases.map((each) => {
    const got =
      each.outcome === "held" ? [] : [el("span", { class: "muted" }, `: ${each.reason ?? each.got}`)];
    const name = el("span", { title: each.caseId }, each.title);
    return el(
      "li",
      {},
      el("span", { class: each.outcome }, `${SIGNS[each.outcome]} ${each.outcome}`),
      " ",
      name,
      ...got,
    );
  });
  return el("ul", { class: "cases" }, ...rows);
}
