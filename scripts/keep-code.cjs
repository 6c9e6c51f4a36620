// Runs a check, which needs nearly all that the other commands need, and keeps the compiled code; run by the build.
const { openBundle } = require("../dist/cli/launch.cjs");

const bundle = openBundle();
bundle
  .load("main.cjs")
  .main(["check"])
  .then((/** @type {number} */ code) => {
    process.exitCode = code;
    bundle.load("prove-worker.cjs");
    if (code === 0) bundle.keep();
  });
