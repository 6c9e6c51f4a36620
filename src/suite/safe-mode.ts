// Safe mode: nothing goes out that could change what the suite did not make itself.
import type { Contract, Operation } from "../contract/model.ts";
import { roleOf } from "../contract/resources.ts";
import type { Case } from "./case.ts";
import type { OwnItems } from "./own-items.ts";

export const SAFE_BLOCKED =
  "safe mode: no valid request of the operation may be sent, so a refusal proves nothing";

/** Why safe mode does not send a case that may act; undefined when it acts on nothing but the suite's own items. */
export function unsafeReason(
  item: Case,
  operation: Operation,
  { contract, own }: { readonly contract: Contract; readonly own: OwnItems },
): string | undefined {
  const found = roleOf(operation, contract);
  const canRemove = found?.resource.operations.remove !== undefined;
  if (found?.role === "create" || item.sequence) {
    if (item.sequence && item.needs?.startsWith("known "))
      return "safe mode: it would change an item that the suite did not make";
    return canRemove ? undefined : "safe mode: what it creates could not be removed again";
  }
  if (found && own.actsOnOwn(operation)) return undefined;
  return "safe mode: it may change something that the suite did not make";
}
