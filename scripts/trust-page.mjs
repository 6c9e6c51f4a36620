// The generated parts of docs/trust.md, from results of the proof.

const table = (heads, rows) =>
  [heads, heads.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
const html = (text) => text.replace(/[&<>|`*_[\]]/g, (character) => `&#${character.charCodeAt(0)};`);
const code = (text) => `<code>${html(text)}</code>`;
const fold = (title, text) => `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
const sum = (families, of) => families.reduce((all, family) => all + family[of], 0);
const percent = (killed, survived) =>
  killed + survived === 0 ? "–" : `${Math.floor((1000 * killed) / (killed + survived)) / 10} %`;

/** Outcomes by a text of theirs, the largest group first. */
function grouped(outcomes, keyOf) {
  const groups = new Map();
  for (const one of outcomes) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups].toSorted(([, one], [, other]) => other.length - one.length);
}

const marks = (name) => [`<!-- ${name} -->`, `<!-- /${name} -->`];

/** The text between the marks of a section. */
export function sectionOf(page, name) {
  const [begin, end] = marks(name);
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
}

/** The page with another text between the marks. */
export function withSection(page, name, text) {
  const [begin, end] = marks(name);
  if (!page.includes(begin) || !page.includes(end)) throw new Error(`docs/trust.md has no section ${name}`);
  return `${page.slice(0, page.indexOf(begin) + begin.length)}\n\n${text}\n\n${page.slice(page.indexOf(end))}`;
}

/** Both bundled contracts, family by family. */
export function bundledSection({ contracts }) {
  const names = [...new Set(contracts.flatMap(({ families }) => families.map(({ family }) => family)))];
  const counts = ({ killed = 0, survived = 0, equal = 0 } = {}) => [killed, survived, equal].map(String);
  const rows = [
    ...names.map((name) => [
      name,
      ...contracts.flatMap(({ families }) => counts(families.find(({ family }) => family === name))),
    ]),
    [
      "all",
      ...contracts.flatMap(({ families }) =>
        ["killed", "survived", "equal"].map((of) => String(sum(families, of))),
      ),
    ],
  ];
  const heads = [
    "family",
    ...contracts.flatMap(({ name }) => [`${name}: killed`, "survived", "proved equal"]),
  ];
  return [
    table(heads, rows),
    ...contracts.map(aboutContract),
    fold(
      "The correct variants",
      contracts[0].variants.map(({ id, description }) => `- ${id}: ${html(description)}`).join("\n"),
    ),
  ].join("\n\n");
}

/** What the rules are worth. Which of several rules sees a fault first may differ from run to run, so nothing is held to it. */
export function rulesSection({ rules }) {
  const idle = rules.filter(({ alone }) => alone === undefined).map(({ rule }) => rule);
  return [
    `${rules.length - idle.length} of ${rules.length} rules kill a mutant of these contracts that no other rule kills; not needed here: ${idle.join(", ")}.`,
    fold(
      "The mutant that needs the rule",
      table(
        ["rule", "mutant"],
        rules.filter(({ alone }) => alone !== undefined).map(({ rule, alone }) => [rule, code(alone)]),
      ),
    ),
  ].join("\n\n");
}

function aboutContract({
  name,
  operations,
  cases,
  variants,
  blocks,
  falseAlarms,
  original,
  equals,
  unobservable,
  survivors,
}) {
  const alarms = falseAlarms.length + original.length;
  const notMade = unobservable
    .map(({ reason, count }) => ` Not made: ${count} mutants, since ${reason}.`)
    .join("");
  const equal = grouped(equals, ({ equality }) => `${equality.category}: ${equality.reason}`).map(
    ([reason, list]) => `- ${html(reason)}: ${list.map(({ id }) => code(id)).join(", ")}`,
  );
  return [
    `**${name}**: ${operations} operation${operations === 1 ? "" : "s"}, ${cases} cases; ${variants.length} correct variants, every two together in ${blocks} servers, ${alarms} false alarms.${notMade}`,
    ...(survivors.length > 0 ? [survivorList(survivors)] : []),
    fold(`Proved equal (${equals.length})`, equal.join("\n")),
  ].join("\n\n");
}

const survivorList = (survivors) =>
  grouped(survivors, ({ reason }) => reason ?? "")
    .map(([reason, list]) => `- ${html(reason)}: ${list.map(({ id }) => code(id)).join(", ")}`)
    .join("\n");

/** Contracts of others: the score, and every survivor by name. */
export function othersSection(results) {
  const rows = results.map(({ source, result }) => {
    const [{ title, operations, cases, variants }] = result.contracts;
    const { killed, survived, equal, falseAlarms } = result;
    return [
      `${html(title)} (${html(source)})`,
      ...[operations, cases, killed, survived, equal].map(String),
      percent(killed, survived),
      `${falseAlarms} of ${variants.length}`,
    ];
  });
  const heads = [
    "contract",
    "operations",
    "cases",
    "killed",
    "survived",
    "proved equal",
    "score",
    "variants accused",
  ];
  return [
    table(heads, rows),
    ...results.map(({ result }) => {
      const [{ title, survivors }] = result.contracts;
      return fold(`${html(title)}: the ${survivors.length} survivors, and why`, survivorList(survivors));
    }),
  ].join("\n\n");
}
