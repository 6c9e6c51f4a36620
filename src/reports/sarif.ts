// The findings as SARIF 2.1.0, on the lines of the contract file, for code scanning.
import type { Severity } from "../suite/case.ts";
import type { Finding, RunResult, SourceLine } from "../suite/result.ts";
import { clauseLabel, placeOf, whereText } from "./clause-label.ts";
import { jsonText } from "./escape.ts";
import { findingGroups, isFailure, operationLabels, reasonGroups } from "./groups.ts";
import { acceptedText, amount, gotText, shorten } from "./wording.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** Code scanning cuts longer texts of a rule. */
const MOST_TEXT = 1000;
/** The number by which code scanning sorts what is tagged `security`: "high". */
const SECURITY_SEVERITY = "8.0";

interface Rule {
  readonly id: string;
  readonly clause: SourceLine;
  readonly level: Severity;
  readonly summary: string;
  readonly tags: readonly string[];
}

/** One run, one rule per clause with findings and per kind of slip, one result per finding; blocked and untested as notifications. */
export function sarifReport(run: RunResult): string {
  const rules = [...clauseRules(run), ...contractRules(run)];
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
  const label = operationLabels(run);
  const results = [
    ...run.findings.map((each) => findingResult(run, each, label(each.operation))),
    ...run.contractFindings.map((each) => contractResult(run, each)),
  ].map(({ ruleId, ...rest }) => ({ ruleId, ruleIndex: indexOf.get(ruleId) ?? -1, ...rest }));
  return `${jsonText({
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Plumbline", rules: rules.map(ruleObject) } },
        invocations: [invocation(run)],
        columnKind: "utf16CodeUnits",
        results,
        properties: { target: run.target, seed: run.seed, counts: run.counts },
      },
    ],
  })}\n`;
}

function clauseRules(run: RunResult): Rule[] {
  return findingGroups(run.findings).flatMap(({ clause, findings }) => {
    const [first] = findings;
    if (first === undefined) return [];
    const tags = [...new Set(["api", "contract", ...findings.map((each) => each.kind)])];
    const summary = clause.quote ?? clauseLabel(clause.pointer);
    return [{ id: clause.pointer, clause, level: first.severity, summary, tags }];
  });
}

const contractRuleId = (code: string): string => `contract/${code}`;

function contractRules(run: RunResult): Rule[] {
  const byCode = new Map(run.contractFindings.map((each) => [each.code, each]));
  return [...byCode.values()].map((each) => ({
    id: contractRuleId(each.code),
    clause: each.clause,
    level: each.severity,
    summary: `The contract itself: ${each.code}`,
    tags: ["api", "contract"],
  }));
}

function ruleObject({ id, clause, level, summary, tags }: Rule): object {
  const security = tags.includes("security") ? { "security-severity": SECURITY_SEVERITY } : {};
  const text = plain(shorten(summary, MOST_TEXT));
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: {
      text: plain(
        `${whereText(clause)}\n${clause.pointer}\n${shorten(clause.quote ?? "", MOST_TEXT)}`.trimEnd(),
      ),
    },
    defaultConfiguration: { level },
    properties: { tags, ...security },
  };
}

/** A text of a target must not form an embedded link (SARIF 2.1.0 §3.11.6). */
const plain = (text: string): string => text.replaceAll("](", "] (");

function findingResult(run: RunResult, finding: Finding, operation: string) {
  const others = finding.otherCases.length;
  const lines = [
    `${operation}: ${finding.message}`,
    `Expected: ${finding.expected}`,
    `Got: ${gotText(finding, 300)}`,
    ...(others === 0 ? [] : [`${amount(others, "other case")} failed the same way.`]),
    `Replay: plumbline explain ${finding.id}`,
  ];
  const [justification] = acceptedText(finding);
  return {
    ruleId: finding.clause.pointer,
    kind: "fail",
    level: finding.severity,
    message: { text: plain(lines.join("\n")) },
    locations: [location(run, finding.clause)],
    partialFingerprints: fingerprints(finding.id),
    suppressions:
      justification === undefined ? [] : [{ kind: "external", status: "accepted", justification }],
    properties: {
      operation: finding.operation,
      kind: finding.kind,
      fails: isFailure(finding),
      caseId: finding.caseId,
      curl: finding.exchange.curl,
    },
  };
}

function contractResult(run: RunResult, slip: RunResult["contractFindings"][number]) {
  return {
    ruleId: contractRuleId(slip.code),
    kind: "fail",
    level: slip.severity,
    message: { text: plain(slip.message) },
    locations: [location(run, slip.clause)],
    partialFingerprints: fingerprints(`${slip.code} ${slip.clause.pointer}`),
    suppressions: [],
  };
}

/** Code scanning tracks a result by the first of these alone. */
const fingerprints = (id: string): Record<string, string> => ({
  primaryLocationLineHash: id,
  "plumblineFinding/v1": id,
});

function location(run: RunResult, clause: SourceLine): object {
  const { file, line, column } = placeOf(clause, run.contract.file);
  return {
    physicalLocation: { artifactLocation: artifact(file), region: { startLine: line, startColumn: column } },
    logicalLocations: [{ fullyQualifiedName: clause.pointer, kind: "member" }],
  };
}

/** A URI reference (RFC 3986 §4.1): a URL as it is, a file relative to the root of the checkout. */
function artifact(file: string): Record<string, string> {
  if (/^(?:https?|file):\/\//i.test(file)) return { uri: encodePath(file) };
  const slashes = file.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  const path = encodePath(slashes).replaceAll("?", "%3F").replaceAll("#", "%23");
  if (/^[A-Za-z]:\//.test(slashes)) return { uri: `file:///${path}` };
  if (slashes.startsWith("/")) return { uri: `file://${path}` };
  const first = path.split("/", 1)[0] ?? "";
  return { uri: first.includes(":") ? `./${path}` : path, uriBaseId: "%SRCROOT%" };
}

const encodePath = (text: string): string =>
  encodeURI(text.replace(/\p{Cs}/gu, "\ufffd")).replace(/[[\]]/g, (character) =>
    encodeURIComponent(character),
  );

function invocation(run: RunResult): object {
  const start = Date.parse(run.startedAt);
  const times = Number.isNaN(start)
    ? {}
    : {
        startTimeUtc: new Date(start).toISOString(),
        endTimeUtc: new Date(start + run.milliseconds).toISOString(),
      };
  const open = (["blocked", "untested"] as const).flatMap((state) =>
    reasonGroups(run.verdicts, state).map(({ reason, verdicts }) => ({
      level: state === "blocked" ? "warning" : "note",
      message: { text: plain(`${amount(verdicts.length, "clause")} ${state}: ${reason}`) },
    })),
  );
  return {
    executionSuccessful: run.exitCode !== 3,
    exitCode: run.exitCode,
    exitCodeDescription: run.summary,
    ...times,
    toolExecutionNotifications: open,
  };
}
