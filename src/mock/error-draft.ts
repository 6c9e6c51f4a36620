// Drafts of an error body from its schema: the reason, the category and the status go where their names say.
import type { JsonSchema } from "../schema/violation.ts";
import { branchesByFit, combine, mergeDrafts } from "./draft-variants.ts";
import { isSlot, slotValue } from "./error-slots.ts";
import type { DraftContext, ErrorFacts } from "./error-facts.ts";

type SchemaObject = Exclude<JsonSchema, boolean>;

const DEPTH = 8;
const DETAIL_LISTS = /^(errors?|details?|messages|violations|issues|problems|causes)$/i;

/** Values that may satisfy the schema, the most telling first; each still has to be checked. */
export function draftsOf(schema: JsonSchema, context: DraftContext): unknown[] {
  return draftsAt(schema, { name: "message", siblings: [], depth: 0, context });
}

interface Place {
  /** The member's name; the root is named after what a lone string would be: the message. */
  readonly name: string;
  readonly siblings: readonly string[];
  readonly depth: number;
  readonly context: DraftContext;
}

function draftsAt(schema: JsonSchema | undefined, place: Place): unknown[] {
  if (schema === undefined || schema === false || place.depth > DEPTH) return [];
  if (schema === true) return slotValue({}, place.name, place.siblings, place.context.facts);
  if ("const" in schema) return [schema["const"]];
  if (Array.isArray(schema["enum"])) return byFacts(schema["enum"], place.context.facts);
  const groups: unknown[][] = [];
  if (typeof schema["$ref"] === "string")
    groups.push(draftsAt(place.context.resolve(schema["$ref"]), deeper(place)));
  for (const part of listOf(schema["allOf"])) groups.push(draftsAt(part, deeper(place)));
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = listOf(schema[keyword]);
    if (branches.length === 0) continue;
    const ordered = branchesByFit(branches, place.context);
    groups.push(ordered.flatMap((branch) => draftsAt(branch, deeper(place))));
  }
  if (groups.length === 0 || "properties" in schema || "required" in schema)
    groups.push(ownDrafts(schema, place));
  return combine(groups, mergeDrafts);
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

/** By the schema's own type; where it leaves the type open, by what it describes. */
function ownDrafts(schema: SchemaObject, place: Place): unknown[] {
  const declared = schema["type"];
  const types = typeof declared === "string" ? [declared] : Array.isArray(declared) ? declared : [];
  const allows = (type: string): boolean => types.includes(type);
  if (allows("object") || (types.length === 0 && ("properties" in schema || "required" in schema))) {
    return objectDrafts(schema, place);
  }
  if (allows("array") || (types.length === 0 && "items" in schema)) return arrayDrafts(schema, place);
  const filled = slotValue(schema, place.name, place.siblings, place.context.facts);
  const constrained = ["pattern", "format", "minLength", "minimum", "multipleOf"].some(
    (keyword) => keyword in schema,
  );
  if (filled.length > 0 && !constrained) return filled;
  const sampled = place.context.any(schema);
  return sampled === undefined ? filled : [...filled, sampled];
}

function objectDrafts(schema: SchemaObject, place: Place): unknown[] {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = listOf<string>(schema["required"]);
  const names = [...new Set([...Object.keys(properties), ...required])];
  const groups: unknown[][] = [[{}]];
  for (const name of names) {
    const needed = required.includes(name);
    if (!needed && !isSlot(name)) continue;
    const inner = Object.hasOwn(properties, name) ? properties[name] : additionalOf(schema);
    const drafts = draftsAt(inner, { name, siblings: names, depth: place.depth + 1, context: place.context });
    if (drafts.length > 0) groups.push(drafts.map((draft) => Object.fromEntries([[name, draft]])));
    else if (needed) return [];
  }
  return combine(groups, mergeDrafts);
}

function additionalOf(schema: SchemaObject): JsonSchema {
  const additional = schema["additionalProperties"];
  return additional === undefined ? true : (additional as JsonSchema);
}

/** A list of problems gets one item per problem; another list as few items as it may have. */
function arrayDrafts(schema: SchemaObject, place: Place): unknown[] {
  const { facts } = place.context;
  const items = (schema["items"] ?? true) as JsonSchema;
  const most = typeof schema["maxItems"] === "number" ? schema["maxItems"] : DEPTH;
  if (facts.detail !== undefined && /^loc(ation)?$|^path$/i.test(place.name))
    return [[facts.detail.in, facts.detail.field]];
  if (DETAIL_LISTS.test(place.name) || place.depth === 0) {
    const details =
      facts.details.length > 0 ? facts.details : [{ field: "", in: "", message: facts.message }];
    const filled = details.slice(0, most).map((detail) => {
      const message = detail.field === "" ? detail.message : `${detail.field}: ${detail.message}`;
      const context = { ...place.context, facts: { ...facts, detail, message } };
      return draftsAt(items, { name: "message", siblings: [], depth: place.depth + 1, context })[0];
    });
    if (!filled.includes(undefined)) return [filled];
  }
  const sampled = place.context.any(schema);
  return sampled === undefined ? [[]] : [sampled];
}

/** The members of an enum, those first that are the category or the status of this error. */
function byFacts(members: readonly unknown[], facts: ErrorFacts): unknown[] {
  const telling = members.filter((member) => {
    if (member === facts.status || member === String(facts.status)) return true;
    return typeof member === "string" && plain(member) === plain(facts.type);
  });
  return [...telling, ...members.filter((member) => member !== null && !telling.includes(member))].slice(
    0,
    DEPTH,
  );
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function listOf<Item = JsonSchema>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}
