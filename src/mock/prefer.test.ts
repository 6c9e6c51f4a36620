// Wishes: read from the header or its twins, refused aloud when they cannot be read.
import { describe, expect, test } from "vitest";
import { readWish, seedOf } from "./prefer.ts";

const cases: [string, { prefer?: string; query?: string; want: unknown }][] = [
  ["nothing asked is no wish", { want: { wish: {} } }],
  ["a code", { prefer: "code=404", want: { wish: { code: 404 } } }],
  [
    "several keys, any case, quotes",
    {
      prefer: 'Code=200, example="one two"; dynamic=TRUE',
      want: { wish: { code: 200, example: "one two", dynamic: true } },
    },
  ],
  ["the first of two codes counts", { prefer: "code=200, code=404", want: { wish: { code: 200 } } }],
  [
    "preferences of others are passed over",
    { prefer: "respond-async, wait=10, return=minimal", want: { wish: {} } },
  ],
  ["the twins in the query", { query: "a=1&__code=201&__seed=7", want: { wish: { code: 201, seed: 7 } } }],
  [
    "with a header the twins do not count",
    { prefer: "code=200", query: "__code=404", want: { wish: { code: 200 } } },
  ],
  ["a code that is no status", { prefer: "code=20", want: { problem: expect.stringContaining("code") } }],
  [
    "a space for a comma",
    { prefer: "code=200 dynamic=true", want: { problem: expect.stringContaining("code") } },
  ],
  ["an interim status", { prefer: "code=100", want: { problem: expect.stringContaining("100") } }],
  [
    "dynamic that is neither true nor false",
    { query: "__dynamic=maybe", want: { problem: expect.stringContaining("dynamic") } },
  ],
];

describe("readWish", () => {
  for (const [title, { prefer, query = "", want }] of cases) {
    test(title, () => {
      const headers = prefer === undefined ? {} : { prefer };
      expect(readWish({ method: "GET", path: "/", headers }, query)).toEqual(want);
    });
  }
});

test("numbers are their own seeds, words have one each", () => {
  expect(seedOf("42")).toBe(42);
  expect(seedOf("forty-two")).toBe(seedOf("forty-two"));
  expect(seedOf("forty-two")).not.toBe(seedOf("forty-three"));
});
