// The contracts that come with the package, and how a command finds its contract.
import { fileURLToPath } from "node:url";
import { relative, resolve } from "node:path";
import { loadContract } from "../contract/compile.ts";
import { loadDocuments } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import { parseSeed, type OnecliSeed } from "../onecli/seed.ts";
import type { Parsed } from "./options.ts";

const packaged = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const BUNDLED = packaged("openapi.yaml");
const BUNDLED_OVERLAY = packaged("openapi.overlay.yaml");
/** The reference serves this family too. */
export const FAMILY = packaged("fixtures/contracts/onecli-org-secrets.yaml");
const SEED = packaged("fixtures/state/onecli.yaml");

export interface FoundContract {
  readonly contract: Contract;
  /** As shown to users. */
  readonly file: string;
  /** Whether the reference implements it. */
  readonly hasReference: boolean;
}

/** Where a contract is, before it is read. */
export interface LocatedContract {
  readonly source: string;
  readonly overlays: readonly string[];
  readonly file: string;
  readonly hasReference: boolean;
}

/** The place of the contract that a command names, else of the bundled one, with its overlays. */
export function locateContract(named: string | undefined, options: Parsed): LocatedContract {
  const source = named ?? BUNDLED;
  const isUrl = /^https?:\/\//i.test(source);
  const isBundled = !isUrl && resolve(source) === BUNDLED;
  const given = options.list("overlay");
  const overlays = given.length === 0 && isBundled ? [BUNDLED_OVERLAY] : given;
  const file = isUrl ? source : relative(process.cwd(), resolve(source)) || source;
  return { source, overlays, file, hasReference: isBundled || (!isUrl && resolve(source) === FAMILY) };
}

/** The contract that a command names, else the bundled one with its overlay. */
export async function findContract(named: string | undefined, options: Parsed): Promise<FoundContract> {
  const { source, overlays, file, hasReference } = locateContract(named, options);
  const contract = await loadContract(source, {
    overlays,
    allowPrivateHosts: options.flag("allow-private-hosts") === true,
  });
  return { contract, file, hasReference };
}

/** What the reference starts with. */
export async function loadSeed(): Promise<OnecliSeed> {
  const documents = await loadDocuments(SEED);
  return parseSeed(documents.root, documents.name);
}
