// Which version of OpenAPI a document is written in, and which dialect its schemas are.
import { KitError } from "../errors.ts";
import { isObject } from "../schema/keywords.ts";
import type { Documents } from "./document.ts";
import type { Node } from "./follow.ts";
import type { ContractFinding } from "./model.ts";

/** The `openapi` field; KitError("contract-invalid") for what is no OpenAPI 3.0, 3.1 or 3.2 document. */
export function versionOf(root: Node, documents: Documents): string {
  const { openapi } = root;
  const version = typeof openapi === "number" ? String(openapi) : openapi;
  if (typeof version === "string" && /^3\.[012](\.|$)/.test(version)) return version;
  const where = documents.name;
  if (root["swagger"] !== undefined) {
    const hint = "Convert it to OpenAPI 3 first, for instance with: npx swagger2openapi FILE -o openapi.yaml";
    throw new KitError("contract-invalid", "This is a Swagger 2.0 document; OpenAPI 3.0 or 3.1 is needed.", {
      where,
      hint,
    });
  }
  if (isPostman(root["info"])) {
    const hint = "Export it as OpenAPI first, for instance with: npx postman-to-openapi FILE -f openapi.yaml";
    throw new KitError("contract-invalid", "This is a Postman collection; OpenAPI 3.0 or 3.1 is needed.", {
      where,
      hint,
    });
  }
  const what =
    version === undefined
      ? "It has no `openapi` field"
      : `Its \`openapi\` field is ${JSON.stringify(version)}`;
  throw new KitError("contract-invalid", `${what}; OpenAPI 3.0 or 3.1 is needed.`, {
    where,
    hint: "Begin the document with `openapi: 3.1.0`.",
  });
}

/** The dialects that are read as what they are: those of OpenAPI 3.1 and 3.2, and 2020-12 itself. */
const DIALECTS =
  /^https:\/\/(?:spec\.openapis\.org\/oas\/3\.[12]\/dialect\/[\w-]+|json-schema\.org\/draft\/2020-12\/schema)#?$/;

/** Reports what is read otherwise than the document says. */
export function checkVersion(openapi: string, root: Node, findings: ContractFinding[]): void {
  if (openapi.startsWith("3.2")) {
    const message =
      "OpenAPI 3.2 is read as 3.1; what only 3.2 has (query method, additionalOperations, itemSchema …) is left out";
    findings.push({ code: "version-3.2", severity: "warning", pointer: "#/openapi", message });
  }
  const dialect = root["jsonSchemaDialect"];
  if (dialect === undefined || (typeof dialect === "string" && DIALECTS.test(dialect))) return;
  const message = `schemas are read as JSON Schema 2020-12, not as ${JSON.stringify(dialect)}`;
  findings.push({ code: "dialect-unknown", severity: "warning", pointer: "#/jsonSchemaDialect", message });
}

/** A collection names its format (v2.0, v2.1); one that Postman itself has saved has an id too. */
function isPostman(info: unknown): boolean {
  if (!isObject(info)) return false;
  return info["_postman_id"] !== undefined || /\bgetpostman\.com\b/.test(String(info["schema"]));
}
