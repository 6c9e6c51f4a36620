// Compiles a loaded document into a contract: operations, parameters, bodies, responses, security.
import { KitError } from "../errors.ts";
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import { loadDocuments, type Documents, type LoadOptions } from "./document.ts";
import { basePathsOf } from "./servers.ts";
import type { Contract, ContractFinding, Operation } from "./model.ts";
import { compileBody, compileParameters, compileResponses, type Workshop } from "./compile-message.ts";
import { compileSecurity } from "./compile-security.ts";
import { schemaRegistry } from "./schemas.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** Loads and compiles a contract from a file or URL; KitError for what cannot be read or is no OpenAPI 3 document. */
export async function loadContract(source: string, options: LoadOptions = {}): Promise<Contract> {
  return compileContract(await loadDocuments(source, options));
}

/** The contract of loaded documents; KitError("contract-invalid") when they are no OpenAPI 3 document. */
export function compileContract(documents: Documents): Contract {
  const { root } = documents;
  if (!isObject(root)) throw new KitError("contract-invalid", "The contract is not an object.", { where: documents.name });
  const openapi = versionOf(root, documents);
  const version = openapi.startsWith("3.0") ? "3.0" : "3.1";
  const registry = schemaRegistry(documents, version);
  const findings: ContractFinding[] = [];
  const workshop: Workshop = { documents, registry, report: (finding) => void findings.push(finding) };
  if (openapi.startsWith("3.2")) {
    const message = "OpenAPI 3.2 is read as 3.1; what only 3.2 has (query method, additionalOperations, itemSchema …) is left out";
    findings.push({ code: "version-3.2", severity: "warning", pointer: "#/openapi", message });
  }
  const operations = compilePaths(root, workshop);
  const info = isObject(root["info"]) ? root["info"] : {};
  if (operations.length === 0) {
    findings.push({ code: "no-operations", severity: "warning", pointer: "#/paths", message: "the contract has no operations" });
  }
  return {
    title: textOf(info["title"]) ?? documents.name,
    version: textOf(info["version"]) ?? "",
    openapi,
    basePaths: basePathsOf(root),
    operations,
    get findings() {
      return [...documents.findings, ...findings, ...registry.findings];
    },
    locate: documents.locate,
    at: documents.at,
    quote: documents.quote,
    effective: root,
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function versionOf(root: Readonly<Record<string, unknown>>, documents: Documents): string {
  const { openapi } = root;
  const version = typeof openapi === "number" ? String(openapi) : openapi;
  if (typeof version === "string" && /^3\.[012](\.|$)/.test(version)) return version;
  const where = documents.name;
  if (root["swagger"] !== undefined) {
    const hint = "Convert it to OpenAPI 3 first, for instance with: npx swagger2openapi FILE -o openapi.yaml";
    throw new KitError("contract-invalid", "This is a Swagger 2.0 document; OpenAPI 3.0 or 3.1 is needed.", { where, hint });
  }
  if (isObject(root["info"]) && root["info"]["_postman_id"] !== undefined) {
    const hint = "Export it as OpenAPI first, for instance with: npx postman-to-openapi FILE -f openapi.yaml";
    throw new KitError("contract-invalid", "This is a Postman collection; OpenAPI 3.0 or 3.1 is needed.", { where, hint });
  }
  const what = version === undefined ? "It has no `openapi` field" : `Its \`openapi\` field is ${JSON.stringify(version)}`;
  throw new KitError("contract-invalid", `${what}; OpenAPI 3.0 or 3.1 is needed.`, { where, hint: "Begin the document with `openapi: 3.1.0`." });
}

function compilePaths(root: Readonly<Record<string, unknown>>, workshop: Workshop): Operation[] {
  const operations: Operation[] = [];
  const ids = new Set<string>();
  const paths = root["paths"];
  if (paths !== undefined && !isObject(paths)) {
    workshop.report({ code: "paths-value", severity: "error", pointer: "#/paths", message: "paths must be an object" });
  }
  for (const [path, item] of Object.entries(isObject(paths) ? paths : {})) {
    if (path.startsWith("x-")) continue;
    const pointer = joinPointer("#/paths", path);
    if (!path.startsWith("/")) {
      const message = `a path must begin with "/": ${path}; it is left out`;
      workshop.report({ code: "path-value", severity: "error", pointer, message });
      continue;
    }
    for (const operation of compilePathItem(path, followed(item, pointer, workshop), root, workshop)) {
      operations.push(uniqueId(operation, ids, workshop));
    }
  }
  return operations;
}

function uniqueId(operation: Operation, ids: Set<string>, workshop: Workshop): Operation {
  const id = ids.has(operation.id) ? `${operation.method} ${operation.path}` : operation.id;
  if (id !== operation.id) {
    const message = `the operationId ${operation.id} stands twice; this operation goes by "${id}"`;
    workshop.report({ code: "operation-id-twice", severity: "warning", pointer: joinPointer(operation.pointer, "operationId"), message });
  }
  ids.add(id);
  return id === operation.id ? operation : { ...operation, id };
}

interface Found {
  readonly node: unknown;
  readonly pointer: string;
}

/** The node itself, or what its `$ref` names, and where that is written. */
function followed(node: unknown, pointer: string, workshop: Workshop): Found {
  let found: Found = { node, pointer };
  for (let hops = 0; hops < 20 && isObject(found.node) && typeof found.node["$ref"] === "string"; hops++) {
    const target = workshop.documents.resolve(found.node["$ref"], found.pointer);
    if (!target) {
      const message = `names nothing: ${found.node["$ref"]}`;
      workshop.report({ code: "unresolved-reference", severity: "error", pointer: joinPointer(found.pointer, "$ref"), message });
      return { node: undefined, pointer: found.pointer };
    }
    found = { node: target.value, pointer: target.pointer };
  }
  return found;
}

function compilePathItem(path: string, item: Found, root: Readonly<Record<string, unknown>>, workshop: Workshop): Operation[] {
  const { node, pointer } = item;
  if (!isObject(node)) return [];
  const shared = { list: node["parameters"], pointer: joinPointer(pointer, "parameters") };
  const operations: Operation[] = [];
  for (const method of METHODS) {
    const raw = node[method];
    if (!isObject(raw)) {
      if (raw !== undefined) {
        const message = `the operation must be an object; it is left out`;
        workshop.report({ code: "operation-value", severity: "error", pointer: joinPointer(pointer, method), message });
      }
      continue;
    }
    const here = joinPointer(pointer, method);
    const roles = raw["x-plumbline-roles"];
    operations.push({
      id: textOf(raw["operationId"]) ?? `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      summary: textOf(raw["summary"]) ?? "",
      tags: Array.isArray(raw["tags"]) ? raw["tags"].filter((tag): tag is string => typeof tag === "string") : [],
      deprecated: raw["deprecated"] === true,
      parameters: compileParameters(path, [shared, { list: raw["parameters"], pointer: joinPointer(here, "parameters") }], here, workshop),
      requestBody: compileBody(raw["requestBody"], joinPointer(here, "requestBody"), workshop),
      responses: compileResponses(raw["responses"], joinPointer(here, "responses"), workshop),
      ...compileSecurity(raw, here, root, workshop),
      roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === "string") : undefined,
      pointer: here,
    });
  }
  return operations;
}
