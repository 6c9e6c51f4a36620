// Workflow commands say what they should and cannot be injected.
import { describe, expect, test } from "vitest";
import { conformingRun, exampleRun } from "./example-run.test-data.ts";
import { githubReport } from "./github.ts";
import { hostileRun } from "./hostile-run.test-data.ts";

const lines = (text: string): string[] => text.trimEnd().split("\n");

describe("github report", () => {
  test("a finding is an annotation on the line of its clause", () => {
    expect(lines(githubReport(exampleRun()))[0]).toBe(
      "::error file=openapi.yaml,line=112,col=17,title=conformance%3A requestBody › application/json › name › maxLength" +
        "::PATCH /org/secrets/{secretId} accepted a name of 256 characters%0Aexpected: 400 or 422, with one of the error" +
        ' shapes of the contract%0Agot: 200, as if the request were valid; body {"success":true}%0Aplumbline explain 3fa9c1d2e4b5',
    );
  });

  test("levels follow severity, one command per clause, the verdict last", () => {
    const levels = lines(githubReport(exampleRun())).map((line) => /^::(\w+) /.exec(line)?.[1]);
    expect(levels).toEqual(["error", "error", "warning", "notice", "warning", "notice"]);
  });

  test("a clause with accepted deviations only is a notice", () => {
    const findings = exampleRun().findings.filter((each) => each.accepted !== undefined);
    expect(githubReport(exampleRun({ findings }))).toMatch(/^::notice .*title=known deviation%3A/);
  });

  test("a conforming run is its verdict alone", () => {
    expect(githubReport(conformingRun())).toBe(
      "::notice title=Plumbline::The target conforms: all 6 clauses hold.%0Aheld 6 · broken 0 · blocked 0 · untested 0\n",
    );
  });

  test("that nothing could be judged is an error", () => {
    expect(githubReport({ ...conformingRun(), exitCode: 3 })).toMatch(/^::error title=Plumbline::/);
  });

  test("hostile text cannot begin a command, add a property or end the list of properties", () => {
    const commands = lines(githubReport(hostileRun()));
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      expect(command).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      const properties = /^::(?:error|warning|notice) (.*?)::/.exec(command)?.[1] ?? "";
      expect(properties.split(",").map((each) => each.split("=", 1)[0])).toEqual(
        properties.startsWith("title") ? ["title"] : ["file", "line", "col", "title"],
      );
    }
  });
});
