// Holds that the judge of a proof says what a whole run says, without the cases that it is told to ignore.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadDocuments } from "../contract/document.ts";
import { effectiveDocument } from "../contract/effective.ts";
import { header, type Answer } from "../http.ts";
import { stateless } from "../mutants/mutant.ts";
import { workbench, type Judge } from "../mutants/workbench.ts";
import { worldOf, type World } from "../mutants/world.ts";
import { parseSeed } from "../onecli/seed.ts";
import { proofJudge } from "./prove-judge.ts";

const root = join(import.meta.dirname, "../..");

async function bundled(file: string, overlays: readonly string[]): Promise<World> {
  const seed = await loadDocuments(join(root, "fixtures/state/onecli.yaml"));
  const documents = await loadDocuments(join(root, file), { overlays });
  const text = JSON.stringify(effectiveDocument(documents));
  return worldOf({ text, name: file, seed: parseSeed(seed.root, seed.name) });
}

const BODY = {
  required: true,
  content: {
    "application/json": {
      schema: { type: "object", required: ["name"], properties: { name: { type: "string", maxLength: 9 } } },
    },
  },
};

/** The mock has no success to answer `closed` with. */
const HALF_CLOSED = {
  openapi: "3.1.0",
  info: { title: "half closed", version: "1" },
  paths: {
    "/open": {
      put: { operationId: "open", requestBody: BODY, responses: { 204: { description: "done" } } },
    },
    "/closed": {
      put: { operationId: "closed", requestBody: BODY, responses: { 405: { description: "no" } } },
    },
  },
};

test("a case that accuses the original as a certain principal is left out by its own id", async () => {
  const world = await bundled("openapi.yaml", [join(root, "openapi.overlay.yaml")]);
  const [, other] = world.allowed;
  const { answer } = world.build();
  const unfair: Answer = (request) =>
    header(request.headers, "authorization")?.includes(other?.token ?? "nobody")
      ? { status: 500, headers: {}, body: new Uint8Array(0) }
      : answer(request);
  const judge = proofJudge();
  const { errors } = await judge.ask(stateless(unfair), world, { ignore: [] });
  expect(errors.map(({ caseId }) => caseId)).toContainEqual(expect.stringMatching(/@owner$/));
  for (const { caseId, item } of errors) expect(caseId.startsWith(item)).toBe(true);

  const ignore = errors.map(({ item }) => item);
  const again = await judge.ask(stateless(unfair), world, { ignore });
  expect(again.errors.map(({ item }) => item).filter((item) => ignore.includes(item))).toEqual([]);
});

/** The same judge, asked everything at once, as a user's run does. */
const whole = (judge: Judge): Judge => ({
  ...judge,
  ask: (server, asked, { near: _near, part: _part, ...question }) => judge.ask(server, asked, question),
});

async function statesOf(world: World, wanted: (id: string) => boolean, judge: Judge) {
  const bench = workbench([world], judge);
  const { mutants } = await bench.catalogue(0);
  const states: Record<string, string> = {};
  for (const { id } of mutants.filter((mutant) => wanted(mutant.id))) {
    const outcome = await bench.run({ kind: "mutant", world: 0, id, ignore: [] });
    if (outcome.kind === "mutant") states[id] = outcome.outcome.state;
  }
  return states;
}

describe("whoever is killed by the cases that are nearest is killed by a whole run", () => {
  test("in a contract of which one operation accepts nothing that is valid", async () => {
    const world = await worldOf({ text: JSON.stringify(HALF_CLOSED), name: "half-closed" });
    const states = await statesOf(world, () => true, proofJudge());
    expect(states).toEqual(await statesOf(world, () => true, whole(proofJudge())));
    const kinds = Object.entries(states).map(([id, state]) => `${id.split("/").at(-1)} ${state}`);
    expect(kinds).toContain("closed survived");
    expect(kinds).toContain("open killed");
  });

  test("where a refusal shows a secret that other requests have in an open field", async () => {
    const world = await bundled("fixtures/contracts/onecli-org-secrets.yaml", []);
    const wanted = (id: string): boolean => /^leakage\/(body|members|secret-header)-in-40[13]\//.test(id);
    const states = await statesOf(world, wanted, whole(proofJudge()));
    expect(Object.keys(states).length).toBeGreaterThan(10);
    expect(new Set(Object.values(states))).toEqual(new Set(["killed"]));
  });
});

/** Two operations that are alike. */
const TWICE = {
  openapi: "3.1.0",
  info: { title: "twice", version: "1" },
  paths: Object.fromEntries(
    ["first", "second"].map((name) => [
      `/${name}`,
      {
        put: {
          operationId: name,
          requestBody: BODY,
          responses: { 204: { description: "done" }, 400: { description: "no" } },
        },
      },
    ]),
  ),
};

test("whoever looks for one error asks the next operation only where the first shows none", async () => {
  const world = await worldOf({ text: JSON.stringify(TWICE), name: "twice" });
  const asked = async (isFaulty: (path: string) => boolean): Promise<ReadonlySet<string>> => {
    const { answer } = world.build();
    const paths = new Set<string>();
    const lenient: Answer = (request) => {
      paths.add(request.path);
      return isFaulty(request.path) ? { status: 204, headers: {}, body: new Uint8Array(0) } : answer(request);
    };
    const question = { near: ["/maxLength/"], part: "near", ignore: [] } as const;
    const { errors } = await proofJudge().ask(stateless(lenient), world, question);
    expect(errors.map(({ rule }) => rule)).toContain("string-bounds");
    return paths;
  };
  expect([...(await asked(() => true))]).toEqual(["/first"]);
  expect([...(await asked((path) => path === "/second"))]).toEqual(["/first", "/second"]);
});
