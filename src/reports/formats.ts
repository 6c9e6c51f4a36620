// The table of report formats.
import type { RunResult } from "../suite/result.ts";
import { consoleReport } from "./console.ts";
import { githubReport } from "./github.ts";
import { htmlReport } from "./html.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { sarifReport } from "./sarif.ts";

export type ReportFormat = "console" | "json" | "junit" | "html" | "sarif" | "markdown" | "github";

/** Only `console` heeds the options. */
export type Report = (run: RunResult, options: { colour: boolean; width: number }) => string;

/** Format → the function that writes it. */
export const REPORTS: Readonly<Record<ReportFormat, Report>> = {
  console: consoleReport,
  json: jsonReport,
  junit: junitReport,
  html: htmlReport,
  sarif: sarifReport,
  markdown: markdownReport,
  github: githubReport,
};
