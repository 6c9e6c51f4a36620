// `const`: the one value, and values that are nearly it.
import type { Json } from "../../schema/violation.ts";
import { typeAdmits } from "./kinds.ts";
import { nearMisses } from "./near-misses.ts";
import type { NearMiss } from "./near-misses.ts";
import type { Probe, Rule } from "./rule.ts";
import { PLAIN } from "./vary.ts";

export const constant: Rule = {
  id: "const",
  title: "the one value",
  keywords: ["const"],
  *probes({ schema }): Generator<Probe> {
    if (!Object.hasOwn(schema, "const")) return;
    const wanted = schema["const"] as Json;
    if (typeAdmits(schema, wanted))
      yield { keyword: "const", label: "the value", value: wanted, valid: true };
    const seen = new Set([JSON.stringify(wanted)]);
    const others: readonly NearMiss[] = [
      ["an unknown word", "plumbline-unknown"],
      ["a number", 424_242],
      ...nearMisses(wanted),
      ...PLAIN,
    ];
    for (const [label, value, advisory] of others) {
      const text = JSON.stringify(value);
      if (seen.has(text) || !typeAdmits(schema, value)) continue;
      seen.add(text);
      yield { keyword: "const", label, value, valid: false, ...(advisory ? { advisory } : {}) };
    }
  },
};
