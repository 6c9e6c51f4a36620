// Runs a check, which needs nearly all that a mock and a judge need, and keeps the compiled code; run by the build.
const { openBundle } = require("../dist/cli/launch.cjs");

const bundle = openBundle();
bundle
  .load("main.cjs")
  .main(["check"])
  .then((/** @type {number} */ code) => {
    process.exitCode = code;
    if (code === 0) bundle.keep();
  });
