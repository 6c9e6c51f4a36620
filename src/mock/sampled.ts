// Values for a contract's schemas, as the mock wants them: complete, the same for the same seed.
import type { SchemaUse } from "../contract/model.ts";
import { sample } from "../schema/sample.ts";
import type { Json, JsonSchema } from "../schema/violation.ts";

export interface SampledOptions {
  readonly seed: number;
  readonly fill: "required" | "all";
  /** Whether examples and defaults inside the schema are used; they are unless this is false. */
  readonly examples?: boolean;
  /** Other values with each seed. */
  readonly varied?: boolean;
}

/** A value that satisfies a schema of this use (the whole one unless a part is named); undefined when none is found. */
export function sampleOf(
  use: SchemaUse,
  options: SampledOptions,
  part: JsonSchema = use.schema,
): Json | undefined {
  return sample(part, {
    ...options,
    resolve: use.resolve,
    accepts: use.acceptsPart,
  });
}
