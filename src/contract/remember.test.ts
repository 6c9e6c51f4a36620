// Holds that a remembered answer is the right one, and that what clients send does not pile up.
import { expect, test } from "vitest";
import { remembering } from "./remember.ts";

function counting(): { readonly asked: string[]; readonly ask: (text: string) => number | undefined } {
  const asked: string[] = [];
  const ask = remembering((text) => {
    asked.push(text);
    return text === "nothing" ? undefined : text.length;
  });
  return { asked, ask };
}

test("every text is worked out once, nothing too", () => {
  const { asked, ask } = counting();
  expect([ask("a"), ask("bb"), ask("a"), ask("nothing"), ask("nothing")]).toEqual([
    1,
    2,
    1,
    undefined,
    undefined,
  ]);
  expect(asked).toEqual(["a", "bb", "nothing"]);
});

test("long texts are not kept, and not too many", () => {
  const { asked, ask } = counting();
  const long = "x".repeat(1001);
  expect([ask(long), ask(long)]).toEqual([1001, 1001]);
  expect(asked).toHaveLength(2);
  ask("first");
  for (let index = 0; index < 500; index++) ask(String(index));
  ask("first");
  expect(asked.filter((text) => text === "first")).toHaveLength(2);
});
