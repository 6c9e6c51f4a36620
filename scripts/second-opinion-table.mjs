// From two runs to docs/second-opinion.md: the differences, each with its sentence, and those that have none.

/**
 * @typedef {{ clause: string, title: string, caseId: string, sent: string, expected: string, got: string }} Difference
 * @typedef {{ clauses?: string[], cases?: string[], sends?: string, got: string, why: string }} Reason
 * @typedef {Difference & { why: string | undefined }} Row
 */

/** An answer without what changes from request to request. @param {string} got */
function signature(got) {
  const [, problem] = /prism\/errors#(\w+)/.exec(got) ?? [];
  if (problem !== undefined) return `${got.slice(0, 3)} ${problem}`;
  return got.length > 100 ? `${got.slice(0, 100)}…` : got;
}

/** What was asked for: by the case, or by the clause of the answer that the case brought up. */
const expectedOf = (item, finding) =>
  finding === undefined || finding.clause.pointer === item.clause
    ? item.expect.text
    : finding.expected.replace(/ \(.*\)$/, "");

/** Where a run differs from what the contract asks for: one entry per case and clause. @returns {Difference[]} */
export function differencesOf(run, cases) {
  const findings = new Map(run.findings.map((finding) => [finding.id, finding]));
  const items = new Map(cases.map((item) => [item.id, item]));
  return run.cases
    .filter(({ outcome }) => outcome !== "held")
    .flatMap(({ caseId, got, findings: ids }) => {
      const item = items.get(caseId);
      const named = ids.length === 0 ? [undefined] : ids.map((id) => findings.get(id));
      return named.map((finding) => ({
        clause: finding?.clause.pointer ?? item.clause,
        title: item.title,
        caseId,
        sent: JSON.stringify(item.requests),
        expected: expectedOf(item, finding),
        got: signature(got),
      }));
    });
}

/** One row per group, with the sentence of the first reason that speaks for it. */
export function explained(differences, reasons, groupOf) {
  const rows = new Map();
  const used = new Set();
  for (const difference of differences) {
    const reason = reasons.find(
      ({ clauses, cases, sends, got }) =>
        difference.got.startsWith(got) &&
        difference.sent.includes(sends ?? "") &&
        (clauses?.includes(difference.clause) ?? true) &&
        (cases?.some((text) => difference.caseId.includes(text)) ?? true),
    );
    used.add(reason);
    const key = JSON.stringify([groupOf(difference), difference.got, reason?.why]);
    if (!rows.has(key)) rows.set(key, { ...difference, why: reason?.why });
  }
  const byName = (one, other) => (groupOf(one) + one.got < groupOf(other) + other.got ? -1 : 1);
  return { rows: [...rows.values()].toSorted(byName), idle: reasons.filter((reason) => !used.has(reason)) };
}

const cell = (text) => text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
const code = (text) => `\`${cell(text)}\``;
const table = (heads, rows) =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** @param {Row[]} mock @param {Row[]} proxy */
export function documentOf(mock, proxy) {
  return `# Second opinion

Mock and judge read the contract with the same code, so a mistake in that code would hide from both. Prism reads it with
none of ours. \`npm run second-opinion\` asks it twice, and fails when an answer is not on this page. The page is generated
(\`npm run second-opinion -- --update\`); its sentences are written by hand in \`fixtures/second-opinion.yaml\`.

## Prism's mock, judged

\`prism mock\` serves the effective contract (the published one with its overlay), and the whole suite runs against it. Prism
knows no roles, no tenants and no state, so cases that need a denied principal or an id of another tenant are left out. What
is not in the table is judged alike by both. "Not judged" stands where a refusal proves nothing, because the valid request
beside it is refused too.

${table(
  ["Clause", "For example", "The contract asks for", "Prism answers", "Who is right, and why"],
  mock.map(({ clause, title, expected, got, why }) => [
    code(clause),
    cell(title),
    cell(expected),
    code(got),
    cell(why ?? ""),
  ]),
)}

## The reference behind Prism's proxy

\`prism proxy --errors\` stands between the suite and the reference, and every valid case goes through it. It must object to
nothing, neither to the request nor to the answer of the reference, but for these.

${table(
  ["Case, for example", "Prism says", "Why it is wrong"],
  proxy.map(({ title, got, why }) => [cell(title), code(got), cell(why ?? "")]),
)}
`;
}
