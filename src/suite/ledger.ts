// What the suite made at a target and has to remove in the end.
import type { Contract, Operation } from "../contract/model.ts";
import { roleOf, type Resource } from "../contract/resources.ts";
import type { Template } from "./cases/template.ts";
import type { Sent } from "./judge.ts";
import type { Surroundings } from "./materialise.ts";
import type { Sender } from "./send.ts";
import { idMade } from "./state-run.ts";

/** Something that the suite made or changed and could not undo. */
export interface Leftover {
  /** `/org/secrets/{secretId}` */
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

export interface Ledger {
  /** Looks at an answer: what was created goes into the ledger, what was deleted out of it. */
  readonly note: (operation: Operation, sent: Sent, around: Surroundings) => void;
  /**
   * Removes what is left, the last first; what cannot be removed comes back with the reason. `keep` names ids that
   * are still needed.
   */
  readonly cleanUp: (
    sender: Sender,
    workers: number,
    keep?: (path: string, id: string) => boolean,
  ) => Promise<readonly Leftover[]>;
}

interface Entry {
  readonly resource: Resource;
  readonly id: string;
  readonly around: Surroundings;
}

export function ledgerOf(contract: Contract, templates: ReadonlyMap<string, Template>): Ledger {
  const entries = new Map<string, Entry>();
  const roles = new Map<Operation, ReturnType<typeof roleOf>>();
  const note: Ledger["note"] = (operation, { response, request }, around) => {
    if (!response || response.status < 200 || response.status > 299) return;
    if (request.method !== operation.method || !["POST", "DELETE"].includes(operation.method)) return;
    if (!roles.has(operation)) roles.set(operation, roleOf(operation, contract));
    const found = roles.get(operation);
    if (found?.role === "create") {
      const { resource } = found;
      const id = idMade(response, resource.within.create, resource.idProperty);
      if (id !== undefined) entries.set(`${resource.itemPath} ${id}`, { resource, id, around });
    }
    if (found?.role === "remove")
      entries.delete(`${found.resource.itemPath} ${around.known[found.resource.idParameter] ?? ""}`);
  };
  const cleanUp: Ledger["cleanUp"] = async (sender, workers, keep) => {
    const left: Leftover[] = [];
    const waiting = [...entries.values()].filter(({ resource, id }) => !keep?.(resource.itemPath, id));
    const worker = async (): Promise<void> => {
      for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
        const reason = await removal(entry, templates, sender);
        if (reason === undefined) entries.delete(`${entry.resource.itemPath} ${entry.id}`);
        else left.push({ path: entry.resource.itemPath, id: entry.id, reason });
      }
    };
    await Promise.all(Array.from({ length: Math.min(workers, waiting.length) }, worker));
    return left;
  };
  return { note, cleanUp };
}

/** Why an item could not be removed; undefined when it is gone. */
async function removal(
  { resource, id, around }: Entry,
  templates: ReadonlyMap<string, Template>,
  sender: Sender,
): Promise<string | undefined> {
  const { remove } = resource.operations;
  const template = remove && templates.get(remove.id);
  if (!remove || !template) return "the contract has no operation that removes it";
  const known = { ...around.known, [resource.idParameter]: id };
  const sent = await sender.exchange(template.minimal, remove, { ...around, known });
  const status = sent?.response?.status;
  if (status !== undefined && ((status >= 200 && status < 300) || status === 404 || status === 410))
    return undefined;
  return `${remove.method} ${remove.path} ${status === undefined ? "gave no answer" : `answered ${status}`}`;
}
