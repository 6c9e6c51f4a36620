// One piece of text ↔ one primitive value, by the types that are allowed.
import type { Shape } from "./shape.ts";

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
/** The number syntax of JSON (RFC 8259 §6). */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Text → the value it stands for. Text that fits no allowed type stays text, so that the schema names `type`; `null`
 * is null only where null is allowed and a string is not.
 */
export function readPrimitive(text: string, shape: Shape | undefined): unknown {
  const types = shape?.types;
  if (types === undefined || types.size === 0) return text;
  if (types.has("integer") || types.has("number")) {
    if ((types.has("number") ? NUMBER : INTEGER).test(text)) {
      const value = Number(text);
      if (Number.isFinite(value)) return value;
    }
  }
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  if (text === "null" && types.has("null") && !types.has("string")) return null;
  return text;
}

/** True when a shape takes strings beside other primitives, so that `5` may stand for 5 or for "5". */
export function isAmbiguous(shape: Shape): boolean {
  const { types } = shape;
  return types.has("string") && (types.has("number") || types.has("integer") || types.has("boolean"));
}

/**
 * For a shape that takes lists or objects too: the primitive that one lone text stands for; undefined when it is to be
 * read as their content. `null` is null only where no item could be the string "null".
 */
export function readLone(text: string, shape: Shape): { readonly value: unknown } | undefined {
  const { kinds, types } = shape;
  if (text === "null" && types.has("null")) {
    const asItem = kinds.has("array") && (shape.items === undefined || takesStrings(shape.items));
    return asItem || types.has("string") ? undefined : { value: null };
  }
  if (!kinds.has("primitive")) return undefined;
  const value = readPrimitive(text, shape);
  return typeof value !== "string" || types.has("string") ? { value } : undefined;
}

function takesStrings(shape: Shape): boolean {
  return shape.types.size === 0 || shape.types.has("string");
}

/** A primitive as text; undefined for arrays, objects and what JSON cannot hold. */
export function writePrimitive(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === "boolean" || value === null ? String(value) : undefined;
}
