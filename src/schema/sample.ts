// A value that satisfies a schema, and one value for each of a schema's alternatives.
import type { SampleOptions } from "./search.ts";
import { seek } from "./seek.ts";
import type { Json, JsonSchema } from "./violation.ts";

export { alternatives } from "./alternatives.ts";
export type { SampleOptions } from "./search.ts";

/**
 * A value that satisfies the schema, or undefined when none was found within a bounded number of attempts. The
 * value has always been checked by `accepts`; the same seed gives the same value.
 */
export function sample(schema: JsonSchema, options: SampleOptions): Json | undefined {
  return seek({ schemas: [schema] }, options);
}
