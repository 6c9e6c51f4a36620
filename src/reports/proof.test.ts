// The reports of a proof: what they must say, and that nothing in a contract can break out of them.
import { describe, expect, test } from "vitest";
import type { ProofResult } from "../mutants/proof.ts";
import { PROOF_REPORTS } from "./formats.ts";
import { parseMarkup } from "./well-formed.test-data.ts";

const hostile = "</code><script>alert(1)</script>\u001b[31m|`@me`";
const survivor = {
  id: `edit/${hostile}`,
  family: "clause dropped",
  description: hostile,
  state: "survived",
  reason: `blocked: ${hostile}`,
  milliseconds: 1,
} as const;
const proof: ProofResult = {
  contracts: [
    {
      name: "my.yaml",
      title: hostile,
      version: "1",
      operations: 1,
      cases: 12,
      families: [{ family: "clause dropped", killed: 1200, survived: 1, equal: 1 }],
      survivors: [survivor],
      equals: [
        {
          ...survivor,
          state: "equal",
          equality: { category: "wire", reason: "is text anyway" },
          pointer: "#/a",
        },
      ],
      unobservable: [{ reason: "nothing shows it", count: 3 }],
      original: [],
      variants: [{ id: "pretty", description: "prints over several lines" }],
      blocks: 2,
      falseAlarms: [
        {
          variants: ["pretty", "slow"],
          hits: [{ clause: "#/a", rule: "type", caseId: "c", item: "c", message: hostile }],
        },
      ],
    },
  ],
  killed: 1200,
  survived: 1,
  equal: 1,
  score: 99.9,
  falseAlarms: 1,
  rules: [
    { rule: "type", first: 7, alone: "edit/x" },
    { rule: "idle", first: 0 },
  ],
  sockets: { tried: 2, differing: [], falseAlarms: [] },
  milliseconds: 1500,
};

const written = (format: string): string =>
  PROOF_REPORTS[format]?.(proof, { colour: false, width: 80 }) ?? "";

describe("a proof", () => {
  for (const format of ["console", "html", "markdown"])
    test(`as ${format} says the score, each survivor's reason, false alarms and what is equal`, () => {
      const text = written(format);
      for (const part of ["1,200 of 1,201 mutants killed (99.9 %)", "blocked: ", "pretty", "is text anyway"])
        expect(text).toContain(part);
      expect(text).toContain(format === "markdown" ? "1 false alarm" : "pretty + slow");
    });

  test("as JSON is the result itself", () => {
    expect(JSON.parse(written("json"))).toEqual(proof);
  });

  test("as HTML is well-formed, and no text of a contract is markup", () => {
    const text = written("html");
    expect(() => parseMarkup(text.replace("<!DOCTYPE html>", ""))).not.toThrow();
    expect(text).not.toContain("<script");
  });

  test("as Markdown or for a terminal holds nothing that acts", () => {
    for (const part of ["<script", "\u001b", "@me"]) expect(written("markdown")).not.toContain(part);
    expect(written("console")).not.toContain("\u001b");
  });
});
