// The run as one self-contained page: findings first, then every clause with its verdict and its cases.
import type { RunResult } from "../suite/result.ts";
import { whereText } from "./clause-label.ts";
import { STATES } from "./groups.ts";
import { clausesSection } from "./html-clauses.ts";
import { findingsSection } from "./html-findings.ts";
import { SCRIPT } from "./html-script.ts";
import { factsList, page } from "./html-page.ts";
import { el, type Markup } from "./markup.ts";
import { amount, duration, instant } from "./wording.ts";
import { grouped } from "./grouped.ts";

/** HTML5 that is well-formed XML too; it requests nothing, and all of it can be read without JavaScript. */
export function htmlReport(run: RunResult): string {
  const main = [findingsSection(run), clausesSection(run), contractSection(run), leftOutSection(run)];
  return page({
    title: `${run.exitCode === 0 ? "✔" : "✖"} ${run.contract.title}: Plumbline`,
    skip: "Skip to the findings",
    header: pageHeader(run),
    main,
    footer: pageFooter(run),
    script: SCRIPT,
  });
}

function pageHeader(run: RunResult): Markup {
  const verdict = run.exitCode === 0 ? "held" : run.exitCode === 1 ? "broken" : "blocked";
  const facts: [term: string, text: string][] = [
    ["Contract", `${run.contract.title} ${run.contract.version} (${run.contract.file})`],
    ["Target", run.target],
    ["When", `${instant(run.startedAt)}, seed ${run.seed}`],
    ["Sent", `${amount(run.requestsSent, "request")} in ${duration(run.milliseconds)}`],
  ];
  return el(
    "header",
    { class: `top ${verdict}` },
    el("p", { class: "brand" }, "Plumbline"),
    el("h1", {}, run.summary),
    factsList(facts),
    el(
      "ul",
      { class: "counts", "aria-label": "Clauses by verdict" },
      ...STATES.map((state) => {
        const zero = run.counts[state] === 0 ? " zero" : "";
        const count = el("b", {}, grouped(run.counts[state]));
        return el("li", { class: `${state}${zero}` }, count, " ", el("span", {}, state));
      }),
    ),
    navigation(run),
  );
}

function navigation(run: RunResult): Markup {
  const targets: [id: string, name: string, count: number][] = [
    ["findings", "Findings", run.findings.length],
    ["clauses", "Clauses", run.verdicts.length],
    ["contract", "Contract", run.contractFindings.length],
    ["left-out", "Left out", run.leftOut.length],
  ];
  const links = targets.map(([id, name, count]) =>
    el("a", { href: `#${id}` }, name, " ", el("span", { class: "count" }, grouped(count))),
  );
  return el("nav", { "aria-label": "Sections" }, ...links);
}

function contractSection(run: RunResult): Markup {
  const rows = run.contractFindings.map((each) =>
    el(
      "li",
      { class: "slip" },
      el("span", { class: `badge ${each.severity}` }, each.severity),
      el("span", { class: "words" }, each.message),
      el("span", { class: "muted" }, el("code", {}, whereText(each.clause)), " · ", each.code),
    ),
  );
  const none = el("p", { class: "muted" }, "The contract itself has no slips.");
  return el(
    "section",
    { id: "contract", "aria-labelledby": "contract-title" },
    el("h2", { id: "contract-title" }, "In the contract itself"),
    rows.length === 0 ? none : el("ul", { class: "slips" }, ...rows),
  );
}

function leftOutSection(run: RunResult): Markup {
  const rows = run.leftOut.map((each) =>
    el("li", {}, el("b", {}, `${each.what} (${grouped(each.count)})`), `: ${each.reason}`),
  );
  return el(
    "section",
    { id: "left-out", "aria-labelledby": "left-out-title" },
    el("h2", { id: "left-out-title" }, "Left out"),
    rows.length === 0
      ? el("p", { class: "muted" }, "Nothing was left out.")
      : el("ul", { class: "slips" }, ...rows),
  );
}

const pageFooter = (run: RunResult): Markup =>
  el("footer", {}, `Made by Plumbline from one run of ${run.contract.file}. Secrets are masked.`);
