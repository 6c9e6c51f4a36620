// The reference: what the one operation and its family answer, and what they keep.
import { beforeAll, describe, expect, test } from "vitest";
import type { ApiResponse, HeaderFields } from "../http.ts";
import { decodeText, encodeText } from "../http.ts";
import { loadContract } from "../contract/compile.ts";
import { loadDocuments } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import type { Mock } from "../mock/mock.ts";
import { reference } from "./reference.ts";
import type { OnecliSeed } from "./seed.ts";
import { parseSeed } from "./seed.ts";

let contract: Contract;
let family: Contract;
let seed: OnecliSeed;
beforeAll(async () => {
  contract = await loadContract("openapi.yaml", { overlays: ["openapi.overlay.yaml"] });
  family = await loadContract("fixtures/contracts/onecli-org-secrets.yaml");
  seed = parseSeed((await loadDocuments("fixtures/state/onecli.yaml")).root, "onecli.yaml");
});

interface Sent {
  readonly method?: string;
  readonly id?: string;
  readonly path?: string;
  readonly key?: string;
  readonly headers?: HeaderFields;
  readonly body?: unknown;
  readonly raw?: string;
}

async function ask(target: Mock, sent: Sent) {
  const { method = "PATCH", id = "sec_generic", key = "oc_org_admin_local", body, raw } = sent;
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers: HeaderFields = {
    ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
    ...(text === undefined ? {} : { "content-type": "application/json" }),
    ...sent.headers,
  };
  const path = sent.path ?? `/v1/org/secrets/${id}`;
  const response: ApiResponse = await target.answer({
    method,
    path,
    headers,
    ...(text === undefined ? {} : { body: encodeText(text) }),
  });
  const answered = decodeText(response.body);
  return { status: response.status, json: answered === "" ? undefined : (JSON.parse(answered) as unknown) };
}

const stored = (target: Mock, id = "sec_generic") => target.state.snapshot()["secrets"]?.[id];
const envelope = (type: string) => ({ error: { message: expect.any(String), type } });
const flat = (message: RegExp) => ({ error: expect.stringMatching(message) });

describe("what is answered", () => {
  const name = { name: "new" };
  const cases: [string, { sent: Sent; status: number; json: unknown }][] = [
    ["an admin", { sent: { body: name }, status: 200, json: { success: true } }],
    ["an owner", { sent: { body: name, key: "oc_org_owner_local" }, status: 200, json: { success: true } }],
    [
      "a member",
      {
        sent: { body: name, key: "oc_org_member_local" },
        status: 403,
        json: envelope("authentication_error"),
      },
    ],
    ["nobody", { sent: { body: name, key: "" }, status: 401, json: envelope("authentication_error") }],
    [
      "an unknown key",
      { sent: { body: name, key: "oc_org_x" }, status: 401, json: envelope("authentication_error") },
    ],
    [
      "an unknown id",
      { sent: { body: name, id: "sec_none" }, status: 404, json: envelope("not_found_error") },
    ],
    [
      "another organization's secret",
      { sent: { body: name, id: "sec_foreign" }, status: 404, json: envelope("not_found_error") },
    ],
    [
      "that secret, asked for by its own admin",
      {
        sent: { body: name, id: "sec_foreign", key: "oc_org_admin_other" },
        status: 200,
        json: { success: true },
      },
    ],
    ["%00 in the id", { sent: { body: name, id: "%00" }, status: 404, json: envelope("not_found_error") }],
    [
      "an id that every object has",
      { sent: { body: name, id: "__proto__" }, status: 404, json: envelope("not_found_error") },
    ],
    [
      "a bad body before an unknown id",
      { sent: { body: { name: 1 }, id: "sec_none" }, status: 400, json: flat(/^name: /) },
    ],
    [
      "a bad body after a denied caller",
      {
        sent: { body: { name: 1 }, key: "oc_org_member_local" },
        status: 403,
        json: envelope("authentication_error"),
      },
    ],
    [
      "a name too long",
      { sent: { body: { name: "x".repeat(256) } }, status: 400, json: flat(/^name: .*255.*256/) },
    ],
    ["no field", { sent: { body: {} }, status: 400, json: flat(/./) }],
    ["malformed JSON", { sent: { raw: "{" }, status: 400, json: flat(/^body: /) }],
    [
      "two variants of an injection",
      {
        sent: { body: { injectionConfig: { headerName: "a", paramName: "b" } } },
        status: 400,
        json: flat(/^injectionConfig: .*headerName.*paramName/),
      },
    ],
    [
      "NUL and a lone surrogate",
      { sent: { raw: '{"name":"a\\u0000\\ud800"}' }, status: 200, json: { success: true } },
    ],
    [
      "an injection alone, not on a generic secret",
      {
        sent: { id: "sec_openai", body: { injectionConfig: null } },
        status: 400,
        json: envelope("invalid_request_error"),
      },
    ],
    [
      "an injection beside a name, not on a generic secret",
      {
        sent: { id: "sec_openai", body: { ...name, injectionConfig: { headerName: "a" } } },
        status: 200,
        json: { success: true },
      },
    ],
    [
      "a value that would be unsafe in a path",
      {
        sent: { body: { value: "a/b?c", injectionConfig: { pathTemplate: "/x{value}" } } },
        status: 200,
        json: { success: true },
      },
    ],
  ];
  for (const [title, { sent, status, json }] of cases) {
    test(`${title}: ${status}`, async () =>
      expect(await ask(reference(contract, seed), sent)).toEqual({ status, json }));
  }
});

