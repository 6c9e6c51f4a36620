// Follows the references between the parts of a contract, and says so when one leads nowhere.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Documents } from "./document.ts";
import type { ContractFinding } from "./model.ts";
import type { SchemaRegistry } from "./schemas.ts";

/** What compiling needs: the documents, the schemas, and where to say that something is wrong. */
export interface Workshop {
  readonly documents: Documents;
  readonly registry: SchemaRegistry;
  readonly report: (finding: ContractFinding) => void;
}

export type Node = Readonly<Record<string, unknown>>;

export interface Found {
  readonly node: Node;
  readonly pointer: string;
}

const MOST_HOPS = 20;

/**
 * The object at a place, references followed, and where it is written; undefined when there is none. A reference to
 * nowhere or in a circle, and a value that is no object, are findings; a missing value is not.
 */
export function objectAt(value: unknown, pointer: string, workshop: Workshop): Found | undefined {
  const error = (code: string, where: string, message: string): undefined => {
    workshop.report({ code, severity: "error", pointer: where, message });
  };
  let node = value;
  let at = pointer;
  for (let hops = 0; isObject(node) && node["$ref"] !== undefined; hops++) {
    const ref = node["$ref"];
    const where = joinPointer(at, "$ref");
    if (typeof ref !== "string") return error("unresolved-reference", where, "$ref must be a string");
    if (hops >= MOST_HOPS) return error("circular-reference", where, `leads in a circle: ${ref}`);
    const target = workshop.documents.resolve(ref, at);
    if (!target) return error("unresolved-reference", where, `names nothing: ${ref}`);
    node = target.value;
    at = target.pointer;
  }
  if (isObject(node)) return { node, pointer: at };
  return value === undefined ? undefined : error("not-an-object", at, "must be an object; it is left out");
}

/** Says that a part has the wrong form and is left out. */
export function leftOut(workshop: Workshop, pointer: string, message: string): void {
  workshop.report({ code: "wrong-form", severity: "error", pointer, message });
}
