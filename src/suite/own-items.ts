// Items of the suite's own at a target: made before the cases go out, one more for each removal.
import type { Contract, Operation } from "../contract/model.ts";
import { resourcesOf, roleOf, type Resource } from "../contract/resources.ts";
import { materialOf, withBody, type Material } from "./cases/state-material.ts";
import type { Template } from "./cases/template.ts";
import type { Sent } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import type { Surroundings } from "./materialise.ts";
import type { Sender } from "./send.ts";
import { idMade } from "./state-run.ts";

export interface OwnItems {
  /** The ids of own items that the path of an operation can name, by parameter. */
  readonly knownFor: (operation: Operation) => Readonly<Record<string, string>>;
  /** Whether the id is that of an item which the cases share. */
  readonly isShared: (path: string, id: string) => boolean;
  /** Whether the operation acts on one item of a resource that the suite could make one of. */
  readonly actsOnOwn: (operation: Operation) => boolean;
  /** One more item for an operation to act on: its id, or why there is none. */
  readonly fresh: (
    operation: Operation,
    around: Surroundings,
  ) => Promise<{ readonly id: string; readonly parameter: string } | { readonly reason: string }>;
}

export interface Workshop {
  /** Told of a server error: nobody else would speak of it, since the request belongs to no case. */
  readonly onFailure?: (failure: FailedMaking) => void;
  readonly contract: Contract;
  readonly templates: ReadonlyMap<string, Template>;
  readonly sender: Sender;
  readonly ledger: Ledger;
  readonly seed: number;
}

interface Owned {
  readonly resource: Resource;
  readonly material: Material;
  readonly id: string;
}

/** A request for an item that was answered with a server error. */
export interface FailedMaking {
  readonly operation: Operation;
  readonly sent: Sent;
}

/** No items: for a dry run, and for contracts without resources. */
export const NO_ITEMS: OwnItems = {
  knownFor: () => ({}),
  isShared: () => false,
  actsOnOwn: () => false,
  fresh: () => Promise.resolve({ reason: "nothing was made" }),
};

/** Makes one item of each resource that can be made and is then found; parents before what is below them. */
export async function ownItems(workshop: Workshop, around: Surroundings): Promise<OwnItems> {
  const { contract, templates, seed } = workshop;
  const owned: Owned[] = [];
  const knownFor = (operation: Operation): Record<string, string> =>
    Object.fromEntries(
      owned.flatMap(({ resource, id }) =>
        isBelow(operation.path, resource.itemPath) ? [[resource.idParameter, id] as const] : [],
      ),
    );
  let count = 0;
  const mark = (): string => `plumbline-${seed}-m${String(++count).padStart(3, "0")}`;
  const wanted = resourcesOf(contract)
    .filter(({ operations }) => operations.create && templates.has(operations.create.id))
    .toSorted((one, other) => one.itemPath.length - other.itemPath.length);
  for (const resource of wanted) {
    const material = materialOf(resource, templates, mark);
    if (!material?.newBody) continue;
    const made = await make(material, workshop, withKnown(around, knownFor));
    if ("id" in made && (await isFound(material, made.id, workshop, withKnown(around, knownFor))))
      owned.push({ resource, material, id: made.id });
  }
  if (owned.length === 0) return NO_ITEMS;
  const ownerOf = (operation: Operation): Owned | undefined =>
    owned.find(({ resource }) => resource.itemPath === operation.path);
  return {
    knownFor,
    isShared: (path, id) => owned.some(({ resource, id: mine }) => resource.itemPath === path && mine === id),
    actsOnOwn: (operation) => ownerOf(operation) !== undefined && roleOf(operation, contract) !== undefined,
    fresh: async (operation, surroundings) => {
      const owner = ownerOf(operation);
      if (!owner) return { reason: "no item can be made" };
      const made = await make(owner.material, workshop, () => surroundings);
      return "id" in made ? { id: made.id, parameter: owner.resource.idParameter } : made;
    },
  };
}

/** Whether a path is that of the item, or one below it. */
const isBelow = (path: string, itemPath: string): boolean =>
  path === itemPath || path.startsWith(`${itemPath}/`);

type AroundOf = (operation: Operation) => Surroundings;

const withKnown =
  (around: Surroundings, knownFor: (operation: Operation) => Record<string, string>): AroundOf =>
  (operation) => ({ ...around, known: { ...around.known, ...knownFor(operation) } });

async function make(
  { resource, template, newBody }: Material,
  { sender, ledger, onFailure }: Workshop,
  aroundOf: AroundOf,
): Promise<{ readonly id: string } | { readonly reason: string }> {
  const { create } = resource.operations;
  const pattern = template(create);
  const body = newBody?.();
  if (!create || !pattern || !body) return { reason: "no item can be made" };
  const around = aroundOf(create);
  const sent = await sender.exchange(withBody(pattern, body), create, around);
  const where = `${create.method} ${create.path}`;
  if (!sent?.response) return { reason: `${where} gave no answer` };
  ledger.note(create, sent, around);
  const { status } = sent.response;
  if (status >= 500) onFailure?.({ operation: create, sent });
  if (status < 200 || status > 299) return { reason: `${where} answered ${status}` };
  const id = idMade(sent.response, resource.within.create, resource.idProperty);
  return id === undefined ? { reason: `the answer of ${where} names no id` } : { id };
}

/** An item that cannot be read right after it was made is of no use: the profile's own may be. */
async function isFound(
  { resource, template }: Material,
  id: string,
  { sender }: Workshop,
  aroundOf: AroundOf,
): Promise<boolean> {
  const { show } = resource.operations;
  const pattern = template(show);
  if (!show || !pattern) return true;
  const around = aroundOf(show);
  const known = { ...around.known, [resource.idParameter]: id };
  const sent = await sender.exchange(pattern.minimal, show, { ...around, known });
  const status = sent?.response?.status ?? 0;
  return status >= 200 && status < 300;
}
