// Compiles what a message is made of: parameters, bodies, responses and their headers.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Direction } from "../schema/dialect.ts";
import type { Documents } from "./document.ts";
import type { SchemaRegistry } from "./schemas.ts";
import type {
  ContractFinding,
  DeclaredResponse,
  Encoding,
  Example,
  MediaType,
  Parameter,
  ParameterPlace,
  ParameterStyle,
  RequestBody,
  ResponseHeader,
} from "./model.ts";

/** What compiling needs: the documents, the schemas, and where to say that something is wrong. */
export interface Workshop {
  readonly documents: Documents;
  readonly registry: SchemaRegistry;
  readonly report: (finding: ContractFinding) => void;
}

type Node = Readonly<Record<string, unknown>>;

interface Found {
  readonly node: Node;
  readonly pointer: string;
}

/** The object at a place, references followed; undefined, with a finding, when there is none. */
function objectAt(value: unknown, pointer: string, workshop: Workshop): Found | undefined {
  let node = value;
  let at = pointer;
  for (let hops = 0; hops < 20 && isObject(node) && typeof node["$ref"] === "string"; hops++) {
    const target = workshop.documents.resolve(node["$ref"], at);
    if (!target) {
      const message = `names nothing: ${node["$ref"]}`;
      workshop.report({ code: "unresolved-reference", severity: "error", pointer: joinPointer(at, "$ref"), message });
      return undefined;
    }
    node = target.value;
    at = target.pointer;
  }
  if (isObject(node)) return { node, pointer: at };
  if (value !== undefined) workshop.report({ code: "not-an-object", severity: "error", pointer: at, message: "must be an object; it is left out" });
  return undefined;
}

interface ParameterList {
  readonly list: unknown;
  readonly pointer: string;
}

const PLACES: ReadonlySet<string> = new Set(["path", "query", "header", "cookie"]);
const DEFAULT_STYLES: Readonly<Record<ParameterPlace, ParameterStyle>> = { path: "simple", query: "form", header: "simple", cookie: "form" };
const STYLES: Readonly<Record<ParameterPlace, readonly string[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};

/** The parameters of an operation: those of the path item, replaced by its own of the same place and name. */
export function compileParameters(
  path: string,
  lists: readonly ParameterList[],
  operation: string,
  workshop: Workshop,
): readonly Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const { list, pointer } of lists) {
    if (!Array.isArray(list)) continue;
    list.forEach((item: unknown, index) => {
      const found = objectAt(item, joinPointer(pointer, index), workshop);
      const parameter = found && compileParameter(found, workshop);
      if (parameter) byKey.set(`${parameter.in} ${parameter.name}`, parameter);
    });
  }
  const parameters = [...byKey.values()].filter((parameter) => isUsable(parameter, path, workshop));
  for (const [, name = ""] of path.matchAll(/\{([^}]*)\}/g)) {
    if (parameters.some((parameter) => parameter.in === "path" && parameter.name === name)) continue;
    const message = `the path has {${name}}, but no parameter describes it; any text is taken`;
    workshop.report({ code: "path-parameter-undescribed", severity: "warning", pointer: operation, message });
    parameters.push({ ...BLANK, name, in: "path", required: true, style: "simple", explode: false, schema: undefined, pointer: operation });
  }
  return parameters;
}

const BLANK = { deprecated: false, allowReserved: false, allowEmptyValue: false, examples: [] };

/** OpenAPI 3.1 §4.8.12.1: header parameters named Accept, Content-Type or Authorization are ignored. */
function isUsable(parameter: Parameter, path: string, workshop: Workshop): boolean {
  const { name, pointer } = parameter;
  if (parameter.in === "header" && ["accept", "content-type", "authorization"].includes(name.toLowerCase())) {
    const message = `a header parameter named ${name} is ignored (OpenAPI says so): it is described by content or security`;
    workshop.report({ code: "header-parameter-ignored", severity: "note", pointer, message });
    return false;
  }
  if (parameter.in === "path" && !path.includes(`{${name}}`)) {
    const message = `the path ${path} has no {${name}}; the parameter is left out`;
    workshop.report({ code: "path-parameter-unknown", severity: "warning", pointer, message });
    return false;
  }
  return true;
}

