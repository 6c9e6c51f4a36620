// Holds docs/trust.md to the catalogue as it is now; the proof itself is run again by `npm run trust`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadDocuments } from "./contract/document.ts";
import { effectiveDocument } from "./contract/effective.ts";
import { catalogueOf } from "./mutants/catalogue.ts";
import { variantsOf } from "./mutants/variants.ts";
import { worldOf, type World } from "./mutants/world.ts";
import { parseSeed } from "./onecli/seed.ts";
import { deriveCases } from "./suite/derive.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/trust.md"), "utf8");
const FAMILY = "fixtures/contracts/onecli-org-secrets.yaml";

async function worldIn(name: string, overlays: readonly string[]): Promise<World> {
  const seed = await loadDocuments(join(root, "fixtures/state/onecli.yaml"));
  const documents = await loadDocuments(join(root, name), {
    overlays: overlays.map((overlay) => join(root, overlay)),
  });
  const text = JSON.stringify(effectiveDocument(documents));
  return worldOf({ text, name, seed: parseSeed(seed.root, seed.name) });
}

const worlds = [await worldIn("openapi.yaml", ["openapi.overlay.yaml"]), await worldIn(FAMILY, [])];

function section(name: string): string {
  const [, text = ""] = page.split(`<!-- ${name} -->`);
  return text.split(`<!-- /${name} -->`)[0] ?? "";
}

/** The rows of the first table of a section, without its head. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  (text.trim().split("\n\n")[0] ?? "")
    .split("\n")
    .slice(2)
    .map((line) => line.slice(2, -2).split(" | "));

describe("docs/trust.md", () => {
  const rows = rowsOf(section("bundled"));
  const number = (row: readonly string[], column: number): number => Number(row[column]);

  for (const [index, world] of worlds.entries()) {
    test(`has every mutant of ${world.name}, family by family, and none that survived`, async () => {
      const { mutants } = await catalogueOf(world);
      const counts = new Map<string, number>();
      for (const { family } of mutants) counts.set(family, (counts.get(family) ?? 0) + 1);
      const shown = rows
        .slice(0, -1)
        .map((row) => [row[0] ?? "", number(row, 1 + index * 3) + number(row, 3 + index * 3)] as const);
      expect(new Map(shown.filter(([, count]) => count > 0))).toEqual(counts);
      expect(rows.map((row) => number(row, 2 + index * 3)).filter((survived) => survived !== 0)).toEqual([]);
    });

    test(`has the cases and the variants of ${world.name}`, () => {
      const { cases } = deriveCases(world.contract);
      const line = section("bundled")
        .split("\n")
        .find((text) => text.startsWith(`**${world.name}**`));
      expect(line).toContain(` ${cases.length} cases; ${variantsOf(world).length} correct variants`);
      expect(line).toContain(" 0 false alarms");
    });
  }

  test("proves more than 400 mutants of the bundled contracts", () => {
    const all = rows.at(-1) ?? [];
    expect(number(all, 1) + number(all, 4)).toBeGreaterThan(400);
  });

  test("explains every survivor of the other contracts, and has no variant accused", () => {
    const others = rowsOf(section("others"));
    expect(others.length).toBeGreaterThan(2);
    for (const row of others) expect(row.at(-1)).toMatch(/^0 of \d+$/);
    const named = [...section("others").matchAll(/^- (.*?): (<code>.*)$/gm)];
    expect(named.filter(([, reason = ""]) => reason.length < 10)).toEqual([]);
    const ids = named.reduce((sum, [, , list = ""]) => sum + list.split("<code>").length - 1, 0);
    expect(ids).toBe(others.reduce((sum, row) => sum + number(row, 4), 0));
  });
});
