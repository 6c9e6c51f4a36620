// Forms of a request that HTTP and JSON leave open, refused or fatal; and fields that switch the checks of others off.
import type { Operation } from "../../contract/model.ts";
import { chooseMediaType } from "../../contract/negotiation.ts";
import type { ApiRequest, ApiResponse } from "../../http.ts";
import { encodeText, header, splitTarget } from "../../http.ts";
import { schemaNodes } from "../edits/schema-nodes.ts";
import { operationOf } from "../credentials.ts";
import { isJsonObject, jsonOf, textOf, withJson } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import { takesJson } from "../samples.ts";
import { refusal } from "../variants/choices.ts";
import { hasMembers } from "../request-schema.ts";
import type { World } from "../world.ts";
import { behaviour, onRequests } from "./behaviour.ts";

/** The mutants of every operation. */
export function exchangeMutants(world: World): readonly Mutant[] {
  return world.contract.operations.flatMap((operation) => [
    ...(takesJson(operation) ? [...refusedForms(world, operation), ...blindFields(world, operation)] : []),
    ...fatalRequests(world, operation),
    ...headMutants(world, operation),
  ]);
}

type Test = (request: ApiRequest) => boolean;

/** Valid forms of the same body that a home-made parser does not know. */
const FORMS: readonly (readonly [name: string, what: string, test: Test])[] = [
  ["blanks", "blanks around JSON", (request) => /^\s|\s$/.test(textOf(request))],
  ["lines", "JSON over several lines", (request) => /\n\s+"/.test(textOf(request))],
  ["escapes", "letters written as escapes", (request) => /\\u00[67]/.test(textOf(request))],
  ["charset", "a media type with a charset", (request) => /charset=utf-8/i.test(typeOf(request))],
  ["capitals", "a media type in capitals", (request) => /^[A-Z/]+$/.test(typeOf(request))],
];

const typeOf = (request: ApiRequest): string => header(request.headers, "content-type") ?? "";

function refusedForms(world: World, operation: Operation): readonly Mutant[] {
  return FORMS.map(([name, what, test]) =>
    behaviour(
      world,
      {
        family: "validation",
        name: `${name}-refused`,
        description: `refuses ${what}`,
        operation,
        near: [`${operation.id}/body-forms/`],
      },
      ({ answer }) =>
        (request) =>
          operationOf(world, request) === operation && jsonOf(request) !== undefined && test(request)
            ? refusal(request, answer)
            : answer(request),
    ),
  );
}

/** A field that, once it is sent, is the only one that is looked at. */
function blindFields(world: World, operation: Operation): readonly Mutant[] {
  const root = schemaNodes(world.contract, world.document).find(
    ({ parent, place, operations }) => !parent && place === "body" && operations.includes(operation.id),
  );
  const properties = isJsonObject(root?.node["properties"]) ? Object.keys(root.node["properties"]) : [];
  const required: unknown = root?.node["required"];
  if (properties.length < 2 || properties.length > 20 || Array.isArray(required) || !hasMembers(operation))
    return [];
  return properties.map((name) =>
    behaviour(
      world,
      {
        family: "validation",
        name: `only-${name}`,
        description: `looks at nothing else when ${name} is sent`,
        operation,
        near: [`${operation.id}/pairs/`],
      },
      onRequests(world, operation, (request) => {
        const body = jsonOf(request);
        return isJsonObject(body) && Object.hasOwn(body, name)
          ? withJson(request, { [name]: body[name] })
          : request;
      }),
    ),
  );
}

const FAILED: ApiResponse = {
  status: 500,
  headers: { "content-type": "text/plain" },
  body: encodeText("Internal Server Error"),
};

/** What a server may pass over, but not fall over. */
function fatalRequests(world: World, operation: Operation): readonly Mutant[] {
  const declared = new Set(
    operation.parameters.filter(({ in: place }) => place === "query").map(({ name }) => name),
  );
  const hasStranger: Test = ({ path }) =>
    [...new URLSearchParams(splitTarget(path)[1]).keys()].some((name) => !declared.has(name));
  const types = operation.responses
    .filter(({ status }) => status.startsWith("2"))
    .flatMap(({ content }) => content.map(({ range }) => range));
  const odd: readonly (readonly [name: string, what: string, rule: string, test: Test])[] = [
    [
      "accept",
      "an Accept that it cannot satisfy",
      "accept",
      (request) =>
        types.length > 0 && chooseMediaType(header(request.headers, "accept"), types) === undefined,
    ],
    ["query", "a query parameter that it does not know", "undeclared-query", hasStranger],
    [
      "header",
      "a header that it does not know",
      "headers",
      (request) => Object.keys(request.headers).some((name) => name.startsWith("x-plumbline")),
    ],
  ];
  // Where no body is declared, nothing is negotiated.
  return odd
    .filter(([name]) => name !== "accept" || types.length > 0)
    .map(([name, what, rule, test]) =>
      behaviour(
        world,
        {
          family: "robustness",
          name: `${name}-500`,
          description: `fails with 500 on ${what}`,
          operation,
          near: [`${operation.id}/${rule}/`],
        },
        ({ answer }) =>
          (request) =>
            operationOf(world, request) === operation && test(request) ? FAILED : answer(request),
      ),
    );
}

/** RFC 9110 §9.3.2: HEAD is GET without the body. */
function headMutants(world: World, operation: Operation): readonly Mutant[] {
  if (operation.method !== "GET") return [];
  const isHead: Test = (request) =>
    request.method === "HEAD" && operationOf(world, { ...request, method: "GET" }) === operation;
  const of = (name: string, description: string, change: (response: ApiResponse) => ApiResponse): Mutant =>
    behaviour(
      world,
      { family: "routing", name, description, operation, near: [`${operation.id}/head/`] },
      ({ answer }) =>
        async (request) => {
          const response = await answer(request);
          return isHead(request) ? change(response) : response;
        },
    );
  return [of("head-fails", "fails on HEAD", () => ({ ...FAILED, body: new Uint8Array(0) }))];
}
