// Which clauses of a response an answer puts to the test: what is declared about the headers and values that it has.
import { header, type ApiResponse } from "../http.ts";
import type { DeclaredResponse, SchemaUse } from "../contract/model.ts";
import { joinPointer } from "../schema/pointer.ts";
import { reach } from "../schema/reach.ts";

/** Pointers of what a response declares about the headers that it has. */
export function metHeaders(declared: DeclaredResponse, { headers }: ApiResponse): readonly string[] {
  return declared.headers.flatMap(({ name, pointer, required, schema }) => {
    const value = header(headers, name);
    if (value === undefined) return [];
    return [
      ...(required ? [joinPointer(pointer, "required")] : []),
      ...(schema ? metPointers(schema, value) : []),
    ];
  });
}

/** Pointers of the schema objects that a response body meets. */
export function metPointers(use: SchemaUse, value: unknown): readonly string[] {
  const pointers: string[] = [];
  reach(use.schema, value, {
    resolve: use.resolve,
    accepts: use.acceptsPart,
    meet: (schema) => {
      const origin = use.originOf(schema);
      for (const keyword of origin === undefined ? [] : Object.keys(schema))
        pointers.push(`${origin}/${keyword}`);
    },
  });
  return pointers;
}
