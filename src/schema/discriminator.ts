// Reads `discriminator`: each variant of a oneOf or anyOf is bound to the values that name it (OpenAPI 3.1 §4.8.25).
import { BINDING } from "./annotations.ts";
import type { Dialect, Draft } from "./dialect.ts";
import { isObject } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";

type Node = Readonly<Record<string, unknown>>;

/**
 * The draft with every variant bound to its names, so that the discriminator alone decides. A discriminator without
 * oneOf or anyOf stays an annotation: it then names subtypes that the schema itself does not list.
 */
export function discriminated(node: Node, draft: Draft, pointer: string, dialect: Dialect): Draft {
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
  const site: Site = { property: propertyName, mapping: isObject(mapping) ? mapping : {}, pointer, dialect };
  const branches = node[key] as readonly unknown[];
  const translated = draft[key] as readonly unknown[];
  const names = branches.map((branch, index) => namesOf(branch, joinPointer(pointer, key, index), site));
  const all = names.flatMap((list) => list ?? []);
  // A variant without a name, or a name of two variants: the discriminator cannot decide, the schemas themselves do.
  if (all.length === 0 || names.some((list) => list?.length === 0) || new Set(all).size < all.length) {
    return annotated(draft, pointer, { propertyName }, dialect);
  }
  const bound = translated.map((schema, index) => {
    const list = names[index];
    if (!list) return schema;
    const member: Draft = { enum: list, [BINDING]: true };
    const guard: Draft = {
      required: [propertyName],
      properties: { [propertyName]: member },
      [BINDING]: true,
    };
    const title = isObject(schema) ? schema["title"] : undefined;
    const variant: Draft = { allOf: [schema, guard], title: typeof title === "string" ? title : list[0] };
    for (const made of [guard, member]) dialect.remember(made, where);
    dialect.remember(variant, joinPointer(pointer, key, index));
    return variant;
  });
  const table = Object.fromEntries(names.flatMap((list, index) => (list ?? []).map((name) => [name, index])));
  return annotated({ ...draft, [key]: bound }, pointer, { propertyName, mapping: table }, dialect);
}

function annotated(draft: Draft, pointer: string, discriminator: Draft, dialect: Dialect): Draft {
  const result: Draft = { ...draft, discriminator };
  dialect.remember(result, pointer);
  return result;
}

/** False for a variant such as `type: null`, which needs no name: no object fits it. */
function takesObjects(branch: unknown): boolean {
  if (!isObject(branch)) return branch !== false;
  const { type } = branch;
  if (Array.isArray(branch["enum"])) return branch["enum"].some(isObject);
  if (Object.hasOwn(branch, "const")) return isObject(branch["const"]);
  return type === undefined || (Array.isArray(type) ? type.includes("object") : type === "object");
}

interface Site {
  readonly property: string;
  readonly mapping: Node;
  readonly pointer: string;
  readonly dialect: Dialect;
}

/**
 * The values that name a variant: its mapping entries, its const or enum, its component name. Empty: it has no name.
 * Undefined: it needs none, since no object fits it.
 */
function namesOf(branch: unknown, branchPointer: string, site: Site): string[] | undefined {
  if (!takesObjects(branch)) return undefined;
  if (!isObject(branch)) return [];
  const ref = branch["$ref"];
  if (typeof ref !== "string") return constantsOf(branch, branchPointer, site) ?? [];
  const target = site.dialect.find(ref, branchPointer);
  if (!target) return [];
  if (!takesObjects(target.value)) return undefined;
  const constants = constantsOf(target.value, target.pointer, site);
  const mapped = Object.entries(site.mapping)
    .filter(([, value]) => typeof value === "string" && targetOf(value, site) === target.pointer)
    .map(([name]) => name);
  if (mapped.length > 0) {
    for (const name of mapped) if (constants && !constants.includes(name)) mismatch(name, constants, site);
    return mapped;
  }
  if (constants && constants.length > 0) return constants;
  return [
    target.pointer
      .slice(target.pointer.lastIndexOf("/") + 1)
      .replaceAll("~1", "/")
      .replaceAll("~0", "~"),
  ];
}

function mismatch(name: string, constants: readonly string[], { property, pointer, dialect }: Site): void {
  const allowed = constants.map((value) => JSON.stringify(value)).join(", ");
  const message = `the variant that ${JSON.stringify(name)} is mapped to lets ${property} be ${allowed} only, so no value fits it`;
  const where = joinPointer(pointer, "discriminator", "mapping", name);
  dialect.report({ code: "discriminator-mapping", severity: "warning", pointer: where, message });
}

/** A mapping value is a reference, or the bare name of a component. */
function targetOf(value: string, { pointer, dialect }: Site): string | undefined {
  const bare = /^[\w.-]+$/.test(value) ? dialect.find(`#/components/schemas/${value}`, pointer) : undefined;
  return (bare ?? dialect.find(value, pointer))?.pointer;
}

/** The strings that a schema allows for a property by const or enum, also in its allOf; undefined when it says nothing. */
function constantsOf(schema: unknown, pointer: string, site: Site, hops = 0): string[] | undefined {
  if (!isObject(schema) || hops > 5) return undefined;
  const properties = schema["properties"];
  const declared =
    isObject(properties) && Object.hasOwn(properties, site.property) ? properties[site.property] : undefined;
  const own = isObject(declared) ? literalsOf(declared) : undefined;
  if (own) return own;
  const members: readonly unknown[] = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  for (const [index, member] of members.entries()) {
    const ref = isObject(member) && typeof member["$ref"] === "string" ? member["$ref"] : undefined;
    const at = joinPointer(pointer, "allOf", index);
    // A base schema lists the names of all its subtypes: only what a variant says itself names it.
    const found = ref === undefined ? constantsOf(member, at, site, hops + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function literalsOf(declared: Node): string[] | undefined {
  const { const: constant, enum: members } = declared;
  if (typeof constant === "string") return [constant];
  if (!Array.isArray(members)) return undefined;
  return members.filter((value): value is string => typeof value === "string");
}
