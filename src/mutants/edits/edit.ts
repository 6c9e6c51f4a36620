// What an edit of a contract is: one node, changed in one way, and the document with that change.
import { isObject } from "../../schema/keywords.ts";
import { escapeToken, splitPointer } from "../../schema/pointer.ts";

export type Node = Readonly<Record<string, unknown>>;
export type Manner = "dropped" | "weakened" | "tightened";

/** Why no request can tell a mutant from the original, or why the contract lets it be. Always computed. */
export interface Equality {
  readonly category: "implied" | "exclusive" | "wire" | "advisory" | "silent";
  readonly reason: string;
}

export interface Edit {
  /** The node that changes. */
  readonly pointer: string;
  /** The clause in it: `maxLength`, `oneOf/1`. */
  readonly clause: string;
  readonly manner: Manner;
  /** One sentence without a subject: `allows one more than maxLength 255`. */
  readonly what: string;
  readonly change: (node: Node) => Node;
  readonly equality?: Equality | undefined;
  /** The operations whose requests are judged by the node. */
  readonly operations?: readonly string[];
  /** Parts of the ids of cases that show it, where they are not about the node: see Mutant.near. */
  readonly near?: readonly string[];
}

/** The node without a keyword. */
export function without(node: Node, keyword: string): Node {
  const { [keyword]: _, ...rest } = node;
  return rest;
}

/** The list without one of its members; the keyword goes when nothing is left. */
export function withoutMember(node: Node, keyword: string, index: number): Node {
  const list = node[keyword];
  if (!Array.isArray(list)) return node;
  const rest = list.filter((_, at) => at !== index) as unknown[];
  return rest.length === 0 ? without(node, keyword) : { ...node, [keyword]: rest };
}

/** The document with one node changed. Only the way to it is copied. */
export function edited(document: unknown, { pointer, change }: Pick<Edit, "pointer" | "change">): unknown {
  const at = (value: unknown, tokens: readonly string[]): unknown => {
    const [token, ...rest] = tokens;
    if (token === undefined) return isObject(value) ? change(value) : value;
    if (Array.isArray(value))
      return value.map((item: unknown, index) => (String(index) === token ? at(item, rest) : item));
    return isObject(value) ? { ...value, [token]: at(value[token], rest) } : value;
  };
  return at(document, splitPointer(pointer).tokens);
}

/** The node of a document that a pointer names, `$ref`s on the way not followed. */
export function nodeAt(document: unknown, pointer: string): unknown {
  let node = document;
  for (const token of splitPointer(pointer).tokens) {
    if (Array.isArray(node)) node = node[Number(token)] as unknown;
    else if (isObject(node) && Object.hasOwn(node, token)) node = node[token];
    else return undefined;
  }
  return node;
}

/** Where a reference leads: the node that is none itself, and its pointer. */
export function target(
  document: unknown,
  pointer: string,
): { readonly pointer: string; readonly node: Node } | undefined {
  let at = pointer;
  for (let hops = 0; hops < 20; hops++) {
    const node = nodeAt(document, at);
    if (!isObject(node)) return undefined;
    const ref = node["$ref"];
    if (typeof ref !== "string" || Object.keys(node).length > 1) return { pointer: at, node };
    if (!ref.startsWith("#/")) return undefined;
    at = decodeURI(ref);
  }
  return undefined;
}

export const below = (pointer: string, ...tokens: readonly (string | number)[]): string =>
  tokens.reduce<string>((path, token) => `${path}/${escapeToken(String(token))}`, pointer);

/** Whether a pointer leads to something inside that node. */
export const isInside = (pointer: string, node: string): boolean => pointer.startsWith(`${node}/`);
