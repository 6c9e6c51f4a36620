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
  /** A page for one case, which is cleared when the case is over: what it made would make the lists of others long. */
  readonly page: () => Page;
}

export interface Page {
  readonly note: Ledger["note"];
  /** Removes what is on this page only; what cannot be removed stays in the ledger. */
  readonly clear: (sender: Sender) => Promise<void>;
}

interface Entry {
  readonly resource: Resource;
  readonly id: string;
  readonly around: Surroundings;
}

export function ledgerOf(contract: Contract, templates: ReadonlyMap<string, Template>): Ledger {
  const entries = new Map<string, Entry>();
  const roles = new Map<Operation, ReturnType<typeof roleOf>>();
  /** The key of what was made, if anything was. */
  const write = (
    operation: Operation,
    { response, request }: Sent,
    around: Surroundings,
  ): string | undefined => {
    if (!response || response.status < 200 || response.status > 299) return undefined;
    if (request.method !== operation.method || !["POST", "DELETE"].includes(operation.method))
      return undefined;
    if (!roles.has(operation)) roles.set(operation, roleOf(operation, contract));
    const found = roles.get(operation);
    if (found?.role === "create") {
      const { resource } = found;
      const id = idMade(response, resource.within.create, resource.idProperty);
      if (id === undefined) return undefined;
      const key = `${resource.itemPath} ${id}`;
      // An id that was given out before is nobody's own: whoever it was made for may still need it.
      if (entries.has(key)) return undefined;
      entries.set(key, { resource, id, around });
      return key;
    }
    if (found?.role === "remove")
      entries.delete(`${found.resource.itemPath} ${around.known[found.resource.idParameter] ?? ""}`);
    return undefined;
  };
  const remove = async (key: string, entry: Entry, sender: Sender): Promise<string | undefined> => {
    const reason = await removal(entry, templates, sender);
    if (reason === undefined) entries.delete(key);
    return reason;
  };
  const cleanUp: Ledger["cleanUp"] = async (sender, workers, keep) => {
    const left: Leftover[] = [];
    const waiting = [...entries].filter(([, { resource, id }]) => !keep?.(resource.itemPath, id));
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [key, entry] = next;
        const reason = await remove(key, entry, sender);
        if (reason !== undefined) left.push({ path: entry.resource.itemPath, id: entry.id, reason });
      }
    };
    await Promise.all(Array.from({ length: Math.min(workers, waiting.length) }, worker));
    return left;
  };
  const page = (): Page => {
    const made: string[] = [];
    return {
      note: (...seen) => void made.push(...[write(...seen)].filter((key) => key !== undefined)),
      clear: async (sender) => {
        for (const key of made) {
          const entry = entries.get(key);
          if (entry) await remove(key, entry, sender);
        }
      },
    };
  };
  return { note: (...seen) => void write(...seen), cleanUp, page };
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
