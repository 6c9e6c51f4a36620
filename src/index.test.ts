// Pins the names of the public API: a change here is a change that users notice.
import { expect, test } from "vitest";
import * as api from "./index.ts";

test("the public API has these names", () => {
  expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
    [
      "KitError",
      "REPORTS",
      "clausesOf",
      "compileContract",
      "deriveCases",
      "loadContract",
      "loadDocuments",
      "mock",
      "over",
      "parseDocument",
      "readRequest",
      "readResponse",
      "runSuite",
      "serve",
      "writeYaml",
    ]
  `);
});
