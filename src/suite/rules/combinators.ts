// `allOf`, `anyOf`, `oneOf` and `not`: each branch alone, no branch, two branches at once.
import { UNCLEAR_NULL } from "../../schema/dialect.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { isRecord, schemaAt, schemasAt, typeAdmits } from "./kinds.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { PLAIN, blends, fullest, mutations, samplesOf, settle, smallest, withKey } from "./vary.ts";

/** Above this many branches only neighbours and pairs with the first are mixed. */
const MANY = 8;
/** How many values that fit no branch are tried per branch. */
const MISSES = 4;

export const combinators: Rule = {
  id: "combinators",
  title: "combined schemas",
  keywords: ["allOf", "anyOf", "oneOf", "not"],
  *probes(place) {
    if (schemasAt(place.schema, "allOf").length > 0) yield* merged(place);
    for (const keyword of ["anyOf", "oneOf"] as const) {
      const branches = schemasAt(place.schema, keyword);
      if (branches.length > 0) yield* choices(place, keyword, branches);
    }
    yield* negation(place);
  },
};

function* merged(place: Place): Generator<Probe> {
  for (const [index, value] of samplesOf(place, place.schema).entries()) {
    if (place.accepts(place.schema, value))
      yield { keyword: "allOf", label: `variant ${index + 1}`, value, valid: true };
  }
}

interface Branch {
  readonly index: number;
  /** False: no value was found that fits this branch and the whole; the values then fit the branch only. */
  readonly alone: boolean;
  readonly schema: JsonSchema;
  readonly minimal: Json;
  readonly full: Json;
}

function* choices(
  place: Place,
  keyword: "anyOf" | "oneOf",
  schemas: readonly JsonSchema[],
): Generator<Probe> {
  const branches = schemas.flatMap((schema, index) => branchOf(place, schema, index) ?? []);
  for (const { index, alone, minimal, full } of branches) {
    if (!alone) continue;
    const detail = String(index);
    yield { keyword, detail, label: `branch ${index}`, value: minimal, valid: true };
    if (JSON.stringify(full) !== JSON.stringify(minimal)) {
      yield { keyword, detail, label: `branch ${index}, every property`, value: full, valid: true };
    }
  }
  yield* noBranch(place, keyword, schemas, branches);
  for (const [one, other] of pairsOf(branches)) yield* together(place, keyword, schemas, [one, other]);
}

function branchOf(place: Place, schema: JsonSchema, index: number): Branch | undefined {
  const keeps = (value: Json): boolean => place.accepts(schema, value) && place.accepts(place.schema, value);
  const found = settle(blends(place, schema), keeps);
  if (found === undefined) {
    const [sample] = samplesOf(place, schema);
    return sample === undefined ? undefined : { index, alone: false, schema, minimal: sample, full: sample };
  }
  return {
    index,
    alone: true,
    schema,
    minimal: smallest(found, keeps),
    full: fullest(place, found, schema, keeps),
  };
}

function* noBranch(
  place: Place,
  keyword: "anyOf" | "oneOf",
  schemas: readonly JsonSchema[],
  branches: readonly Branch[],
): Generator<Probe> {
  const seen = new Set<string>();
  const misses = (value: Json): boolean => {
    const text = JSON.stringify(value);
    if (
      seen.has(text) ||
      !typeAdmits(place.schema, value) ||
      schemas.some((schema) => place.accepts(schema, value))
    )
      return false;
    seen.add(text);
    return true;
  };
  const odd = [...PLAIN, ["an unknown key alone", { plumblineUnknown: "plumbline" }]] as const;
  for (const [label, value] of odd) {
    if (value === null && place.schema[UNCLEAR_NULL] === true) continue;
    if (misses(value)) yield { keyword, label: `no branch: ${label}`, value, valid: false };
  }
  for (const { index, minimal } of branches) {
    if (!isRecord(minimal)) continue;
    let count = 0;
    const extra: readonly (readonly [string, Json])[] = [
      ["an unknown key more", withKey(minimal, "plumblineUnknown", 1)],
      ["written as text", JSON.stringify(minimal)],
    ];
    for (const [label, value] of [...extra, ...mutations(minimal)]) {
      if (count >= MISSES) break;
      if (!misses(value)) continue;
      count += 1;
      yield { keyword, label: `no branch: like ${index}, ${label}`, value, valid: false };
    }
  }
}

