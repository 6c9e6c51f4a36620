// Variants that read a body otherwise where the contract allows two readings: blanks, repeated and unknown names, odd text.
import { duplicateKeys } from "../../contract/duplicate-keys.ts";
import { schemaNodes } from "../edits/schema-nodes.ts";
import { operationOf } from "../credentials.ts";
import { isJsonObject, jsonOf, mapStrings, textOf, withBody, withJson } from "../json-body.ts";
import type { Variant } from "../mutant.ts";
import { validRequest } from "../samples.ts";
import type { World } from "../world.ts";
import { deciding, refusal } from "./choices.ts";
import type { ApiRequest } from "../../http.ts";

const EMPTY = new Uint8Array(0);

/** The variants that the contract of this world leaves room for. */
export function readingVariants(world: World): readonly Variant[] {
  return [...textReadings(world), ...memberReadings(world)];
}

/** Whether any string of a value (not the names) passes the test. */
function holds(value: unknown, test: (text: string) => boolean): boolean {
  if (typeof value === "string") return test(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((item) => holds(item, test));
}

const isForOperation = (world: World, request: ApiRequest): boolean =>
  operationOf(world, request) !== undefined;

function textReadings(world: World): readonly Variant[] {
  const refusing = (
    id: string,
    description: string,
    test: (text: string) => boolean,
    choice?: string,
  ): Variant =>
    deciding(
      id,
      description,
      (request, answer) =>
        isForOperation(world, request) && holds(jsonOf(request), test) ? refusal(request, answer) : undefined,
      choice,
    );
  return [
    deciding(
      "trims",
      "takes blanks off texts before it looks at them",
      (request) => {
        const value = jsonOf(request);
        return isForOperation(world, request) && holds(value, (text) => text !== text.trim())
          ? withJson(
              request,
              mapStrings(value, (text) => text.trim()),
            )
          : undefined;
      },
      "blanks",
    ),
    refusing(
      "blank-refused",
      "refuses texts of blanks only",
      (text) => text !== "" && text.trim() === "",
      "blanks",
    ),
    refusing("nul-refused", "refuses NUL in texts", (text) => text.includes("\0")),
    refusing("surrogate-refused", "refuses half a surrogate pair", (text) => !text.isWellFormed()),
    ...regexReading(world),
  ];
}

/** Where the contract only advises a format, a server may leave it unlooked at. */
function regexReading(world: World): readonly Variant[] {
  const names = new Set(
    schemaNodes(world.contract, world.document)
      .filter(
        ({ node, through }) =>
          through === "properties" &&
          node["format"] === "regex" &&
          isJsonObject(node["x-plumbline-advisory"]),
      )
      .map(({ pointer }) => pointer.slice(pointer.lastIndexOf("/") + 1)),
  );
  if (names.size === 0) return [];
  const speaksOfThem = (request: ApiRequest): boolean =>
    [...names].some((name) => textOf(request).includes(`"${name}"`));
  const eased = (value: unknown): unknown =>
    isJsonObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, item]) => [
            name,
            names.has(name) && typeof item === "string" ? "a" : eased(item),
          ]),
        )
      : value;
  return [
    deciding("regex-not-compiled", "does not compile regular expressions", (request) => {
      const value = jsonOf(request);
      return isJsonObject(value) && speaksOfThem(request) && isForOperation(world, request)
        ? withJson(request, eased(value))
        : undefined;
    }),
  ];
}

const twice = new WeakMap<Uint8Array, boolean>();

/** Looked for once in a body: every set of variants is sent the same ones. */
function namesTwice(request: ApiRequest): boolean {
  const { body = EMPTY } = request;
  let answer = twice.get(body);
  if (answer === undefined) twice.set(body, (answer = duplicateKeys(textOf(request)).length > 0));
  return answer;
}

function memberReadings(world: World): readonly Variant[] {
  const readings: Variant[] = [
    deciding("repeated-names-refused", "refuses an object that names a member twice", (request, answer) =>
      isForOperation(world, request) && jsonOf(request) !== undefined && namesTwice(request)
        ? refusal(request, answer)
        : undefined,
    ),
    deciding("proto-dropped", "drops members called __proto__ before it looks", (request) => {
      const text = textOf(request);
      if (!text.includes('"__proto__"') || jsonOf(request) === undefined) return undefined;
      return withBody(
        request,
        JSON.stringify(
          JSON.parse(text, (name, value: unknown) => (name === "__proto__" ? undefined : value)),
        ),
      );
    }),
  ];
  return [...readings, ...unknownOnly(world)];
}

/** A contract that advises on its "one of these at least" can also be read as taking a body of unknown members. */
function unknownOnly(world: World): readonly Variant[] {
  const node = schemaNodes(world.contract, world.document).find(
    ({ parent, place, node: { "x-plumbline-advisory": advisory, anyOf } }) =>
      !parent &&
      place === "body" &&
      isJsonObject(advisory) &&
      advisory["anyOf"] !== undefined &&
      anyOf !== undefined,
  );
  const properties = node?.node["properties"];
  if (!node || !isJsonObject(properties)) return [];
  return [
    deciding("unknown-members-taken", "takes a body that only holds members it does not know", (request) => {
      const operation = operationOf(world, request);
      const body = jsonOf(request);
      if (!operation || !node.operations.includes(operation.id) || !isJsonObject(body)) return undefined;
      const names = Object.keys(body);
      if (names.length === 0 || names.some((name) => Object.hasOwn(properties, name))) return undefined;
      const valid = validRequest(world, operation);
      return valid?.body ? withBody(request, valid.body) : undefined;
    }),
  ];
}
