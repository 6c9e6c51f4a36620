// What the search for a value carries along: its options, its budget, and the place in the value it has reached.
import type { Layer } from "./layers.ts";
import type { Json, JsonSchema } from "./violation.ts";

export interface SampleOptions {
  /** The schema that a `$ref` names, the string exactly as it stands in the schema. */
  readonly resolve: (ref: string) => JsonSchema | undefined;
  /** The truth: whether the value satisfies this schema. */
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
  readonly seed?: number;
  /** Optional properties: none, or all (as deep as is sensible). */
  readonly fill?: "required" | "all";
  /** Whether `examples`, `example` and `default` are used where they are valid. */
  readonly examples?: boolean;
  /** Other values with each seed, as real as they can be; without it values are plain and nearly always the same. */
  readonly varied?: boolean;
  /** Names of properties never added where they are optional. */
  readonly omit?: ReadonlySet<string>;
}

/** One attempt: its settings, and what is left of its budget. */
export interface Search {
  readonly options: SampleOptions;
  readonly random: () => number;
  /** True: every part is checked as it is made. False: only the whole, which is much faster and mostly right. */
  readonly careful: boolean;
  readonly hints: boolean;
  readonly fill: "required" | "all";
  /** Below this depth of the value only what is required is made. */
  readonly fillDepth: number;
  /** Variants that are settled: the list of a oneOf or anyOf, and the index to take. */
  readonly forced: ReadonlyMap<object, number>;
  readonly meter: Meter;
  /** A value for all of these schemas at once. */
  readonly make: (schemas: readonly JsonSchema[], place: Place) => Json | undefined;
}

export interface Meter {
  /** Candidates that may still be refused. */
  failures: number;
  /** Values that may still be made, refused ones included. */
  nodes: number;
}

export interface Place {
  readonly depth: number;
  /** The schema objects around this place, and how often each. */
  readonly around: ReadonlyMap<object, number>;
  /** The name of the nearest property. */
  readonly name: string;
  /** 0, or a number that asks for another value: lists of distinct items count up. */
  readonly turn: number;
  /** Whether the value may be left out: then a recursion ends here. */
  readonly optional: boolean;
  /** A value from an example of the surrounding schema, used if it fits. */
  readonly hint?: Json;
  /** Layers that hold besides the schemas and need no check by `accepts`. */
  readonly extra?: readonly Layer[];
  /** True where nothing may nest further: recursion has gone deep enough. */
  readonly closed?: boolean;
}

export const START: Place = { depth: 0, around: new Map(), name: "", turn: 0, optional: false };

export const isSpent = (search: Search): boolean => search.meter.failures <= 0 || search.meter.nodes <= 0;

/** Whether optional parts are made at this place. */
export const isFilled = (search: Search, place: Place): boolean =>
  search.fill === "all" && place.depth < search.fillDepth && place.closed !== true;

/** The answer of `accepts`; a schema that cannot be judged accepts nothing. */
export function accepted(search: Search, schemas: readonly JsonSchema[], value: Json): boolean {
  try {
    return schemas.every((schema) => search.options.accepts(schema, value));
  } catch {
    return false;
  }
}

/** The schema behind a `$ref`; undefined when there is none. */
export function resolved(options: SampleOptions, ref: unknown): JsonSchema | undefined {
  if (typeof ref !== "string") return undefined;
  try {
    return options.resolve(ref);
  } catch {
    return undefined;
  }
}
