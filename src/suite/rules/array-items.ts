// `items`, `prefixItems`, `contains` and `unevaluatedItems`: how many items, of which kind, at which position.
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { numberAt, schemaAt, schemasAt } from "./kinds.ts";
import { itemSchema, listOf } from "./lists.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { PLAIN, arrayOf, refused, samplesOf } from "./vary.ts";

const OPEN_TUPLE =
  "JSON Schema lets a tuple be shorter, and longer unless items says otherwise; authors often mean it closed";
const EMPTY_LIST = "the contract sets no lower bound, but an empty list may still be refused";

const KEYWORDS = ["items", "prefixItems", "contains", "minContains", "maxContains", "unevaluatedItems"];

export const arrayItems: Rule = {
  id: "array-items",
  title: "which items, and where",
  keywords: KEYWORDS,
  *probes(place) {
    const { schema } = place;
    const stated = KEYWORDS.filter((keyword) => keyword in schema);
    if (stated.length === 0) return;
    const base = arrayOf(place);
    if (base === undefined) return;
    const [keyword = "items"] = stated;
    if (numberAt(schema, "minItems") === undefined && place.accepts(schema, [])) {
      yield { keyword, label: "an empty list", value: [], valid: true, advisory: EMPTY_LIST };
    }
    yield* itemVariants(place, base);
    yield* tuple(place, base);
    yield* containment(place, base);
  },
};

/** One list per kind of item, and a list of two. */
function* itemVariants(place: Place, base: readonly Json[]): Generator<Probe> {
  const items = schemaAt(place.schema, "items");
  if (items === undefined || items === false) return;
  const start = schemasAt(place.schema, "prefixItems").length;
  for (const [index, item] of samplesOf(place, items).entries()) {
    const filledUp = listOf(place, base, Math.max(start, numberAt(place.schema, "minItems") ?? 1, 1));
    const value = filledUp?.toSpliced(start, filledUp.length > start ? 1 : 0, item);
    if (value && place.accepts(place.schema, value))
      yield { keyword: "items", label: `item variant ${index + 1}`, value, valid: true };
  }
  const two = listOf(place, base, start + 2);
  if (two && place.accepts(place.schema, two))
    yield { keyword: "items", label: `${start + 2} items`, value: two, valid: true };
  const long = listOf(place, base, Math.min(start + 3, numberAt(place.schema, "maxItems") ?? start + 3));
  if (long === undefined || long.length <= start) return;
  for (const [label, bad] of refused(place, items)) {
    yield {
      keyword: "items",
      label: `the last item is ${label}`,
      value: [...long.slice(0, -1), bad],
      valid: false,
    };
  }
}

function* tuple(place: Place, base: readonly Json[]): Generator<Probe> {
  const { schema, accepts } = place;
  const prefix = schemasAt(schema, "prefixItems");
  const whole = prefix.length > 0 ? listOf(place, base, prefix.length) : undefined;
  if (whole && accepts(schema, whole)) {
    yield { keyword: "prefixItems", label: "every position", value: whole, valid: true };
    const less = whole.slice(0, -1);
    if (accepts(schema, less))
      yield {
        keyword: "prefixItems",
        label: "without the last position",
        value: less,
        valid: true,
        advisory: OPEN_TUPLE,
      };
    const more = [...whole, "plumbline"];
    if (!("items" in schema) && accepts(schema, more)) {
      yield {
        keyword: "prefixItems",
        label: "with a position more",
        value: more,
        valid: true,
        advisory: OPEN_TUPLE,
      };
    }
  }
  for (const [position, part] of (whole ? prefix : []).entries()) {
    for (const [label, bad] of refused(place, part).slice(0, 1)) {
      const value = (whole ?? []).with(position, bad);
      yield {
        keyword: "prefixItems",
        detail: String(position),
        label: `position ${position} is ${label}`,
        value,
        valid: false,
      };
    }
  }
  for (const keyword of ["items", "unevaluatedItems"]) {
    if (schema[keyword] !== false) continue;
    const full = whole ?? base;
    yield { keyword, label: "one item too many", value: [...full, "plumbline"], valid: false };
    yield { keyword, label: "null as one item too many", value: [...full, null], valid: false };
    const last = full.at(-1);
    if (last !== undefined)
      yield { keyword, label: "the last item again", value: [...full, last], valid: false };
  }
}

/** JSON Schema 2020-12 §6.4.4, §6.4.5 and Core §10.3.1.3: how many items satisfy `contains`. */
function* containment(place: Place, base: readonly Json[]): Generator<Probe> {
  const { schema, accepts } = place;
  const wanted = schemaAt(schema, "contains");
  if (wanted === undefined) return;
  const low = numberAt(schema, "minContains") ?? 1;
  const high = numberAt(schema, "maxContains");
  const fitting = pool(place, wanted).filter((item) => accepts(wanted, item));
  const others = [...pool(place, itemSchema(place, 0)), ...base].filter((item) => !accepts(wanted, item));
  const keyword = (name: string): string => (name in schema ? name : "contains");
  const build = (count: number): readonly Json[] | undefined => mixed(place, fitting, others, count);
  for (const [name, count, valid] of [
    ["minContains", low, true],
    ["minContains", low + 1, true],
    ["minContains", low - 1, false],
    ["contains", 0, low === 0],
    ["maxContains", high, true],
    ["maxContains", high === undefined ? undefined : high + 1, false],
  ] as const) {
    const value = count === undefined || count < 0 ? undefined : build(count);
    if (value === undefined || (name === "contains" && low === 1) || (valid && !accepts(schema, value)))
      continue;
    yield {
      keyword: keyword(name),
      label: `${count} that fit${name === "maxContains" ? ", at most" : ""}`,
      value,
      valid,
    };
  }
  if (
    low > 0 &&
    accepts(schemaAt(schema, "items") ?? true, base[0] ?? null) &&
    !numberAt(schema, "minItems")
  ) {
    yield { keyword: keyword("minContains"), label: "no items at all", value: [], valid: false };
  }
}

const pool = (place: Place, schema: JsonSchema): readonly Json[] => {
  const own = schemaAt(place.schema, "items") ?? true;
  const values = [...samplesOf(place, schema, 6), ...PLAIN.map(([, value]) => value), 2, 0, "b", "c", "d"];
  return values.filter((item) => place.accepts(own, item));
};

/** `count` items that fit and, up to `minItems`, items that do not. */
function mixed(
  place: Place,
  fitting: readonly Json[],
  others: readonly Json[],
  count: number,
): readonly Json[] | undefined {
  const unique = place.schema["uniqueItems"] === true;
  const least = Math.max(count, numberAt(place.schema, "minItems") ?? 1, 1);
  const take = (from: readonly Json[], many: number): readonly Json[] | undefined => {
    if (many === 0) return [];
    const kinds = [...new Map(from.map((item) => [JSON.stringify(item), item])).values()];
    if (kinds.length === 0 || (unique && kinds.length < many)) return undefined;
    return Array.from({ length: many }, (_, index) => kinds[index % kinds.length] as Json);
  };
  const chosen = take(fitting, count);
  const rest = take(others, least - count);
  return chosen && rest ? [...chosen, ...rest] : undefined;
}
