// Repeated keys: found at any depth, never where there are none.
import { describe, expect, test } from "vitest";
import { encodeText } from "../http.ts";
import { repeatedKey } from "./repeated-key.ts";

const cases: [string, { json: string; want: string | undefined }][] = [
  ["no key twice", { json: '{"a":1,"b":{"a":2}}', want: undefined }],
  ["a key twice", { json: '{"a":1,"b":2,"a":3}', want: "a" }],
  ["a key twice further in", { json: '[{"a":{"x":1,"x":1}}]', want: "[0].a.x" }],
  ["the same key in two objects", { json: '[{"a":1},{"a":1}]', want: undefined }],
  ["the same key written in two ways", { json: '{"a":1,"\\u0061":2}', want: "a" }],
  ["colons, braces and quotes inside strings", { json: '{"a":"\\"x\\":{:}","b":"\\\\"}', want: undefined }],
  ["__proto__ twice", { json: '{"__proto__":1,"__proto__":2}', want: "__proto__" }],
  ["a scalar", { json: '":"', want: undefined }],
];

describe("repeatedKey", () => {
  for (const [title, { json, want }] of cases) {
    test(title, () => expect(repeatedKey(encodeText(json), JSON.parse(json))).toBe(want));
  }
  test("100,000 levels of nesting need no stack", () => {
    const json = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(repeatedKey(encodeText(json), JSON.parse(json))).toBeUndefined();
  });
});
