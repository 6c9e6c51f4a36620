// The JUnit report is well-formed XML with the right counts.
import { describe, expect, test } from "vitest";
import { finding, outcome } from "./example-parts.test-data.ts";
import { exampleRun } from "./example-run.test-data.ts";
import { HOSTILE, hostileRun } from "./hostile-run.test-data.ts";
import { junitReport } from "./junit.ts";
import { descendants, type Element, parseMarkup } from "./well-formed.test-data.ts";

const named = (root: Element, name: string): Element[] =>
  descendants(root).filter((each) => each.name === name);

const malformed: readonly [title: string, text: string][] = [
  ["an open element", "<a><b></a>"],
  ["a second root", "<a/><b/>"],
  ["a bare ampersand", "<a>x & y</a>"],
  ["an attribute without quotes", "<a b=c/>"],
  ["an attribute twice", '<a b="1" b="2"/>'],
  ["a forbidden character", "<a>\u0001</a>"],
  ["the end of CDATA", "<a>]]></a>"],
];

describe("the reader of these tests", () => {
  for (const [title, text] of malformed)
    test(`refuses ${title}`, () => expect(() => parseMarkup(text)).toThrow());
});

describe("junit report", () => {
  for (const [name, run] of [
    ["an ordinary", exampleRun()],
    ["a hostile", hostileRun()],
  ] as const) {
    test(`${name} run is well-formed, and the counts are those of its elements`, () => {
      const root = parseMarkup(junitReport(run));
      expect(root.name).toBe("testsuites");
      for (const part of [root, ...named(root, "testsuite")]) {
        expect(Number(part.attributes["tests"])).toBe(named(part, "testcase").length);
        expect(Number(part.attributes["failures"])).toBe(named(part, "failure").length);
        expect(Number(part.attributes["skipped"])).toBe(named(part, "skipped").length);
      }
      expect(named(root, "testcase")).toHaveLength(run.cases.length);
    });
  }

  test("a case is one test case with operation, title and id", () => {
    const [first] = named(parseMarkup(junitReport(exampleRun())), "testcase");
    expect(first?.attributes).toEqual({
      classname: "PATCH /org/secrets/{secretId}",
      name: "all fields together are accepted [updateOrgSecret.valid.all]",
      time: "0.001",
    });
  });

  test("only errors that nobody accepted are failures; other findings go to system-out", () => {
    const root = parseMarkup(junitReport(exampleRun()));
    expect(named(root, "failure").map((each) => each.attributes["message"])).toEqual([
      "accepted a name of 256 characters",
      "changed a secret that belongs to another organization",
    ]);
    const remarks = named(root, "system-out").map((each) => each.text.split(":", 1)[0]);
    expect(remarks).toEqual(["note · conformance", "known deviation · conformance", "warning · robustness"]);
  });

  test("a blocked case is skipped with its reason", () => {
    const [skipped] = named(parseMarkup(junitReport(exampleRun())), "skipped");
    expect(skipped?.attributes["message"]).toBe("no denied principal was given: --denied NAME=TOKEN");
  });

  test("a failure names clause, place, expectation, answer and replay", () => {
    const [failure] = named(parseMarkup(junitReport(exampleRun())), "failure");
    for (const part of [
      "maxLength",
      "openapi.yaml:112:17",
      "expected: 400 or 422",
      'body {"success":true}',
      "curl -sS",
    ]) {
      expect(failure?.text).toContain(part);
    }
  });

  test("another case of the same finding shows its own answer and names the smallest example", () => {
    const cases = [outcome({ caseId: "other", outcome: "broken", got: "201", findings: ["3fa9c1d2e4b5"] })];
    const [failure] = named(parseMarkup(junitReport(exampleRun({ cases }))), "failure");
    expect(failure?.text).toContain("got: 201\nsmallest example: updateOrgSecret.string-bounds.name.max+1");
  });

  test("two errors of one case are one failure that holds both", () => {
    const cases = [outcome({ outcome: "broken", findings: ["a", "b"] })];
    const findings = [finding({ id: "a", message: "first" }), finding({ id: "b", message: "second" })];
    const failures = named(parseMarkup(junitReport(exampleRun({ cases, findings }))), "failure");
    expect(failures.map((each) => each.attributes["message"])).toEqual(["first; second"]);
  });

  test("a broken case whose finding is missing fails rather than pass", () => {
    const cases = [outcome({ outcome: "broken", findings: [] })];
    expect(named(parseMarkup(junitReport(exampleRun({ cases }))), "failure")).toHaveLength(1);
  });

  test("hostile text arrives as text", () => {
    const [failure] = named(parseMarkup(junitReport(hostileRun())), "failure");
    expect(failure?.text).toContain("]]> </script><script>alert(1)</script><img src=x");
    expect(HOSTILE).toContain("]]>");
  });
});
