// How the tests run: unit tests beside the source, and the conformance suite as tests.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "conformance/**/*.test.ts"],
    testTimeout: 20_000,
    // Inside a test BASE_URL is vite's own `base`, whatever the caller set; the conformance tests read this one.
    env: { PLUMBLINE_BASE_URL: process.env["BASE_URL"] ?? "" },
    coverage: { provider: "v8", include: ["src/**/*.ts"], exclude: ["src/**/*.test.ts"] },
  },
});
