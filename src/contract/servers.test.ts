// Base paths of servers, however their URLs are written.
import { describe, expect, test } from "vitest";
import { basePathsOf } from "./servers.ts";

const ROWS: readonly (readonly [string, unknown, readonly string[]])[] = [
  ["no servers", undefined, [""]],
  ["an empty list", [], [""]],
  ["an address with a path", [{ url: "https://api.example.com/v1" }], ["/v1"]],
  ["a trailing slash", [{ url: "https://api.example.com/v1/" }], ["/v1"]],
  ["an address alone", [{ url: "https://api.example.com" }], [""]],
  ["a port", [{ url: "http://localhost:10254/v1" }], ["/v1"]],
  ["a path alone", [{ url: "/v2" }], ["/v2"]],
  ["the root", [{ url: "/" }], [""]],
  ["without a scheme", [{ url: "//api.example.com/v1" }], ["/v1"]],
  ["relative", [{ url: "v1" }, { url: "./v2" }, { url: "../v3" }], ["/v1", "/v2", "/v3"]],
  ["a query and a fragment", [{ url: "https://a.b/v1?x=/y#z" }], ["/v1"]],
  [
    "the same path twice",
    [{ url: "https://a.b/v1" }, { url: "https://c.d/v1" }, { url: "/v2" }],
    ["/v1", "/v2"],
  ],
  [
    "a variable in the path",
    [{ url: "https://a.b/{v}", variables: { v: { default: "v3", enum: ["v3", "v4"] } } }],
    ["/v3"],
  ],
  [
    "a variable in the host",
    [{ url: "https://{region}.a.b:{port}/v1", variables: { region: { default: "eu" } } }],
    ["/v1"],
  ],
  [
    "a variable that is the whole address",
    [{ url: "{server}/v1", variables: { server: { default: "https://a.b" } } }],
    ["/v1"],
  ],
  ["a number as a default", [{ url: "/{v}", variables: { v: { default: 2 } } }], ["/2"]],
  ["a variable without a default", [{ url: "/{v}" }], ["/{v}"]],
  ["a variable of JavaScript's own", [{ url: "/{constructor}", variables: {} }], ["/{constructor}"]],
  ["a list that is none", "https://a.b/v1", [""]],
  ["entries that are none", [null, 1, { url: 1 }, {}], [""]],
];

describe("base paths", () => {
  for (const [name, servers, want] of ROWS) {
    test(name, () => expect(basePathsOf({ servers })).toEqual(want));
  }
});
