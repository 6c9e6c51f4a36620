// Reads `discriminator`: each variant of a oneOf or anyOf is bound to the values that name it (OpenAPI 3.1 §4.8.25).
import type { Dialect, Draft } from "./dialect.ts";
import { isObject } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";

/**
 * The draft with every variant bound to its names, so that the discriminator alone decides. A discriminator without
 * oneOf or anyOf stays an annotation: it then names subtypes that the schema itself does not list.
 */
export function discriminated(node: Draft, draft: Draft, pointer: string, dialect: Dialect): Draft {
  const discriminator = node["discriminator"];
  if (!isObject(discriminator)) return draft;
  const { propertyName, mapping } = discriminator;
  const where = joinPointer(pointer, "discriminator");
  if (typeof propertyName !== "string") {
    const message = "discriminator needs a propertyName; it is left out, so its clause cannot be judged";
    dialect.report({ code: "keyword-value", severity: "error", pointer: where, message });
    return draft;
  }
  const key = Array.isArray(draft["oneOf"]) ? "oneOf" : Array.isArray(draft["anyOf"]) ? "anyOf" : undefined;
  if (key === undefined) return draft;
  const named = isObject(mapping) ? mapping : {};
  const branches = node[key] as readonly unknown[];
  const translated = draft[key] as readonly unknown[];
  const names = branches.map((branch) => namesOf(branch, propertyName, named, pointer, dialect));
  if (names.some((list) => list.length === 0)) return { ...draft, discriminator: { propertyName } };
  const bound = translated.map((schema, index) => {
    const guard = { required: [propertyName], properties: { [propertyName]: { enum: names[index] } } };
    const variant: Draft = { allOf: [schema, guard] };
    const title = isObject(schema) ? schema["title"] : undefined;
    variant["title"] = typeof title === "string" ? title : (names[index]?.[0] ?? `variant ${index + 1}`);
    for (const made of [guard, guard.properties[propertyName] as object]) dialect.remember(made, where);
    dialect.remember(variant, joinPointer(pointer, key, index));
    return variant;
  });
  const table = Object.fromEntries(names.flatMap((list, index) => list.map((name) => [name, index])));
  const result: Draft = { ...draft, [key]: bound, discriminator: { propertyName, mapping: table } };
  dialect.remember(result, pointer);
  return result;
}

/** The values that name a variant: its mapping entries, its component name, or the const/enum of an inline variant. */
function namesOf(branch: unknown, property: string, mapping: Draft, pointer: string, dialect: Dialect): string[] {
  if (!isObject(branch)) return [];
  const ref = branch["$ref"];
  if (typeof ref !== "string") return constantsOf(branch, property);
  const target = dialect.refer(ref, pointer);
  if (!target) return [];
  const mapped = Object.entries(mapping)
    .filter(([, value]) => typeof value === "string" && targetOf(value, pointer, dialect) === target.pointer)
    .map(([name]) => name);
  if (mapped.length > 0) return mapped;
  const constants = isObject(target.value) ? constantsOf(target.value, property) : [];
  return constants.length > 0 ? constants : [target.pointer.slice(target.pointer.lastIndexOf("/") + 1)];
}

/** A mapping value is a reference, or the bare name of a component. */
function targetOf(value: string, pointer: string, dialect: Dialect): string | undefined {
  const bare = /^[\w.-]+$/.test(value) ? dialect.refer(`#/components/schemas/${value}`, pointer) : undefined;
  return (bare ?? dialect.refer(value, pointer))?.pointer;
}

function constantsOf(schema: Draft, property: string): string[] {
  const properties = schema["properties"];
  const declared = isObject(properties) && Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (!isObject(declared)) return [];
  const values: readonly unknown[] = Array.isArray(declared["enum"]) ? declared["enum"] : [declared["const"]];
  return values.filter((value): value is string => typeof value === "string");
}
