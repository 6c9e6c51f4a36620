// Runtime expressions: what each form gives out of one exchange.
import { describe, expect, test } from "vitest";
import { encodeText } from "../http.ts";
import { expandExpression, type Exchanged } from "./runtime-expression.ts";

const exchanged: Exchanged = {
  request: {
    method: "POST",
    path: "/subscribe/a%20b?queryUrl=https%3A%2F%2Fexample.com%2Fq",
    headers: { host: "localhost:4010", "x-url": "https://example.com/h" },
    body: encodeText(JSON.stringify({ url: "https://example.com/hook", list: [{ id: 7 }], "a/b": "slash" })),
  },
  response: {
    status: 201,
    headers: { location: "https://example.com/subscriptions/1" },
    body: encodeText(JSON.stringify({ id: 12, nested: {} })),
  },
  pathValues: { id: "a%20b" },
};

const cases: [string, { expression: string; want: string | undefined }][] = [
  ["a member of the request body", { expression: "{$request.body#/url}", want: "https://example.com/hook" }],
  ["an item of a list", { expression: "$request.body#/list/0/id", want: "7" }],
  ["an escaped member", { expression: "$request.body#/a~1b", want: "slash" }],
  ["a query parameter", { expression: "{$request.query.queryUrl}", want: "https://example.com/q" }],
  ["a path parameter", { expression: "$request.path.id", want: "a b" }],
  ["a header in any case", { expression: "$request.header.X-Url", want: "https://example.com/h" }],
  [
    "a header of the response",
    { expression: "$response.header.Location", want: "https://example.com/subscriptions/1" },
  ],
  [
    "a member of the response",
    { expression: "https://example.com/{$response.body#/id}/x", want: "https://example.com/12/x" },
  ],
  [
    "the method and the status",
    { expression: "https://example.com/{$method}/{$statusCode}", want: "https://example.com/POST/201" },
  ],
  [
    "the URL",
    {
      expression: "$url",
      want: "http://localhost:4010/subscribe/a%20b?queryUrl=https%3A%2F%2Fexample.com%2Fq",
    },
  ],
  ["text without any", { expression: "https://example.com/", want: "https://example.com/" }],
  ["a member that is not there", { expression: "{$request.body#/nothing}", want: undefined }],
  ["a member that every object has", { expression: "{$request.body#/constructor}", want: undefined }],
  ["an object", { expression: "{$response.body#/nested}", want: undefined }],
  ["a source that does not exist", { expression: "{$request.cookie.x}", want: undefined }],
];

describe("expandExpression", () => {
  for (const [title, { expression, want }] of cases)
    test(title, () => expect(expandExpression(expression, exchanged)).toBe(want));

  test("a body that is not JSON names nothing", () => {
    const request = { ...exchanged.request, body: encodeText("{") };
    expect(expandExpression("{$request.body#/url}", { ...exchanged, request })).toBeUndefined();
  });
});
