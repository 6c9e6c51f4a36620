// The control: what it tells, what it masks, whom it refuses.
import { beforeEach, describe, expect, test } from "vitest";
import type { ApiRequest, HeaderFields } from "../http.ts";
import { decodeText } from "../http.ts";
import type { Contract } from "../contract/model.ts";
import { controlOf, isControl } from "./control.ts";
import { createJournal } from "./journal.ts";
import { createState } from "./state.ts";

const contract: Contract = {
  title: "Pets",
  version: "1",
  openapi: "3.1.0",
  basePaths: [],
  operations: [],
  findings: [],
  locate: () => undefined,
  at: () => undefined,
  quote: () => undefined,
  effective: { openapi: "3.1.0" },
};
const state = createState({
  keys: {
    a: { id: "a", value: "hidden-1", note: "shown", apiKey: "hidden-2", nested: [{ password: "hidden-3" }] },
  },
});
const control = controlOf({ contract, state, journal: createJournal(), masked: ["value"] });
const ask = (method: string, path: string, headers: HeaderFields = {}) => {
  const request: ApiRequest = { method, path, headers: { host: "localhost:4010", ...headers } };
  const { status, headers: fields, body } = control(request, path);
  return { status, headers: fields, json: JSON.parse(decodeText(body)) as unknown };
};

beforeEach(() => state.reset());

describe("rooms", () => {
  const cases: [string, { method?: string; path: string; status: number; json?: unknown }][] = [
    ["health", { path: "/_plumbline/health", status: 200, json: { status: "ok", title: "Pets" } }],
    ["contract", { path: "/_plumbline/contract", status: 200, json: { openapi: "3.1.0" } }],
    ["journal", { path: "/_plumbline/journal", status: 200, json: [] }],
    ["no room", { path: "/_plumbline/nothing", status: 404 }],
    ["a name that every object has is no room", { path: "/_plumbline/constructor", status: 404 }],
    ["reset is not for reading", { path: "/_plumbline/reset", status: 405 }],
    ["health is not for changing", { method: "POST", path: "/_plumbline/health", status: 405 }],
  ];
  for (const [title, { method = "GET", path, status, json }] of cases) {
    test(title, () => {
      const answer = ask(method, path);
      expect(answer.status).toBe(status);
      if (json) expect(answer.json).toMatchObject(json);
    });
  }

  test("state shows records without what is secret", () => {
    const { json } = ask("GET", "/_plumbline/state");
    expect(json).toEqual({
      keys: { a: { id: "a", value: "***", note: "shown", apiKey: "***", nested: [{ password: "***" }] } },
    });
  });

  test("reset brings the seed back", () => {
    state.collection("keys").clear();
    expect(ask("POST", "/_plumbline/reset").status).toBe(200);
    expect(state.collection("keys").size).toBe(1);
  });
});

describe("origins", () => {
  const cases: [string, { headers: HeaderFields; status: number }][] = [
    ["no browser at all", { headers: {}, status: 200 }],
    ["the mock's own origin", { headers: { origin: "http://localhost:4010" }, status: 200 }],
    ["another origin", { headers: { origin: "http://localhost:3000" }, status: 403 }],
    ["an opaque origin", { headers: { origin: "null" }, status: 403 }],
    [
      "a page of another site that hides its origin",
      { headers: { "sec-fetch-site": "cross-site" }, status: 403 },
    ],
    ["an address typed into a browser", { headers: { "sec-fetch-site": "none" }, status: 200 }],
  ];
  for (const [title, { headers, status }] of cases) {
    test(`${title}: ${status}, without CORS fields`, () => {
      const answer = ask("GET", "/_plumbline/health", headers);
      expect(answer.status).toBe(status);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    });
  }
});

test("only its own path is the control's", () => {
  expect(["/_plumbline", "/_plumbline/x", "/_plumbliner", "/v1/_plumbline"].map(isControl)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
