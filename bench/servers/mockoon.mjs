// Serves @mockoon/cli as its users start it, without its log file.
import { createRequire } from "node:module";
import { dirname } from "node:path";

const [port = "0", contract = ""] = process.argv.slice(2);
const require = createRequire(new URL("../peers/package.json", import.meta.url));
const { execute } = createRequire(require.resolve("@mockoon/cli"))("@oclif/core");
process.env["NODE_ENV"] = "production";
const options = ["--port", port, "--hostname", "127.0.0.1", "--disable-log-to-file"];
await execute({
  args: ["start", "--data", contract, ...options],
  dir: dirname(require.resolve("@mockoon/cli/package.json")),
});
