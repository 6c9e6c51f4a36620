// The journal: the last exchanges in order, without what may be a credential.
import { expect, test } from "vitest";
import { createJournal } from "./journal.ts";

const exchange = (path: string) => ({
  arrived: 0,
  method: "GET",
  path,
  status: 200,
  operation: undefined,
  milliseconds: 1.23456,
  problems: [],
});

for (const [count, want] of [
  [0, []],
  [2, ["/0", "/1"]],
  [3, ["/0", "/1", "/2"]],
  [5, ["/2", "/3", "/4"]],
] as const) {
  test(`after ${count} exchanges a journal of three holds ${want.length}, oldest first`, () => {
    const journal = createJournal(3);
    for (let index = 0; index < count; index++) journal.record(exchange(`/${index}`));
    expect(journal.entries().map(({ path }) => path)).toEqual(want);
  });
}

test("values of the query are masked, since one may be a key", () => {
  const journal = createJournal();
  journal.record(exchange("/a?key=hidden&page=2"));
  expect(journal.entries()).toEqual([
    {
      at: "1970-01-01T00:00:00.000Z",
      method: "GET",
      path: "/a?key=…&page=…",
      status: 200,
      milliseconds: 1.235,
      problems: [],
    },
  ]);
});

test("clear empties it", () => {
  const journal = createJournal(2);
  journal.record(exchange("/a"));
  journal.clear();
  journal.record(exchange("/b"));
  expect(journal.entries().map(({ path }) => path)).toEqual(["/b"]);
});
