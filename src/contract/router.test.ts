// Which operation a method and path belong to, and what its path values are.
import { describe, expect, test } from "vitest";
import type { Operation } from "./model.ts";
import { routerOf } from "./router.ts";

function operation(method: string, path: string): Operation {
  return {
    id: `${method} ${path}`,
    method,
    path,
    summary: "",
    tags: [],
    deprecated: false,
    parameters: [],
    requestBody: undefined,
    responses: [],
    security: [],
    securityPointer: "",
    roles: undefined,
    pointer: "",
  };
}

const routerFor = (...paths: readonly string[]) =>
  routerOf(
    paths.map((line) => {
      const [method = "GET", path = ""] = line.startsWith("/") ? ["GET", line] : line.split(/ (.*)/s);
      return operation(method, path);
    }),
  );

/** The id and values of a match; `405 GET,PUT`; `404`. */
function shown(paths: readonly string[], request: string): unknown {
  const [method = "GET", path = ""] = request.startsWith("/") ? ["GET", request] : request.split(/ (.*)/s);
  const match = routerFor(...paths)(method, path);
  if (match.kind === "operation") return [match.operation.path, match.pathValues];
  return match.kind === "method" ? `405 ${match.allowed.join(",")}` : "404";
}

const ROWS: readonly (readonly [string, readonly string[], string, unknown])[] = [
  ["a literal path", ["/a"], "/a", ["/a", {}]],
  ["the root", ["/"], "/", ["/", {}]],
  ["another path", ["/a"], "/b", "404"],
  ["a trailing slash is another path", ["/a"], "/a/", "404"],
  ["a template's trailing slash too", ["/a/{x}"], "/a/1/", "404"],
  ["a declared trailing slash", ["/a/"], "/a/", ["/a/", {}]],
  ["a parameter", ["/a/{x}"], "/a/1", ["/a/{x}", { x: "1" }]],
  ["an empty segment is no value", ["/a/{x}"], "/a/", "404"],
  ["two slashes", ["/{x}"], "//", "404"],
  ["an empty segment in the middle", ["/a/{x}/b"], "/a//b", "404"],
  ["an escaped slash stays inside its segment", ["/a/{x}"], "/a/1%2F2", ["/a/{x}", { x: "1%2F2" }]],
  ["values stay escaped", ["/a/{x}"], "/a/%C3%A9", ["/a/{x}", { x: "%C3%A9" }]],
  ["a broken escape is a value like any", ["/a/{x}"], "/a/%zz", ["/a/{x}", { x: "%zz" }]],
  ["a literal wins over a template", ["/a/{x}", "/a/me"], "/a/me", ["/a/me", {}]],
  ["a template takes what the literal is not", ["/a/{x}", "/a/me"], "/a/you", ["/a/{x}", { x: "you" }]],
  [
    "a literal with another method leaves it to the template",
    ["GET /a/me", "DELETE /a/{x}"],
    "DELETE /a/me",
    ["/a/{x}", { x: "me" }],
  ],
  ["an earlier literal segment wins", ["/{x}/b", "/a/{y}"], "/a/b", ["/a/{y}", { y: "b" }]],
  ["a mixed segment wins over a lone parameter", ["/{x}", "/v{n}"], "/v2", ["/v{n}", { n: "2" }]],
  [
    "an unknown method lists those of every path that fits",
    ["GET /a/me", "PUT /a/{x}"],
    "POST /a/me",
    "405 GET,PUT",
  ],
  ["methods are told apart by case", ["/a"], "get /a", "405 GET"],
  ["two parameters in a segment", ["/{a}.{b}"], "/x.y", ["/{a}.{b}", { a: "x", b: "y" }]],
  ["the first one takes as little as it can", ["/{a}.{b}"], "/x.y.z", ["/{a}.{b}", { a: "x", b: "y.z" }]],
  ["each of the two needs something", ["/{a}.{b}"], "/x.", "404"],
  ["the separator is text, no pattern", ["/{a}.{b}"], "/xzy", "404"],
  ["an anchored extension", ["/t.{ext}"], "/xt.json", "404"],
  ["a prefix and a suffix", ["/a-{x}-z"], "/a-1-z", ["/a-{x}-z", { x: "1" }]],
  ["a prefix and a suffix that overlap", ["/a-{x}-z"], "/a-z", "404"],
  ["a verb after a parameter", ["/m/{id}:run"], "/m/7:run", ["/m/{id}:run", { id: "7" }]],
  ["neighbours without a separator", ["/{a}{b}"], "/xyz", ["/{a}{b}", { a: "x", b: "yz" }]],
  [
    "characters that patterns give a meaning",
    ["/a(b)+[c]$/{x}"],
    "/a(b)+[c]$/1",
    ["/a(b)+[c]$/{x}", { x: "1" }],
  ],
  ["a literal that has to be escaped", ["/straße/{x}"], "/stra%C3%9Fe/1", ["/straße/{x}", { x: "1" }]],
  ["a literal path that has to be escaped", ["/a b"], "/a%20b", ["/a b", {}]],
  ["an escape of a plain character", ["/a/{x}"], "/%61/1", ["/a/{x}", { x: "1" }]],
  ["lower case hex digits", ["/stra%C3%9Fe"], "/stra%c3%9fe", ["/stra%C3%9Fe", {}]],
  [
    "parameter names of JavaScript's own",
    ["/{__proto__}/{constructor}"],
    "/a/b",
    ["/{__proto__}/{constructor}", JSON.parse('{"__proto__":"a","constructor":"b"}')],
  ],
  ["a name with a slash", ["/{a/b}"], "/1", ["/{a/b}", { "a/b": "1" }]],
  ["an unclosed brace is text", ["/a{b"], "/a{b", ["/a{b", {}]],
  [
    "the first of two that cannot be told apart",
    ["GET /{a}", "GET /{b}", "PUT /{b}"],
    "/1",
    ["/{a}", { a: "1" }],
  ],
  ["the second one where only it has the method", ["GET /{a}", "PUT /{b}"], "PUT /1", ["/{b}", { b: "1" }]],
  ["no path at all", [], "/", "404"],
  ["text that is no path", ["/a"], "*", "404"],
];

describe("a request goes to its operation", () => {
  for (const [name, paths, request, want] of ROWS) {
    test(name, () => expect(shown(paths, request)).toEqual(want));
  }

  test("a long path does not keep a template with many parameters busy", () => {
    const router = routerFor("/{a}-{b}-{c}-{d}-{e}x");
    const begin = performance.now();
    expect(router("GET", `/${"-".repeat(100_000)}`).kind).toBe("unknown");
    expect(performance.now() - begin).toBeLessThan(500);
  });
});
