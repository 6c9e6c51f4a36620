// Edits of what a single value may be: type, null, enum, const, pattern, format, characters.
import type { Edit, Node } from "./edit.ts";
import { without, withoutMember } from "./edit.ts";
import { beyondPrecision, impliedByFormat, impliedType, silentOnText, wireText } from "./equality.ts";
import type { SchemaNode } from "./schema-nodes.ts";

const TYPES = ["string", "number", "boolean", "null", "array", "object"] as const;

const typesOf = (node: Node): readonly string[] => {
  const { type } = node;
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((name): name is string => typeof name === "string") : [];
};

/** The edits of the value keywords of one schema object. */
export function valueEdits(at: SchemaNode, document: unknown): readonly Edit[] {
  return [...typeEdits(at, document), ...memberEdits(at), ...textEdits(at)];
}

function typeEdits(at: SchemaNode, document: unknown): readonly Edit[] {
  const { pointer, node, place } = at;
  const types = typesOf(node);
  if (types.length === 0) return [];
  const edit = (manner: Edit["manner"], what: string, type: unknown, added?: readonly string[]): Edit => ({
    pointer,
    clause: "type",
    manner,
    what,
    change: (from) => (type === undefined ? without(from, "type") : { ...from, type }),
    ...(added?.includes("null") ? { near: ["/null"] } : {}),
    ...(manner === "tightened" ? {} : { equality: wireText(at) ?? impliedType(at, document, added) }),
  });
  const edits = [edit("dropped", `takes any type for ${types.join(" or ")}`, undefined)];
  if (place === "body") {
    for (const other of TYPES) {
      if (types.includes(other) || (other === "number" && types.includes("integer"))) continue;
      edits.push(
        edit("weakened", `takes ${other} beside ${types.join(" and ")}`, [...types, other], [other]),
      );
    }
  }
  if (types.includes("integer")) {
    const numbers = types.map((type) => (type === "integer" ? "number" : type));
    const fractions = edit("weakened", "takes fractions for integers", numbers);
    edits.push({ ...fractions, equality: fractions.equality ?? impliedByFormat(at) });
  }
  if (types.length > 1) {
    for (const gone of types)
      edits.push(
        edit(
          "tightened",
          `refuses ${gone}`,
          types.filter((type) => type !== gone),
        ),
      );
  }
  return [...edits, ...nullEdits(pointer, node)];
}

/** `nullable` of OpenAPI 3.0. */
function nullEdits(pointer: string, node: Node): readonly Edit[] {
  if (node["nullable"] !== true) return [];
  const change = (from: Node): Node => without(from, "nullable");
  return [{ pointer, clause: "nullable", manner: "tightened", what: "refuses null", change }];
}

const STRANGER = "plumbline-none-of-these";

function memberEdits({ pointer, node }: SchemaNode): readonly Edit[] {
  const edits: Edit[] = [];
  if (node["const"] !== undefined) {
    const value = node["const"];
    const what = `takes any value for the only one, ${JSON.stringify(value)}`;
    edits.push({
      pointer,
      clause: "const",
      manner: "dropped",
      what,
      change: (from) => without(from, "const"),
    });
  }
  const members: unknown = node["enum"];
  if (!Array.isArray(members)) return edits;
  edits.push({
    pointer,
    clause: "enum",
    manner: "dropped",
    what: "takes values that are not in the enum",
    change: (from) => without(from, "enum"),
  });
  const text = members.find((member): member is string => typeof member === "string");
  if (text !== undefined) {
    const others = [text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase(), `${text}s`, ""];
    for (const other of others.filter((value) => !members.includes(value))) {
      const change = (from: Node): Node => ({ ...from, enum: [...(members as unknown[]), other] });
      edits.push({
        pointer,
        clause: "enum",
        manner: "weakened",
        what: `takes ${JSON.stringify(other)} for a member of the enum`,
        change,
      });
    }
  }
  if (members.length > 1) {
    members.forEach((member: unknown, index) => {
      const change = (from: Node): Node => withoutMember(from, "enum", index);
      edits.push({
        pointer,
        clause: "enum",
        manner: "tightened",
        what: `refuses the member ${JSON.stringify(member)}`,
        change,
      });
    });
  }
  if (!members.includes(STRANGER) && text === undefined) {
    const change = (from: Node): Node => ({ ...from, enum: [...(members as unknown[]), STRANGER] });
    edits.push({
      pointer,
      clause: "enum",
      manner: "weakened",
      what: "takes one more value than the enum has",
      change,
    });
  }
  return edits;
}

function textEdits(at: SchemaNode): readonly Edit[] {
  const { pointer, node, place } = at;
  const edits: Edit[] = [];
  for (const keyword of ["pattern", "format"] as const) {
    if (typeof node[keyword] !== "string") continue;
    const what = `does not look at the ${keyword} ${node[keyword]}`;
    edits.push({
      pointer,
      clause: keyword,
      manner: "dropped",
      what,
      change: (from) => without(from, keyword),
      equality: keyword === "format" ? beyondPrecision(at) : undefined,
    });
  }
  const { pattern } = node;
  if (typeof pattern === "string") {
    const loose = pattern.replace(/^\^/, "").replace(/([^\\])\$$/, "$1");
    const change = (from: Node): Node => ({ ...from, pattern: loose });
    if (loose !== pattern && loose !== "")
      edits.push({
        pointer,
        clause: "pattern",
        manner: "weakened",
        what: `looks for the pattern ${pattern} anywhere in the text`,
        change,
      });
  }
  const isFree =
    typesOf(node).includes("string") &&
    node["enum"] === undefined &&
    node["const"] === undefined &&
    node["format"] === undefined;
  // A value in a path is an id that exists; nobody can say it in other characters.
  if (isFree && place !== "path") edits.push(asciiOnly(pointer, node));
  return edits;
}

function asciiOnly(pointer: string, node: Node): Edit {
  const change = (from: Node): Node => {
    const all: readonly unknown[] = Array.isArray(from["allOf"]) ? from["allOf"] : [];
    return { ...from, allOf: [...all, { pattern: "^[\\x00-\\x7F]*$" }] };
  };
  return {
    pointer,
    clause: "type",
    manner: "tightened",
    what: "refuses text that is not ASCII",
    change,
    near: ["-3-byte"],
    equality: silentOnText(node),
  };
}
