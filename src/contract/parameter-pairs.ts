// Values spread over name-value pairs: exploded forms (`a=1&a=2`) and deepObject (`a[b]=1`), for reading and writing.
import type { Shape } from "./shape.ts";
import type { Encode, Field, FieldRead } from "./parameter-styles.ts";
import { BAD_ESCAPE, readItems, readObject } from "./parameter-styles.ts";
import { readLone, readPrimitive, writePrimitive } from "./primitive.ts";
import { getOwn, isRecord, setOwn } from "./record.ts";

export type Pair = readonly [name: string, value: string];

/** Names are decoded, values are not: a style looks at undecoded delimiters first. */
export interface Pairs {
  readonly list: readonly Pair[];
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

export function pairsOf(list: readonly Pair[]): Pairs {
  const byName = new Map<string, string[]>();
  for (const [name, raw] of list) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [raw]);
    else values.push(raw);
  }
  return { list, byName };
}

/**
 * An exploded form field; undefined when it is absent. The members of an object stand among the other pairs under their
 * own names; the names in `others` belong to other fields.
 */
export function readRepeated(field: Field, pairs: Pairs, others: ReadonlySet<string>): FieldRead | undefined {
  const { shape } = field;
  const known = shape.types.size > 0;
  if (known && shape.kinds.has("object")) {
    const members = pairs.list.filter(([name]) => isMember(shape, name, others));
    if (members.length > 0) return readObject(field, members);
  }
  const raw = pairs.byName.get(field.name);
  const first = raw?.[0];
  if (raw === undefined || first === undefined) return undefined;
  const list = shape.kinds.has("array");
  if (list && raw.length > 1) return readItems(field, raw);
  const decoded = field.decode(first);
  if (decoded === undefined) return BAD_ESCAPE;
  if (list && known) return readLone(decoded, shape) ?? readItems(field, raw);
  const value = readPrimitive(decoded, shape);
  return raw.length > 1 ? { value, repeated: true } : { value };
}

function isMember(shape: Shape, name: string, others: ReadonlySet<string>): boolean {
  if (getOwn(shape.properties, name) !== undefined) return true;
  return shape.additional !== undefined && !others.has(name);
}

/** Value → exploded pairs, names and values encoded; undefined when nested, or when nothing would be sent. */
export function writeRepeated(name: string, value: unknown, encode: Encode): Pair[] | undefined {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item) => [name, item])
    : isRecord(value)
      ? Object.entries(value)
      : [[name, value]];
  const pairs: Pair[] = [];
  for (const [key, item] of entries) {
    const pair = pairOf(key, item, encode);
    if (pair === undefined) return undefined;
    pairs.push(pair);
  }
  return pairs.length > 0 ? pairs : undefined;
}

function pairOf(name: string, value: unknown, encode: Encode): Pair | undefined {
  const plain = writePrimitive(value);
  const encodedName = encode(name, "=");
  const encoded = plain === undefined ? undefined : encode(plain, "");
  return encoded === undefined || encodedName === undefined ? undefined : [encodedName, encoded];
}

/** A name in a bracketed tree: what was sent for it, and what is below it. */
interface Branch {
  readonly raw: string[];
  readonly below: Map<string, Branch>;
}

const MAX_BRACKETS = 50;

/** A deepObject field, nested to any depth up to 50; undefined when it is absent. */
export function readBrackets(field: Field, pairs: Pairs): FieldRead | undefined {
  const root: Branch = { raw: [], below: new Map() };
  const prefix = `${field.name}[`;
  for (const [name, raw] of pairs.list) {
    if (name === field.name) root.raw.push(raw);
    if (!name.startsWith(prefix)) continue;
    const path = bracketPath(name.slice(field.name.length));
    if (path === undefined) continue;
    if (path.length > MAX_BRACKETS) return { error: `is nested more than ${MAX_BRACKETS} deep` };
    let branch = root;
    for (const key of path) {
      let next = branch.below.get(key);
      if (next === undefined) branch.below.set(key, (next = { raw: [], below: new Map() }));
      branch = next;
    }
    branch.raw.push(raw);
  }
  if (root.raw.length === 0 && root.below.size === 0) return undefined;
  return readBranch(field, root);
}

