// Thinning and sharing: what is left of many cases, and that it stays the same.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadContract } from "../../contract/compile.ts";
import { deriveCases } from "../derive.ts";
import type { Case } from "../case.ts";
import { fewOf } from "./few.ts";
import { thinned } from "./thinning.ts";

const top = join(import.meta.dirname, "../../..");
const contract = await loadContract(join(top, "openapi.yaml"), {
  overlays: [join(top, "openapi.overlay.yaml")],
});
const { cases } = deriveCases(contract);
const ownCases = cases.filter(({ sequence }) => sequence === undefined);

describe("thinning", () => {
  for (const most of [200, 400, 800]) {
    const kept = thinned(ownCases, most);

    test(`to ${most} cases keeps about so many, in their order`, () => {
      expect(kept.length).toBeLessThanOrEqual(most + 1);
      expect(kept).toEqual(ownCases.filter((item) => kept.includes(item)));
    });

    test(`to ${most} cases keeps the valid case of every fault`, () => {
      const ids = new Set(kept.map(({ id }) => id));
      expect(kept.filter(({ basis }) => basis !== undefined && !ids.has(basis)).map(({ id }) => id)).toEqual(
        [],
      );
    });
  }

  test("to half of them keeps a fault of every clause that had one", () => {
    const half = thinned(ownCases, Math.floor(ownCases.length / 2));
    const faulted = (list: readonly Case[]): ReadonlySet<string> =>
      new Set(list.filter(({ kind }) => kind === "invalid").map(({ clause }) => clause));
    expect([...faulted(ownCases)].filter((clause) => !faulted(half).has(clause))).toEqual([]);
  });

  test("leaves fewer cases alone", () => {
    expect(thinned(ownCases, ownCases.length)).toBe(ownCases);
  });

  test("a derivation says what it gave up", () => {
    const derivation = deriveCases(contract, { most: 300 });
    const [operation] = contract.operations;
    expect(derivation.thinned.get(operation?.id ?? "")).toBeGreaterThan(100);
    expect(deriveCases(contract).thinned.size).toBe(0);
  });
});

describe("a few of a list", () => {
  const list = Array.from({ length: 50 }, (_, index) => index);

  test("are as many as asked for, in order", () => {
    const few = fewOf(list, "name", 8);
    expect(few).toHaveLength(8);
    expect(few).toEqual(few.toSorted((one, other) => one - other));
  });

  test("depend on the text alone", () => {
    expect(fewOf(list, "name", 8)).toEqual(fewOf(list, "name", 8));
    expect(fewOf(list, "name", 8)).not.toEqual(fewOf(list, "note", 8));
  });

  test("of many texts are all of the list", () => {
    const names = Array.from({ length: 60 }, (_, index) => `field${index}`);
    expect(new Set(names.flatMap((name) => fewOf(list, name, 8))).size).toBe(list.length);
  });

  test("of a short list are the list", () => {
    expect(fewOf([1, 2], "name", 8)).toEqual([1, 2]);
  });
});
