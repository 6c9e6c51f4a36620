// Compiles the security of an operation: alternatives (OR) of schemes that belong together (AND).
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Operation, SecurityAlternative, SecurityScheme } from "./model.ts";
import { objectAt, type Node, type Workshop } from "./follow.ts";

/** The operation's own `security`, else the document's; an undefined scheme is kept, so that it never means "open". */
export function compileSecurity(
  operation: Node,
  pointer: string,
  root: Node,
  workshop: Workshop,
): Pick<Operation, "security" | "securityPointer"> {
  const own = operation["security"] !== undefined;
  const securityPointer = own ? joinPointer(pointer, "security") : "#/security";
  const list = own ? operation["security"] : root["security"];
  if (list === undefined) return { security: [], securityPointer: joinPointer(pointer, "security") };
  if (!Array.isArray(list)) {
    return { security: [unsatisfiable("security", securityPointer, workshop)], securityPointer };
  }
  const security = list.map((alternative: unknown, index) => {
    const here = joinPointer(securityPointer, index);
    return isObject(alternative)
      ? alternativeOf(alternative, here, root, workshop)
      : unsatisfiable("a security alternative", here, workshop);
  });
  return { security, securityPointer };
}

/** What is no security requirement must not read as "open": it becomes one that nothing satisfies. */
function unsatisfiable(what: string, pointer: string, workshop: Workshop): SecurityAlternative {
  const form = what === "security" ? "a list" : "an object";
  const message = `${what} must be ${form}; until it is, no credential can satisfy it`;
  workshop.report({ code: "security-value", severity: "error", pointer, message });
  return { schemes: [{ scheme: { name: "?", type: "unknown", pointer }, scopes: [] }], pointer };
}

function alternativeOf(
  alternative: Node,
  pointer: string,
  root: Node,
  workshop: Workshop,
): SecurityAlternative {
  const schemes = Object.entries(alternative).map(([name, scopes]) => ({
    scheme: schemeOf(name, joinPointer(pointer, name), root, workshop),
    scopes: Array.isArray(scopes) ? scopes.filter((scope): scope is string => typeof scope === "string") : [],
  }));
  return { schemes, pointer };
}

const TYPES: ReadonlySet<string> = new Set(["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"]);

function schemeOf(name: string, from: string, root: Node, workshop: Workshop): SecurityScheme {
  const components = isObject(root["components"]) ? root["components"] : {};
  const schemes = isObject(components["securitySchemes"]) ? components["securitySchemes"] : {};
  const pointer = joinPointer("#/components/securitySchemes", name);
  const declared = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  const node = objectAt(declared, pointer, workshop)?.node;
  const problem = (message: string): SecurityScheme => {
    workshop.report({
      code: "security-scheme",
      severity: "error",
      pointer: declared === undefined ? from : pointer,
      message,
    });
    return { name, type: "unknown", pointer };
  };
  if (!node) return problem(`the security scheme ${name} is not defined; no credential can satisfy it`);
  const { type, scheme, in: place, name: parameterName } = node;
  if (typeof type !== "string" || !TYPES.has(type))
    return problem(`the security scheme ${name} has an unknown type: ${JSON.stringify(type)}`);
  if (type === "http") {
    if (typeof scheme !== "string" || scheme === "")
      return problem(`the security scheme ${name} needs a scheme such as bearer`);
    return { name, type, scheme: scheme.toLowerCase(), pointer };
  }
  if (type === "apiKey") {
    if (
      (place !== "header" && place !== "query" && place !== "cookie") ||
      typeof parameterName !== "string" ||
      parameterName === ""
    ) {
      return problem(`the security scheme ${name} needs a name and an \`in\` of header, query or cookie`);
    }
    return { name, type, in: place, parameterName, pointer };
  }
  return { name, type: type as SecurityScheme["type"], pointer };
}
