// Proofs that an edit changes nothing a request can show: implied, exclusive, carried as text, or open by the contract.
import { isObject } from "../../schema/keywords.ts";
import type { Equality } from "./edit.ts";
import { below, target, type Node } from "./edit.ts";
import type { SchemaNode } from "./schema-nodes.ts";

const names = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === "string") : [];

/** `minProperties` says nothing new where that many properties are required anyway. */
export function impliedByRequired(node: Node, count: number): Equality | undefined {
  const branches = Array.isArray(node["anyOf"]) ? node["anyOf"].filter(isObject) : [];
  const least = Math.min(...branches.map((branch) => names(branch["required"]).length));
  const required = names(node["required"]).length;
  if (required < count && (branches.length === 0 || least < count)) return undefined;
  const by = required >= count ? "required" : "every branch of anyOf";
  return { category: "implied", reason: `${by} asks for at least ${count} of the properties already` };
}

/** A `required` of an `if` says nothing new where the schema around it requires the same. */
export function impliedAround({ node, parent, through }: SchemaNode): Equality | undefined {
  if (through !== "if" || !parent) return undefined;
  const around = new Set(names(parent.node["required"]));
  if (!names(node["required"]).every((name) => around.has(name))) return undefined;
  return { category: "implied", reason: "the schema around the condition requires the same properties" };
}

/** `oneOf` and `anyOf` are the same where no value fits two branches. */
export function exclusive(document: unknown, pointers: readonly string[]): Equality | undefined {
  const branches = pointers.map((pointer) => target(document, pointer)?.node);
  const apart = branches.every((one, index) =>
    branches
      .slice(index + 1)
      .every((other) => one !== undefined && other !== undefined && disjoint(one, other)),
  );
  return apart
    ? {
        category: "exclusive",
        reason: "no value fits two branches: types or required and closed properties rule it out",
      }
    : undefined;
}

function disjoint(one: Node, other: Node): boolean {
  const types = [one, other].map((node) =>
    typeof node["type"] === "string" ? [node["type"]] : names(node["type"]),
  );
  const [first = [], second = []] = types;
  const comparable = (list: readonly string[]): readonly string[] =>
    list.map((type) => (type === "integer" ? "number" : type));
  if (
    first.length > 0 &&
    second.length > 0 &&
    !comparable(first).some((type) => comparable(second).includes(type))
  )
    return true;
  const bothObjects = [first, second].every((list) => list.length === 1 && list[0] === "object");
  return bothObjects && (needsWhatIsClosed(one, other) || needsWhatIsClosed(other, one));
}

/** One requires a property that the other, closed, does not have. */
function needsWhatIsClosed(one: Node, other: Node): boolean {
  if (other["additionalProperties"] !== false || other["patternProperties"] !== undefined) return false;
  const properties = isObject(other["properties"]) ? other["properties"] : {};
  return names(one["required"]).some((name) => !Object.hasOwn(properties, name));
}

/** Outside a body every value is text: a schema that takes any text, and text only, refuses nothing. */
export function wireText({ place, node, parent }: SchemaNode): Equality | undefined {
  if (place === "body" || parent || node["type"] !== "string") return undefined;
  return {
    category: "wire",
    reason: `whatever stands in the ${place} is text, so its type is always string`,
  };
}

/** int32 and int64 hold integers only, so that a fraction is refused whatever the type says. */
export function impliedByFormat({ node }: SchemaNode): Equality | undefined {
  const { format } = node;
  if (format !== "int32" && format !== "int64") return undefined;
  return { category: "implied", reason: `the format ${format} lets no fraction through either` };
}

/** What int64 says beyond `integer` begins where a server may no longer read a number exactly. */
export function beyondPrecision({ node }: SchemaNode): Equality | undefined {
  if (node["format"] !== "int64" || node["type"] !== "integer") return undefined;
  return {
    category: "silent",
    reason:
      "an integer that int64 does not hold lies beyond 2^53, where numbers may lose precision on the way",
  };
}

