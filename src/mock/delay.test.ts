// Delays: the general one, the one that a request asks for, and the bound of both.
import { describe, expect, test } from "vitest";
import { delayOf } from "./delay.ts";

const cases: [string, { prefer?: string; general: number; want: number }][] = [
  ["none", { general: 0, want: 0 }],
  ["the general one", { general: 250, want: 250 }],
  ["a request's own, in seconds", { prefer: "wait=2", general: 250, want: 2000 }],
  ["a request that does not want to wait", { prefer: "code=200, wait=0", general: 250, want: 0 }],
  ["a preference about something else", { prefer: "code=200", general: 250, want: 250 }],
  ["never more than a minute", { prefer: "wait=99999", general: 0, want: 60_000 }],
];

describe("delayOf", () => {
  for (const [title, { prefer, general, want }] of cases) {
    test(title, () => {
      const headers = prefer === undefined ? {} : { prefer };
      expect(delayOf({ method: "GET", path: "/", headers }, general)).toBe(want);
    });
  }
});
