#!/usr/bin/env node
// The command: hands the process to the command line and ends with its exit code.
const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv.slice(2));

export {};