/** What types a schema lets through at most; undefined where that is not said. */
function typesAllowed(document: unknown, pointer: string, depth = 0): ReadonlySet<string> | undefined {
  const at = depth > 10 ? undefined : target(document, pointer);
  if (!at) return undefined;
  const { node } = at;
  const declared = typeof node["type"] === "string" ? [node["type"]] : names(node["type"]);
  const members: readonly unknown[] = Array.isArray(node["enum"])
    ? node["enum"]
    : node["const"] === undefined
      ? []
      : [node["const"]];
  const limits: ReadonlySet<string>[] = [];
  if (declared.length > 0) limits.push(new Set(declared));
  if (members.length > 0) limits.push(new Set(members.map(typeOf)));
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = node[keyword];
    const inner = Array.isArray(branches)
      ? branches.map((_, index) => typesAllowed(document, below(at.pointer, keyword, index), depth + 1))
      : [];
    if (inner.length > 0 && inner.every((types) => types !== undefined))
      limits.push(new Set(inner.flatMap((types) => [...types])));
  }
  const [first, ...rest] = limits;
  return first && new Set([...first].filter((type) => rest.every((types) => types.has(type))));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Another type changes nothing where the members, or the same property in the schema around a condition, rule it out. */
export function impliedType(
  { node, parent, through, pointer }: SchemaNode,
  document: unknown,
  types: readonly string[] | undefined,
): Equality | undefined {
  const members: readonly unknown[] = Array.isArray(node["enum"])
    ? node["enum"]
    : node["const"] === undefined
      ? []
      : [node["const"]];
  const given = typeof node["type"] === "string" ? [node["type"]] : names(node["type"]);
  if (members.length > 0 && members.every((member) => given.includes(typeOf(member))))
    return { category: "implied", reason: "the listed values are all of the type already" };
  const condition =
    parent?.through === "then" || parent?.through === "else" || parent?.through === "allOf"
      ? parent.parent
      : undefined;
  if (!condition || through !== "properties" || types === undefined) return undefined;
  const name = pointer.slice(pointer.lastIndexOf("/") + 1);
  const around = typesAllowed(document, `${condition.pointer}/properties/${name}`);
  if (!around || types.some((type) => around.has(type))) return undefined;
  return { category: "implied", reason: "the schema around the condition lets no such value through" };
}

/** An object that does not say what becomes of further properties is not bound to take them. */
export function silentOnMembers(node: Node): Equality | undefined {
  if (node["additionalProperties"] !== undefined || node["unevaluatedProperties"] !== undefined)
    return undefined;
  return {
    category: "silent",
    reason: "the contract does not say that it takes properties which it does not name",
  };
}

/** Where the contract itself allows two readings, a server that takes the wider one is not wrong. */
export function advised({ node, parent, through }: SchemaNode, keyword: string): Equality | undefined {
  const reasonOf = (from: Node | undefined, clause: string): string | undefined => {
    const advisory = from?.["x-plumbline-advisory"];
    const reason = isObject(advisory) ? advisory[clause] : advisory;
    return typeof reason === "string" ? reason : undefined;
  };
  const reason = reasonOf(node, keyword) ?? reasonOf(parent?.node, through);
  return reason === undefined ? undefined : { category: "advisory", reason };
}

/** Words have letters and blanks; `/v1/*` and `api.example.com` have a grammar that a server may know. */
const TECHNICAL = /^[^\s]*[/.:*{}\\^$][^\s]*$/;

/**
 * Where the contract says nothing about characters, not even how many there may be, or where its own examples have a
 * technical form, a server may have rules of its own for odd text.
 */
export function silentOnText(node: Node): Equality | undefined {
  const examples: readonly unknown[] = Array.isArray(node["examples"]) ? node["examples"] : [node["example"]];
  const isTechnical = examples.some((example) => typeof example === "string" && TECHNICAL.test(example));
  if (!isTechnical && (node["minLength"] !== undefined || node["maxLength"] !== undefined)) return undefined;
  const reason = isTechnical
    ? "the contract's examples have a technical form, so a server may have its own rules for odd text"
    : "the contract counts no characters here, and a server may have its own rules for odd text";
  return { category: "silent", reason };
}
