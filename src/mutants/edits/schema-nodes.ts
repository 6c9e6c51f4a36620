// Finds the schema objects that requests are judged by: from bodies and parameters, through references, each once.
import type { Contract, Operation } from "../../contract/model.ts";
import { isObject, KEYWORDS } from "../../schema/keywords.ts";
import { below, target, type Node } from "./edit.ts";

export interface SchemaNode {
  readonly pointer: string;
  readonly node: Node;
  /** The schema object it stands in, and how: `properties`, `oneOf`; undefined for the schema of a body or parameter. */
  readonly parent: SchemaNode | undefined;
  readonly through: string;
  /** The values that reach it travel as text: in a path, query, header or cookie. */
  readonly place: "body" | "path" | "query" | "header" | "cookie";
  /** The operations whose requests it judges. */
  readonly operations: readonly string[];
}

/** All of them, in document order of the operations. */
export function schemaNodes(contract: Contract, document: unknown): readonly SchemaNode[] {
  const found = new Map<string, Omit<SchemaNode, "operations">>();
  const users = new Map<string, Set<string>>();
  for (const { id, ...operation } of contract.operations) {
    const seen = new Set<string>();
    const visit = (
      pointer: string,
      from: Pick<SchemaNode, "through" | "place">,
      parent: SchemaNode | undefined,
    ): void => {
      const at = target(document, pointer);
      if (!at || seen.has(at.pointer)) return;
      seen.add(at.pointer);
      const here = found.get(at.pointer) ?? { ...from, ...at, parent };
      found.set(at.pointer, here);
      users.set(at.pointer, (users.get(at.pointer) ?? new Set()).add(id));
      const inside: SchemaNode = { ...here, operations: [] };
      for (const [keyword, tokens] of childrenOf(at.node))
        visit(below(at.pointer, ...tokens), { ...from, through: keyword }, inside);
      if (typeof at.node["$ref"] === "string" && at.node["$ref"].startsWith("#/"))
        visit(decodeURI(at.node["$ref"]), { ...from, through: "$ref" }, inside);
    };
    for (const [pointer, place] of rootsOf(operation)) visit(pointer, { through: "", place }, undefined);
  }
  return [...found.values()].map((node) => ({ ...node, operations: [...(users.get(node.pointer) ?? [])] }));
}

function rootsOf(
  operation: Pick<Operation, "requestBody" | "parameters">,
): readonly (readonly [pointer: string, place: SchemaNode["place"]])[] {
  const bodies = operation.requestBody?.content ?? [];
  return [
    ...bodies.map(({ pointer }) => [below(pointer, "schema"), "body"] as const),
    ...operation.parameters.map(
      (item) => [item.schema?.pointer ?? below(item.pointer, "schema"), item.in] as const,
    ),
  ];
}

/** Keyword → the tokens of each schema it holds. */
function childrenOf(
  node: Node,
): readonly (readonly [keyword: string, tokens: readonly (string | number)[]])[] {
  const children: [string, (string | number)[]][] = [];
  for (const [keyword, value] of Object.entries(node)) {
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if ((kind === "schema" || keyword === "items") && isObject(value)) children.push([keyword, [keyword]]);
    else if ((kind === "schema-list" || keyword === "items") && Array.isArray(value))
      value.forEach((_, index) => children.push([keyword, [keyword, index]]));
    else if (
      (kind === "schema-map" || keyword === "patternProperties") &&
      keyword !== "$defs" &&
      isObject(value)
    )
      for (const name of Object.keys(value)) children.push([keyword, [keyword, name]]);
  }
  return children;
}
