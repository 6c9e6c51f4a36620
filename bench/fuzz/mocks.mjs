// The mocks to fuzz, made like the command makes them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadContract } from "../../dist/contract/compile.js";
import { mock } from "../../dist/mock/mock.js";
import { reference } from "../../dist/onecli/reference.js";
import { parseSeed } from "../../dist/onecli/seed.js";
import { parse } from "yaml";

/** @type {(path: string) => string} */
const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The document of each contract by the name that `VALID` uses. @type {Record<string, string>} */
export const DOCUMENTS = {
  bundled: inRoot("openapi.yaml"),
  family: inRoot("fixtures/contracts/onecli-org-secrets.yaml"),
  everything: inRoot("bench/contracts/everything.yaml"),
};

/** A mock of one of the contracts; its journal keeps one exchange, to be read after each. @param {string} name */
export async function mockOf(name) {
  const overlays = name === "bundled" ? [inRoot("openapi.overlay.yaml")] : [];
  const contract = await loadContract(DOCUMENTS[name] ?? name, { overlays });
  const options = { journalSize: 1 };
  const seed = () => parseSeed(parse(readFileSync(inRoot("fixtures/state/onecli.yaml"), "utf8")), "seed");
  const made = name === "everything" ? mock(contract, options) : reference(contract, seed(), options);
  return { contract, made };
}
