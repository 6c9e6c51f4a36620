// What a validator says: one broken schema keyword at one place of a value.

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A schema in JSON Schema 2020-12, as the dialect layer makes it. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

export interface Violation {
  /** JSON pointer into the value: `/injectionConfig/headerName`, "" for the root. */
  readonly instancePath: string;
  /** The broken keyword: `maxLength`. */
  readonly keyword: string;
  /** What the keyword names, where it names several things: the missing or unknown property. */
  readonly detail?: string;
  /** Pointer of that keyword in the contract: `#/components/schemas/InjectionConfig/oneOf/0/required`. */
  readonly pointer: string;
  /** A sentence without the field's name: `must not be longer than 255 characters (it has 256)`. */
  readonly message: string;
  /** For oneOf and anyOf: why the closest variant refuses the value. */
  readonly causes?: readonly Violation[];
  /** Where the contract only advises here (x-plumbline-advisory): its reason. */
  readonly advisory?: string;
}

/** The violations at the bottom: for a value that fits no variant, those of the closest variant. */
export function leavesOf(violations: readonly Violation[]): readonly Violation[] {
  if (violations.every(isLeaf)) return violations;
  return violations.flatMap((violation) =>
    isLeaf(violation) ? [violation] : leavesOf(violation.causes ?? []),
  );
}

const isLeaf = ({ causes }: Violation): boolean => causes === undefined || causes.length === 0;
