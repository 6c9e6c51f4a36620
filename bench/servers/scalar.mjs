// Serves @scalar/mock-server on the Node adapter of Hono, as its documentation shows it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, contract = ""] = process.argv.slice(2);
const require = createRequire(new URL("../peers/package.json", import.meta.url));
/** @type {(name: string) => Promise<any>} */
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { createMockServer } = await load("@scalar/mock-server");
const { serve } = await load("@hono/node-server");
const { parse } = await load("yaml");
const text = readFileSync(contract, "utf8");
const app = await createMockServer({ document: contract.endsWith(".json") ? JSON.parse(text) : parse(text) });
serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" });
