// Accept against what is offered.
import { describe, expect, test } from "vitest";
import { chooseMediaType } from "./negotiation.ts";

const JSON_XML = ["application/xml", "application/json"];

const cases: [title: string, accept: string | undefined, offered: string[], want: string | undefined][] = [
  ["absent: JSON first", undefined, JSON_XML, "application/json"],
  ["absent: else the first offered", undefined, ["text/html", "text/plain"], "text/html"],
  [
    "absent: a +json type before others",
    undefined,
    ["text/html", "application/problem+json"],
    "application/problem+json",
  ],
  ["empty counts as absent", "", JSON_XML, "application/json"],
  ["malformed alone counts as absent", "json", JSON_XML, "application/json"],
  ["a parameter without value is malformed", "text/html;level", ["text/plain"], "text/plain"],
  ["malformed members are passed over", "json, application/xml", JSON_XML, "application/xml"],
  [
    "a malformed weight is a malformed member",
    "application/xml;q=x, application/json;q=0.1",
    JSON_XML,
    "application/json",
  ],
  ["exact", "application/xml", JSON_XML, "application/xml"],
  ["any case", "APPLICATION/XML", JSON_XML, "application/xml"],
  ["weights decide", "application/xml;q=0.5, application/json;q=0.9", JSON_XML, "application/json"],
  [
    "equal weights: order of Accept",
    "application/xml, application/json",
    ["application/json", "application/xml"],
    "application/xml",
  ],
  ["a type range", "application/*", JSON_XML, "application/json"],
  ["anything", "*/*", JSON_XML, "application/json"],
  ["a named type before anything", "application/xml, */*", JSON_XML, "application/xml"],
  ["weight 0 excludes", "application/json;q=0, */*", JSON_XML, "application/xml"],
  ["weight 0 for all excludes all", "*/*;q=0", JSON_XML, undefined],
  [
    "the closest range gives the weight",
    "text/*;q=0.3, text/html;q=0.7, */*;q=0.5",
    ["text/plain", "text/html", "image/png"],
    "text/html",
  ],
  ["nothing fits", "inv/alid", ["text/plain"], undefined],
  ["nothing is offered", "*/*", [], undefined],
  ["a +json type is not JSON itself", "application/json", ["application/problem+json"], undefined],
  [
    "a charset in Accept is met by a type without",
    "application/json; charset=utf-8",
    ["application/json"],
    "application/json",
  ],
  [
    "a charset in the offer is accepted",
    "application/json",
    ["application/json; charset=utf-8"],
    "application/json; charset=utf-8",
  ],
  ["parameters choose", "a/b;v=2", ["a/b;v=1", "a/b;v=2"], "a/b;v=2"],
  ["parameters are disregarded at last", "a/b;v=3", ["a/b;v=1"], "a/b;v=1"],
  ["an offered range takes any wish", "image/png", ["*/*"], "*/*"],
  ["an offered type range takes its types", "text/csv", ["text/*"], "text/*"],
  ["an offered type range takes no others", "image/png", ["text/*"], undefined],
  ["a comma in quotes does not split", 'a/b;x="1,2", text/plain', ["text/plain"], "text/plain"],
  [
    "a browser's header",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    JSON_XML,
    "application/xml",
  ],
  ["a malformed offer is never chosen by name", "x/y", ["x"], undefined],
];

describe("choosing a media type", () => {
  for (const [title, accept, offered, want] of cases) {
    test(title, () => expect(chooseMediaType(accept, offered)).toBe(want));
  }
});
