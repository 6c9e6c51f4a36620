// Puts the fields of a form together: lists from repeated names, objects from members, JSON from documents.
import type { FieldPlan, FormPlan } from "./form-plan.ts";
import { parseJson } from "./json-text.ts";
import type { Part } from "./multipart.ts";
import type { Pairs } from "./parameter-pairs.ts";
import { pairsOf, readBrackets, readRepeated } from "./parameter-pairs.ts";
import type { FieldRead } from "./parameter-styles.ts";
import { BAD_ESCAPE, readText } from "./parameter-styles.ts";
import type { Decode } from "./percent.ts";
import { readLone, readPrimitive } from "./primitive.ts";
import { getOwn, setOwn } from "./record.ts";
import type { Shape } from "./shape.ts";

/** `repeated`: names given more than once where one value is expected. `parts`: what a multipart body was made of. */
export type ReadForm =
  | {
      readonly value: Readonly<Record<string, unknown>>;
      readonly repeated?: readonly string[];
      readonly parts?: readonly Part[];
      readonly error?: never;
    }
  | { readonly error: string };

/** One field as sent: raw text, or a value that its part has settled already. */
export type Entry =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly value: unknown; readonly text?: never };

/** What the contract's fields may not hold bare where `allowReserved` is false (RFC 3986 §2.2, as far as form encoders escape it). */
const RESERVED = /[:/?#[\]@$;]/;

/** Entries → one object by the plan of the form. */
export function readEntries(entries: readonly Entry[], plan: FormPlan, decode: Decode): ReadForm {
  const byName = group(entries);
  const pairs = pairsOf(
    entries.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const])),
  );
  const value: Record<string, unknown> = {};
  const repeated: string[] = [];
  const claimed = new Set<string>();
  for (const field of plan.fields.values()) {
    const read = readField({ field, plan, own: byName.get(field.name) ?? [], pairs, decode, claimed });
    if (read === undefined) continue;
    if (read.error !== undefined) return { error: `has a field "${field.name}" that ${read.error}` };
    setOwn(value, field.name, read.value);
    if (read.repeated) repeated.push(field.name);
  }
  for (const [name, own] of byName) {
    if (claimed.has(name) || plan.fields.has(name)) continue;
    const read = readPlain({ name, shape: plan.additional, json: false }, own, decode);
    if (read.error !== undefined) return { error: `has a field "${name}" that ${read.error}` };
    setOwn(value, name, read.value);
    if (read.repeated) repeated.push(name);
  }
  return repeated.length > 0 ? { value, repeated } : { value };
}

function group(entries: readonly Entry[]): Map<string, Entry[]> {
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) {
    const list = byName.get(entry.name);
    if (list === undefined) byName.set(entry.name, [entry]);
    else list.push(entry);
  }
  return byName;
}

interface FieldInput {
  readonly field: FieldPlan;
  readonly plan: FormPlan;
  readonly own: readonly Entry[];
  readonly pairs: Pairs;
  readonly decode: Decode;
  /** Gathers the names that belong to this field though they are not its own. */
  readonly claimed: Set<string>;
}

function readField(input: FieldInput): FieldRead | undefined {
  const { field, own, pairs, decode } = input;
  if (field.allowReserved === false && pairs.byName.get(field.name)?.some((raw) => RESERVED.test(raw))) {
    return { error: "holds reserved characters that must be percent-encoded" };
  }
  const { layout } = field;
  const settled = own.some((entry) => entry.text === undefined);
  if (layout === undefined || settled) {
    if (own.length > 0) return readPlain(field, own, decode);
    return field.json ? readSpread(input) : undefined;
  }
  if (layout.kind === "repeated") {
    return field.shape.types.has("object")
      ? readSpread(input)
      : readRepeated({ ...field, decode }, pairs, new Set());
  }
  if (layout.kind === "brackets") {
    for (const [name] of pairs.list) if (name.startsWith(`${field.name}[`)) input.claimed.add(name);
    return readBrackets({ ...field, decode }, pairs);
  }
  const raw = pairs.byName.get(field.name);
  if (raw?.[0] === undefined) return undefined;
  const read = readText(layout, { ...field, decode }, raw[0]);
  return read.error !== undefined || raw.length === 1 ? read : { value: read.value, repeated: true };
}

/** An object whose members stand beside the other fields: style form with explode, the default of 3.0. */
function readSpread({ field, plan, pairs, decode, claimed }: FieldInput): FieldRead | undefined {
  const free = pairs.list.filter(([name]) => name === field.name || !plan.names.has(name));
  const known = free.filter(
    ([name]) => name === field.name || getOwn(field.shape.properties, name) !== undefined,
  );
  for (const [name] of known) claimed.add(name);
  return readRepeated({ ...field, decode }, pairsOf(known), plan.names);
}

type Plain = Pick<FieldPlan, "name" | "shape" | "json" | "contentType">;

/** No style: one value per entry; several make a list where the schema has one, or says nothing. */
function readPlain(field: Plain, own: readonly Entry[], decode: Decode): FieldRead {
  const { shape } = field;
  const known = shape.types.size > 0;
  const list = shape.kinds.has("array") && (known || own.length > 1);
  const values: unknown[] = [];
  for (const entry of own) {
    const read = readEntry(field, entry, list ? shape.items : shape, decode);
    if (read.error !== undefined) return read;
    values.push(read.value);
  }
  const [first] = values;
  if (!list) return values.length > 1 ? { value: first, repeated: true } : { value: first };
  // A lone JSON part may hold the whole list.
  if (values.length === 1 && Array.isArray(first) && shape.items?.kinds.has("array") !== true)
    return { value: first };
  const [only] = own;
  if (own.length === 1 && only?.text !== undefined && !field.json) {
    const lone = readLone(decode(only.text) ?? "", shape);
    if (lone !== undefined) return lone;
  }
  return { value: values };
}

function readEntry(field: Plain, entry: Entry, shape: Shape | undefined, decode: Decode): FieldRead {
  if (entry.text === undefined) return { value: entry.value };
  const text = decode(entry.text);
  if (text === undefined) return BAD_ESCAPE;
  if (field.json) {
    const parsed = parseJson(text);
    if (parsed.error === undefined) return { value: parsed.value };
    // Declared as JSON it must be; where JSON is only the default, the schema names the type.
    if (field.contentType !== undefined) return { error: `is not JSON: it ${parsed.error}` };
  }
  return { value: readPrimitive(text, shape) };
}
