// Holds a run to what it promises about a target's state: safe mode, cleaning up, putting back, the matrix of principals.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compileContract, loadContract } from "../contract/compile.ts";
import { loadDocuments, parseDocument } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import type { Answer, ApiRequest, ApiResponse } from "../http.ts";
import { reference } from "../onecli/reference.ts";
import { parseSeed, type OnecliSeed } from "../onecli/seed.ts";
import { deriveCases, type Derivation } from "./derive.ts";
import type { Leftover } from "./ledger.ts";
import { runSuite, type RunOptions } from "./run.ts";
import type { Target } from "./target.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
let contract: Contract;
let seed: OnecliSeed;
let derivation: Derivation;

beforeAll(async () => {
  contract = await loadContract(join(fixtures, "contracts/onecli-org-secrets.yaml"));
  const documents = await loadDocuments(join(fixtures, "state/onecli.yaml"));
  seed = parseSeed(documents.root, documents.name);
  derivation = deriveCases(contract);
});

interface Setting {
  readonly target?: Partial<Target>;
  readonly options?: RunOptions;
  readonly answer?: (request: ApiRequest, next: Answer) => ApiResponse | Promise<ApiResponse>;
  readonly contract?: Contract;
}

const token = (name: string): string => seed.principals.find((one) => one.name === name)?.key ?? "";
const key = (name: string) => ({ name, token: token(name) });

async function run({ target = {}, options = {}, answer, contract: other }: Setting = {}) {
  const made = reference(other ?? contract, seed);
  const sent: ApiRequest[] = [];
  const through: Answer = (request) => {
    sent.push(request);
    return answer ? answer(request, made.answer) : made.answer(request);
  };
  const before = made.state.snapshot()["secrets"];
  let leftovers: readonly Leftover[] = [];
  const result = await runSuite(
    other ?? contract,
    {
      name: "in process",
      answer: through,
      oneConnection: () => ({ answer: through, close: () => undefined }),
      allowed: [key("admin")],
      denied: [key("member")],
      known: { secretId: "sec_generic" },
      foreign: { secretId: "sec_foreign" },
      ...target,
    },
    {
      ...(other ? {} : { derivation }),
      onLeftover: (left) => void (leftovers = left),
      only: ["/valid/", "/state/", "/principals/", "/credentials/", "/ids/", "/sequences/"],
      ...options,
    },
  );
  return { result, sent, before, now: made.state.snapshot()["secrets"], leftovers };
}

describe("a run", () => {
  test("finds nothing in the reference and leaves it as it was", async () => {
    const { result, before, now, leftovers } = await run();
    expect(result.findings).toEqual([]);
    expect(now).toEqual(before);
    expect(leftovers).toEqual([]);
  });

  test("removes what a case made when the case is over, so that lists stay short for the others", async () => {
    let items = 0;
    let most = 0;
    let made = 0;
    const { result } = await run({
      answer: async (request, next) => {
        const response = await next(request);
        if (request.method === "POST" && response.status === 201) made++;
        if (request.method === "POST" && response.status === 201) most = Math.max(most, ++items);
        if (request.method === "DELETE" && response.status === 204) items--;
        return response;
      },
    });
    expect(result.findings).toEqual([]);
    expect(made).toBeGreaterThan(100);
    expect(most).toBeLessThan(made / 3);
    expect(items).toBe(0);
  });

  test("does not remove an item that was there before, though a creation gives its id once more", async () => {
    const gone: string[] = [];
    const ids: string[] = [];
    await run({
      options: { only: ["createOrgSecret/valid/"], exclude: ["deleteOrgSecret"] },
      answer: async (request, next) => {
        if (request.method === "DELETE") gone.push(request.path.split("/").at(-1) ?? "");
        const response = await next(request);
        if (request.method !== "POST" || response.status !== 201) return response;
        const body = JSON.parse(Buffer.from(response.body).toString()) as { id: string };
        ids.push(body.id);
        // Like the example of a contract: always the same id.
        const text = JSON.stringify({ ...body, id: ids[0] });
        return { ...response, body: new Uint8Array(Buffer.from(text)) };
      },
    });
    expect(ids.length).toBeGreaterThan(3);
    expect(gone).toEqual([ids[0]]);
  });

  test("writes to nothing but its own items in safe mode", async () => {
    const { result, sent, before, now } = await run({ options: { safe: true } });
    expect(result.findings).toEqual([]);
    expect(result.exitCode).toBe(0);
    expect(now).toEqual(before);
    const admin = `Bearer ${token("admin")}`;
    const writes = sent.filter(
      ({ method, path, headers }) =>
        method !== "GET" && path.endsWith("/sec_generic") && headers["authorization"] === admin,
    );
    expect(writes).toEqual([]);
  });

  test("says in safe mode what it leaves out, and blocks what proves nothing without it", async () => {
    const patchOnly = await loadContract(join(fixtures, "../openapi.yaml"), {
      overlays: [join(fixtures, "../openapi.overlay.yaml")],
    });
    const { result, sent } = await run({ options: { safe: true }, contract: patchOnly });
    expect(sent).toEqual([]);
    expect(result.exitCode).toBe(3);
    expect(result.leftOut.map(({ reason }) => reason)).toContain(
      "safe mode: it may change something that the suite did not make",
    );
    expect(result.cases.map(({ reason }) => reason)).toContain(
      "safe mode: no valid request of the operation may be sent, so a refusal proves nothing",
    );
  });

  test("names what it could not remove", async () => {
    const { leftovers, result } = await run({
      options: { only: ["/state/created/"] },
      answer: (request, next) =>
        request.method === "DELETE" ? { status: 503, headers: {}, body: new Uint8Array() } : next(request),
    });
    expect(leftovers.length).toBeGreaterThan(0);
    expect(leftovers[0]).toMatchObject({
      path: "/org/secrets/{secretId}",
      reason: "DELETE /org/secrets/{secretId} answered 503",
    });
    expect(result.leftOut.some(({ what }) => what.startsWith("undoing"))).toBe(true);
  });

  test("cleans up after it was interrupted, and does not say that the target conforms", async () => {
    const interruption = new AbortController();
    let count = 0;
    const { result, before, now } = await run({
      options: { signal: interruption.signal },
      answer: (request, next) => {
        if (++count === 60) interruption.abort();
        return next(request);
      },
    });
    expect(now).toEqual(before);
    expect(result.exitCode).toBe(3);
    expect(result.summary).toContain("interrupted");
  });

  test("says what it cannot put back where the contract shows nothing", async () => {
    const patchOnly = await loadContract(join(fixtures, "../openapi.yaml"));
    const { leftovers } = await run({ contract: patchOnly, options: { only: ["/ids/"] } });
    expect(leftovers).toEqual([
      {
        path: "/org/secrets/{secretId}",
        id: "sec_generic",
        reason: "the contract has no operation that shows what it was before",
      },
    ]);
  });
});

