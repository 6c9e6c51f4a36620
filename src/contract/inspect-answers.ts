// Looks at what a contract promises when something goes wrong: a 401, any client error, an error that says something.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { JsonSchema } from "../schema/violation.ts";
import type { Contract, ContractFinding, DeclaredResponse, Operation, SchemaUse } from "./model.ts";

/** One finding for all secured operations without a 401, one for those without any 4xx, one per error that may be empty. */
export function inspectAnswers(contract: Contract): ContractFinding[] {
  const { operations } = contract;
  const secured = operations.filter(
    ({ security }) => security.length > 0 && security.every(({ schemes }) => schemes.length > 0),
  );
  const found: ContractFinding[] = [];
  const lacking = (code: string, what: string, all: readonly Operation[], covers: RegExp): void => {
    const bare = all.filter(({ responses }) => !responses.some(({ status }) => covers.test(status)));
    const [first] = bare;
    if (!first) return;
    const names = bare.slice(0, 3).map(({ id }) => id);
    const more = bare.length > names.length ? `, and ${bare.length - names.length} more` : "";
    const message = `${bare.length} of ${all.length} ${what}: ${names.join(", ")}${more}`;
    found.push({ code, severity: "note", pointer: joinPointer(first.pointer, "responses"), message });
  };
  lacking(
    "no-401",
    "secured operations declare no 401 (nor 4XX, nor default)",
    secured,
    /^(401|4XX|default)$/,
  );
  lacking(
    "no-client-error",
    "operations declare no 4xx answer at all (nor default)",
    operations,
    /^(4..|default)$/,
  );
  return [...found, ...emptyErrors(operations)];
}

/** Error schemas that `{}` satisfies: an answer that says nothing would conform. */
function emptyErrors(operations: readonly Operation[]): ContractFinding[] {
  const told = new Map<string, ContractFinding>();
  const judged = new Map<SchemaUse, boolean>();
  for (const { responses } of operations) {
    for (const response of responses) {
      if (!isError(response, responses)) continue;
      for (const { schema: use } of response.content) {
        if (!use || judged.has(use)) continue;
        const pointer = writtenAt(use);
        const empty = told.has(pointer) || takesEmpty(use.schema, use);
        judged.set(use, empty);
        if (!empty) continue;
        const message =
          "this error schema accepts {}: an answer that says nothing about the error would conform";
        told.set(pointer, { code: "empty-error", severity: "note", pointer, message });
      }
    }
  }
  return [...told.values()];
}

function isError({ status }: DeclaredResponse, responses: readonly DeclaredResponse[]): boolean {
  if (status !== "default") return /^[45]/.test(status);
  return responses.some((other) => /^[123]/.test(other.status));
}

/** Where a schema is written that a use may only refer to. */
function writtenAt(use: SchemaUse): string {
  let schema: JsonSchema | undefined = use.schema;
  for (let hops = 0; hops < 20 && isObject(schema) && typeof schema["$ref"] === "string"; hops++) {
    if (Object.keys(schema).length > 1) break;
    schema = use.resolve(schema["$ref"]);
  }
  return (isObject(schema) ? use.originOf(schema) : undefined) ?? use.pointer;
}

/** Whether `{}` is valid, told from the schema's own keywords where they settle it: nothing is compiled for that. */
function takesEmpty(schema: JsonSchema, use: SchemaUse, hops = 0): boolean {
  if (!isObject(schema)) return schema;
  if (hops > 20) return false;
  const inner = (child: unknown): boolean => takesEmpty(child as JsonSchema, use, hops + 1);
  const listOf = (keyword: string): readonly unknown[] | undefined =>
    Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : undefined;
  const { type, $ref } = schema;
  if (type !== undefined && !(Array.isArray(type) ? type : [type]).includes("object")) return false;
  if ((listOf("required")?.length ?? 0) > 0 || Number(schema["minProperties"] ?? 0) > 0) return false;
  if (typeof $ref === "string" && !inner(use.resolve($ref) ?? true)) return false;
  if (listOf("allOf")?.every(inner) === false || listOf("anyOf")?.some(inner) === false) return false;
  if ((listOf("oneOf")?.filter(inner).length ?? 1) !== 1) return false;
  return (
    ["enum", "const", "not", "if"].every((keyword) => schema[keyword] === undefined) ||
    use.acceptsPart(schema, {})
  );
}
