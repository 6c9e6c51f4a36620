// What a frontend developer reads about a request that breaks the contract.
import { describe, expect, test } from "vitest";
import type { Problem } from "../contract/exchange-types.ts";
import { describeProblems } from "./problem-text.ts";

const problem = (part: Partial<Problem>): Problem => ({
  in: "body",
  instancePath: "",
  keyword: "x",
  pointer: "#",
  message: "is wrong",
  ...part,
});
const numbered = (count: number): Problem[] =>
  Array.from({ length: count }, (_, index) => problem({ instancePath: `/f${index}` }));

const cases: [string, { given: Problem[]; want: string }][] = [
  ["the body as a whole", { given: [problem({})], want: "body: is wrong" }],
  ["a field of the body", { given: [problem({ instancePath: "/a/0/b~1c" })], want: "a[0].b/c: is wrong" }],
  [
    "a parameter of the query",
    { given: [problem({ in: "query", name: "limit" })], want: "query parameter limit: is wrong" },
  ],
  [
    "inside a parameter",
    {
      given: [problem({ in: "path", name: "ids", instancePath: "/1" })],
      want: "path parameter ids ([1]): is wrong",
    },
  ],
  [
    "a value that fits no variant: the reason in the closest one comes first",
    {
      given: [
        problem({
          instancePath: "/a",
          message: "fits no variant; closest is B",
          causes: [problem({ instancePath: "/a/b", message: "is empty" })],
        }),
      ],
      want: "a.b: is empty (a fits no variant; closest is B)",
    },
  ],
  ["a header", { given: [problem({ in: "header", name: "x-id" })], want: "header x-id: is wrong" }],
  [
    "five problems are all told",
    { given: numbered(5), want: "f0: is wrong; f1: is wrong; f2: is wrong; f3: is wrong; f4: is wrong" },
  ],
  [
    "of seven the last two are counted",
    {
      given: numbered(7),
      want: "f0: is wrong; f1: is wrong; f2: is wrong; f3: is wrong; f4: is wrong; and 2 more",
    },
  ],
];

describe("describeProblems", () => {
  for (const [title, { given, want }] of cases) test(title, () => expect(describeProblems(given)).toBe(want));
  test("a field name of 20,000 characters is cut", () => {
    expect(describeProblems([problem({ instancePath: `/${"x".repeat(20_000)}` })]).length).toBeLessThan(400);
  });
});
