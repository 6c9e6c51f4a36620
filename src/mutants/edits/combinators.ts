// Edits of schemas made of schemas: a branch dropped or opened, oneOf and anyOf exchanged, not, if and discriminator.
import { isObject } from "../../schema/keywords.ts";
import type { Edit, Node } from "./edit.ts";
import { below, without, withoutMember } from "./edit.ts";
import { exclusive } from "./equality.ts";
import type { SchemaNode } from "./schema-nodes.ts";

/** The edits of the combining keywords of one schema object. */
export function combinatorEdits(at: SchemaNode, document: unknown): readonly Edit[] {
  return [...branchEdits(at, document), ...conditionEdits(at)];
}

const titleOf = (branch: unknown, index: number): string =>
  isObject(branch) && typeof branch["title"] === "string" ? branch["title"] : `number ${index + 1}`;

function branchEdits({ pointer, node }: SchemaNode, document: unknown): readonly Edit[] {
  const edits: Edit[] = [];
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const branches = node[keyword];
    if (!Array.isArray(branches)) continue;
    const drop = (from: Node): Node => without(from, keyword);
    edits.push({
      pointer,
      clause: keyword,
      manner: "dropped",
      what: `does not look at ${keyword}`,
      change: drop,
    });
    if (branches.length > 1) {
      branches.forEach((branch: unknown, index) => {
        const change = (from: Node): Node => withoutMember(from, keyword, index);
        const what = `does not support the variant ${titleOf(branch, index)}`;
        edits.push({ pointer, clause: `${keyword}/${index}`, manner: "tightened", what, change });
      });
    }
    branches.forEach((branch: unknown, index) => {
      const opened = isObject(branch) ? openedOf(branch) : undefined;
      if (!opened) return;
      const change = (from: Node): Node => ({
        ...from,
        [keyword]: (branches as unknown[]).map((item, at) => (at === index ? opened : item)),
      });
      const what = `looks at nothing but the type of the variant ${titleOf(branch, index)}`;
      edits.push({ pointer, clause: `${keyword}/${index}`, manner: "weakened", what, change });
    });
    const pointers = branches.map((_, index) => below(pointer, keyword, index));
    const other = keyword === "oneOf" ? "anyOf" : "oneOf";
    if (node[other] === undefined) {
      const change = (from: Node): Node => ({ ...without(from, keyword), [other]: from[keyword] });
      const manner = keyword === "oneOf" ? "weakened" : "tightened";
      edits.push({
        pointer,
        clause: keyword,
        manner,
        what: `takes ${keyword} for ${other}`,
        change,
        equality: exclusive(document, pointers),
      });
    }
  }
  return [...edits, ...memberEdits(pointer, node)];
}

/** The branch with nothing but its type; undefined when that is all it has, or when it is a reference. */
function openedOf(branch: Node): Node | undefined {
  const { type, title, $ref } = branch;
  const rest = Object.keys(branch).filter(
    (key) => !["type", "title", "description", "examples"].includes(key),
  );
  if (type === undefined || $ref !== undefined || rest.length === 0) return undefined;
  return title === undefined ? { type } : { type, title };
}

function memberEdits(pointer: string, node: Node): readonly Edit[] {
  const all = node["allOf"];
  if (!Array.isArray(all)) return [];
  return all.map((branch: unknown, index) => ({
    pointer,
    clause: `allOf/${index}`,
    manner: "dropped",
    what: `does not look at the part ${titleOf(branch, index)} of allOf`,
    change: (from) => withoutMember(from, "allOf", index),
  }));
}

function conditionEdits({ pointer, node }: SchemaNode): readonly Edit[] {
  const edits: Edit[] = [];
  const drop = (keyword: string, what: string): void => {
    const change = (from: Node): Node => without(from, keyword);
    if (node[keyword] !== undefined)
      edits.push({ pointer, clause: keyword, manner: "dropped", what, change });
  };
  drop("not", "takes what not excludes");
  drop("discriminator", "does not look at the discriminator");
  edits.push(...namesOnly(pointer, node));
  if (node["if"] !== undefined) {
    drop("then", "does not look at what the condition entails");
    drop("else", "does not look at what the failed condition entails");
    if (node["then"] !== undefined) {
      const change = (from: Node): Node => ({ ...from, if: true });
      edits.push({
        pointer,
        clause: "if",
        manner: "tightened",
        what: "takes the condition for always given",
        change,
      });
    }
  }
  return edits;
}

/** A server that knows the names of the variants and does not hold a variant to its own. */
function namesOnly(pointer: string, node: Node): readonly Edit[] {
  const stated = node["discriminator"];
  if (!isObject(stated) || !isObject(stated["mapping"])) return [];
  const { propertyName, mapping } = stated;
  const known = { properties: { [String(propertyName)]: { enum: Object.keys(mapping as object) } } };
  const change = (from: Node): Node => {
    const all: readonly unknown[] = Array.isArray(from["allOf"]) ? from["allOf"] : [];
    return { ...without(from, "discriminator"), allOf: [...all, known] };
  };
  const what = "takes any variant under any of the names";
  return [{ pointer, clause: "discriminator", manner: "weakened", what, change }];
}
