// The schemas of a contract in use: translated at first sight, compiled at first use, shared by every operation.
import type { JsonSchema } from "../schema/violation.ts";
import { translate, type Dialect, type Direction } from "../schema/dialect.ts";
import { createValidators, KNOWN_FORMATS } from "../schema/validate.ts";
import type { Documents } from "./document.ts";
import type { ContractFinding, SchemaUse } from "./model.ts";

export interface SchemaRegistry {
  /** The schema written at `pointer`, as a message of this direction must satisfy it. */
  readonly use: (node: unknown, pointer: string, direction: Direction) => SchemaUse;
  /** What translating and compiling found so far. */
  readonly findings: readonly ContractFinding[];
}

interface Unit {
  readonly node: unknown;
  readonly pointer: string;
  readonly direction: Direction;
  schema?: JsonSchema;
}

export function schemaRegistry(documents: Documents, version: "3.0" | "3.1"): SchemaRegistry {
  const origins = new WeakMap<object, string>();
  const units = new Map<string, Unit>();
  const ids = new Map<string, string>();
  const findings: ContractFinding[] = [];
  const told = new Set<string>();

  const report = (finding: ContractFinding): void => {
    // An unknown format is told once, however many schemas use it.
    const key = finding.code === "unknown-format" ? finding.message : `${finding.code} ${finding.pointer}`;
    if (!told.has(key)) findings.push(finding);
    told.add(key);
  };
  const idOf = (node: unknown, pointer: string, direction: Direction): string => {
    const key = `${direction} ${pointer}`;
    let id = ids.get(key);
    if (id === undefined) {
      id = `plumbline:/${direction}/${ids.size + 1}`;
      ids.set(key, id);
      units.set(id, { node, pointer, direction });
    }
    return id;
  };
  const dialectFor = (direction: Direction): Dialect => ({
    version,
    direction,
    knownFormats: KNOWN_FORMATS,
    refer: (ref, from) => {
      const target = documents.resolve(ref, from);
      return target && { ...target, id: idOf(target.value, target.pointer, direction) };
    },
    remember: (schema, pointer) => void origins.set(schema, pointer),
    report,
  });
  const dialects = {
    request: dialectFor("request"),
    response: dialectFor("response"),
    both: dialectFor("both"),
  };
  const load = (id: string): JsonSchema | undefined => {
    const unit = units.get(id);
    return unit && (unit.schema ??= translate(unit.node, unit.pointer, dialects[unit.direction]));
  };
  const validators = createValidators({
    load,
    originOf: (schema) => origins.get(schema),
    onProblem: (pointer, message, fatal) => {
      if (!fatal) return report({ code: "schema-strict", severity: "note", pointer, message });
      const text = `the schema does not compile and nothing is checked against it: ${message}`;
      report({ code: "schema-not-compiled", severity: "error", pointer, message: text });
    },
  });
  const use = (node: unknown, pointer: string, direction: Direction): SchemaUse => {
    const id = idOf(node, pointer, direction);
    return {
      pointer,
      get schema() {
        return load(id) ?? true;
      },
      check: (value) => validators.check(load(id) ?? true, value),
      accepts: (value) => validators.accepts(load(id) ?? true, value),
      acceptsPart: validators.accepts,
      resolve: load,
      originOf: (schema) => origins.get(schema),
    };
  };
  return { use, findings };
}
