// Traces are known for what they are, ordinary texts are not taken for one, and no text can make the search endless.
import { describe, expect, test } from "vitest";
import { encodeText } from "../http.ts";
import { leaksIn } from "./leaks.ts";

const leaks = (text: string): readonly string[] =>
  leaksIn({ status: 500, headers: {}, body: encodeText(text) }, [], [], () => false).map(
    ({ message }) => message,
  );

const traces: readonly string[] = [
  "TypeError: x\n    at update (/srv/app/secrets.js:41:17)",
  "    at async Object.handle [as run] (file:///srv/app/run.mjs:3:9)",
  "    at processTicksAndRejections (node:internal/process/task_queues:95:5)",
  JSON.stringify({ stack: "Error: no\n\tat run (C:\\app\\main.ts:1:2)" }),
  "Traceback (most recent call last):\n",
  'File "/srv/app/secrets.py", line 41, in update',
  "\tat com.example.Secrets.update(Secrets.java:41)",
  "   at App.Secrets.Update(String id) in /src/Secrets.cs:line 41",
  "goroutine 1 [running]:\nmain.main()",
  "app/secrets.rb:41:in `update'",
  "#0 /srv/app/Secrets.php(41): update()",
];

const prose: readonly string[] = [
  "the value at name is not a text",
  '{"error":"look at https://example.com/errors/12:30"}',
  "meet me at noon (room 4)",
  '{"line": 41, "file": "secrets.py"}',
];

describe("stack traces", () => {
  for (const text of traces)
    test(`is one: ${JSON.stringify(text).slice(0, 60)}`, () =>
      expect(leaks(text)).toEqual(["showed a stack trace"]));
  for (const text of prose) test(`is none: ${text}`, () => expect(leaks(text)).toEqual([]));

  test("a megabyte of anything is searched through", () => {
    for (const piece of [" ", "\n", "at ", "at a.b(", 'File "', "#1 x", "at a () in ", "at a.js:", "a "])
      expect(leaks(piece.repeat(1_000_000 / piece.length))).toEqual([]);
  });
});
