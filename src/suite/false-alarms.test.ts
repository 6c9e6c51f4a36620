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
