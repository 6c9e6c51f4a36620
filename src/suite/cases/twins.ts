// Operations that no request can tell from another one: the same method, and paths that differ in parameter names only.
import type { Contract, Operation } from "../../contract/model.ts";

/** Per operation id, why it is not judged: a server may take each of its requests for one to its twin. */
export function twinsOf({ operations }: Contract): ReadonlyMap<string, string> {
  const places = new Map<string, Operation[]>();
  for (const operation of operations) {
    const place = `${operation.method} ${operation.path.replace(/\{[^}]*\}/g, "{}")}`;
    const others = places.get(place);
    if (others) others.push(operation);
    else places.set(place, [operation]);
  }
  const reasons = new Map<string, string>();
  for (const twins of places.values())
    for (const operation of twins) {
      const twin = twins.find((other) => other !== operation);
      if (twin) reasons.set(operation.id, `its requests cannot be told from those to ${twin.path}`);
    }
  return reasons;
}