describe("an item that was there before", () => {
  const withoutCreation = async (): Promise<Contract> => {
    const { root } = await loadDocuments(join(fixtures, "contracts/onecli-org-secrets.yaml"));
    const copy = structuredClone(root) as { paths: Record<string, Record<string, unknown>> };
    delete copy.paths["/org/secrets"]?.["post"];
    delete copy.paths["/org/secrets/{secretId}"]?.["delete"];
    return compileContract(await parseDocument(JSON.stringify(copy), "without-creation.json"));
  };

  test("is judged where none can be made, and put back in the end", async () => {
    const { result, before, now, leftovers } = await run({ contract: await withoutCreation() });
    expect(result.findings).toEqual([]);
    const states = result.cases.filter(({ rule }) => rule === "state");
    expect(states.length).toBeGreaterThan(10);
    expect(states.filter(({ outcome }) => outcome !== "held").map(({ caseId }) => caseId)).toEqual([]);
    // The value goes in and never comes out: nobody can put it back.
    const visible = (secrets: typeof now) => ({ ...secrets?.["sec_generic"], value: undefined });
    expect(visible(now)).toEqual(visible(before));
    expect(leftovers.map(({ reason }) => reason)).toEqual([
      "value was written, and the contract does not show what it was",
    ]);
  });
});

describe("the matrix of principals", () => {
  test("holds where everybody may what the profile says", async () => {
    const { result } = await run({ options: { only: ["/principals/"] } });
    expect(result.findings).toEqual([]);
    const cells = result.cases.filter(({ rule }) => rule === "principals").map(({ caseId }) => caseId);
    expect(cells).toHaveLength(8);
    expect(cells).toContain("deleteOrgSecret/principals/may-not@member");
  });

  const wrong: readonly (readonly [title: string, may: readonly string[], found: readonly string[]])[] = [
    [
      "a principal that may more than the profile says",
      ["listOrgSecrets", "createOrgSecret", "updateOrgSecret"],
      ["deleteOrgSecret/principals/may-not@owner"],
    ],
  ];
  for (const [title, may, found] of wrong) {
    test(`finds ${title}`, async () => {
      const { result } = await run({
        target: { principals: [{ ...key("owner"), may }] },
        options: { only: ["/principals/"] },
      });
      const broken = result.cases.filter(
        ({ outcome, rule }) => outcome === "broken" && rule === "principals",
      );
      expect(broken.map(({ caseId }) => caseId)).toEqual(found);
    });
  }

  test("finds a principal that may less than the profile says", async () => {
    const { result } = await run({
      target: { principals: [{ ...key("member"), name: "guest", may: ["listOrgSecrets"] }] },
      options: { only: ["/principals/"] },
    });
    const broken = result.cases.filter(({ outcome, rule }) => outcome === "broken" && rule === "principals");
    expect(broken.map(({ caseId }) => caseId)).toEqual(["listOrgSecrets/principals/may@guest"]);
  });
});
