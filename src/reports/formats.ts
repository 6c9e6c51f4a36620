// The table of report formats.
import type { ProofResult } from "../mutants/proof.ts";
import type { RunResult } from "../suite/result.ts";
import { consoleReport } from "./console.ts";
import { githubReport } from "./github.ts";
import { htmlReport } from "./html.ts";
import { jsonText } from "./escape.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { proofConsole } from "./proof-console.ts";
import { proofHtml } from "./proof-html.ts";
import { proofMarkdown } from "./proof-markdown.ts";
import { sarifReport } from "./sarif.ts";

export type ReportFormat = "console" | "json" | "junit" | "html" | "sarif" | "markdown" | "github";

/** Only `console` heeds the options. */
export type Report<Data> = (data: Data, options: { colour: boolean; width: number }) => string;

/** Format → the function that writes a run in it. */
export const REPORTS: Readonly<Record<ReportFormat, Report<RunResult>>> = {
  console: consoleReport,
  json: jsonReport,
  junit: junitReport,
  html: htmlReport,
  sarif: sarifReport,
  markdown: markdownReport,
  github: githubReport,
};

/** Format → the function that writes a proof in it. */
export const PROOF_REPORTS: Readonly<Record<string, Report<ProofResult>>> = {
  console: proofConsole,
  json: jsonText,
  html: proofHtml,
  markdown: proofMarkdown,
};
