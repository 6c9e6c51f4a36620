// Pointers as people say them, places taken apart.
import { describe, expect, test } from "vitest";
import { clauseLabel, placeOf } from "./clause-label.ts";

const labels: readonly [pointer: string, label: string][] = [
  [
    "#/paths/~1org~1secrets~1{secretId}/patch/requestBody/content/application~1json/schema/properties/name/maxLength",
    "requestBody › application/json › name › maxLength",
  ],
  ["#/components/schemas/InjectionConfig/oneOf/0/required", "InjectionConfig › oneOf › 0 › required"],
  ["#/components/schemas/A/properties/properties/type", "A › properties › type"],
  ["#/components/schemas/A/properties/content/properties/schema/type", "A › content › schema › type"],
  ["#/paths/~1a/get/parameters/0/schema/maximum", "parameters › 0 › maximum"],
  ["#/paths/~1a/get", "paths › /a › get"],
  ["#", "#"],
];

const places: readonly [where: string | undefined, place: object][] = [
  ["openapi.yaml:112:17", { file: "openapi.yaml", line: 112, column: 17 }],
  ["C:\\api\\openapi.yaml:3:4", { file: "C:\\api\\openapi.yaml", line: 3, column: 4 }],
  ["https://api.example/openapi.json:3:4", { file: "https://api.example/openapi.json", line: 3, column: 4 }],
  ["openapi.yaml:0:0", { file: "openapi.yaml", line: 1, column: 1 }],
  ["somewhere", { file: "contract.yaml", line: 1, column: 1 }],
  [undefined, { file: "contract.yaml", line: 1, column: 1 }],
];

describe("clause label", () => {
  for (const [pointer, label] of labels)
    test(`${pointer} reads ${label}`, () => expect(clauseLabel(pointer)).toBe(label));
  for (const [where, place] of places) {
    test(`${where} is taken apart`, () => {
      const clause = where === undefined ? { pointer: "#" } : { pointer: "#", where };
      expect(placeOf(clause, "contract.yaml")).toEqual(place);
    });
  }
});
