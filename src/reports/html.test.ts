// The page is well-formed, self-contained, accessible and safe.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { conformingRun, exampleRun } from "./example-run.test-data.ts";
import { HOSTILE, hostileRun } from "./hostile-run.test-data.ts";
import { htmlReport } from "./html.ts";
import { SCRIPT } from "./html-script.ts";
import { STYLE } from "./html-style.ts";
import { markupText, visibleBlock } from "./escape.ts";
import { descendants, type Element, parseMarkup } from "./well-formed.test-data.ts";

/** The page without the two constants, which are no XML. */
const parse = (run: ReturnType<typeof exampleRun>): Element =>
  parseMarkup(
    htmlReport(run)
      .replace(`<style>${STYLE}</style>`, "<style></style>")
      .replace(`<script>${SCRIPT}</script>`, "<script></script>"),
  );

const all = (run: ReturnType<typeof exampleRun>): Element[] => descendants(parse(run));
const ALLOWED =
  /^(?:html|head|meta|link|title|style|body|a|header|footer|main|nav|section|article|p|h[1-4]|dl|dt|dd|div|span|ul|li|b|code|pre|blockquote|details|summary|table|caption|thead|tbody|tr|th|td|label|input|script)$/;

describe("html report", () => {
  for (const [name, run] of [
    ["an ordinary", exampleRun()],
    ["a conforming", conformingRun()],
    ["a hostile", hostileRun()],
  ] as const) {
    test(`${name} run is a well-formed page that runs and requests nothing but its own`, () => {
      const elements = all(run);
      expect(elements.filter((each) => !ALLOWED.test(each.name))).toEqual([]);
      expect(elements.filter((each) => each.name === "script")).toHaveLength(1);
      const attributes = elements.flatMap((each) => Object.entries(each.attributes));
      expect(attributes.filter(([key]) => key.startsWith("on") || key === "src" || key === "style")).toEqual(
        [],
      );
      const links = attributes.filter(([key]) => key === "href").map(([, value]) => value);
      expect(links.filter((link) => !link.startsWith("#") && link !== "data:,")).toEqual([]);
    });

    test(`${name} run has landmarks, one h1, unique ids, and links that lead somewhere`, () => {
      const elements = all(run);
      const count = (tag: string): number => elements.filter((each) => each.name === tag).length;
      expect([count("main"), count("header"), count("nav"), count("h1")]).toEqual([1, 1, 1, 1]);
      const ids = elements.flatMap((each) => each.attributes["id"] ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const anchors = elements
        .filter((each) => each.name === "a")
        .map((each) => each.attributes["href"]?.slice(1));
      expect(anchors.filter((id) => id === undefined || !ids.includes(id))).toEqual([]);
    });
  }

  test("the policy allows this script and this style sheet by their hashes", () => {
    const policy = all(exampleRun()).find((each) => each.attributes["http-equiv"] !== undefined)?.attributes[
      "content"
    ];
    for (const text of [SCRIPT, STYLE]) {
      expect(policy).toContain(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    }
    expect(policy).toContain("default-src 'none'");
  });

  test("the style sheet and the script cannot close their own element", () => {
    expect(STYLE).not.toContain("</");
    expect(SCRIPT).not.toContain("</");
  });

  test("hostile text arrives as text", () => {
    const heading = all(hostileRun()).find((each) => each.name === "h1");
    expect(heading?.text).toBe(visibleBlock(HOSTILE));
    expect(htmlReport(hostileRun())).toContain(markupText(HOSTILE));
  });

  test("every finding, clause and case is on the page, the findings first", () => {
    const run = exampleRun();
    const rows = all(run).filter((each) => each.attributes["data-row"] !== undefined);
    const findings = rows.filter((each) => each.attributes["data-row"] === "findings");
    expect(rows.slice(0, run.findings.length)).toEqual(findings);
    expect(findings).toHaveLength(run.findings.length);
    expect(rows.length - findings.length).toBe(run.verdicts.length);
    const titles = new Set(all(run).flatMap((each) => each.attributes["title"] ?? []));
    expect(run.cases.filter((each) => !titles.has(each.caseId))).toEqual([]);
  });

  test("a case of a clause without a verdict is listed all the same", () => {
    const run = exampleRun({ verdicts: [] });
    const titles = new Set(all(run).flatMap((each) => each.attributes["title"] ?? []));
    expect(run.cases.filter((each) => !titles.has(each.caseId))).toEqual([]);
  });

  test("filters are hidden until the script shows them", () => {
    const bars = all(exampleRun()).filter((each) => each.attributes["data-filter"] !== undefined);
    expect(bars.map((each) => each.attributes["hidden"])).toEqual(["", ""]);
  });
});