/** `[a][b]` → a, b; undefined for text that is not brackets only. */
function bracketPath(text: string): string[] | undefined {
  if (!/^(?:\[[^[\]]*\])+$/.test(text)) return undefined;
  return text.slice(1, -1).split("][");
}

function readBranch(field: Field, branch: Branch): FieldRead {
  const { shape } = field;
  if (branch.below.size === 0) {
    return (
      readRepeated(field, { list: [], byName: new Map([[field.name, branch.raw]]) }, new Set()) ?? {
        value: "",
      }
    );
  }
  if (branch.raw.length > 0) return { error: "gives one name both a value and members" };
  const keys = [...branch.below.keys()];
  const unnamed = keys.every((key) => key === "");
  const list =
    shape.types.size > 0 ? shape.kinds.has("array") && keys.every((key) => /^\d{0,9}$/.test(key)) : unnamed;
  return list ? readList(field, branch) : readTree(field, branch);
}

function readList(field: Field, branch: Branch): FieldRead {
  const value: unknown[] = [];
  let repeated = false;
  const sorted = [...branch.below].sort(([one], [other]) => Number(one) - Number(other));
  const shape = field.shape.items ?? ANY_ITEM;
  for (const [key, below] of sorted) {
    const parts =
      key === "" && below.below.size === 0 ? below.raw.map((raw) => ({ ...below, raw: [raw] })) : [below];
    for (const part of parts) {
      const read = readBranch({ ...field, shape }, part);
      if ("error" in read) return read;
      repeated ||= read.repeated === true;
      value.push(read.value);
    }
  }
  return repeated ? { value, repeated: true } : { value };
}

const ANY_ITEM: Shape = { kinds: new Set(["primitive"]), types: new Set() };

function readTree(field: Field, branch: Branch): FieldRead {
  const value: Record<string, unknown> = {};
  let repeated = false;
  for (const [key, below] of branch.below) {
    const shape = getOwn(field.shape.properties, key) ?? field.shape.additional ?? ANY_MEMBER;
    const read = readBranch({ ...field, shape }, below);
    if ("error" in read) return read;
    repeated ||= read.repeated === true;
    setOwn(value, key, read.value);
  }
  return repeated ? { value, repeated: true } : { value };
}

/** An undeclared member that comes twice is a list. */
const ANY_MEMBER: Shape = { kinds: new Set(["array", "object", "primitive"]), types: new Set() };

/**
 * Object → deepObject pairs; lists of primitives repeat their name, lists of anything else are numbered. Undefined for
 * what brackets cannot say: a lone primitive or list, an empty object or list, a name with brackets in it.
 */
export function writeBrackets(name: string, value: unknown, encode: Encode): Pair[] | undefined {
  if (!isRecord(value)) return undefined;
  const pairs: Pair[] = [];
  return addBranch(pairs, { name, value, depth: 0 }, encode) ? pairs : undefined;
}

function addBranch(
  pairs: Pair[],
  branch: { readonly name: string; readonly value: unknown; readonly depth: number },
  encode: Encode,
): boolean {
  const { name, value, depth } = branch;
  if (depth > MAX_BRACKETS) return false;
  const add = (key: string, item: unknown): boolean =>
    key !== "" &&
    !/[[\]]/.test(key) &&
    addBranch(pairs, { name: `${name}[${key}]`, value: item, depth: depth + 1 }, encode);
  if (isRecord(value)) {
    const entries = Object.entries(value);
    return entries.length > 0 && entries.every(([key, item]) => add(key, item));
  }
  if (Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null)) {
    return value.every((item, index) => add(String(index), item));
  }
  const items: unknown[] = Array.isArray(value) ? value : [value];
  for (const item of items) {
    const pair = pairOf(name, item, encode);
    if (pair === undefined) return false;
    pairs.push(pair);
  }
  return items.length > 0;
}
