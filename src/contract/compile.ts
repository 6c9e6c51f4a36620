// Compiles a loaded document into a contract: operations, parameters, bodies, responses, security.
import { KitError } from "../errors.ts";
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import { loadDocuments, type Documents, type LoadOptions } from "./document.ts";
import { basePathsOf } from "./servers.ts";
import type { Callback, Contract, ContractFinding, Operation } from "./model.ts";
import { compileBody, compileResponses } from "./compile-message.ts";
import { compileParameters } from "./compile-parameters.ts";
import { compileSecurity } from "./compile-security.ts";
import { checkVersion, versionOf } from "./version.ts";
import { objectAt, type Found, type Node, type Workshop } from "./follow.ts";
import { schemaRegistry } from "./schemas.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** Loads and compiles a contract from a file or URL; KitError for what cannot be read or is no OpenAPI 3 document. */
export async function loadContract(source: string, options: LoadOptions = {}): Promise<Contract> {
  return compileContract(await loadDocuments(source, options));
}

/** The contract of loaded documents; KitError("contract-invalid") when they are no OpenAPI 3 document. */
export function compileContract(documents: Documents): Contract {
  const { root } = documents;
  if (!isObject(root))
    throw new KitError("contract-invalid", "The contract is not an object.", { where: documents.name });
  const openapi = versionOf(root, documents);
  const version = openapi.startsWith("3.0") ? "3.0" : "3.1";
  const registry = schemaRegistry(documents, version);
  const findings: ContractFinding[] = [];
  const workshop: Workshop = { documents, registry, report: (finding) => void findings.push(finding) };
  checkVersion(openapi, root, findings);
  const operations = compilePaths(root, workshop);
  const webhooks = compileWebhooks(root, workshop);
  const info = isObject(root["info"]) ? root["info"] : {};
  if (operations.length === 0) {
    findings.push({
      code: "no-operations",
      severity: "warning",
      pointer: "#/paths",
      message: "the contract has no operations",
    });
  }
  return {
    title: textOf(info["title"]) ?? documents.name,
    version: textOf(info["version"]) ?? "",
    openapi,
    basePaths: basePathsOf(root),
    operations,
    ...(webhooks.length > 0 ? { webhooks } : {}),
    get findings() {
      return distinct([...documents.findings, ...findings, ...registry.findings]);
    },
    locate: documents.locate,
    at: documents.at,
    quote: documents.quote,
    uris: documents.uris,
    effective: root,
  };
}

