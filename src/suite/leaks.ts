// What an answer must never hold: a stack trace, a credential that was sent, a secret value.
import { decodeText, type ApiResponse } from "../http.ts";
import type { Operation, SchemaUse } from "../contract/model.ts";
import { SECRET } from "../schema/dialect.ts";
import { isObject } from "../schema/keywords.ts";
import type { JsonSchema } from "../schema/violation.ts";
import type { CaseBody } from "./case.ts";

export interface Leak {
  readonly message: string;
}

/**
 * The traces of the common runtimes; each needs a place in a file, so that ordinary prose does not look like one. Every
 * repetition has a bound: a target chooses the text, and none may take longer than its length.
 */
const TRACES: readonly RegExp[] = [
  /\bat [\w$.<>[\] ]{1,200} \(?(?:(?:file:\/\/|node:)[\w@./\\:-]{1,300}|(?:[A-Za-z]:)?[\w@./\\-]{1,300}\.(?:[cm]?[jt]sx?)):\d{1,7}:\d{1,7}/,
  /Traceback \(most recent call last\)/,
  /File "[^"]{1,300}", line \d{1,7}, in /,
  /\bat [\w$.]{1,300}\([\w$]{1,200}\.(?:java|kt|scala):\d{1,7}\)/,
  /\bat [\w.<>`]{1,300}\([^)]{0,300}\) in [^\n]{1,300}:line \d{1,7}/,
  /goroutine \d{1,9} \[running\]:/,
  /\.rb:\d{1,7}:in [`']/,
  /#\d{1,5} [^\n]{1,300}\.php\(\d{1,7}\): /,
];

/** What each trace begins with: most answers hold none of it. */
const HINT = /\bat |Traceback|File "|goroutine |\.rb:|#\d/;

/** The shortest texts that are searched for in an answer: shorter ones turn up by chance. */
const SHORTEST_CREDENTIAL = 8;
const SHORTEST_SECRET = 16;

/** What JSON.stringify writes as an escape, half a surrogate pair among it. */
// oxlint-disable-next-line no-control-regex
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Leaks in one answer; `credentials` are the tokens that were sent, `secrets` the secret values that were sent so far.
 * `isDue` says of a secret that the contract itself has this answer show it.
 */
export function leaksIn(
  response: ApiResponse,
  credentials: readonly string[],
  secrets: Iterable<string>,
  isDue: (secret: string) => boolean,
): readonly Leak[] {
  const text = decodeText(response.body);
  const fields = Object.values(response.headers).flat().join("\n");
  const longest = Math.max(text.length, fields.length);
  const isEscaped = text.includes("\\");
  const holds = (value: string, shortest: number): boolean =>
    value.length >= shortest &&
    value.length <= longest &&
    (text.includes(value) ||
      fields.includes(value) ||
      (isEscaped && ESCAPED.test(value) && text.includes(JSON.stringify(value).slice(1, -1))));
  const showsSecret = (): boolean => {
    for (const secret of secrets) if (holds(secret, SHORTEST_SECRET) && !isDue(secret)) return true;
    return false;
  };
  return [
    ...(holdsTrace(text) ? [{ message: "showed a stack trace" }] : []),
    ...(credentials.some((token) => holds(token, SHORTEST_CREDENTIAL))
      ? [{ message: "echoed the credential" }]
      : []),
    ...(showsSecret() ? [{ message: "showed a secret value that was sent" }] : []),
  ];
}

function holdsTrace(text: string): boolean {
  // Inside JSON the line breaks and tabs of a trace are escapes, which would run into its words.
  const readings = text.includes("\\") ? [text, text.replace(/\\[nrt]/g, "\n")] : [text];
  return readings.some((reading) => HINT.test(reading) && TRACES.some((trace) => trace.test(reading)));
}

/** A text with every credential taken out, the longest first, so that no rest of one stays behind. */
export function withoutCredentials(text: string, credentials: readonly string[]): string {
  return credentials
    .filter((token) => token !== "")
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, token) => rest.replaceAll(token, "[credential]"), text);
}

/** The secret strings of a body: values whose schema says writeOnly, format: password or x-plumbline-secret. */
export function secretsIn(body: CaseBody | undefined, operation: Operation): readonly string[] {
  if (!body || !("json" in body)) return [];
  const use = operation.requestBody?.content.find(({ range }) => range === body.mediaType)?.schema;
  if (!use || !hasSecrets(use)) return [];
  return textsWhere(isSecret, use, body.json);
}

/** What an answer shows where its schema says `format: password`: to be hidden on a screen, and there to be read. */
export const passwordsIn = (use: SchemaUse, body: unknown): readonly string[] =>
  textsWhere((schema) => schema["format"] === "password" && schema[SECRET] !== true, use, body);

type SchemaObject = Readonly<Record<string, unknown>>;

/** The texts of a value that stand below a schema of some kind. */
function textsWhere(
  isWanted: (schema: SchemaObject) => boolean,
  use: SchemaUse,
  body: unknown,
): readonly string[] {
  const found: string[] = [];
  const collect = (schema: JsonSchema | undefined, value: unknown): void => {
    if (isObject(schema) && isWanted(schema)) found.push(...textsOf(value, 0));
  };
  walk({ use, collect }, use.schema, body, 0);
  return found;
}

/** A secret is one also in the wrong type: in a list, in an object. */
function textsOf(value: unknown, depth: number): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > 20) return [];
  return Object.values(value).flatMap((item) => textsOf(item, depth + 1));
}

const isSecret = (schema: SchemaObject): boolean =>
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
