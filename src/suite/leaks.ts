// What an answer must never hold: a stack trace, a credential that was sent, a secret value.
import { decodeText, type ApiResponse } from "../http.ts";
import type { Operation, SchemaUse } from "../contract/model.ts";
import { SECRET } from "../schema/dialect.ts";
import { isObject } from "../schema/keywords.ts";
import { reach } from "../schema/reach.ts";
import type { JsonSchema } from "../schema/violation.ts";
import type { CaseBody } from "./case.ts";

export interface Leak {
  readonly message: string;
}

/** The traces of the common runtimes; each needs a place in a file, so that ordinary prose does not look like one. */
const TRACES: readonly RegExp[] = [
  /\n?\s*at [\w$.<>[\] ]+ \(?(?:file:\/\/|node:|[\w@./\\-]+\.(?:[cm]?[jt]sx?)):\d+:\d+\)?/,
  /Traceback \(most recent call last\)/,
  /File "[^"]+", line \d+, in /,
  /\bat [\w$.]+\([\w$]+\.(?:java|kt|scala):\d+\)/,
  /\bat [\w.<>`]+\([^)]*\) in [^\n]+:line \d+/,
  /goroutine \d+ \[running\]:/,
  /\.rb:\d+:in [`']/,
  /#\d+ [^\n]+\.php\(\d+\): /,
];

/** The shortest text that is searched for in an answer: shorter ones turn up by chance. */
const SHORTEST = 8;

/** Leaks in one answer; `credentials` are the tokens that were sent, `secrets` the secret values of the request. */
export function leaksIn(
  response: ApiResponse,
  credentials: readonly string[],
  secrets: readonly string[],
): readonly Leak[] {
  const text = decodeText(response.body);
  const fields = Object.values(response.headers).flat().join("\n");
  const holds = (value: string): boolean =>
    value.length >= SHORTEST &&
    (text.includes(value) || fields.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)));
  return [
    ...(TRACES.some((trace) => trace.test(text)) ? [{ message: "showed a stack trace" }] : []),
    ...(credentials.some(holds) ? [{ message: "echoed the credential" }] : []),
    ...(secrets.some(holds) ? [{ message: "echoed a secret value of the request" }] : []),
  ];
}

/** The secret strings of a body: values whose schema says writeOnly, format: password or x-plumbline-secret. */
export function secretsIn(body: CaseBody | undefined, operation: Operation): readonly string[] {
  if (!body || !("json" in body)) return [];
  const use = operation.requestBody?.content.find(({ range }) => range === body.mediaType)?.schema;
  if (!use || !hasSecrets(use)) return [];
  const found: string[] = [];
  const collect = (schema: JsonSchema | undefined, value: unknown): void => {
    if (typeof value === "string" && isObject(schema) && isSecret(schema)) found.push(value);
  };
  walk({ use, collect }, use.schema, body.json, 0);
  return found;
}

const isSecret = (schema: Readonly<Record<string, unknown>>): boolean =>
  schema["writeOnly"] === true || schema[SECRET] === true || schema["format"] === "password";

interface Walker {
  readonly use: SchemaUse;
  readonly collect: (schema: JsonSchema | undefined, value: unknown) => void;
}

/** Unlike `reach`, this follows invalid values too: a secret is one even when it is too long. */
function walk(walker: Walker, schema: JsonSchema | undefined, value: unknown, depth: number): void {
  if (!isObject(schema) || depth > 20) return;
  walker.collect(schema, value);
  const inner = (child: unknown, item: unknown): void => walk(walker, child as JsonSchema, item, depth + 1);
  if (typeof schema["$ref"] === "string") inner(walker.use.resolve(schema["$ref"]), value);
  for (const keyword of ["allOf", "oneOf", "anyOf"]) {
    const members = schema[keyword];
    if (Array.isArray(members)) for (const member of members) inner(member, value);
  }
  if (Array.isArray(value)) for (const item of value) inner(schema["items"], item);
  else if (isObject(value) && isObject(schema["properties"])) {
    for (const [name, child] of Object.entries(schema["properties"]))
      if (Object.hasOwn(value, name)) inner(child, value[name]);
  }
}

const known = new WeakMap<SchemaUse, boolean>();

function hasSecrets(use: SchemaUse): boolean {
  let answer = known.get(use);
  if (answer === undefined) {
    const seen = new Set<unknown>();
    const visit = (node: unknown): boolean => {
      if (typeof node !== "object" || node === null || seen.has(node)) return false;
      seen.add(node);
      if (Array.isArray(node)) return node.some(visit);
      if (isObject(node) && isSecret(node)) return true;
      return Object.entries(node).some(([key, value]) =>
        key === "$ref" && typeof value === "string" ? visit(use.resolve(value)) : visit(value),
      );
    };
    answer = visit(use.schema);
    known.set(use, answer);
  }
  return answer;
}

/** Pointers of the schema objects that a response body meets. */
export function metPointers(use: SchemaUse, value: unknown): readonly string[] {
  const pointers: string[] = [];
  reach(use.schema, value, {
    resolve: use.resolve,
    accepts: use.acceptsPart,
    meet: (schema) => {
      const origin = use.originOf(schema);
      for (const keyword of origin === undefined ? [] : Object.keys(schema))
        pointers.push(`${origin}/${keyword}`);
    },
  });
  return pointers;
}
