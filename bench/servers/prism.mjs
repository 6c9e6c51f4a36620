// Serves @stoplight/prism-cli as its users start it, without its log.
import { createRequire } from "node:module";

const [port = "0", contract = ""] = process.argv.slice(2);
const require = createRequire(new URL("../peers/package.json", import.meta.url));
process.argv.splice(2, Infinity, "mock", contract, "-p", port, "-h", "127.0.0.1", "--verboseLevel", "silent");
require("@stoplight/prism-cli/dist/index.js");
