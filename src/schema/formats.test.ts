// Every value of the format table against an independent judge.
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { formatNames } from "ajv-formats/dist/formats.js";
import { describe, expect, test } from "vitest";
import { FORMATS, longFormat, sampleOfFormat } from "./formats.ts";

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const accepts = (format: string, value: string): boolean => ajv.validate({ type: "string", format }, value);

/** Known to the library, but checked for numbers, or not checked at all. */
const UNCHECKED = ["int32", "int64", "float", "double", "password", "binary"];

test("the table has exactly the string formats that are checked", () => {
  const wanted = (formatNames as string[]).filter((name) => !UNCHECKED.includes(name));
  expect(Object.keys(FORMATS).toSorted()).toEqual(wanted.toSorted());
});

for (const [format, { valid, invalid }] of Object.entries(FORMATS)) {
  describe(`format ${format}`, () => {
    for (const value of valid) test(`accepts ${value}`, () => expect(accepts(format, value)).toBe(true));
    for (const value of invalid) test(`refuses ${value}`, () => expect(accepts(format, value)).toBe(false));
    test("has 300 distinct valid samples", () => {
      const samples = Array.from({ length: 300 }, (_, index) => sampleOfFormat(format, index) ?? "");
      expect(samples.filter((value) => !accepts(format, value))).toEqual([]);
      expect(new Set(samples).size).toBe(300);
    });
    test("has valid longer values of exactly the length asked for, or none", () => {
      for (const length of [1, 8, 12, 17, 21, 22, 24, 30, 40, 64, 80, 100, 150, 200, 250]) {
        const value = longFormat(format, length);
        if (value !== undefined)
          expect([length, value.length, accepts(format, value)]).toEqual([length, length, true]);
      }
    });
  });
}

test("long values exist where length limits are common", () => {
  for (const format of ["uri", "email", "hostname", "url", "uri-reference"]) {
    expect(longFormat(format, 100)).toHaveLength(100);
    expect(longFormat(format, 200)).toHaveLength(200);
  }
});

test("an unknown format has no sample", () => {
  expect(sampleOfFormat("constructor", 0)).toBeUndefined();
  expect(sampleOfFormat("colour", 0)).toBeUndefined();
});
