#!/usr/bin/env node
// The command: hands the process to the command line and ends with its exit code.
// Imported as it runs, so that the build puts it into dist/cli: from there it finds the files of the package.
const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv.slice(2));

export {};
