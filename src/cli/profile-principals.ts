// The principals of a profile file: a token each, and which operations it may call.
import { KitError } from "../errors.ts";
import type { Contract } from "../contract/model.ts";
import { isObject } from "../schema/keywords.ts";
import type { TargetPrincipal } from "../suite/target.ts";

export interface PrincipalReading {
  /** Fills in `${NAME}` and refuses a token that cannot be sent. */
  readonly token: (name: string, text: string) => string;
  readonly fail: (pointer: string, message: string) => never;
}

type Principals = readonly TargetPrincipal[];

/** The principals under the key `principals`: `{ NAME: { token, may: all | none | [operationIds] } }`. */
export function readPrincipals(value: unknown, { token, fail }: PrincipalReading): Principals {
  if (value === undefined) return [];
  if (!isObject(value)) return fail("#/principals", "principals must be an object of NAME: { token, may }.");
  return Object.entries(value).map(([name, entry]) => {
    const pointer = `#/principals/${name}`;
    if (!isObject(entry)) return fail(pointer, `principals.${name} must be an object with token and may.`);
    const unknown = Object.keys(entry).find((key) => key !== "token" && key !== "may");
    if (unknown !== undefined)
      fail(`${pointer}/${unknown}`, `principals.${name} has the unknown key ${unknown}.`);
    const { token: text, may } = entry;
    if (typeof text !== "string") return fail(pointer, `principals.${name}.token must be a text.`);
    if (may !== "all" && may !== "none" && !isTexts(may))
      return fail(pointer, `principals.${name}.may must be all, none, or a list of operation ids.`);
    return { name, token: token(name, text), may };
  });
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/** A misspelt operation would turn a cell of the matrix round: KitError("profile-invalid") instead. */
export function assertOperationsExist(principals: Principals | undefined, contract: Contract): void {
  const ids = new Set(contract.operations.map(({ id }) => id));
  for (const { name, may } of principals ?? []) {
    const unknown = typeof may === "object" ? may.find((id) => !ids.has(id)) : undefined;
    if (unknown === undefined) continue;
    throw new KitError("profile-invalid", `principals.${name}.may: there is no operation ${unknown}.`, {
      hint: `The contract has ${[...ids].slice(0, 12).join(", ")}${ids.size > 12 ? ", …" : ""}.`,
    });
  }
}
