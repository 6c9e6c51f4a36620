// How servers look at a body and still miss something: some members only, letters counted wrongly, JSON read loosely.
import type { Operation } from "../../contract/model.ts";
import type { ApiRequest } from "../../http.ts";
import { encodeText } from "../../http.ts";
import { isJsonObject, jsonOf, mapStrings, withJson, type JsonObject } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import { countsCharacters, hasMembers, hasNumbers, requiresMembers, speaksOf } from "../request-schema.ts";
import { takesJson, validRequest } from "../samples.ts";
import type { World } from "../world.ts";
import { looseJsonMutants } from "./loose-json.ts";
import { behaviour, onRequests, type Wrap } from "./behaviour.ts";

/** The mutants of every operation that takes JSON. */
export function validationMutants(world: World): readonly Mutant[] {
  return world.contract.operations.filter(takesJson).flatMap((operation) => [
    ...MEMBERS.filter(
      ([, , , applies]) => hasMembers(operation) && (applies === undefined || applies(operation)),
    ).map(([name, description, change]) =>
      mutant(world, operation, { name, description }, (request) => {
        const body = jsonOf(request);
        return isJsonObject(body) ? withJson(request, change(body)) : request;
      }),
    ),
    ...looseJsonMutants(world, operation, optional(operation)),
    ...timed(world, operation),
  ]);
}

interface Named {
  readonly name: string;
  readonly description: string;
}

/** The rules whose cases meet a body that is not looked at in full. */
const near = ({ id }: Operation): readonly string[] =>
  ["string-bounds", "type", "combinators", "conditional", "required"].map((rule) => `${id}/${rule}/`);

function mutant(
  world: World,
  operation: Operation,
  { name, description }: Named,
  change: (request: ApiRequest) => ApiRequest,
): Mutant {
  return behaviour(
    world,
    { family: "validation", name, description, operation, near: near(operation) },
    onRequests(world, operation, change),
  );
}

const entries = (body: JsonObject, keep: (entry: [string, unknown], index: number) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(keep));

const optional = (operation: Operation): boolean => !requiresMembers(operation);

const isOdd = (text: string): boolean => /[^\0-\x7f]/.test(text);

/** What the original is shown instead of the body: what is not shown is not checked. */
const MEMBERS: readonly (readonly [
  name: string,
  description: string,
  change: (body: JsonObject) => unknown,
  applies?: (operation: Operation) => boolean,
])[] = [
  [
    "first-only",
    "looks at the first member only",
    (body) => entries(body, (_, index) => index === 0),
    optional,
  ],
  [
    "last-only",
    "looks at the last member only",
    (body) => entries(body, (_, index) => index === Object.keys(body).length - 1),
    optional,
  ],
  [
    "first-two-only",
    "looks at the first two members only",
    (body) => entries(body, (_, index) => index < 2),
    optional,
  ],
  [
    "null-as-absent",
    "takes null for an absent member",
    (body) => entries(body, ([, value]) => value !== null),
    optional,
  ],
  [
    "empty-as-absent",
    "takes an empty text for an absent member",
    (body) => entries(body, ([, value]) => value !== ""),
    optional,
  ],
  [
    "falsy-as-absent",
    "takes 0, false, null and empty text for absent",
    (body) => entries(body, ([, value]) => Boolean(value)),
    optional,
  ],
  [
    "utf16-counted",
    "counts UTF-16 units for characters",
    (body) => mapStrings(body, (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "ab")),
    countsCharacters,
  ],
  [
    "bytes-counted",
    "counts bytes for characters",
    (body) =>
      mapStrings(body, (text) =>
        isOdd(text)
          ? text.replace(/[^\0-\x7f]/gu, (character) => "x".repeat(Buffer.byteLength(character)))
          : text,
      ),
    countsCharacters,
  ],
  [
    "text-as-number",
    "takes a text of digits for a number",
    (body) =>
      deepen(body, (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value)),
    hasNumbers,
  ],
  [
    "number-as-text",
    "takes a number for a text",
    (body) => deepen(body, (value) => (typeof value === "number" ? String(value) : value)),
  ],
  [
    "boolean-as-text",
    "takes true and false for text",
    (body) => deepen(body, (value) => (typeof value === "boolean" ? String(value) : value)),
  ],
  [
    "one-item-list",
    "takes a list of one for its item",
    (body) => deepen(body, (value) => (Array.isArray(value) && value.length === 1 ? value[0] : value)),
  ],
  [
    "json-in-text",
    "takes an object that is written as text",
    (body) =>
      deepen(body, (value) => (typeof value === "string" && value.startsWith("{") ? parsed(value) : value)),
  ],
  [
    "long-text-cut",
    "cuts long texts off instead of refusing them",
    (body) => mapStrings(body, (text) => [...text].slice(0, 255).join("")),
    (operation) => speaksOf(operation, /"maxLength":/),
  ],
];

function parsed(text: string): unknown {
  return jsonOf({ body: encodeText(text) }) ?? text;
}

/** Every member of every object, changed. */
function deepen(value: unknown, change: (value: unknown) => unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const changed = change(item);
      return [name, isJsonObject(changed) ? deepen(changed, change) : changed];
    }),
  );
}

/** A check that is skipped now and then, or once something good was seen. */
function timed(world: World, operation: Operation): readonly Mutant[] {
  const valid = validRequest(world, operation);
  if (!valid?.body) return [];
  const blind = (
    name: string,
    description: string,
    isBlind: (count: number, request: ApiRequest) => boolean,
  ): Mutant => {
    const wrap: Wrap = ({ answer }) => {
      let count = 0;
      return (request) => {
        const match = world.route(request);
        if (match.kind !== "operation" || match.operation !== operation || request.body === undefined)
          return answer(request);
        return answer(
          isBlind(++count, request) ? { ...request, body: valid.body ?? new Uint8Array() } : request,
        );
      };
    };
    return behaviour(
      world,
      { family: "validation", name, description, operation, near: near(operation) },
      wrap,
    );
  };
  const members = (request: ApiRequest): number => {
    const body = jsonOf(request);
    return isJsonObject(body) ? Object.keys(body).length : 0;
  };
  return [
    blind("every-fifth-unchecked", "does not look at every fifth body", (count) => count % 5 === 0),
    blind(
      "large-unchecked",
      "does not look at bodies above 5,000 bytes",
      (_, { body }) => (body?.byteLength ?? 0) > 5000 && (body?.byteLength ?? 0) < 100_000,
    ),
    blind(
      "many-unchecked",
      "does not look at bodies of more than three members",
      (_, request) => members(request) > 3,
    ),
    blind(
      "alone-unchecked",
      "does not look at bodies of a single member",
      (_, request) => members(request) === 1,
    ),
    blind("warm-unchecked", "does not look at bodies after the first 40", (count) => count > 40),
  ];
}
