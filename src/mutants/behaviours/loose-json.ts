// Texts that are no JSON, taken for JSON by a loose parser.
import type { Operation } from "../../contract/model.ts";
import type { ApiRequest } from "../../http.ts";
import { encodeText } from "../../http.ts";
import { jsonOf, textOf, withBody } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import type { World } from "../world.ts";
import { behaviour, onRequests } from "./behaviour.ts";

/** The mutants of one operation; `isFlat` says that a body without objects in it can be valid. */
export function looseJsonMutants(world: World, operation: Operation, isFlat: boolean): readonly Mutant[] {
  // A form has no objects in it: where one is needed it can stand for no valid body.
  return LOOSE_JSON.filter(([name]) => name !== "form-as-json" || isFlat).map(([name, description, repair]) =>
    behaviour(
      world,
      { family: "validation", name, description, operation, near: [`${operation.id}/body-syntax/`] },
      onRequests(world, operation, (request) =>
        jsonOf(request) === undefined && request.body !== undefined ? repaired(request, repair) : request,
      ),
    ),
  );
}

/** Texts that a loose parser takes, made into JSON. */
const LOOSE_JSON: readonly (readonly [
  name: string,
  description: string,
  repair: (text: string) => string,
])[] = [
  ["trailing-comma", "takes a trailing comma", (text) => text.replace(/,\s*([}\]])$/, "$1")],
  ["comments", "takes comments in JSON", (text) => text.replace(/\/\*.*?\*\//gs, "")],
  ["single-quotes", "takes single quotes", (text) => text.replaceAll("'", '"')],
  ["unquoted-names", "takes names without quotes", (text) => text.replace(/([{,]\s*)(\w+):/g, '$1"$2":')],
  ["text-behind", "stops reading at the end of the first value", (text) => firstJson(ends(text))],
  [
    "unclosed",
    "closes what was left open",
    (text) => firstJson(CLOSINGS.map((closing) => `${text}${closing}`)),
  ],
  [
    "unclosed-text",
    "closes a text that was left open",
    (text) => firstJson(CLOSINGS.map((closing) => `${text}"${closing}`)),
  ],
  ["control-characters", "takes raw control characters", (text) => text.replace(/\p{Cc}/gu, " ")],
  ["not-a-number", "takes NaN", (text) => text.replace(/NaN/g, '"x"')],
  [
    "form-as-json",
    "takes a form for JSON",
    (text) => (text.includes("{") ? text : JSON.stringify(Object.fromEntries(new URLSearchParams(text)))),
  ],
];

const CLOSINGS = ["}", "}}", "}}}", "]}"];

/** Every beginning of a text that ends with a brace. */
const ends = (text: string): readonly string[] =>
  [...text.matchAll(/\}/g)].slice(0, 20).map(({ index }) => text.slice(0, index + 1));

/** The first of these texts that is JSON. */
const firstJson = (texts: readonly string[]): string =>
  texts.find((text) => jsonOf({ body: encodeText(text) }) !== undefined) ?? "";

function repaired(request: ApiRequest, repair: (text: string) => string): ApiRequest {
  const mended = withBody(request, repair(textOf(request)));
  return jsonOf(mended) === undefined ? request : mended;
}
