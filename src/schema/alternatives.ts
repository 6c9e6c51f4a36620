// One valid value for each alternative of a schema: branches, types, members of an enum.
import { UNCLEAR_NULL } from "./dialect.ts";
import { isObject, TYPES } from "./keywords.ts";
import { isSchema, schemaList } from "./layers.ts";
import { seek, type Aim } from "./seek.ts";
import { resolved, type SampleOptions } from "./search.ts";
import type { Json, JsonSchema } from "./violation.ts";

export interface Alternative {
  /** Where the alternative stands, from the schema on: `oneOf/1`, `enum/0`, `$ref/anyOf/2`, `type/null`. */
  readonly label: string;
  readonly value: Json;
}

const MEMBERS = 20;
const MOST = 100;
const DEEPEST = 6;

interface Option {
  readonly label: string;
  readonly aim: Aim;
  /** A member of an enum is the value itself. */
  readonly member?: Json;
}

/**
 * One valid value per alternative of the schema itself (not of its properties): each branch of oneOf and anyOf, each
 * type of a list of types, each of the first 20 members of an enum. Alternatives for which no valid value was found
 * are left out; a schema without alternatives gives an empty list.
 */
export function alternatives(schema: JsonSchema, options: SampleOptions): readonly Alternative[] {
  const found: Alternative[] = [];
  for (const { label, aim, member } of optionsOf(
    schema,
    { schemas: [schema] },
    { options, label: "", depth: 0 },
  )) {
    if (found.length >= MOST) break;
    const value =
      member === undefined ? seek(aim, options) : isAccepted(aim, member, options) ? member : undefined;
    if (value !== undefined) found.push({ label, value });
  }
  return found;
}

interface Trail {
  readonly options: SampleOptions;
  readonly label: string;
  readonly depth: number;
}

function* optionsOf(schema: JsonSchema, aim: Aim, trail: Trail): Generator<Option> {
  if (!isObject(schema) || trail.depth > DEEPEST) return;
  const deeper = (label: string): Trail => ({
    ...trail,
    label: `${trail.label}${label}/`,
    depth: trail.depth + 1,
  });
  const target = resolved(trail.options, schema["$ref"]);
  if (target !== undefined) yield* optionsOf(target, aim, deeper("$ref"));
  for (const [index, part] of schemaList(schema, "allOf").entries())
    yield* optionsOf(part, aim, deeper(`allOf/${index}`));
  for (const keyword of ["oneOf", "anyOf"]) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    for (const [index, branch] of list.entries()) {
      if (isSchema(branch))
        yield* branchOptions({ list, index, branch }, aim, deeper(`${keyword}/${index}`), schema);
    }
  }
  yield* ownOptions(schema, aim, trail);
}

interface Branch {
  readonly list: readonly unknown[];
  readonly index: number;
  readonly branch: JsonSchema;
}

/** The alternatives inside a branch, or the branch itself when it has none. */
function* branchOptions(
  { list, index, branch }: Branch,
  aim: Aim,
  trail: Trail,
  parent: object,
): Generator<Option> {
  const forced = new Map(aim.forced).set(list, index);
  const chosen: Aim = { ...aim, schemas: [...aim.schemas, branch], forced };
  const unclear = Object.hasOwn(parent, UNCLEAR_NULL) && isObject(branch) && branch["type"] === "null";
  if (unclear) return;
  let some = false;
  for (const option of optionsOf(branch, chosen, trail)) {
    some = true;
    yield option;
  }
  if (!some) yield { label: trail.label.slice(0, -1), aim: chosen };
}

function* ownOptions(
  schema: { readonly [keyword: string]: unknown },
  aim: Aim,
  trail: Trail,
): Generator<Option> {
  const unclear = schema[UNCLEAR_NULL] === true;
  const members = schema["enum"];
  if (Array.isArray(members)) {
    for (const [index, member] of members.slice(0, MEMBERS).entries()) {
      if (!(unclear && member === null))
        yield { label: `${trail.label}enum/${index}`, aim, member: member as Json };
    }
    return;
  }
  const { type } = schema;
  if (!Array.isArray(type) || type.length < 2) return;
  for (const name of type) {
    if (!TYPES.has(name as string) || (unclear && name === "null")) continue;
    yield {
      label: `${trail.label}type/${String(name)}`,
      aim: { ...aim, extra: [...(aim.extra ?? []), { type: name }] },
    };
  }
}

function isAccepted(aim: Aim, value: Json, { accepts }: SampleOptions): boolean {
  try {
    return aim.schemas.every((schema) => accepts(schema, value));
  } catch {
    return false;
  }
}
