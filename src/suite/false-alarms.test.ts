// Servers that are right in a way that once was taken for a fault, each beside one that is wrong in almost the same way.
import { describe, expect, test } from "vitest";
import { contractWith } from "../contract/contract.test-data.ts";
import type { Contract } from "../contract/model.ts";
import { jsonResponse, type Answer } from "../http.ts";
import { deriveCases } from "./derive.ts";
import { runSuite } from "./run.ts";
import type { RunResult } from "./result.ts";

const check = (contract: Contract, answer: Answer): Promise<RunResult> =>
  runSuite(contract, {
    name: "in process",
    answer,
    oneConnection: () => ({ answer, close: () => undefined }),
    allowed: [],
    denied: [],
    known: {},
    foreign: {},
  });

const errorsOf = ({ findings }: RunResult): readonly string[] =>
  findings.filter(({ severity }) => severity === "error").map(({ message }) => message);

const json = (schema: unknown): unknown => ({ "application/json": { schema } });
const object = (properties: Record<string, unknown>): unknown => ({
  type: "object",
  required: Object.keys(properties),
  properties,
});

describe("a value that the contract calls a password in the request", () => {
  const password = { type: "string", format: "password", minLength: 16 };
  const crypt = (answered: unknown): Promise<Contract> =>
    contractWith({
      "/crypt": {
        post: {
          requestBody: { required: true, content: json(object({ plain: password })) },
          responses: {
            200: { description: "", content: json(object({ back: answered })) },
            400: { description: "" },
          },
        },
      },
    });
  const echo: Answer = ({ body = new Uint8Array() }) => {
    try {
      const { plain } = JSON.parse(Buffer.from(body).toString()) as { plain: unknown };
      const isGood = typeof plain === "string" && [...plain].length >= 16;
      return isGood
        ? jsonResponse(200, { back: plain })
        : { status: 400, headers: {}, body: new Uint8Array() };
    } catch {
      return { status: 400, headers: {}, body: new Uint8Array() };
    }
  };

  test("may be shown where the answer is declared as one", async () => {
    const run = await check(await crypt(password), echo);
    expect(errorsOf(run).filter((message) => message.includes("secret"))).toEqual([]);
  });

  test("must not be shown where the answer is declared as any text", async () => {
    const run = await check(await crypt({ type: "string" }), echo);
    expect(errorsOf(run)).toContain("showed a secret value that was sent");
  });
});

describe("two paths that differ in the name of a parameter only", () => {
  const listing = (items: unknown): unknown => ({
    parameters: [],
    get: { responses: { 200: { description: "", content: json({ type: "array", items }) } } },
  });
  const twins = contractWith({
    "/admin/{topic}/subscriptions": listing({ type: "string" }),
    "/admin/{project}/subscriptions": listing(object({ name: { type: "string" } })),
  });

  test("are not judged: a server may answer for either", async () => {
    const run = await check(await twins, () => jsonResponse(200, ["a"]));
    expect(errorsOf(run)).toEqual([]);
    expect(run.exitCode).toBe(3);
    expect(run.leftOut.map(({ reason }) => reason)).toEqual([
      "its requests cannot be told from those to /admin/{project}/subscriptions",
      "its requests cannot be told from those to /admin/{topic}/subscriptions",
    ]);
  });

  test("are judged where their methods differ", async () => {
    const contract = await contractWith({
      "/admin/{topic}/subscriptions": listing({ type: "string" }),
      "/admin/{project}/subscriptions": { put: { responses: { 204: { description: "" } } } },
    });
    const run = await check(contract, () => jsonResponse(200, [1]));
    expect(errorsOf(run).join()).toContain("[0] must be string");
  });
});

test("malformed JSON is made from a body with a text, also where the smallest one is {}", async () => {
  const contract = await contractWith({
    "/notes": {
      post: {
        requestBody: {
          required: true,
          content: json({ type: "object", properties: { text: { type: "string" } } }),
        },
        responses: { 201: { description: "" }, 400: { description: "" } },
      },
    },
  });
  const titles = deriveCases(contract).cases.map(({ title }) => title);
  for (const what of ["single quotes", "a raw control character in a string", "JSON cut in its last string"])
    expect(titles.filter((title) => title.includes(what))).not.toEqual([]);
});

describe("a thing below an owner", () => {
  const owner = { name: "owner", in: "path", required: true, schema: { type: "string" } };
  const thingId = { name: "thingId", in: "path", required: true, schema: { type: "string" } };
  const thing = object({ id: { type: "string" }, name: { type: "string", maxLength: 100 } });
  const missing = { description: "" };
  const things = contractWith({
    "/{owner}/things": {
      parameters: [owner],
      post: {
        requestBody: {
          required: true,
          content: json(object({ name: { type: "string", minLength: 1, maxLength: 100 } })),
        },
        responses: { 201: { description: "", content: json(thing) }, 400: missing },
      },
    },
    "/{owner}/things/{thingId}": {
      parameters: [owner, thingId],
      get: { responses: { 200: { description: "", content: json(thing) }, 404: missing } },
      delete: { responses: { 204: missing, 404: missing } },
    },
  });

  /** Looks at the owner only where it is told to. */
  function keeper(isOwner: (owner: string) => boolean): Answer {
    const kept = new Map<string, { readonly id: string; readonly name: string }>();
    let count = 0;
    const empty = (status: number) => ({ status, headers: {}, body: new Uint8Array() });
    return ({ method, path, body = new Uint8Array() }) => {
      const [, who = "", , id] = path.split("?")[0]?.split("/") ?? [];
      if (!/^\/[^/]+\/things(\/[^/]+)?$/.test(path) || !isOwner(who)) return empty(404);
      if (id === undefined) {
        if (method !== "POST") return empty(405);
        try {
          const { name } = JSON.parse(Buffer.from(body).toString()) as { name?: unknown };
          if (typeof name !== "string" || name === "" || [...name].length > 100) return empty(400);
          const made = { id: `t${++count}`, name };
          kept.set(made.id, made);
          return jsonResponse(201, made);
        } catch {
          return empty(400);
        }
      }
      const found = kept.get(id);
      if (!found) return empty(404);
      if (method === "DELETE") return empty(kept.delete(id) ? 204 : 404);
      return method === "GET" ? jsonResponse(200, found) : empty(405);
    };
  }

  test("is still there for later cases when a removal in the name of an odd owner is taken", async () => {
    const run = await check(
      await things,
      keeper(() => true),
    );
    expect(errorsOf(run).filter((message) => message.includes("refused a valid request"))).toEqual([]);
  });

  test("is missed when it is gone without anybody having removed it", async () => {
    let reads = 0;
    const answer = keeper(() => true);
    const run = await check(await things, (request) =>
      request.method === "GET" && ++reads > 3
        ? { status: 404, headers: {}, body: new Uint8Array() }
        : answer(request),
    );
    expect(errorsOf(run)).toContain("refused a valid request");
  });
});
