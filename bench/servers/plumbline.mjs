// Serves our mock as its users start it: `plumbline mock CONTRACT --port PORT --quiet`, everything on.
const [port = "0", contract = ""] = process.argv.slice(2);
const named = contract === "bundled" ? [] : [contract];
process.argv.splice(2, Infinity, "mock", ...named, "--port", port, "--quiet");
await import("../../dist/cli.cjs");