function* pairsOf(branches: readonly Branch[]): Generator<readonly [Branch, Branch]> {
  for (const [at, one] of branches.entries()) {
    for (const [offset, other] of branches.slice(at + 1).entries()) {
      if (branches.length <= MANY || at === 0 || offset === 0) yield [one, other];
    }
  }
}

/** Values made of two branches: valid for anyOf where they fit one, and for oneOf only where they fit exactly one. */
function* together(
  place: Place,
  keyword: "anyOf" | "oneOf",
  schemas: readonly JsonSchema[],
  [one, other]: readonly [Branch, Branch],
): Generator<Probe> {
  const detail = `${one.index}+${other.index}`;
  const mixes: (readonly [string, Json])[] = [];
  for (const form of ["minimal", "full"] as const) {
    const [left, right] = [one[form], other[form]];
    if (!isRecord(left) || !isRecord(right)) continue;
    mixes.push([`keys of ${one.index} and ${other.index}, ${form}`, { ...left, ...right }]);
    mixes.push([`keys of ${other.index} and ${one.index}, ${form}`, { ...right, ...left }]);
  }
  // One foreign key at a time: a server that closes its variants against whole neighbours only is found here.
  for (const [base, guest] of [
    [one, other],
    [other, one],
  ] as const) {
    if (!isRecord(base.minimal) || !isRecord(guest.full)) continue;
    for (const [key, value] of Object.entries(guest.full).slice(0, MANY)) {
      const mixed: Json = { ...base.minimal, [key]: value };
      const takers = schemas.filter((schema) => place.accepts(schema, mixed)).length;
      const fits = keyword === "anyOf" ? takers > 0 : takers === 1;
      if (!Object.hasOwn(base.minimal, key) && !fits)
        mixes.push([`${key} of ${guest.index} beside ${base.index}`, mixed]);
    }
  }
  const overlap = [
    one.minimal,
    other.minimal,
    ...samplesOf(place, one.schema),
    ...samplesOf(place, other.schema),
    ...PLAIN.map(([, value]) => value),
  ].find(
    (value) =>
      place.accepts(one.schema, value) &&
      place.accepts(other.schema, value) &&
      typeAdmits(place.schema, value),
  );
  if (overlap !== undefined) mixes.push([`a value for ${one.index} and ${other.index}`, overlap]);
  const own = [one, other].flatMap(({ alone, minimal, full }) => (alone ? [minimal, full] : []));
  const seen = new Set(own.map((value) => JSON.stringify(value)));
  for (const [label, value] of mixes) {
    const text = JSON.stringify(value);
    if (seen.has(text)) continue;
    seen.add(text);
    const fitting = schemas.filter((schema) => place.accepts(schema, value)).length;
    yield { keyword, detail, label, value, valid: keyword === "anyOf" ? fitting > 0 : fitting === 1 };
  }
}

function* negation(place: Place): Generator<Probe> {
  const inner = schemaAt(place.schema, "not");
  if (inner === undefined || typeof inner === "boolean") return;
  yield { keyword: "not", label: "a value the inner schema refuses", value: place.value, valid: true };
  const seen = new Set<string>();
  const candidates: Json[] = [...blends(place, inner), ...PLAIN.map(([, value]) => value)];
  let count = 0;
  for (const value of candidates) {
    const text = JSON.stringify(value);
    if (seen.has(text) || !typeAdmits(place.schema, value) || !place.accepts(inner, value)) continue;
    seen.add(text);
    count += 1;
    yield {
      keyword: "not",
      label: `a value the inner schema accepts, variant ${count}`,
      value,
      valid: false,
    };
    if (count >= 4) return;
  }
}
