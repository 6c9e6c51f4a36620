// Puts back what the cases changed at items that were there before: where the contract can show them and write them.
import type { Contract, Operation } from "../contract/model.ts";
import { resourcesOf } from "../contract/resources.ts";
import { isValid, materialOf, withBody, writableBy, type Material } from "./cases/state-material.ts";
import type { Template } from "./cases/template.ts";
import type { Json } from "../schema/violation.ts";
import { isRemoval, isSafe } from "./effects.ts";
import type { Leftover } from "./ledger.ts";
import type { Surroundings } from "./materialise.ts";
import type { OwnItems } from "./own-items.ts";
import type { Sender } from "./send.ts";
import { sightOf, type Item } from "./state-checks.ts";
import { likeness } from "./state-values.ts";

export interface Restorer {
  /** Puts back what is not as it was; what cannot be put back comes back with the reason. */
  readonly restore: () => Promise<readonly Leftover[]>;
}

export interface RestoreInputs {
  readonly contract: Contract;
  readonly templates: ReadonlyMap<string, Template>;
  readonly sender: Sender;
  readonly own: OwnItems;
  readonly around: Surroundings;
}

/** Remembers the known items that the cases may change. */
export async function restorerOf(inputs: RestoreInputs): Promise<Restorer> {
  const { contract, templates, own, around } = inputs;
  const remembered: { readonly material: Material; readonly before: Item }[] = [];
  const lost: Leftover[] = [];
  const covered = new Set<string>();
  for (const resource of resourcesOf(contract)) {
    const id = around.known[resource.idParameter];
    const writes = [resource.operations.update, resource.operations.replace].filter(
      (operation) => operation && templates.has(operation.id) && !own.actsOnOwn(operation),
    );
    if (id === undefined || writes.length === 0) continue;
    covered.add(resource.itemPath);
    const material = materialOf(resource, templates, () => "plumbline");
    const before = material && (await itemOf(material, inputs));
    if (material && before) remembered.push({ material, before });
    else lost.push({ path: resource.itemPath, id, reason: "it could not be read before it was changed" });
  }
  lost.push(...unseen(inputs, covered));
  return {
    restore: async () => {
      const left = [...lost];
      for (const { material, before } of remembered) {
        const reason = await putBack(material, before, inputs);
        const { itemPath, idParameter } = material.resource;
        const id = around.known[idParameter] ?? "";
        if (reason !== undefined) left.push({ path: itemPath, id, reason });
        const hidden = hiddenWrites(material).join(", ");
        const gone = `${hidden} was written, and the contract does not show what it was`;
        if (hidden !== "") left.push({ path: itemPath, id, reason: gone });
      }
      return left;
    },
  };
}

/** What the cases write at the item and no answer shows. */
function hiddenWrites({ resource, template }: Material): readonly string[] {
  const { update, replace } = resource.operations;
  const writes = [update, replace].filter((operation) => template(operation) !== undefined);
  return resource.writeOnly.filter((name) =>
    writes.some((operation) => operation && writableBy(operation).has(name)),
  );
}

/** Known items that are written to and that nothing in the contract shows. */
function unseen(
  { contract, templates, own, around }: RestoreInputs,
  covered: ReadonlySet<string>,
): readonly Leftover[] {
  const paths = new Map<string, Leftover>();
  for (const operation of contract.operations) {
    const [, name = ""] = /\{([^}]*)\}[^{]*$/.exec(operation.path) ?? [];
    const id = around.known[name];
    if (id === undefined || isSafe(operation.method) || isRemoval(operation)) continue;
    if (!templates.has(operation.id) || own.actsOnOwn(operation) || covered.has(operation.path)) continue;
    const reason = "the contract has no operation that shows what it was before";
    paths.set(operation.path, { path: operation.path, id, reason });
  }
  return [...paths.values()];
}

async function itemOf(material: Material, { sender, around }: RestoreInputs): Promise<Item | undefined> {
  const { resource, reader, template } = material;
  const pattern = template(reader);
  const sent = pattern && (await sender.exchange(pattern.minimal, reader, around));
  if (!sent?.response) return undefined;
  const isList = reader === resource.operations.list;
  const place = resource.within[isList ? "list" : "show"] ?? "";
  const sequence = {
    idParameter: resource.idParameter,
    idProperty: resource.idProperty,
    within: { [reader.id]: place },
    lists: isList ? [reader.id] : [],
    paged: resource.paged,
  };
  return sightOf(reader.id, sent.response, around.known[resource.idParameter], sequence).item;
}

async function putBack(material: Material, before: Item, inputs: RestoreInputs): Promise<string | undefined> {
  const now = await itemOf(material, inputs);
  if (!now) return "it cannot be read any more";
  const { resource, template, shared } = material;
  const changed = [...shared].filter((name) => likeness(before[name], now[name]) === "different");
  if (changed.length === 0) return undefined;
  const { update, replace } = resource.operations;
  const write: Operation | undefined = template(update) ? update : replace;
  const pattern = template(write);
  if (!write || !pattern) return "the contract has no operation that writes it";
  const names = write === update ? changed : [...shared];
  const body = bodyOf(before, names, write);
  const request = withBody(pattern, body);
  if (!isValid(request, write)) return `its former values are no valid body of ${write.method} ${write.path}`;
  const sent = await inputs.sender.exchange(request, write, inputs.around);
  const status = sent?.response?.status ?? 0;
  return status >= 200 && status < 300
    ? undefined
    : `${write.method} ${write.path} answered ${status} to its former values`;
}

function bodyOf(before: Item, names: readonly string[], write: Operation): Record<string, Json> {
  const writable = writableBy(write);
  return Object.fromEntries(
    names
      .filter((name) => writable.has(name))
      .map((name) => [name, (before[name] ?? null) as Json] as const)
      .filter(([, value]) => value !== null || write.method === "PATCH"),
  );
}
