// Serves our mock as its users start it: `plumbline mock CONTRACT --port PORT --quiet`, everything on.
import { main } from "../../dist/cli/main.js";

const [port = "0", contract = ""] = process.argv.slice(2);
process.exitCode = await main([
  "mock",
  ...(contract === "bundled" ? [] : [contract]),
  "--port",
  port,
  "--quiet",
]);
