// Who may call what: the principals of a target, cell by cell against the operations of the contract.
import type { Operation } from "../contract/model.ts";
import type { Target, TargetPrincipal } from "./target.ts";

const lists = ({ may }: TargetPrincipal): readonly string[] | undefined =>
  typeof may === "string" ? undefined : may;

/** Who must be let in: those who may do everything, then those whose list names the operation. */
export function allowedFor(target: Target, { id }: Operation): readonly TargetPrincipal[] {
  const listed = (target.principals ?? []).filter((one) => lists(one)?.includes(id));
  return target.allowed.length > 0 ? target.allowed : listed;
}

/** Who must be refused: those who may do nothing, and those whose list does not name the operation. */
export function deniedFor(target: Target, { id }: Operation): readonly TargetPrincipal[] {
  const unlisted = (target.principals ?? []).filter((one) => lists(one)?.includes(id) === false);
  return [...target.denied, ...unlisted];
}

/** The cells of the matrix that say yes. A principal of which nothing more is said may do everything, or nothing. */
export function mayCall(target: Target, { id }: Operation): readonly TargetPrincipal[] {
  const stated = (target.principals ?? []).filter((one) => lists(one)?.includes(id));
  return [...target.allowed, ...stated];
}

/** The cells that say no: who may nothing is refused where a role is asked for, or where the profile says so. */
export function forbiddenTo(target: Target, { id, roles }: Operation): readonly TargetPrincipal[] {
  const denied = target.denied.filter((one) => one.may === "none" || roles !== undefined);
  const stated = (target.principals ?? []).filter((one) => lists(one)?.includes(id) === false);
  return [...denied, ...stated];
}