function compileParameter({ node, pointer }: Found, workshop: Workshop): Parameter | undefined {
  const { name, in: place } = node;
  if (typeof name !== "string" || typeof place !== "string" || !PLACES.has(place)) {
    const message = "a parameter needs a name and an `in` of path, query, header or cookie; it is left out";
    workshop.report({ code: "parameter-value", severity: "error", pointer, message });
    return undefined;
  }
  const where = place as ParameterPlace;
  const style = styleOf(node["style"], where, pointer, workshop);
  const content = isObject(node["content"]) ? Object.entries(node["content"])[0] : undefined;
  const described = content ? objectAt(content[1], joinPointer(pointer, "content", content[0]), workshop) : undefined;
  const holder = described ?? { node, pointer };
  const schema = holder.node["schema"];
  return {
    name,
    in: where,
    required: where === "path" || node["required"] === true,
    deprecated: node["deprecated"] === true,
    style,
    explode: typeof node["explode"] === "boolean" ? node["explode"] : style === "form" || style === "deepObject",
    allowReserved: node["allowReserved"] === true,
    allowEmptyValue: node["allowEmptyValue"] === true,
    ...(content ? { mediaType: content[0] } : {}),
    schema: schema === undefined ? undefined : workshop.registry.use(schema, joinPointer(holder.pointer, "schema"), "request"),
    pointer,
    examples: [...examplesOf(node, pointer, workshop), ...(described ? examplesOf(described.node, described.pointer, workshop) : [])].map(({ value }) => value),
  };
}

function styleOf(style: unknown, place: ParameterPlace, pointer: string, workshop: Workshop): ParameterStyle {
  if (style === undefined) return DEFAULT_STYLES[place];
  if (typeof style === "string" && STYLES[place].includes(style)) return style as ParameterStyle;
  const message = `style ${JSON.stringify(style)} is not one for a ${place} parameter (${STYLES[place].join(", ")}); ${DEFAULT_STYLES[place]} is used`;
  workshop.report({ code: "parameter-style", severity: "error", pointer: joinPointer(pointer, "style"), message });
  return DEFAULT_STYLES[place];
}

export function compileBody(value: unknown, pointer: string, workshop: Workshop): RequestBody | undefined {
  const found = value === undefined ? undefined : objectAt(value, pointer, workshop);
  if (!found) return undefined;
  const content = compileContent(found.node["content"], joinPointer(found.pointer, "content"), "request", workshop);
  return { required: found.node["required"] === true, content, pointer: found.pointer };
}

function compileContent(value: unknown, pointer: string, direction: Direction, workshop: Workshop): readonly MediaType[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([range, item]) => {
    const found = objectAt(item ?? {}, joinPointer(pointer, range), workshop);
    if (!found) return [];
    const schema = found.node["schema"];
    return [
      {
        range,
        schema: schema === undefined ? undefined : workshop.registry.use(schema, joinPointer(found.pointer, "schema"), direction),
        examples: examplesOf(found.node, found.pointer, workshop),
        encoding: isObject(found.node["encoding"]) ? (found.node["encoding"] as Record<string, Encoding>) : {},
        pointer: found.pointer,
      },
    ];
  });
}

/** `example` first, then the values of `examples`; an externalValue is not fetched. */
function examplesOf(node: Node, pointer: string, workshop: Workshop): Example[] {
  const single = node["example"] === undefined ? [] : [{ name: "example", value: node["example"], pointer: joinPointer(pointer, "example") }];
  const named = isObject(node["examples"]) ? Object.entries(node["examples"]) : [];
  return [
    ...single,
    ...named.flatMap(([name, item]) => {
      const found = objectAt(item, joinPointer(pointer, "examples", name), workshop);
      const value = found?.node["value"];
      return found && value !== undefined ? [{ name, value, pointer: joinPointer(found.pointer, "value") }] : [];
    }),
  ];
}

export function compileResponses(value: unknown, pointer: string, workshop: Workshop): readonly DeclaredResponse[] {
  if (!isObject(value)) {
    workshop.report({ code: "no-responses", severity: "warning", pointer, message: "the operation declares no responses" });
    return [];
  }
  return Object.entries(value).flatMap(([status, item]) => {
    if (status.startsWith("x-")) return [];
    const here = joinPointer(pointer, status);
    if (!/^([1-5]\d\d|[1-5]XX|default)$/i.test(status)) {
      const message = `a response is declared under a status (200), a range (4XX) or default, not ${JSON.stringify(status)}; it is left out`;
      workshop.report({ code: "response-status", severity: "error", pointer: here, message });
      return [];
    }
    const found = objectAt(item, here, workshop);
    if (!found) return [];
    const { node } = found;
    return [
      {
        status: status === "default" ? status : status.toUpperCase(),
        description: typeof node["description"] === "string" ? node["description"] : "",
        headers: compileHeaders(node["headers"], joinPointer(found.pointer, "headers"), workshop),
        content: compileContent(node["content"], joinPointer(found.pointer, "content"), "response", workshop),
        pointer: here,
      },
    ];
  });
}

function compileHeaders(value: unknown, pointer: string, workshop: Workshop): readonly ResponseHeader[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    if (name.toLowerCase() === "content-type") return [];
    const found = objectAt(item, joinPointer(pointer, name), workshop);
    if (!found) return [];
    const schema = found.node["schema"];
    return [
      {
        name: name.toLowerCase(),
        required: found.node["required"] === true,
        schema: schema === undefined ? undefined : workshop.registry.use(schema, joinPointer(found.pointer, "schema"), "response"),
        explode: found.node["explode"] === true,
        pointer: found.pointer,
      },
    ];
  });
}
