// The schemas of a contract in use: translated at first sight, compiled at first use, shared by every operation.
import type { JsonSchema } from "../schema/violation.ts";
import { translate, type Dialect, type Direction, type Draft, type Target } from "../schema/dialect.ts";
import { NONE, releasedFrom } from "../schema/direction.ts";
import { joinPointer } from "../schema/pointer.ts";
import { createValidators, KNOWN_FORMATS } from "../schema/validate.ts";
import { eachInPlace } from "../schema/walk.ts";
import type { Documents } from "./document.ts";
import type { ContractFinding, SchemaUse } from "./model.ts";

export interface SchemaRegistry {
  /** The schema written at `pointer`, as a message of this direction must satisfy it. */
  readonly use: (node: unknown, pointer: string, direction: Direction) => SchemaUse;
  /** What translating and compiling found so far. */
  readonly findings: readonly ContractFinding[];
}

/** What a schema's translation depends on besides its text. */
interface Scope {
  readonly direction: Direction;
  /** `$dynamicAnchor`s by name: the outermost resource on the way here that has one. */
  readonly anchors: ReadonlyMap<string, string>;
  /** Properties that schemas around this one release (see direction.ts). */
  readonly released: ReadonlySet<string>;
}

interface Unit {
  readonly target: Target;
  readonly scope: Scope;
  schema?: JsonSchema;
}

/** The longest chain of schemas that only refer to the next. */
const LONGEST_CHAIN = 400;

export function schemaRegistry(documents: Documents, version: "3.0" | "3.1"): SchemaRegistry {
  const origins = new WeakMap<object, string>();
  const units = new Map<string, Unit>();
  const ids = new Map<string, string>();
  const uses = new Map<string, SchemaUse>();
  const { findings, report } = collector();

  const idOf = (target: Target, scope: Scope): string => {
    const key = keyOf(target, scope);
    let id = ids.get(key);
    if (id === undefined) {
      id = `plumbline:/${scope.direction}/${ids.size + 1}`;
      ids.set(key, id);
      units.set(id, { target, scope });
    }
    return id;
  };
  const load = loader(
    units,
    (unit) => {
      const dialect = dialectFor(documents, unit.scope, idOf);
      const remember = (schema: object, pointer: string): void => void origins.set(schema, pointer);
      return translate(unit.target.value, unit.target.pointer, { ...dialect, version, remember, report });
    },
    (schema, message) => {
      const pointer = joinPointer(origins.get(schema) ?? "#", "$ref");
      report({ code: "circular-reference", severity: "error", pointer, message });
    },
  );
  const originOf = (schema: object): string | undefined => origins.get(schema);
  const validators = createValidators({
    load,
    originOf,
    onProblem: (pointer, message) => {
      const text = `the schema does not compile and nothing is checked against it: ${message}`;
      report({ code: "schema-not-compiled", severity: "error", pointer, message: text });
    },
  });
  const use = (node: unknown, pointer: string, direction: Direction): SchemaUse => {
    const anchors = documents.dynamicAnchors(pointer);
    const id = idOf({ pointer, value: node }, { direction, anchors, released: NONE });
    const made = uses.get(id) ?? {
      pointer,
      get schema() {
        return load(id) ?? true;
      },
      check: (value: unknown) => validators.check(load(id) ?? true, value),
      accepts: (value: unknown) => validators.accepts(load(id) ?? true, value),
      acceptsPart: validators.accepts,
      resolve: load,
      originOf,
    };
    uses.set(id, made);
    return made;
  };
  return { use, findings };
}

function collector(): { findings: ContractFinding[]; report: (finding: ContractFinding) => void } {
  const findings: ContractFinding[] = [];
  const told = new Set<string>();
  const report = (finding: ContractFinding): void => {
    // An unknown format is told once, however many schemas use it.
    const key = finding.code === "unknown-format" ? finding.message : `${finding.code} ${finding.pointer}`;
    if (!told.has(key)) findings.push(finding);
    told.add(key);
  };
  return { findings, report };
}

function keyOf({ pointer }: Target, { direction, anchors, released }: Scope): string {
  const bound = anchors.size === 0 ? "" : JSON.stringify([...anchors].toSorted());
  const free = released.size === 0 ? "" : JSON.stringify([...released].toSorted());
  return `${direction} ${pointer} ${bound} ${free}`;
}

/** The part of a dialect that depends on where a schema is read from. */
function dialectFor(
  documents: Documents,
  scope: Scope,
  idOf: (target: Target, scope: Scope) => string,
): Omit<Dialect, "version" | "remember" | "report"> {
  const { direction, anchors } = scope;
  const entered = (pointer: string): ReadonlyMap<string, string> => {
    const own = documents.dynamicAnchors(pointer);
    return own.size === 0 ? anchors : new Map([...own, ...anchors]);
  };
  const rest = { direction, knownFormats: KNOWN_FORMATS, find: documents.resolve };
  const dialect: Omit<Dialect, "version" | "remember" | "report"> = {
    ...rest,
    released: scope.released,
    findDynamic: (ref, from) => {
      const first = documents.resolve(ref, from);
      const name = ref.slice(ref.indexOf("#") + 1);
      const node = first?.value as Draft | undefined;
      // Without a dynamic anchor where it first points, it is a `$ref` (2020-12 core §8.2.3.2).
      if (!first || !ref.includes("#") || node?.["$dynamicAnchor"] !== name) return first;
      const pointer = entered(first.pointer).get(name);
      return pointer === undefined ? first : { pointer, value: documents.at(pointer) };
    },
    idOf: (target, released) => {
      const needed = released.size === 0 ? NONE : releasedFrom(target, { ...dialect, released });
      return idOf(target, { direction, anchors: entered(target.pointer), released: needed });
    },
    isApart: (node, pointer) => typeof node["$id"] === "string" && documents.dynamicAnchors(pointer).size > 0,
  };
  return dialect;
}

/**
 * Gives the translation of an id, made at first use. A schema that comes back to itself without going into a part of
 * the value would never end; the reference that closes the circle is left out, aloud.
 */
function loader(
  units: ReadonlyMap<string, Unit>,
  make: (unit: Unit) => JsonSchema,
  onCircle: (schema: object, message: string) => void,
): (id: string) => JsonSchema | undefined {
  const open = new Set<string>();
  const load = (id: string): JsonSchema | undefined => {
    const unit = units.get(id);
    if (!unit || unit.schema !== undefined) return unit?.schema;
    unit.schema = make(unit);
    open.add(id);
    eachInPlace(unit.schema, (schema) => {
      const { $ref } = schema;
      if (typeof $ref !== "string") return;
      if (!open.has($ref) && open.size < LONGEST_CHAIN) return void load($ref);
      const why = open.has($ref)
        ? "leads back to this schema without going into a part of the value; it is left out"
        : `is more than ${LONGEST_CHAIN} references away from the first; it is left out`;
      onCircle(schema, why);
      delete (schema as Draft)["$ref"];
    });
    open.delete(id);
    return unit.schema;
  };
  return load;
}
