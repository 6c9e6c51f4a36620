// Edits of what an object or array may hold: required and unknown properties, names, dependencies, items.
import { isObject } from "../../schema/keywords.ts";
import type { Edit, Node } from "./edit.ts";
import { without } from "./edit.ts";
import { impliedAround, silentOnMembers } from "./equality.ts";
import type { SchemaNode } from "./schema-nodes.ts";

/** The edits of the object keywords of one schema object. */
export function objectEdits(at: SchemaNode): readonly Edit[] {
  return [...requiredEdits(at), ...openEdits(at), ...droppedEdits(at)];
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === "string") : [];

function requiredEdits(at: SchemaNode): readonly Edit[] {
  const { pointer, node, through } = at;
  const required = listOf(node["required"]);
  const equality = impliedAround(at);
  const edits: Edit[] = [];
  if (required.length > 0) {
    const change = (from: Node): Node => without(from, "required");
    edits.push({
      pointer,
      clause: "required",
      manner: "dropped",
      what: `does without ${required.join(", ")}`,
      change,
      equality,
    });
  }
  if (required.length > 1) {
    for (const name of required) {
      const rest = required.filter((other) => other !== name);
      const change = (from: Node): Node => ({ ...from, required: rest });
      edits.push({
        pointer,
        clause: "required",
        manner: "weakened",
        what: `does without ${name}`,
        change,
        equality,
      });
    }
  }
  // In a condition another required property makes the condition narrower, not the contract.
  if (through === "if" || !isObject(node["properties"])) return edits;
  for (const [name, schema] of Object.entries(node["properties"])) {
    if (required.includes(name) || (isObject(schema) && schema["readOnly"] === true)) continue;
    const change = (from: Node): Node => ({ ...from, required: [...required, name] });
    edits.push({
      pointer,
      clause: "required",
      manner: "tightened",
      what: `asks for the optional ${name}`,
      change,
    });
  }
  return edits;
}

function openEdits({ pointer, node, parent, through, place }: SchemaNode): readonly Edit[] {
  const edits: Edit[] = [];
  for (const keyword of ["additionalProperties", "unevaluatedProperties", "unevaluatedItems"]) {
    if (node[keyword] !== false) continue;
    const change = (from: Node): Node => without(from, keyword);
    edits.push({ pointer, clause: keyword, manner: "dropped", what: "takes unknown properties", change });
  }
  if (node["additionalProperties"] === false) edits.push(...neighbourEdits(pointer, node, parent, through));
  const isOpen =
    isObject(node["properties"]) &&
    node["additionalProperties"] === undefined &&
    node["unevaluatedProperties"] === undefined;
  if (
    isOpen &&
    place === "body" &&
    !["allOf", "anyOf", "oneOf", "if", "then", "else", "not"].includes(through)
  ) {
    const change = (from: Node): Node => ({ ...from, additionalProperties: false });
    edits.push({
      pointer,
      clause: "properties",
      manner: "tightened",
      what: "refuses unknown properties",
      change,
      equality: silentOnMembers(node),
    });
  }
  return edits;
}

/** A closed variant that also takes a property of another variant: the mixture that oneOf is there to refuse. */
function neighbourEdits(
  pointer: string,
  node: Node,
  parent: SchemaNode | undefined,
  through: string,
): readonly Edit[] {
  const siblings = parent && (through === "oneOf" || through === "anyOf") ? parent.node[through] : undefined;
  const own = isObject(node["properties"]) ? node["properties"] : {};
  const edits: Edit[] = [];
  const index = Number(pointer.slice(pointer.lastIndexOf("/") + 1));
  for (const [at, sibling] of (Array.isArray(siblings) ? siblings : []).entries()) {
    const properties = isObject(sibling) && isObject(sibling["properties"]) ? sibling["properties"] : {};
    for (const name of Object.keys(properties)) {
      if (Object.hasOwn(own, name)) continue;
      const change = (from: Node): Node => ({ ...from, properties: { ...own, [name]: {} } });
      edits.push({
        pointer,
        clause: "additionalProperties",
        manner: "weakened",
        what: `takes ${name}, a property of another variant`,
        change,
        near: [`/${through}/${Math.min(index, at)}+${Math.max(index, at)}/`],
      });
    }
  }
  return edits;
}

/** Keywords that are only there or not. */
const WHOLE = [
  "patternProperties",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "contains",
  "prefixItems",
  "items",
] as const;

function droppedEdits({ pointer, node }: SchemaNode): readonly Edit[] {
  const edits: Edit[] = WHOLE.filter((keyword) => node[keyword] !== undefined && node[keyword] !== true).map(
    (keyword) => ({
      pointer,
      clause: keyword,
      manner: "dropped",
      what: `does not look at ${keyword}`,
      change: (from) => without(from, keyword),
    }),
  );
  if (isObject(node["additionalProperties"]) && Object.keys(node["additionalProperties"]).length > 0) {
    const change = (from: Node): Node => without(from, "additionalProperties");
    edits.push({
      pointer,
      clause: "additionalProperties",
      manner: "dropped",
      what: "takes any value for additional properties",
      change,
    });
  }
  const properties = isObject(node["properties"]) ? node["properties"] : {};
  for (const [name, schema] of Object.entries(properties)) {
    if (schema === true || (isObject(schema) && Object.keys(schema).length === 0)) continue;
    const change = (from: Node): Node => ({ ...from, properties: { ...properties, [name]: {} } });
    edits.push({
      pointer,
      clause: `properties/${name}`,
      manner: "dropped",
      what: `takes any value for ${name}`,
      change,
    });
  }
  return edits;
}
