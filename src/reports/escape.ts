// Makes text that a target or a contract chose harmless for the place it is printed in.

/**
 * Characters that act instead of being seen: controls (ANSI sequences begin with one), format characters (bidi
 * overrides, zero-width), line separators, lone surrogates, and the two code points XML 1.0 §2.2 forbids besides.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

/** Most texts are this; knowing it spares the slower search. */
const PRINTABLE_ASCII = /^[ -~]*$/;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function spelled(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Text on one line: every character that acts is spelled out (`\n`, `\u001b`). */
export function visible(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replace(UNSEEN, (character) => NAMED[character] ?? spelled(character));
}

/** Like `visible`, but line feeds and tabs stay: for blocks of preformatted text. */
export function visibleBlock(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text
    .replaceAll("\r\n", "\n")
    .replace(UNSEEN, (character) =>
      character === "\n" || character === "\t" ? character : (NAMED[character] ?? spelled(character)),
    );
}

const MARKUP: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Text for an element of XML 1.0 or HTML; `]]>` cannot survive, because every `>` is escaped. */
export function markupText(text: string): string {
  return visibleBlock(text).replace(/[&<>"']/g, (character) => MARKUP[character] ?? character);
}

/** Text for a quoted attribute of XML 1.0 or HTML; line feeds survive attribute normalisation (XML 1.0 §3.3.3). */
export function markupAttribute(text: string): string {
  return visibleBlock(text).replace(/[&<>"'\n\t]/g, (character) => MARKUP[character] ?? character);
}

function asEntities(text: string): string {
  return text
    .replace(/[\\`*_[\]#!|~<>&$]|:(?=[/a-z+-])/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll("@", "&#64;<!-- -->");
}

/**
 * Text for one line of GitHub-flavoured Markdown. Numeric entities cannot form structure (CommonMark §2.5), and the
 * empty comment after `@` keeps a name from becoming a mention.
 */
export function markdownText(text: string): string {
  return asEntities(visible(text));
}

/** A value or message of a workflow command: `::error title=…::MESSAGE`. Line feeds are kept as `%0A`. */
export function commandData(text: string): string {
  return visibleBlock(text).replaceAll("%", "%25").replaceAll("\n", "%0A");
}

/** A property of a workflow command: additionally `:` and `,`, which would end it. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Text for a console line: `visible`, and without `##[name]`, which older CI runners take for a command anywhere. */
export function printable(text: string): string {
  return visible(text).replaceAll("##[", "#\\#[");
}

/** A console line that a CI runner cannot take for a command, which is `::name::` at the start of a trimmed line. */
export function inertLine(line: string): string {
  return line.replace(/^(\s*?)\s?(?=::)/, "$1\\");
}

/** JSON in which every character that acts is an escape, so that printing it to a terminal is safe as well. */
export function jsonText(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split("\n");
  return lines.map((line) => (PRINTABLE_ASCII.test(line) ? line : line.replace(UNSEEN, spelled))).join("\n");
}
