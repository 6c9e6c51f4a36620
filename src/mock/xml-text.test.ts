// Values as XML: well-formed whatever the value holds.
import { describe, expect, test } from "vitest";
import { xmlText } from "./xml-text.ts";

const cases: [string, { value: unknown; want: string }][] = [
  [
    "members are elements",
    { value: { id: 1, name: "Sharik" }, want: "<xml><id>1</id><name>Sharik</name></xml>" },
  ],
  ["a list repeats its element", { value: { tag: ["a", "b"] }, want: "<xml><tag>a</tag><tag>b</tag></xml>" }],
  [
    "a list at the root has one root all the same",
    { value: [1, 2], want: "<xml><item>1</item><item>2</item></xml>" },
  ],
  ["null is an empty element", { value: { a: null }, want: "<xml><a/></xml>" }],
  ["markup is escaped", { value: '<a & "b">', want: "<xml>&lt;a &amp; &quot;b&quot;&gt;</xml>" }],
  ["a NUL and half a character have no place", { value: "a\u0000\ud800", want: "<xml>a\uFFFD\uFFFD</xml>" }],
  [
    "a name that is no XML name",
    { value: { "1 a": true, "": 1 }, want: "<xml><_1_a>true</_1_a><_>1</_></xml>" },
  ],
];

describe("xmlText", () => {
  for (const [title, { value, want }] of cases) test(title, () => expect(xmlText(value)).toBe(want));
});
