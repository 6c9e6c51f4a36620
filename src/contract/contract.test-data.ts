// Small contracts for tests: one around a schema, one around whatever parts a test names.
import { compileContract } from "./compile.ts";
import { parseDocument } from "./document.ts";
import type { Contract, SchemaUse } from "./model.ts";

type Parts = Readonly<Record<string, unknown>>;

/** The contract of a document that is written as a value. */
export async function contractOf(document: Parts): Promise<Contract> {
  return compileContract(await parseDocument(JSON.stringify(document), "contract.json"));
}

/** A contract with these paths; `rest` adds to the root: components, security, servers. */
export function contractWith(paths: unknown, rest: Parts = {}): Promise<Contract> {
  return contractOf({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths, ...rest });
}

export interface SchemaContract {
  readonly contract: Contract;
  readonly request: SchemaUse;
  readonly response: SchemaUse;
  /** `code pointer`, the pointer counted from the schema: `#/nullable`. */
  readonly slips: () => readonly string[];
}

/** A contract whose only body, both ways, is the component `Case`. */
export async function schemaContract(
  schema: unknown,
  { version = "3.1.0", schemas = {} }: { version?: string; schemas?: Parts } = {},
): Promise<SchemaContract> {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Case" } } };
  const contract = await contractOf({
    openapi: version,
    info: { title: "t", version: "1" },
    paths: { "/": { post: { requestBody: { content }, responses: { 200: { description: "", content } } } } },
    components: { schemas: { Case: schema, ...schemas } },
  });
  const [operation] = contract.operations;
  const request = operation?.requestBody?.content[0]?.schema;
  const response = operation?.responses[0]?.content[0]?.schema;
  if (!request || !response) throw new Error("the contract has no schema");
  const slips = (): readonly string[] => {
    request.accepts(0);
    response.accepts(0);
    return contract.findings.map(
      ({ code, pointer }) =>
        `${code} ${pointer.replace("#/components/schemas/Case", "#").replace("#/components/schemas", "")}`,
    );
  };
  return { contract, request, response, slips };
}
