// The secret values that were sent so far, as far as they can be told from everything else that was sent.
import type { Operation } from "../contract/model.ts";
import type { CaseBody } from "./case.ts";
import { secretsIn } from "./leaks.ts";

export interface SecretMemory {
  readonly secrets: ReadonlySet<string>;
  readonly note: (body: CaseBody | undefined, operation: Operation) => void;
}

/** So many are remembered, so that one which was stored is known again in a later answer. */
const MOST_SECRETS = 64;
const MOST_OPEN = 5000;

/** A text that also stood in a field that may be shown says nothing when an answer shows it. */
export function secretMemory(): SecretMemory {
  const secrets = new Set<string>();
  const open = new Set<string>();
  const note: SecretMemory["note"] = (body, operation) => {
    if (!body) return;
    const { found, others } = textsIn(body, operation);
    for (const text of others) {
      if (open.has(text)) continue;
      if (open.size < MOST_OPEN) open.add(text);
      for (const secret of secrets) if (text.includes(secret)) secrets.delete(secret);
    }
    for (const secret of found) {
      if (secrets.size >= MOST_SECRETS || secrets.has(secret)) continue;
      if (![...open].some((text) => text.includes(secret))) secrets.add(secret);
    }
  };
  return { secrets, note };
}

interface Texts {
  readonly found: ReadonlySet<string>;
  readonly others: readonly string[];
}

const known = new WeakMap<CaseBody, Texts>();

/** The secret texts of a body, which is made for one operation, and its others; looked for once however often it is sent. */
function textsIn(body: CaseBody, operation: Operation): Texts {
  let texts = known.get(body);
  if (!texts) {
    const found = new Set(secretsIn(body, operation));
    const all = "json" in body ? textsOf(body.json) : [];
    texts = { found, others: all.filter((text) => !found.has(text)) };
    known.set(body, texts);
  }
  return texts;
}

/**
 * The secrets of a body that stand in no open field of it. An answer that refuses it speaks of it alone, so it must not
 * show them, whatever other requests held.
 */
export function ownSecrets(body: CaseBody | undefined, operation: Operation): readonly string[] {
  if (!body) return [];
  const { found, others } = textsIn(body, operation);
  return [...found].filter((secret) => !others.some((text) => text.includes(secret)));
}

/** Every text in a JSON value. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
