// Who is measured: our mock, two servers by hand, and the peers, with what each needs to run.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @type {(path: string) => string} */
export const inBench = (path) => fileURLToPath(new URL(path, import.meta.url));
export const CLI = inBench("../dist/cli.cjs");
export const GITHUB = inBench("peers/node_modules/@octokit/openapi/generated/api.github.com.json");
export const FAMILY = inBench("../fixtures/contracts/onecli-org-secrets.yaml");
export const CATALOGUE = inBench("contracts/catalogue.yaml");

/**
 * @typedef {object} Contestant
 * @property {string} name as the tables show it
 * @property {string} script
 * @property {string} [peer] the package in bench/peers
 * @property {boolean} [readsBasePath] whether it serves under the base path of `servers`
 * @property {boolean} [isFloor] not a mock of a contract, so start-up is not compared
 */

/** @type {readonly Contestant[]} */
export const CONTESTANTS = [
  { name: "bare node:http", script: "servers/bare.mjs", isFloor: true },
  { name: "node:http + JSON.parse + ajv", script: "servers/ajv.mjs", isFloor: true },
  { name: "Plumbline", script: "servers/plumbline.mjs", readsBasePath: true },
  { name: "Scalar mock-server", script: "servers/scalar.mjs", peer: "@scalar/mock-server" },
  { name: "openapi-backend", script: "servers/openapi-backend.mjs", peer: "openapi-backend" },
  { name: "Mockoon CLI", script: "servers/mockoon.mjs", peer: "@mockoon/cli", readsBasePath: true },
  { name: "Prism", script: "servers/prism.mjs", peer: "@stoplight/prism-cli" },
];

/** The contestants that can be started, and why the others cannot; installs the peers unless told not to. @param {boolean} install */
export function available(install) {
  const missing = CONTESTANTS.filter(({ peer }) => peer !== undefined && !isInstalled(peer));
  let reason = "not installed (npm ci in bench/peers, or npm run bench without --quick)";
  if (missing.length > 0 && install) {
    console.log("installing the peers into bench/peers (npm ci, some 650 MB, once) …");
    const { status, stderr } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
      cwd: inBench("peers"),
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    reason =
      status === 0
        ? "npm ci did not bring it"
        : `npm ci failed: ${(stderr ?? "").trim().split("\n").at(-1)?.slice(0, 200)}`;
  }
  const out = CONTESTANTS.flatMap(({ name, peer }) =>
    peer !== undefined && !isInstalled(peer) ? [{ name, reason }] : [],
  );
  return { present: CONTESTANTS.filter(({ peer }) => peer === undefined || isInstalled(peer)), out };
}

/** @param {string} name */
const manifest = (name) => inBench(`peers/node_modules/${name}/package.json`);

/** @param {string} name */
function isInstalled(name) {
  return existsSync(manifest(name));
}

/** The version of an installed peer. @param {string} name */
export function versionOf(name) {
  return isInstalled(name) ? String(JSON.parse(readFileSync(manifest(name), "utf8")).version) : undefined;
}
