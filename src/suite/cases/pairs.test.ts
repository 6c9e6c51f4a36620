// Fields beside each other: a check that another field switches off, or that only the first field gets, is seen.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadContract } from "../../contract/compile.ts";
import { decodeText, jsonResponse, type Answer } from "../../http.ts";
import { isObject } from "../../schema/keywords.ts";
import { mock } from "../../mock/mock.ts";
import { deriveCases } from "../derive.ts";
import { runSuite } from "../run.ts";
import type { Target } from "../target.ts";

const features = join(import.meta.dirname, "../../../fixtures/contracts/features");
const contract = await loadContract(join(features, "interplay.yaml"));
const derivation = deriveCases(contract);
const right = mock(contract).answer;

const targetOf = (answer: Answer): Target => ({
  name: "in process",
  answer,
  oneConnection: () => ({ answer, close: () => undefined }),
  allowed: [],
  denied: [],
  known: {},
  foreign: {},
  disposable: true,
});

type Body = Readonly<Record<string, unknown>>;

/** A server that takes a body without looking at it when `skips` says so. */
const skipping =
  (skips: (body: Body) => boolean): Answer =>
  (request) => {
    let body: unknown;
    try {
      body = JSON.parse(decodeText(request.body ?? new Uint8Array()));
    } catch {
      return right(request);
    }
    return isObject(body) && skips(body) ? jsonResponse(201, { ok: true }) : right(request);
  };

const only = (body: Body, ...names: readonly string[]): boolean =>
  Object.keys(body).length === names.length && names.every((name) => name in body);

const faults: readonly (readonly [title: string, answer: Answer, clause: RegExp])[] = [
  [
    "the length of name is not checked beside note",
    skipping(
      (body) =>
        only(body, "name", "note") &&
        typeof body["name"] === "string" &&
        typeof body["note"] === "string" &&
        body["note"].length > 1,
    ),
    /name\/maxLength$/,
  ],
  [
    "the type of size is not checked beside colour",
    skipping((body) => only(body, "colour", "size") && typeof body["size"] !== "number"),
    /size\/type$/,
  ],
  ["nothing is checked once three fields are there", skipping((body) => Object.keys(body).length > 3), /./],
  [
    "only the first field that is sent is checked",
    skipping(
      (body) => Object.keys(body)[0] === "colour" && ["red", "green"].includes(String(body["colour"])),
    ),
    /(name|note|size)\/(type|minimum|minLength|maxLength)$/,
  ],
];

describe("fields beside each other", () => {
  for (const [title, answer, clause] of faults) {
    test(`${title}: the judge sees it`, async () => {
      const run = await runSuite(contract, targetOf(answer), { derivation });
      const errors = run.findings.filter(({ severity }) => severity === "error");
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.every((finding) => clause.test(finding.clause.pointer))).toBe(true);
    });
  }

  test("every two values of two fields stand side by side in a valid request", () => {
    const bodies = derivation.cases
      .filter(({ kind }) => kind === "valid")
      .map(({ requests }) => requests[0]?.body)
      .flatMap((body) => (body && "json" in body ? [body.json as Body] : []));
    for (const colour of [undefined, "red", "green"])
      for (const name of ["name", "note", "size"])
        for (const present of [true, false])
          expect(bodies.some((body) => body["colour"] === colour && name in body === present)).toBe(true);
  });

  test("a fault of a common field is put into every branch", async () => {
    const branches = await loadContract(join(features, "branches.yaml"));
    const kinds = deriveCases(branches)
      .cases.filter(({ clause, rule }) => rule === "pairs" && clause.endsWith("name/maxLength"))
      .flatMap(({ requests }) => {
        const body = requests[0]?.body;
        return body && "json" in body && isObject(body.json) ? [body.json["kind"]] : [];
      });
    expect([...new Set(kinds)].toSorted()).toEqual(["a", "b"]);
  });
});
