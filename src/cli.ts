#!/usr/bin/env node
// The command: hands the process to the command line and ends with its exit code.
import { openBundle } from "./cli/launch.ts";
import type * as Main from "./cli/main.ts";

const { main } = openBundle().load("main.cjs") as typeof Main;
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
