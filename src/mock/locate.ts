// Finds the operation of a request target under the base paths of the servers, and at the root unless that is ruled out.
import { remembering } from "../contract/remember.ts";
import { routerOf } from "../contract/router.ts";
import type { Contract } from "../contract/model.ts";
import type { RouteMatch } from "../contract/exchange-types.ts";

export interface LocateOptions {
  /** Instead of the contract's own: `/v1`. */
  readonly basePaths?: readonly string[];
  /** True: a path outside the base paths is unknown. */
  readonly strictBasePath?: boolean;
}

/** `(method, path)` → match; `path` is percent-encoded, without query, with its base path. */
export type Locate = (method: string, path: string) => RouteMatch;

const UNKNOWN: RouteMatch = { kind: "unknown" };

/** A locator; `note` is told when a path is found at the root although the contract names a base path. */
export function locatorOf(contract: Contract, options: LocateOptions, note: (text: string) => void): Locate {
  const router = routerOf(contract.operations);
  const basePaths = [
    ...new Set((options.basePaths ?? contract.basePaths).map((base) => base.replace(/\/+$/, ""))),
  ];
  const atRoot = options.strictBasePath !== true || basePaths.length === 0 || basePaths.includes("");
  const bases = basePaths.filter((base) => base !== "").sort((one, other) => other.length - one.length);
  const hint =
    bases.length === 0 || basePaths.includes("")
      ? undefined
      : `a request came without the base path ${bases.join(" or ")} and was answered all the same; the API itself may not`;
  const find: Locate = (method, path) => {
    let best = UNKNOWN;
    for (const base of bases) {
      if (!path.startsWith(base) || path.charCodeAt(base.length) !== 47) continue;
      const match = router(method, path.slice(base.length));
      if (match.kind === "operation") return match;
      if (best === UNKNOWN) best = match;
    }
    if (!atRoot) return best;
    const match = router(method, path);
    if (match.kind === "unknown") return best;
    if (hint !== undefined) note(hint);
    return match;
  };
  const declared = new Set(contract.operations.map(({ method }) => method));
  const findBy = new Map([...declared].map((method) => [method, remembering((path) => find(method, path))]));
  return (method, path) => findBy.get(method)?.(path) ?? find(method, path);
}
