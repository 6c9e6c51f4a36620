// Values that almost are a listed one: other case, padding, prefix, suffix, look-alike letters, position, neighbours.
import type { Json } from "../../schema/violation.ts";
import { isRecord } from "./kinds.ts";
import { withKey } from "./vary.ts";

export type NearMiss = readonly [label: string, value: Json, advisory?: string | undefined];

export const MAY_TRIM = "blanks around a text may be trimmed before it is checked";

/** Latin letters and the Cyrillic ones that look like them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: "\u0430",
  c: "\u0441",
  e: "\u0435",
  i: "\u0456",
  o: "\u043e",
  p: "\u0440",
  s: "\u0455",
  x: "\u0445",
  y: "\u0443",
};

/** Near misses of one listed value; the caller drops those that are listed themselves. */
export function* nearMisses(member: Json): Generator<NearMiss> {
  if (typeof member === "string") yield* ofText(member);
  else if (typeof member === "number") {
    yield ["one more", member + 1];
    yield ["one less", member - 1];
    yield ["a half more", member + 0.5];
    if (member !== 0) yield ["the other sign", -member];
    yield ["as text", String(member)];
  } else if (typeof member === "boolean") {
    yield ["the other truth value", !member];
    yield ["as text", String(member)];
    yield ["as a number", member ? 1 : 0];
  } else if (Array.isArray(member)) {
    yield ["one item more", [...(member as readonly Json[]), null]];
    if (member.length > 0) yield ["one item less", member.slice(1) as Json[]];
  } else if (isRecord(member)) yield ["one key more", withKey(member, "plumbline", 1)];
}

function* ofText(member: string): Generator<NearMiss> {
  const upper = member.toUpperCase();
  yield ["in the other case", upper === member ? member.toLowerCase() : upper];
  yield ["with a capital first letter", member.slice(0, 1).toUpperCase() + member.slice(1).toLowerCase()];
  yield ["with a letter behind", `${member}x`];
  yield ["in the plural", `${member}s`];
  yield ["with a letter before", `x${member}`];
  yield ["without its last character", member.slice(0, -1)];
  yield ["without its first character", member.slice(1)];
  const at = [...member].findIndex((letter) => Object.hasOwn(LOOK_ALIKES, letter));
  const alike = LOOK_ALIKES[member[at] ?? ""];
  if (alike !== undefined)
    yield ["with a look-alike letter", member.slice(0, at) + alike + member.slice(at + 1)];
  yield ["with a blank behind", `${member} `, MAY_TRIM];
  yield ["with a blank before", ` ${member}`, MAY_TRIM];
  yield ["twice, with a comma", `${member},${member}`];
}
