// `enum`: every member, and values that are nearly one.
import type { Json } from "../../schema/violation.ts";
import { typeAdmits } from "./kinds.ts";
import { nearMisses } from "./near-misses.ts";
import type { NearMiss } from "./near-misses.ts";
import type { Probe, Rule } from "./rule.ts";
import { PLAIN } from "./vary.ts";

const EMPTY_TEXT = "an empty text may be read as an absent one";
/** Of how many members near misses are tried. */
const TEMPLATES = 3;

export const enumeration: Rule = {
  id: "enum",
  title: "the listed values",
  keywords: ["enum"],
  *probes({ schema, where }): Generator<Probe> {
    const members: readonly Json[] = Array.isArray(schema["enum"]) ? schema["enum"] : [];
    if (members.length === 0) return;
    const admitted = members.filter((member) => typeAdmits(schema, member));
    const listed = new Set(members.map((member) => JSON.stringify(member)));
    for (const text of new Set(admitted.map((member) => JSON.stringify(member)))) {
      yield { keyword: "enum", label: `the member ${text}`, value: JSON.parse(text) as Json, valid: true };
    }
    for (const [label, value, advisory] of outsiders(admitted)) {
      const text = JSON.stringify(value);
      if (listed.has(text) || !typeAdmits(schema, value)) continue;
      listed.add(text);
      const doubt = advisory ?? (value === "" && where !== "body" ? EMPTY_TEXT : undefined);
      yield { keyword: "enum", label, value, valid: false, ...(doubt ? { advisory: doubt } : {}) };
    }
  },
};

function* outsiders(members: readonly Json[]): Generator<NearMiss> {
  yield ["an unknown word", "plumbline-unknown"];
  const templates = members.filter((member) => member !== null).slice(0, TEMPLATES);
  for (const member of templates) {
    for (const [label, value, advisory] of nearMisses(member)) {
      yield [`${JSON.stringify(member)} ${label}`, value, advisory];
    }
  }
  if (members.some((member) => typeof member === "string")) {
    yield ["a position in the list, as text", "0"];
    yield ["a position in the list", 0];
    if (members.length > 1) yield ["two members with a comma", members.slice(0, 2).join(",")];
  }
  const numbers = members.filter((member): member is number => typeof member === "number");
  if (numbers.length > 0) yield ["above every member", Math.max(...numbers) + 1000];
  yield* PLAIN;
}