/** What loading, compiling and translating all notice is told once: by the code, the place and what is wrong. */
function distinct(findings: readonly ContractFinding[]): readonly ContractFinding[] {
  const byKey = new Map<string, ContractFinding>();
  for (const finding of findings) {
    const what = finding.code === "unresolved-reference" ? "" : finding.message;
    const key = `${finding.code} ${finding.pointer} ${what}`;
    if (!byKey.has(key)) byKey.set(key, finding);
  }
  return [...byKey.values()];
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function compilePaths(root: Node, workshop: Workshop): Operation[] {
  const operations: Operation[] = [];
  const ids = new Set<string>();
  const shapes = new Map<string, string>();
  const paths = root["paths"];
  if (paths !== undefined && !isObject(paths)) {
    workshop.report({
      code: "paths-value",
      severity: "error",
      pointer: "#/paths",
      message: "paths must be an object",
    });
  }
  for (const [path, item] of Object.entries(isObject(paths) ? paths : {})) {
    if (path.startsWith("x-")) continue;
    const pointer = joinPointer("#/paths", path);
    if (!path.startsWith("/")) {
      const message = `a path must begin with "/": ${path}; it is left out`;
      workshop.report({ code: "path-value", severity: "error", pointer, message });
      continue;
    }
    if (/[?#]/.test(path)) {
      const message = `a path holds no query and no fragment: ${path}; no request can reach it`;
      workshop.report({ code: "path-value", severity: "warning", pointer, message });
    }
    const shape = path.replace(/\{[^}]*\}/g, "{}");
    const twin = shapes.get(shape);
    if (twin !== undefined) {
      const message = `cannot be told from ${twin}; a request goes to the one that has its method, the first of both`;
      workshop.report({ code: "path-twice", severity: "warning", pointer, message });
    } else shapes.set(shape, path);
    const found = objectAt(item, pointer, workshop);
    if (!found) continue;
    warnOfSiblings(item, pointer, workshop);
    for (const operation of compilePathItem(path, found, root, workshop)) {
      operations.push(uniqueId(operation, ids, workshop));
    }
  }
  return operations;
}

function warnOfSiblings(item: unknown, pointer: string, workshop: Workshop): void {
  if (!isObject(item) || item["$ref"] === undefined) return;
  const siblings = METHODS.filter((method) => item[method] !== undefined);
  if (siblings.length === 0) return;
  const message = `what stands beside $ref in a path item has no defined meaning and is left out: ${siblings.join(", ")}`;
  workshop.report({ code: "ref-siblings", severity: "warning", pointer, message });
}

function uniqueId(operation: Operation, ids: Set<string>, workshop: Workshop): Operation {
  const fallback = `${operation.method} ${operation.path}`;
  const id = !ids.has(operation.id) ? operation.id : ids.has(fallback) ? `${fallback} (2)` : fallback;
  if (id !== operation.id) {
    const message = `the operationId ${operation.id} stands twice; this operation goes by "${id}"`;
    workshop.report({
      code: "operation-id-twice",
      severity: "warning",
      pointer: joinPointer(operation.pointer, "operationId"),
      message,
    });
  }
  ids.add(id);
  return id === operation.id ? operation : { ...operation, id };
}

function compilePathItem(
  path: string,
  { node, pointer }: Found,
  root: Node,
  workshop: Workshop,
): Operation[] {
  const shared = { list: node["parameters"], pointer: joinPointer(pointer, "parameters") };
  const operations: Operation[] = [];
  for (const method of METHODS) {
    const raw = node[method];
    if (!isObject(raw)) {
      if (raw !== undefined) {
        const message = "the operation must be an object; it is left out";
        workshop.report({
          code: "operation-value",
          severity: "error",
          pointer: joinPointer(pointer, method),
          message,
        });
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
      tags: Array.isArray(raw["tags"])
        ? raw["tags"].filter((tag): tag is string => typeof tag === "string")
        : [],
      deprecated: raw["deprecated"] === true,
      parameters: compileParameters(
        path,
        [shared, { list: raw["parameters"], pointer: joinPointer(here, "parameters") }],
        here,
        workshop,
      ),
      requestBody: compileBody(raw["requestBody"], joinPointer(here, "requestBody"), workshop),
      responses: compileResponses(raw["responses"], joinPointer(here, "responses"), workshop),
      ...compileSecurity(raw, here, root, workshop),
      roles: Array.isArray(roles)
        ? roles.filter((role): role is string => typeof role === "string")
        : undefined,
      pointer: here,
      ...compileCallbacks(raw["callbacks"], joinPointer(here, "callbacks"), root, workshop),
    });
  }
  return operations;
}

function compileWebhooks(root: Node, workshop: Workshop): Operation[] {
  const named = isObject(root["webhooks"]) ? Object.entries(root["webhooks"]) : [];
  return named.flatMap(([name, item]) => {
    const found = objectAt(item, joinPointer("#/webhooks", name), workshop);
    return found ? compileSent(name, found, root, workshop) : [];
  });
}

/** The callbacks of an operation; callbacks of callbacks lead nowhere and are left out. */
function compileCallbacks(
  value: unknown,
  pointer: string,
  root: Node,
  workshop: Workshop,
): Pick<Operation, "callbacks"> {
  if (!isObject(value)) return {};
  const callbacks: Callback[] = [];
  for (const [name, item] of Object.entries(value)) {
    const found = objectAt(item, joinPointer(pointer, name), workshop);
    for (const [expression, inner] of Object.entries(found?.node ?? {})) {
      if (expression.startsWith("x-") || !found) continue;
      const path = objectAt(inner, joinPointer(found.pointer, expression), workshop);
      if (!path) continue;
      const node = METHODS.reduce<Node>(withoutCallbacks, path.node);
      for (const operation of compileSent(expression, { node, pointer: path.pointer }, root, workshop))
        callbacks.push({ name, expression, operation });
    }
  }
  return callbacks.length > 0 ? { callbacks } : {};
}

function withoutCallbacks(node: Node, method: string): Node {
  const operation = node[method];
  return isObject(operation) && operation["callbacks"] !== undefined
    ? { ...node, [method]: { ...operation, callbacks: undefined } }
    : node;
}

/** What is addressed by a name or an expression has no path template, so no parameters in one either. */
function compileSent(address: string, found: Found, root: Node, workshop: Workshop): Operation[] {
  const report: Workshop["report"] = (finding) => {
    if (!finding.code.startsWith("path-parameter-")) workshop.report(finding);
  };
  return compilePathItem(address, found, root, { ...workshop, report }).map((operation) => ({
    ...operation,
    parameters: operation.parameters.filter((parameter) => parameter.in !== "path"),
  }));
}
