// Servers that are right and different, on sockets of their own: the judge has no error for any of them.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { loadDocuments } from "../contract/document.ts";
import { effectiveDocument } from "../contract/effective.ts";
import { decodeText, encodeText, type Answer } from "../http.ts";
import { parseSeed } from "../onecli/seed.ts";
import { deriveCases } from "../suite/derive.ts";
import { over } from "../suite/over.ts";
import { runSuite } from "../suite/run.ts";
import { variantsOf } from "./variants.ts";
import { slow } from "./variants/answers.ts";
import { wireVariants } from "./variants/wire.ts";
import { worldOf, type World } from "./world.ts";

const root = join(import.meta.dirname, "../..");

async function bundledWorld(): Promise<World> {
  const seed = await loadDocuments(join(root, "fixtures/state/onecli.yaml"));
  const documents = await loadDocuments(join(root, "openapi.yaml"), {
    overlays: [join(root, "openapi.overlay.yaml")],
  });
  const text = JSON.stringify(effectiveDocument(documents));
  return worldOf({ text, name: "openapi.yaml", seed: parseSeed(seed.root, seed.name) });
}

const world = await bundledWorld();
const derivation = deriveCases(world.contract);

interface Manner {
  /** The path that everything is served below. */
  readonly base?: string;
  readonly chunked?: true;
}

/** Plain node:http, so that framing and base path are nothing of this project's. */
async function served(answer: Answer, { base = "", chunked }: Manner) {
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = new Uint8Array(await buffer(incoming));
    const { url = "/", method = "GET", headers } = incoming;
    const fields = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const path = url.startsWith(base) ? url.slice(base.length) : "/nothing-here";
    const response = await answer({ method, path, headers: fields, ...(body.length > 0 ? { body } : {}) });
    for (const [name, value] of Object.entries(response.headers))
      if (name !== "content-length") outgoing.setHeader(name, value);
    outgoing.statusCode = response.status;
    if (!chunked) outgoing.setHeader("content-length", response.body.length);
    if (chunked) for (const byte of response.body) outgoing.write(Uint8Array.of(byte));
    outgoing.end(chunked ? undefined : response.body);
  };
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch(() => incoming.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}${base}`, close };
}

async function errorsAt(answer: Answer, manner: Manner, concurrency: number): Promise<readonly string[]> {
  const { url, close } = await served(answer, manner);
  const shared = over(url, { timeout: 10_000 });
  try {
    const run = await runSuite(
      world.contract,
      {
        name: url,
        answer: shared.answer,
        oneConnection: () => {
          const own = over(url, { timeout: 10_000, connections: 1 });
          return { answer: own.answer, close: () => void own.close() };
        },
        allowed: world.allowed,
        denied: world.denied,
        known: world.known,
        foreign: world.foreign,
        disposable: true,
      },
      { derivation, concurrency },
    );
    expect(run.counts.held).toBeGreaterThan(50);
    const errors = run.findings.filter(({ severity }) => severity === "error");
    return errors.map(({ caseId, message }) => `${caseId}: ${message}`);
  } finally {
    await shared.close();
    await close();
  }
}

/** A variant around a server that answers, in turn, with these texts under these statuses. */
async function changedBy(id: string, answers: readonly (readonly [status: number, text: string])[]) {
  const [secret = ""] = Object.values(world.known);
  let next = 0;
  const answer: Answer = () => {
    const [status, text] = answers[next++] ?? [500, ""];
    const body = encodeText(text);
    const headers = { "content-type": "application/json", "content-length": String(body.length) };
    return { status, headers, body };
  };
  const changed = variantsOf(world)
    .find((one) => one.id === id)
    ?.wrap(answer);
  if (!changed) throw new Error(`there is no variant ${id}`);
  const request = { method: "PATCH", path: `/org/secrets/${secret}`, headers: {} };
  const all = [];
  for (const _ of answers) all.push(await changed(request));
  return all.map(({ body, headers }) => [decodeText(body), headers["content-length"]]);
}

describe("what becomes of a text is worked out once", () => {
  const refusal = '{"error":{"message":"no","type":"lost"}}';

  test("and differs by status all the same", async () => {
    const ours = ['{"error":{"message":"Nein.","type":"lost"}}', undefined];
    const same = [refusal, String(refusal.length)];
    const given = [
      [404, refusal],
      [200, refusal],
      [404, refusal],
      [200, refusal],
    ] as const;
    expect(await changedBy("other-messages", given)).toEqual([ours, same, ours, same]);
  });

  test("and by text", async () => {
    const given = [
      [404, '{"a":1}'],
      [404, '{"b":1}'],
      [404, '{"a":1}'],
    ] as const;
    expect((await changedBy("blanks", given)).map(([text]) => text)).toEqual([
      '\n  {"a":1}\r\n',
      '\n  {"b":1}\r\n',
      '\n  {"a":1}\r\n',
    ]);
  });
});

/** By their ids in the catalogue of variants. */
const CATALOGUED = [
  "more-headers",
  "more-members",
  "other-messages",
  "charset",
  "pretty",
  "escaped",
  "no-405",
  "415",
  "413",
  "429-at-times",
  "existence-first",
  "nested-errors",
  "gzip",
  "brotli",
  "connection-closed",
];

describe("a server that is right and different has no error", () => {
  for (const id of CATALOGUED)
    test(id, async () => {
      const variant = [...variantsOf(world), ...wireVariants()].find((one) => one.id === id);
      const answer = variant?.wrap(world.build().answer);
      if (!answer) throw new Error(`there is no variant ${id}`);
      expect(await errorsAt(answer, {}, 16)).toEqual([]);
    });

  test("chunked, a byte at a time", async () => {
    expect(await errorsAt(world.build().answer, { chunked: true }, 16)).toEqual([]);
  });

  test("below another base path", async () => {
    expect(await errorsAt(world.build().answer, { base: "/tenant/api/v9" }, 16)).toEqual([]);
  });

  test("150 ms for every answer", { timeout: 60_000 }, async () => {
    expect(await errorsAt(slow(150).wrap(world.build().answer), {}, 64)).toEqual([]);
  });
});
