// How deeply a value of a schema must nest at least: what ends a recursion by the shortest way.
import { isObject } from "./keywords.ts";
import { highest, schemaAt, schemaList, typesOf } from "./layers.ts";
import { resolved, type SampleOptions } from "./search.ts";
import type { JsonSchema } from "./violation.ts";

const LIMIT = 3_000;

interface Walk {
  readonly options: SampleOptions;
  /** Heights found so far; a schema that is being measured counts as endless. */
  readonly known: Map<object, number>;
  steps: number;
}

/** 0 for a scalar, 1 more for each object or list around it, Infinity for a schema that cannot end (or too large). */
export function heightOf(schema: JsonSchema, options: SampleOptions): number {
  return measure(schema, { options, known: new Map(), steps: LIMIT });
}

function measure(schema: JsonSchema, walk: Walk): number {
  if (typeof schema === "boolean" || !isObject(schema)) return schema === false ? Infinity : 0;
  const found = walk.known.get(schema);
  if (found !== undefined) return found;
  if (--walk.steps < 0) return Infinity;
  walk.known.set(schema, Infinity);
  const height = Math.max(ownHeight(schema, walk), appliedHeight(schema, walk));
  // An endless result may only mean "endless from here": it is measured again when met elsewhere.
  if (height === Infinity) walk.known.delete(schema);
  else walk.known.set(schema, height);
  return height;
}

function appliedHeight(schema: { readonly [keyword: string]: unknown }, walk: Walk): number {
  const heights = schemaList(schema, "allOf").map((part) => measure(part, walk));
  const target = resolved(walk.options, schema["$ref"]);
  if (target !== undefined) heights.push(measure(target, walk));
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemaList(schema, keyword).map((branch) => measure(branch, walk));
    if (branches.length > 0) heights.push(Math.min(...branches));
  }
  return Math.max(0, ...heights);
}

function ownHeight(schema: { readonly [keyword: string]: unknown }, walk: Walk): number {
  if (Array.isArray(schema["enum"]) || schema["const"] !== undefined) return 0;
  const types = typesOf([schema]);
  if (types.some((type) => type !== "object" && type !== "array") && schema["type"] !== undefined) return 0;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  if (types[0] === "object") {
    const inner = required.map((name: unknown) =>
      measure(schemaAt(schema, "properties", String(name)) ?? true, walk),
    );
    return 1 + Math.max(0, ...inner);
  }
  if (types[0] !== "array") return 0;
  const { items } = schema;
  const needsItem = highest([schema], "minItems", 0) > 0;
  return 1 + (needsItem && isObject(items) ? measure(items, walk) : 0);
}
