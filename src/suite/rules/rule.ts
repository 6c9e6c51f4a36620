// What a rule family is: from one place of a valid value it proposes probes, valid edges and single faults.
import type { Json, JsonSchema } from "../../schema/violation.ts";

export type SchemaObject = { readonly [keyword: string]: unknown };

/** One place of a value: its schema and a valid value to vary. */
export interface Place {
  /** Translated to JSON Schema 2020-12, not a `$ref` itself (already followed); may contain allOf and the like. */
  readonly schema: SchemaObject;
  /** Valid here. */
  readonly value: Json;
  readonly resolve: (ref: string) => JsonSchema | undefined;
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
  /** A valid value of any subschema; undefined when none was found. */
  readonly sample: (schema: JsonSchema, seed?: number) => Json | undefined;
  /** Seeded: the same numbers in every run. */
  readonly random: () => number;
  readonly where: "body" | "path" | "query" | "header" | "cookie";
}

/**
 * A proposal. Whoever embeds it validates the whole message on its wire form and drops the probe when that does not
 * bear it out; a rule therefore proposes generously. The keyword always stands in the place's own schema object. For a
 * keyword that holds schemas without a clause of its own (then, else, dependentSchemas, items, prefixItems,
 * additionalProperties and patternProperties with a schema) an invalid probe breaks a clause inside it.
 */
export interface Probe {
  /** The keyword this probe is about: `maxLength`; with several members `detail` names the member. */
  readonly keyword: string;
  /** The property name for `required`, the index for `oneOf`. */
  readonly detail?: string;
  /** Short, stable, unique within (place, keyword, detail, valid): `256 characters (ASCII)`. */
  readonly label: string;
  readonly value: Json;
  readonly valid: boolean;
  /** Why the contract allows two readings; a finding is then at most a note. */
  readonly advisory?: string;
  /** For bodies: the exact JSON text of this value, instead of `JSON.stringify(value)`: `1.0`, duplicate keys. */
  readonly raw?: string;
}

export interface Rule {
  /** The file's name: `string-bounds`. */
  readonly id: string;
  readonly title: string;
  /** The keywords it speaks for. */
  readonly keywords: readonly string[];
  readonly probes: (place: Place) => Iterable<Probe>;
}
