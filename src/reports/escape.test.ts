// Text that acts on a terminal, a parser or a CI runner is made harmless.
import { describe, expect, test } from "vitest";
import {
  commandData,
  commandProperty,
  inertLine,
  jsonText,
  markdownText,
  markupAttribute,
  markupText,
  printable,
  visible,
  visibleBlock,
} from "./escape.ts";

const table: readonly [title: string, got: string, want: string][] = [
  ["an ANSI sequence is spelled out", visible("\u001b[31mred"), "\\u001b[31mred"],
  ["a control of C1 is spelled out", visible("\u009b1m"), "\\u009b1m"],
  ["line ends and tabs have their short names", visible("a\r\n\tb"), "a\\r\\n\\tb"],
  ["bidi overrides and zero-width characters are spelled out", visible("\u202ea\u200b"), "\\u202ea\\u200b"],
  [
    "a lone surrogate is spelled out and a pair stays",
    visible("\ud800 \ud83d\ude00"),
    "\\ud800 \ud83d\ude00",
  ],
  ["an astral format character is spelled out by its units", visible("\u{e0001}"), "\\udb40\\udc01"],
  ["ordinary text of any script stays", visible("Größe 日本 é"), "Größe 日本 é"],
  ["a block keeps line feeds and tabs", visibleBlock("a\r\n\tb\u0000"), "a\n\tb\\u0000"],
  ["markup in text is escaped", markupText(`<b a="1">&'`), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;"],
  ["the end of a CDATA section is escaped", markupText("]]>"), "]]&gt;"],
  ["what XML forbids is spelled out", markupText("\u0000\ufffe\uffff"), "\\u0000\\ufffe\\uffff"],
  ["line feeds survive in an attribute", markupAttribute('a\nb\t"'), "a&#10;b&#9;&quot;"],
  ["Markdown structure becomes entities", markdownText("|`*_[<"), "&#124;&#96;&#42;&#95;&#91;&#60;"],
  ["a mention is broken", markdownText("@octocat"), "&#64;<!-- -->octocat"],
  ["a URL and an emoji name are broken", markdownText("http://a :tada:"), "http&#58;//a &#58;tada:"],
  ["a place in a file stays readable", markdownText("a.yaml:1:2"), "a.yaml:1:2"],
  ["Markdown text stays on its line", markdownText("a\n# b"), "a&#92;n&#35; b"],
  ["data of a command escapes percent and line feed", commandData("100%\n::error::x"), "100%25%0A::error::x"],
  ["a property of a command also escapes colon and comma", commandProperty("a,b:c"), "a%2Cb%3Ac"],
  ["a line that starts like a command is broken and no wider", inertLine("   ::error::x"), "  \\::error::x"],
  ["so is one without an indent", inertLine("::error::x"), "\\::error::x"],
  ["the older form of a command is broken anywhere", printable("a ##[error]b"), "a #\\#[error]b"],
  ["a line with colons elsewhere stays", inertLine("a ::b"), "a ::b"],
];

describe("escape", () => {
  for (const [title, got, want] of table) test(title, () => expect(got).toBe(want));

  test("JSON reads back as it was and holds nothing that acts", () => {
    const value = { text: "\u001b\u009b\u202e\ud800\u2028\u007f\n\u{e0001}\u{1f600}" };
    const text = jsonText(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
  });
});
