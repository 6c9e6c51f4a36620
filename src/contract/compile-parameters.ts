// Compiles the parameters of an operation: its own, those of its path item, and those that only the path names.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import { examplesOf } from "./compile-examples.ts";
import { leftOut, objectAt, type Found, type Workshop } from "./follow.ts";
import type { Parameter, ParameterPlace, ParameterStyle } from "./model.ts";

interface ParameterList {
  readonly list: unknown;
  readonly pointer: string;
}

const PLACES: ReadonlySet<string> = new Set(["path", "query", "header", "cookie"]);
const DEFAULT_STYLES: Readonly<Record<ParameterPlace, ParameterStyle>> = {
  path: "simple",
  query: "form",
  header: "simple",
  cookie: "form",
};
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
    if (!Array.isArray(list)) {
      if (list !== undefined) leftOut(workshop, pointer, "parameters must be a list; they are left out");
      continue;
    }
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
    parameters.push({
      ...BLANK,
      name,
      in: "path",
      required: true,
      style: "simple",
      explode: false,
      schema: undefined,
      pointer: operation,
    });
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
  const described = content
    ? objectAt(content[1], joinPointer(pointer, "content", content[0]), workshop)
    : undefined;
  const holder = described ?? { node, pointer };
  const schema = holder.node["schema"];
  if (schema === undefined && content === undefined) {
    const message = `the ${where} parameter ${name} has neither a schema nor content; any text is taken`;
    workshop.report({ code: "parameter-undescribed", severity: "warning", pointer, message });
  }
  return {
    name,
    in: where,
    required: where === "path" || node["required"] === true,
    deprecated: node["deprecated"] === true,
    style,
    explode:
      typeof node["explode"] === "boolean" ? node["explode"] : style === "form" || style === "deepObject",
    allowReserved: node["allowReserved"] === true,
    allowEmptyValue: node["allowEmptyValue"] === true,
    ...(content ? { mediaType: content[0] } : {}),
    schema:
      schema === undefined
        ? undefined
        : workshop.registry.use(schema, joinPointer(holder.pointer, "schema"), "request"),
    pointer,
    examples: [
      ...examplesOf(node, pointer, workshop),
      ...(described ? examplesOf(described.node, described.pointer, workshop) : []),
    ].map(({ value }) => value),
  };
}

function styleOf(style: unknown, place: ParameterPlace, pointer: string, workshop: Workshop): ParameterStyle {
  if (style === undefined) return DEFAULT_STYLES[place];
  if (typeof style === "string" && STYLES[place].includes(style)) return style as ParameterStyle;
  const message = `style ${JSON.stringify(style)} is not one for a ${place} parameter (${STYLES[place].join(", ")}); ${DEFAULT_STYLES[place]} is used`;
  workshop.report({
    code: "parameter-style",
    severity: "error",
    pointer: joinPointer(pointer, "style"),
    message,
  });
  return DEFAULT_STYLES[place];
}
