// Mutants from edited contracts: for every clause a server that drops it, weakens it, or asks for more.
import { isObject } from "../schema/keywords.ts";
import type { Mutant, Server } from "./mutant.ts";
import { stateless } from "./mutant.ts";
import { boundEdits } from "./edits/bounds.ts";
import { combinatorEdits } from "./edits/combinators.ts";
import { below, edited, nodeAt, target, type Edit, type Equality } from "./edits/edit.ts";
import { advised } from "./edits/equality.ts";
import { objectEdits } from "./edits/objects.ts";
import { operationEdits } from "./edits/operations.ts";
import { schemaNodes, type SchemaNode } from "./edits/schema-nodes.ts";
import { valueEdits } from "./edits/values.ts";
import type { World } from "./world.ts";

/** One mutant per edit that gives another document; edits that give the same one are made once. */
export function contractMutants(world: World): readonly Mutant[] {
  const seen = new Set<string>();
  return editsOf(world).flatMap((edit) => {
    const node = nodeAt(world.document, edit.pointer);
    if (!isObject(node)) return [];
    const [before, after] = [JSON.stringify(node), JSON.stringify(edit.change(node))];
    const key = `${edit.pointer} ${after}`;
    if (before === after || seen.has(key)) return [];
    seen.add(key);
    return [mutantOf(world, edit)];
  });
}

/** An edit with the combinations that its node is in a branch of: a fault in a branch often shows there only. */
interface Placed extends Edit {
  readonly around?: readonly string[];
}

function editsOf({ contract, document }: World): readonly Placed[] {
  const schemas = schemaNodes(contract, document).flatMap((node) =>
    [
      ...valueEdits(node, document),
      ...boundEdits(node),
      ...objectEdits(node),
      ...combinatorEdits(node, document),
    ].map((edit) => ({
      ...edit,
      equality: edit.equality ?? allowance(node, edit),
      around: combinationsOf(node),
      operations: node.operations,
    })),
  );
  return [...schemas, ...operationEdits(contract)];
}

function combinationsOf({ parent, through }: SchemaNode): readonly string[] {
  if (!parent) return [];
  const here = through === "oneOf" || through === "anyOf" ? [below(parent.pointer, through)] : [];
  return [...here, ...combinationsOf(parent)];
}

/** Only a server that takes more is covered by a contract that allows the wider reading. */
const allowance = (node: SchemaNode, { manner, clause }: Edit): Equality | undefined =>
  manner === "tightened" ? undefined : advised(node, clause.split("/")[0] ?? clause);

function mutantOf(world: World, { around = [], ...edit }: Placed): Mutant {
  const { pointer, clause, manner, what, equality, operations } = edit;
  const full = `${pointer}/${clause}`;
  return {
    id: `edit/${full}: ${what}`,
    family: `clause ${manner}`,
    description: what,
    pointer: full,
    near: nearOf(world.document, edit, around),
    strength: "error",
    ...(operations ? { operations } : {}),
    ...(equality ? { equality } : {}),
    edit,
    make: () => serverOf(world, [edit]),
  };
}

/**
 * A server of the contract with these edits, the first one first: an edit is about what requests are held to, and what
 * it is not about is the original's, whose validators are compiled already.
 */
export async function serverOf(world: World, edits: readonly Edit[]): Promise<Server> {
  const document = edits.reduce<unknown>(edited, world.document);
  const contract = await world.compile(document);
  const isAbout = (id: string): boolean =>
    edits.some(({ operations }) => operations === undefined || operations.includes(id));
  const originals = new Map(world.contract.operations.map((operation) => [operation.id, operation]));
  const operations = contract.operations.map((operation) => {
    const original = originals.get(operation.id);
    if (!original) return operation;
    return isAbout(operation.id) ? { ...operation, responses: original.responses } : original;
  });
  return stateless(world.build({ ...contract, operations }).answer);
}

/**
 * The cases that the edit names, those of the clause itself and of what it refers to, then those of the node and of the
 * combination that it is a branch of, then all inside; security is also at the root.
 */
function nearOf(
  document: unknown,
  { pointer, clause, near = [] }: Edit,
  around: readonly string[],
): readonly string[] {
  if (clause === "security") return ["/credentials/"];
  if (clause === "x-plumbline-roles") return ["/roles/"];
  const full = `${pointer}/${clause}`;
  const referred = target(document, full)?.pointer ?? full;
  const keyword = below(pointer, ...clause.split("/").slice(0, 1));
  const own = around.filter((combination) => pointer.slice(0, pointer.lastIndexOf("/")) === combination);
  const exactly = [pointer, ...own].map((one) => `=${one}`);
  return [...near, full, referred, keyword, ...exactly, pointer, ...around];
}
