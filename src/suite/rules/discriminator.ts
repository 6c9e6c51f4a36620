// `discriminator`: an unknown name, a name in the other case, none at all, and a name that belongs to another branch.
import { isObject } from "../../schema/keywords.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { isRecord, schemasAt } from "./kinds.ts";
import { MAY_TRIM } from "./near-misses.ts";
import { caseVariant } from "./required.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { blends, fullest, settle, smallest, withKey, withoutKey } from "./vary.ts";

const UNBOUND = "the contract does not bind the variants to their names";

/** OpenAPI 3.1 §4.8.25. The translation gives `mapping` as name → index of the branch. */
export const discriminator: Rule = {
  id: "discriminator",
  title: "the property that names the variant",
  keywords: ["discriminator"],
  *probes(place) {
    const stated = place.schema["discriminator"];
    if (!isObject(stated) || typeof stated["propertyName"] !== "string") return;
    const property = stated["propertyName"];
    const branches = [...schemasAt(place.schema, "oneOf"), ...schemasAt(place.schema, "anyOf")];
    const names = isObject(stated["mapping"]) ? Object.entries(stated["mapping"]) : [];
    const objects = names.flatMap(([name, index]) => {
      const schema = typeof index === "number" ? branches[index] : undefined;
      const value = schema === undefined ? undefined : valueOf(place, schema, property, name);
      return value === undefined ? [] : [{ name, schema: schema as JsonSchema, value }];
    });
    for (const { name, value } of objects) {
      yield { keyword: "discriminator", detail: name, label: `the variant ${name}`, value, valid: true };
    }
    const named =
      objects.length > 0
        ? objects
        : isRecord(place.value)
          ? [{ name: "", schema: true, value: place.value }]
          : [];
    for (const [index, { name, value }] of named.entries()) {
      const given = value[property];
      if (typeof given !== "string") continue;
      if (index === 0) yield* misnamed(value, property, names);
      for (const { name: other } of named) {
        if (
          other === name ||
          names.find(([key]) => key === other)?.[1] === names.find(([key]) => key === name)?.[1]
        )
          continue;
        yield {
          keyword: "discriminator",
          detail: `${name}/${other}`,
          label: `the variant ${name} named ${other}`,
          value: withKey(value, property, other),
          valid: false,
        };
      }
    }
  },
};

function valueOf(place: Place, schema: JsonSchema, property: string, name: string) {
  const keeps = (value: Json): boolean =>
    isRecord(value) &&
    value[property] === name &&
    place.accepts(schema, value) &&
    place.accepts(place.schema, value);
  const candidates = [...blends(place, schema)].map((value) =>
    isRecord(value) ? withKey(value, property, name) : value,
  );
  const found = settle(candidates, keeps);
  const value = found === undefined ? undefined : fullest(place, smallest(found, keeps), schema, keeps);
  return isRecord(value) ? value : undefined;
}

function* misnamed(
  value: { readonly [key: string]: Json },
  property: string,
  names: readonly (readonly [string, unknown])[],
): Generator<Probe> {
  const given = value[property] as string;
  const doubt = names.length === 0 ? { advisory: UNBOUND } : {};
  const others: readonly (readonly [string, Json, string?])[] = [
    ["an unknown name", "plumbline-unknown"],
    ["the name in the other case", caseVariant(given)],
    ["an empty name", ""],
    ["the name with a blank behind", `${given} `, MAY_TRIM],
    ["null as name", null],
    ["a number as name", 1],
    ["the name in a list", [given]],
  ];
  for (const [label, other, advisory] of others) {
    if (names.some(([name]) => name === other)) continue;
    const reason = advisory === undefined ? doubt : { advisory };
    yield {
      keyword: "discriminator",
      label,
      value: withKey(value, property, other),
      valid: false,
      ...reason,
    };
  }
  yield {
    keyword: "discriminator",
    label: "no name",
    value: withoutKey(value, property),
    valid: false,
    ...doubt,
  };
}
