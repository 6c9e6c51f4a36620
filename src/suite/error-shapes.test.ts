// Errors that look unlike those of the contract are noted, once per layer of the server; and never more than noted.
import { expect, test } from "vitest";
import { compileContract } from "../contract/compile.ts";
import { parseDocument } from "../contract/document.ts";
import { encodeText, type Answer } from "../http.ts";
import { mock } from "../mock/mock.ts";
import { runSuite, type RunOptions } from "./run.ts";

const error = {
  description: "an error",
  content: {
    "application/json": {
      schema: { type: "object", required: ["error"], properties: { error: { type: "string" } } },
    },
  },
};

const contract = compileContract(
  await parseDocument(
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "T", version: "1" },
      paths: {
        "/things": {
          post: {
            operationId: "make",
            requestBody: {
              required: true,
              content: {
                "application/json": {
                  schema: { type: "object", properties: { name: { type: "string", maxLength: 9 } } },
                },
              },
            },
            responses: { 204: { description: "done" }, 400: error },
          },
        },
      },
    }),
    "things.json",
  ),
);
const { answer } = mock(contract);

const PAGE = { "content-type": "text/html" };

/** Right, but for an unknown path it has a page. */
const paged: Answer = (request) =>
  request.path.startsWith("/things") && !request.path.startsWith("/things/")
    ? answer(request)
    : { status: 404, headers: PAGE, body: encodeText("<p>There is nothing here.</p>") };

async function findingsAt(server: Answer, options: RunOptions = {}) {
  const oneConnection = () => ({ answer: server, close: () => {} });
  const people = { allowed: [], denied: [], known: {}, foreign: {} };
  const { findings } = await runSuite(
    contract,
    { name: "it", answer: server, oneConnection, ...people },
    options,
  );
  return findings.map(({ severity, message, got }) => `${severity}: ${message}: ${got}`);
}

const NOTE = "note: the answer to an unknown path does not look like the API's other errors: text/html";

test("a page for an unknown path is noted beside errors in JSON", async () => {
  expect(await findingsAt(paged)).toContain(NOTE);
});

test("errors that all look alike are not", async () => {
  const alike: Answer = (request) =>
    request.path === "/things"
      ? answer(request)
      : {
          status: 404,
          headers: { "content-type": "application/json" },
          body: encodeText('{"error":"nothing here"}'),
        };
  expect((await findingsAt(alike)).filter((text) => text.includes("other errors"))).toEqual([]);
});

test("who asks for faults only gets all of them, and not this", async () => {
  const faulty: Answer = async (request) => {
    const response = await paged(request);
    return response.status === 400 ? { ...response, body: encodeText('{"wrong":true}') } : response;
  };
  const faults = (await findingsAt(faulty)).filter((text) => !text.startsWith("note"));
  expect(faults.length).toBeGreaterThan(0);
  expect(await findingsAt(faulty, { faultsOnly: true })).toEqual(expect.arrayContaining(faults));
  expect(await findingsAt(paged, { faultsOnly: true })).not.toContain(NOTE);
});
