// The state: copies in, copies out, reset puts the seed back.
import { expect, test } from "vitest";
import { createState } from "./state.ts";

const seed = { pets: { a: { name: "Ada", tags: ["x"] } } };

test("changes reach neither the seed nor a snapshot taken before", () => {
  const state = createState(seed);
  const before = state.snapshot();
  const record = state.collection("pets").get("a");
  if (record) record["tags"] = ["changed"];
  state.collection("pets").set("b", { name: "Bob" });
  expect(before).toEqual(seed);
  expect(seed).toEqual({ pets: { a: { name: "Ada", tags: ["x"] } } });
  expect(state.snapshot()).toEqual({ pets: { a: { name: "Ada", tags: ["changed"] }, b: { name: "Bob" } } });
});

test("reset brings the seed back into the collections that handlers hold", () => {
  const state = createState(seed);
  const pets = state.collection("pets");
  pets.delete("a");
  state.collection("extra").set("1", {});
  state.reset();
  expect([...pets.keys()]).toEqual(["a"]);
  expect(state.snapshot()).toEqual({ ...seed, extra: {} });
});

test("an id named __proto__ is an id like any other", () => {
  const state = createState({});
  state.collection("pets").set("__proto__", { name: "P" });
  expect(Object.keys(state.snapshot()["pets"] ?? {})).toEqual(["__proto__"]);
});
