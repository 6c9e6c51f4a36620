// The seed: what works is read, what does not is named.
import { describe, expect, test } from "vitest";
import { KitError } from "../errors.ts";
import { loadDocuments } from "../contract/document.ts";
import { parseSeed } from "./seed.ts";

const organizations = [{ id: "org_a" }];
const principal = { name: "admin", key: "k", role: "admin", organization: "org_a" };
const secret = {
  id: "s",
  organization: "org_a",
  scope: "organization",
  name: "n",
  type: "generic",
  valueSource: "inline",
  value: "v",
  hostPattern: "h",
  pathPattern: null,
  injectionConfig: { headerName: "H" },
  createdAt: "2026-01-01T00:00:00.000Z",
};

test("the bundled seed has owner, admin, member and another organization, and a secret of each type", async () => {
  const { root } = await loadDocuments("fixtures/state/onecli.yaml");
  const seed = parseSeed(root, "fixtures/state/onecli.yaml");
  expect(seed.principals.map(({ name }) => name)).toEqual(["owner", "admin", "member", "other-admin"]);
  expect(new Set(seed.secrets.map(({ type }) => type))).toEqual(new Set(["generic", "anthropic", "openai"]));
  expect(new Set(seed.secrets.map(({ organization }) => organization)).size).toBe(2);
});

describe("a bad seed is named", () => {
  const cases: [string, { data: unknown; message: string }][] = [
    ["no object", { data: [], message: "not an object" }],
    ["a list is missing", { data: { organizations, principals: [] }, message: "secrets is not a list" }],
    [
      "a principal without a key",
      {
        data: { organizations, principals: [{ ...principal, key: undefined }], secrets: [] },
        message: "principals[0].key is missing",
      },
    ],
    [
      "an organization that is not there",
      {
        data: { organizations, principals: [{ ...principal, organization: "x" }], secrets: [] },
        message: "principals[0].organization names no organization",
      },
    ],
    [
      "an unknown type",
      {
        data: { organizations, principals: [], secrets: [{ ...secret, type: "x" }] },
        message: "secrets[0].type is not one of",
      },
    ],
    [
      "an injection that is no object",
      {
        data: { organizations, principals: [], secrets: [{ ...secret, injectionConfig: 1 }] },
        message: "secrets[0].injectionConfig",
      },
    ],
    [
      "an id twice",
      {
        data: { organizations, principals: [], secrets: [secret, secret] },
        message: "two secrets have the id s",
      },
    ],
    [
      "a key twice",
      {
        data: { organizations, principals: [principal, principal], secrets: [] },
        message: "two principals have the same key",
      },
    ],
  ];
  for (const [title, { data, message }] of cases) {
    test(title, () => {
      const read = () => parseSeed(data, "seed.yaml");
      expect(read).toThrow(KitError);
      expect(read).toThrow(message);
    });
  }
  test("the key itself is not told", () => {
    const data = { organizations, principals: [principal, principal], secrets: [] };
    expect(() => parseSeed(data, "seed.yaml")).toThrow(/^(?!.*\bk\b)/);
  });
});
