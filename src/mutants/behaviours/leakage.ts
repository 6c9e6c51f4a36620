// Answers that tell too much: a stack trace, the body, the credential or the secret of the request.
import type { ApiRequest, ApiResponse } from "../../http.ts";
import { headerValues } from "../../http.ts";
import { isJsonObject, jsonOf, textOf, withJson } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import type { Seen } from "../samples.ts";
import type { World } from "../world.ts";
import { behaviour, onAnswers } from "./behaviour.ts";

/** The mutants of every answer that is JSON; bodies are echoed where the contract calls something in them secret. */
export function leakageMutants(world: World, seen: readonly Seen[]): readonly Mutant[] {
  return seen.flatMap((one) => {
    const { operation, status } = one;
    const secret = isJsonObject(jsonOf(one.response)) && hasSecret(operation.requestBody);
    const leaks = [
      ...TRACES,
      ...(operation.security.length > 0 && status !== 401 ? CREDENTIALS : []),
      ...(secret ? SECRETS : []),
    ];
    return leaks
      .filter(([name]) => isJsonObject(jsonOf(one.response)) || name.includes("header"))
      .map(([name, what, leak]) =>
        behaviour(
          world,
          {
            family: "leakage",
            name: `${name}-in-${status}`,
            description: `${what} in a ${status}`,
            operation,
            near: near(one),
          },
          onAnswers(world, operation, (response, request) =>
            response.status === status ? leak(response, request) : response,
          ),
        ),
      );
  });
}

const NEAR: Readonly<Record<number, readonly string[]>> = {
  400: ["/type/", "/string-bounds/"],
  401: ["/credentials/", "/access/"],
  403: ["/roles/"],
  404: ["/ids/", "/access/"],
};
const near = ({ operation, status }: Seen): readonly string[] =>
  (NEAR[status] ?? ["/valid/"]).map((rule) => `${operation.id}${rule}`);

type Leak = (response: ApiResponse, request: ApiRequest) => ApiResponse;
type Named = readonly [name: string, what: string, leak: Leak];

/** One more member beside what is there, so that the shape still holds where it is open. */
function beside(response: ApiResponse, name: string, value: unknown): ApiResponse {
  const body = jsonOf(response);
  return isJsonObject(body) ? withJson(response, { ...body, [name]: value }) : response;
}

const NODE =
  "TypeError: Cannot read properties of undefined (reading 'id')\n    at update (/srv/app/dist/secrets.js:41:17)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)";
const PYTHON =
  "Traceback (most recent call last):\n  File \"/srv/app/secrets.py\", line 41, in update\nKeyError: 'id'";
const JAVA = "java.lang.NullPointerException\n\tat com.example.Secrets.update(Secrets.java:41)";

const TRACES: readonly Named[] = [
  ["node-trace", "shows a stack trace", (response) => beside(response, "stack", NODE)],
  ["python-trace", "shows a traceback of Python", (response) => beside(response, "trace", PYTHON)],
  ["java-trace", "shows a stack trace of Java", (response) => beside(response, "exception", JAVA)],
];

const field = (request: ApiRequest): string => headerValues(request.headers, "authorization").join(", ");

const CREDENTIALS: readonly Named[] = [
  [
    "credential",
    "echoes the credential",
    (response, request) => beside(response, "authorization", field(request)),
  ],
  [
    "credential-header",
    "echoes the credential in a header",
    (response, request) => ({
      ...response,
      headers: { ...response.headers, "x-debug-authorization": field(request) },
    }),
  ],
];

const SECRETS: readonly Named[] = [
  ["body", "echoes the body", (response, request) => beside(response, "received", textOf(request))],
  [
    "members",
    "echoes the members of the body",
    (response, request) => beside(response, "input", jsonOf(request) ?? null),
  ],
  [
    "secret-header",
    "echoes the body in a header",
    (response, request) => ({
      ...response,
      headers: { ...response.headers, "x-debug-body": textOf(request) },
    }),
  ],
];

/** Whether any schema below says that a text is secret. */
function hasSecret(body: Seen["operation"]["requestBody"]): boolean {
  const seen = new Set<unknown>();
  return (body?.content ?? []).some(({ schema }) => {
    const visit = (node: unknown): boolean => {
      if (typeof node !== "object" || node === null || seen.has(node)) return false;
      seen.add(node);
      return Object.entries(node).some(([key, value]: [string, unknown]) => {
        if (key === "writeOnly" || key === "x-plumbline-secret") return value === true;
        if (key === "$ref" && typeof value === "string") return visit(schema?.resolve(value));
        return key === "format" ? value === "password" : visit(value);
      });
    };
    return schema !== undefined && visit(schema.schema);
  });
}