describe("what is kept", () => {
  const cases: [string, { id?: string; body: object; want: object }][] = [
    [
      "only the named field changes",
      {
        body: { name: "new" },
        want: { name: "new", hostPattern: "api.example.com", value: "made-up-generic-value" },
      },
    ],
    [
      "text is trimmed",
      {
        body: { name: " a ", value: " b ", hostPattern: " c ", pathPattern: " d " },
        want: { name: "a", value: "b", hostPattern: "c", pathPattern: "d" },
      },
    ],
    ["a blank name is kept, for the contract allows it", { body: { name: " " }, want: { name: " " } }],
    [
      "null clears",
      {
        body: { pathPattern: null, injectionConfig: null },
        want: { pathPattern: null, injectionConfig: null },
      },
    ],
    ["an empty path pattern is none", { body: { pathPattern: "" }, want: { pathPattern: null } }],
    [
      "an injection replaces the one before, with its default format",
      {
        body: { injectionConfig: { paramName: " key " } },
        want: { injectionConfig: { paramName: "key", paramFormat: "{value}" } },
      },
    ],
    [
      "an unknown member is not kept",
      {
        body: { name: "new", type: "openai", organization: "x" },
        want: { type: "generic", organization: "org_local" },
      },
    ],
    [
      "an injection on another type is ignored",
      {
        id: "sec_openai",
        body: { name: "new", injectionConfig: { headerName: "a" } },
        want: { name: "new", injectionConfig: null },
      },
    ],
  ];
  for (const [title, { id = "sec_generic", body, want }] of cases) {
    test(title, async () => {
      const target = reference(contract, seed);
      expect((await ask(target, { id, body })).status).toBe(200);
      expect(stored(target, id)).toMatchObject(want);
    });
  }

  test("a refused change changes nothing, and reset brings all back", async () => {
    const target = reference(contract, seed);
    const before = target.state.snapshot();
    await ask(target, { body: { name: "new", value: 1 } });
    await ask(target, { id: "sec_openai", body: { injectionConfig: null } });
    await ask(target, { id: "sec_foreign", body: { name: "new" } });
    expect(target.state.snapshot()).toEqual(before);
    await ask(target, { body: { name: "new" } });
    expect(target.state.snapshot()).not.toEqual(before);
    expect((await ask(target, { method: "POST", path: "/_plumbline/reset" })).status).toBe(200);
    expect(target.state.snapshot()).toEqual(before);
  });
});

describe("the family", () => {
  const created = {
    name: "made",
    type: "generic",
    value: "a-value-that-nobody-sees",
    hostPattern: "h",
    injectionConfig: { headerName: "H" },
  };

  test("a list shows the caller's own secrets, without values", async () => {
    const { status, json } = await ask(reference(family, seed), { method: "GET", path: "/v1/org/secrets" });
    expect(status).toBe(200);
    expect(json).toMatchObject([{ id: "sec_generic" }, { id: "sec_anthropic" }, { id: "sec_openai" }]);
    expect(JSON.stringify(json)).not.toContain("made-up");
  });

  test("what is created can be changed, listed and deleted, once", async () => {
    const target = reference(family, seed);
    const { status, json } = await ask(target, { method: "POST", path: "/v1/org/secrets", body: created });
    expect(status).toBe(201);
    expect(JSON.stringify(json)).not.toContain(created.value);
    const { id } = json as { id: string };
    expect((await ask(target, { id, body: { name: "renamed" } })).status).toBe(200);
    expect((await ask(target, { method: "GET", path: "/v1/org/secrets" })).json).toContainEqual(
      expect.objectContaining({ id, name: "renamed" }),
    );
    expect((await ask(target, { id, key: "oc_org_admin_other", method: "DELETE" })).status).toBe(404);
    expect((await ask(target, { id, method: "DELETE" })).status).toBe(204);
    expect((await ask(target, { id, method: "DELETE" })).status).toBe(404);
  });

  test("a generic secret without an injection is refused by the contract", async () => {
    const { injectionConfig: _, ...body } = created;
    expect(
      await ask(reference(family, seed), { method: "POST", path: "/v1/org/secrets", body }),
    ).toMatchObject({ status: 400, json: flat(/injectionConfig/) });
  });
});

test("the control never shows a value", async () => {
  const { json } = await ask(reference(contract, seed), { method: "GET", path: "/_plumbline/state" });
  expect(JSON.stringify(json)).not.toContain("made-up");
});
