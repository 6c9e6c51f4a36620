// The findings of the page: one article per clause, the worst first, each finding with its exchange.
import type { Exchange, Finding, RunResult } from "../suite/result.ts";
import { clauseLabel, whereText } from "./clause-label.ts";
import { caseTitles, type FindingGroup, findingGroups, operationLabels } from "./groups.ts";
import { el, type Markup } from "./markup.ts";
import { acceptedText, alsoText, gotText, shorten } from "./wording.ts";

const MOST_BODY = 400;
/** More of a body than this makes the page slow and tells nobody anything. */
const MOST_EXCHANGE = 20_000;

const LEVELS = ["error", "warning", "note", "known"] as const;

interface Names {
  readonly operation: (id: string) => string;
  readonly title: (caseId: string) => string;
}

/** The section of all findings, with the controls that the script shows. */
export function findingsSection(run: RunResult): Markup {
  const names = { operation: operationLabels(run), title: caseTitles(run.cases) };
  const groups = findingGroups(run.findings);
  const title = el("h2", { id: "findings-title" }, "Findings");
  if (groups.length === 0) {
    const none = run.exitCode === 0 ? "No finding." : "No finding; see below for what could not be judged.";
    return el(
      "section",
      { id: "findings", "aria-labelledby": "findings-title" },
      title,
      el("p", { class: "muted" }, none),
    );
  }
  return el(
    "section",
    { id: "findings", "aria-labelledby": "findings-title" },
    title,
    filterBar(
      "findings",
      LEVELS.filter((level) => run.findings.some((each) => levelOf(each) === level)),
    ),
    ...groups.map((group) => groupArticle(group, names)),
  );
}

/** Controls that are hidden until the script works. */
export function filterBar(name: string, states: readonly string[]): Markup {
  const input = el("input", {
    type: "search",
    id: `${name}-text`,
    placeholder: "text, pointer, id",
    autocomplete: "off",
  });
  const boxes = states.map((state) =>
    el("label", {}, el("input", { type: "checkbox", value: state, checked: true }), " ", state),
  );
  return el(
    "div",
    { class: "filter", "data-filter": name, role: "group", "aria-label": `Filter the ${name}`, hidden: true },
    el("label", { for: `${name}-text` }, "Filter"),
    input,
    ...(states.length > 1 ? boxes : []),
    el("span", { class: "muted shown", role: "status" }),
  );
}

const levelOf = (finding: Finding): (typeof LEVELS)[number] =>
  finding.accepted === undefined ? finding.severity : "known";

function groupArticle({ clause, findings }: FindingGroup, names: Names): Markup {
  return el(
    "article",
    { class: "group" },
    el("h3", {}, clauseLabel(clause.pointer)),
    el(
      "p",
      { class: "where" },
      el("code", {}, whereText(clause)),
      " ",
      el("code", { class: "muted" }, clause.pointer),
    ),
    ...(clause.quote === undefined ? [] : [el("blockquote", {}, clause.quote)]),
    ...findings.map((finding) => findingBlock(finding, names)),
  );
}

function findingBlock(finding: Finding, names: Names): Markup {
  const rows: [term: string, text: string][] = [
    ["In", names.operation(finding.operation)],
    ["Case", names.title(finding.caseId)],
    ["Expected", finding.expected],
    ["Got", gotText(finding, MOST_BODY)],
    ...acceptedText(finding).map((text): [string, string] => ["Accepted", text]),
    ...alsoText(finding).map((text): [string, string] => ["Also", text]),
  ];
  const level = levelOf(finding);
  return el(
    "div",
    { class: `finding ${level}`, id: `finding-${finding.id}`, "data-row": "findings", "data-state": level },
    el(
      "p",
      { class: "tags" },
      el("span", { class: `badge ${level}` }, level === "known" ? "known deviation" : level),
      el("span", { class: "badge" }, finding.kind),
      el("a", { class: "id", href: `#finding-${finding.id}` }, finding.id),
    ),
    el("h4", {}, finding.message),
    el("dl", {}, ...rows.map(([term, text]) => el("div", {}, el("dt", {}, term), el("dd", {}, text)))),
    el(
      "pre",
      { class: "curl", tabindex: "0", "aria-label": "Command that repeats it" },
      finding.exchange.curl,
    ),
    exchangeFold(finding.exchange),
  );
}

function exchangeFold(exchange: Exchange): Markup {
  const { request, response, failure } = exchange;
  const sent = message(`${request.method} ${request.url}`, request.headers, request.body ?? "");
  const got =
    response === undefined
      ? (failure ?? "no answer")
      : message(`HTTP ${response.status}`, response.headers, response.body);
  const time = `${exchange.milliseconds.toFixed(1)} ms`;
  return el(
    "details",
    {},
    el("summary", {}, `Request and response (${time})`),
    el("pre", { tabindex: "0", "aria-label": "Request" }, sent),
    el("pre", { tabindex: "0", "aria-label": "Response" }, got),
  );
}

function message(start: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[start, ...lines].join("\n")}${body === "" ? "" : `\n\n${shorten(body, MOST_EXCHANGE)}`}`;
}
