// The proof as one self-contained page: the score, then per contract the families, survivors, false alarms and variants.
import type { ContractProof, FamilyScore, MutantOutcome, ProofResult, RuleWorth } from "../mutants/proof.ts";
import { factsList, page } from "./html-page.ts";
import { el, type Markup } from "./markup.ts";
import { byEquality, byReason, proofSentence, totalOf, variantsSentence } from "./proof-parts.ts";
import { amount, duration } from "./wording.ts";
import { grouped } from "./grouped.ts";

/** HTML5 that requests nothing and runs nothing. */
export function proofHtml(result: ProofResult): string {
  const isSound = result.survived === 0 && result.falseAlarms === 0;
  return page({
    title: `${isSound ? "✔" : "✖"} Proof of the judge: Plumbline`,
    skip: "Skip to the contracts",
    header: header(result, isSound),
    main: [
      ...result.contracts.map(contractSection),
      ...(result.rules.length > 0 ? [rulesSection(result.rules)] : []),
    ],
    footer: el(
      "footer",
      {},
      "A mutant is a server with one deliberate fault; the judge kills it when it reports an error. A correct variant is a server that is different and right.",
    ),
  });
}

function header(result: ProofResult, isSound: boolean): Markup {
  const { killed, survived, equal, falseAlarms, sockets, milliseconds } = result;
  const facts: [term: string, text: string][] = [["Took", duration(milliseconds)]];
  if (sockets.tried > 0)
    facts.push([
      "Sockets",
      `${amount(sockets.tried, "server")} judged over real connections too, ${sockets.differing.length} otherwise`,
    ]);
  const counts: readonly (readonly [count: number, name: string, state: string])[] = [
    [killed, "killed", "held"],
    [survived, "survived", "broken"],
    [equal, "proved equal", "untested"],
    [falseAlarms, falseAlarms === 1 ? "false alarm" : "false alarms", "broken"],
  ];
  return el(
    "header",
    { class: `top ${isSound ? "held" : "broken"}` },
    el("p", { class: "brand" }, "Plumbline"),
    el("h1", {}, `${proofSentence(result)}.`),
    factsList(facts),
    el(
      "ul",
      { class: "counts", "aria-label": "Mutants by outcome" },
      ...counts.map(([count, name, state]) =>
        el(
          "li",
          { class: `${state}${count === 0 ? " zero" : ""}` },
          el("b", {}, grouped(count)),
          " ",
          el("span", {}, name),
        ),
      ),
    ),
  );
}

function contractSection(contract: ContractProof): Markup {
  const { title, version, name, operations, cases, families, survivors, equals, variants } = contract;
  return el(
    "section",
    {},
    el("h2", {}, `${title} ${version}`),
    el(
      "p",
      { class: "muted" },
      `${name}: ${amount(operations, "operation")}, ${amount(cases, "case")}; ${variantsSentence(contract)}`,
    ),
    familyTable(families),
    ...fold("Survivors, and why", survivors.length, [groupList(byReason(survivors), ({ id }) => id)], true),
    ...fold("False alarms", contract.falseAlarms.length, [alarmList(contract)], true),
    ...fold("Proved equal", equals.length, [
      groupList(byEquality(equals), ({ description, pointer = "" }) => `${description} · ${pointer}`),
    ]),
    ...fold("Correct variants", variants.length, [
      el(
        "ul",
        { class: "cases" },
        ...variants.map(({ id, description }) => el("li", {}, el("code", {}, id), ` ${description}`)),
      ),
    ]),
    ...contract.unobservable.map(({ reason, count }) =>
      el("p", { class: "muted" }, `Not made: ${amount(count, "mutant")}; ${reason}`),
    ),
  );
}

function familyTable(families: readonly FamilyScore[]): Markup {
  const heads = ["Family", "Killed", "Survived", "Proved equal"].map((text) =>
    el("th", { scope: "col" }, text),
  );
  const rows = [...families, totalOf(families)].map(({ family, killed, survived, equal }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, family),
      el("td", { class: "number held" }, grouped(killed)),
      el("td", { class: `number${survived > 0 ? " broken" : ""}` }, grouped(survived)),
      el("td", { class: "number" }, grouped(equal)),
    ),
  );
  return el(
    "table",
    { class: "families" },
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...rows),
  );
}

/** Nothing at all where there is nothing to show. */
function fold(title: string, count: number, children: readonly Markup[], open = false): readonly Markup[] {
  if (count === 0) return [];
  const numbers = el("span", { class: "numbers" }, grouped(count));
  const summary = el("summary", {}, el("h3", {}, title), numbers);
  return [el("details", { class: "operation", open }, summary, ...children)];
}

function groupList(
  groups: ReadonlyMap<string, readonly MutantOutcome[]>,
  text: (outcome: MutantOutcome) => string,
): Markup {
  const items = [...groups].map(([reason, list]) =>
    el(
      "li",
      {},
      el("p", {}, reason),
      el("ul", { class: "cases" }, ...list.map((one) => el("li", {}, el("code", {}, text(one))))),
    ),
  );
  return el("ul", { class: "cases" }, ...items);
}

function alarmList({ falseAlarms }: ContractProof): Markup {
  const items = falseAlarms.map(({ variants, hits }) =>
    el(
      "li",
      {},
      el("p", {}, variants.join(" + ")),
      el(
        "ul",
        { class: "cases" },
        ...hits.map(({ caseId, message }) => el("li", {}, `${caseId}: ${message}`)),
      ),
    ),
  );
  return el("ul", { class: "cases" }, ...items);
}

function rulesSection(rules: readonly RuleWorth[]): Markup {
  const heads = ["Rule", "First to kill", "A mutant that only it kills"].map((text) =>
    el("th", { scope: "col" }, text),
  );
  const rows = rules.map(({ rule, first, alone }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, rule),
      el("td", { class: "number" }, grouped(first)),
      el("td", {}, alone === undefined ? el("span", { class: "muted" }, "none here") : el("code", {}, alone)),
    ),
  );
  const table = el(
    "table",
    { class: "families" },
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...rows),
  );
  return el("section", {}, el("h2", {}, "Rules of the judge"), table);
}
