// A table of what was sent and what is shown: the same, in another writing, or something else.
import { describe, expect, test } from "vitest";
import { likeness } from "./state-values.ts";

const cases: readonly (readonly [title: string, sent: unknown, shown: unknown, want: string])[] = [
  ["equal texts", "a", "a", "same"],
  ["a text that was trimmed", " a ", "a", "alike"],
  ["a host in lower case", "API.example.com", "api.example.com", "alike"],
  ["another text", "a", "b", "different"],
  ["the same moment", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00", "alike"],
  ["another moment", "2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z", "different"],
  ["null that is shown as null", null, null, "same"],
  ["null that is left out", null, undefined, "same"],
  ["null that was not applied", null, "a", "different"],
  ["an empty text that is kept as nothing", "", null, "alike"],
  ["a text that is left out", "a", undefined, "different"],
  ["a number of another precision", 0.1 + 0.2, 0.3, "alike"],
  ["another number", 1, 2, "different"],
  ["a number shown as a text", 1, "1", "different"],
  ["an object with more in it", { a: 1 }, { a: 1, b: 2 }, "same"],
  ["an object that lacks something", { a: 1, b: 2 }, { a: 1 }, "different"],
  ["a list in another order", [1, 2], [2, 1], "alike"],
  ["a shorter list", [1, 2], [1], "different"],
  ["a list of objects with more in them", [{ a: 1 }], [{ a: 1, b: 2 }], "same"],
];

describe("likeness", () => {
  for (const [title, sent, shown, want] of cases) test(title, () => expect(likeness(sent, shown)).toBe(want));
});
