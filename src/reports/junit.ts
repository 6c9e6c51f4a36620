// The run as JUnit XML, for CI servers: one test case per case, not one per operation.
import type { CaseOutcome, Finding, RunResult } from "../suite/result.ts";
import { whereText } from "./clause-label.ts";
import { markupAttribute, markupText } from "./escape.ts";
import { groupBy, isFailure, operationLabels } from "./groups.ts";
import { acceptedText, alsoText, gotText } from "./wording.ts";

const MOST_BODY = 2000;

interface TestCase {
  readonly outcome: CaseOutcome;
  readonly failures: readonly Finding[];
  readonly remarks: readonly Finding[];
  readonly state: "passed" | "failed" | "skipped";
}

/** XML 1.0: `testsuites` > one `testsuite` per operation > one `testcase` per case. */
export function junitReport(run: RunResult): string {
  const findings = new Map(run.findings.map((each) => [each.id, each]));
  const label = operationLabels(run);
  const suites = [...groupBy(run.cases, (each) => each.operation)].map(([id, cases]) => ({
    name: label(id),
    tests: cases.map((each) => testCase(each, findings)),
  }));
  const all = suites.flatMap((suite) => suite.tests);
  const top = attributes({ name: "plumbline", ...totals(all), time: seconds(run.milliseconds) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${top}>`,
    ...suites.flatMap((suite) => suiteLines(run, suite.name, suite.tests)),
    "</testsuites>",
    "",
  ].join("\n");
}

/** A case fails by an error that nobody accepted; a broken case without any finding fails too, rather than pass. */
function testCase(outcome: CaseOutcome, findings: ReadonlyMap<string, Finding>): TestCase {
  const found = outcome.findings.flatMap((id) => findings.get(id) ?? []);
  const failures = found.filter(isFailure);
  const remarks = found.filter((each) => !isFailure(each));
  const failed = failures.length > 0 || (outcome.outcome === "broken" && found.length === 0);
  return {
    outcome,
    failures,
    remarks,
    state: failed ? "failed" : outcome.outcome === "blocked" ? "skipped" : "passed",
  };
}

function totals(tests: readonly TestCase[]): Record<string, string> {
  const count = (state: TestCase["state"]): string =>
    String(tests.filter((each) => each.state === state).length);
  return { tests: String(tests.length), failures: count("failed"), errors: "0", skipped: count("skipped") };
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${markupAttribute(value)}"`)
    .join("");

function suiteLines(run: RunResult, name: string, tests: readonly TestCase[]): string[] {
  const time = seconds(tests.reduce((sum, each) => sum + each.outcome.milliseconds, 0));
  const timestamp = run.startedAt.replace(/(?:\.\d+)?Z$/, "");
  const properties = {
    contract: `${run.contract.title} ${run.contract.version}`,
    target: run.target,
    seed: `${run.seed}`,
  };
  return [
    `  <testsuite${attributes({ name, ...totals(tests), time, timestamp })}>`,
    "    <properties>",
    ...Object.entries(properties).map(
      ([key, value]) => `      <property${attributes({ name: key, value })}/>`,
    ),
    "    </properties>",
    ...tests.flatMap((each) => caseLines(name, each)),
    "  </testsuite>",
  ];
}

function caseLines(classname: string, test: TestCase): string[] {
  const { caseId, title, milliseconds } = test.outcome;
  const start = `    <testcase${attributes({ classname, name: `${title} [${caseId}]`, time: seconds(milliseconds) })}`;
  const inner = [...failureLines(test), ...skippedLines(test), ...remarkLines(test)];
  return inner.length === 0 ? [`${start}/>`] : [`${start}>`, ...inner, "    </testcase>"];
}

/** One element also for several findings, because most readers keep only the first. */
function failureLines({ outcome, failures, state }: TestCase): string[] {
  if (state !== "failed") return [];
  const message = failures.map((each) => each.message).join("; ") || "failed without a finding";
  const type = failures[0]?.kind ?? "conformance";
  const text =
    failures.map((each) => findingText(outcome, each)).join("\n\n") ||
    `expected: ${outcome.expected}\ngot: ${outcome.got}`;
  return [`      <failure${attributes({ message, type })}>${markupText(text)}</failure>`];
}

function skippedLines({ outcome, state }: TestCase): string[] {
  if (state !== "skipped") return [];
  return [`      <skipped${attributes({ message: outcome.reason ?? "no reason was given" })}/>`];
}

function remarkLines({ outcome, remarks }: TestCase): string[] {
  if (remarks.length === 0) return [];
  const text = remarks.map((each) => findingText(outcome, each)).join("\n\n");
  return [`      <system-out>${markupText(text)}</system-out>`];
}

/** A finding as seen from one of its cases: what this case got, and the smallest example where that is another one. */
function findingText(outcome: CaseOutcome, finding: Finding): string {
  const own = finding.caseId === outcome.caseId;
  return [
    `${finding.accepted === undefined ? finding.severity : "known deviation"} · ${finding.kind}: ${finding.message}`,
    `clause: ${finding.clause.pointer}`,
    `where: ${whereText(finding.clause)}`,
    ...(finding.clause.quote === undefined ? [] : [`says: ${finding.clause.quote}`]),
    `expected: ${own ? finding.expected : outcome.expected}`,
    `got: ${own ? gotText(finding, MOST_BODY) : outcome.got}`,
    ...acceptedText(finding).map((text) => `accepted: ${text}`),
    ...(own ? alsoText(finding) : [`smallest example: ${finding.caseId}`]),
    `replay: plumbline explain ${finding.id}`,
    finding.exchange.curl,
  ].join("\n");
}
