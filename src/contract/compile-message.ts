// Compiles what a message is made of: parameters, bodies, responses and their headers.
import { isObject } from "../schema/keywords.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Direction } from "../schema/dialect.ts";
import { examplesOf } from "./compile-examples.ts";
import { leftOut, objectAt, type Workshop } from "./follow.ts";
import type {
  DeclaredResponse,
  Encoding,
  MediaType,
  ParameterStyle,
  RequestBody,
  ResponseHeader,
} from "./model.ts";

/** The request body of an operation; undefined when it declares none. */
export function compileBody(value: unknown, pointer: string, workshop: Workshop): RequestBody | undefined {
  const found = value === undefined ? undefined : objectAt(value, pointer, workshop);
  if (!found) return undefined;
  if (found.node["content"] === undefined) {
    const message = "the request body has no content, so any body is taken";
    workshop.report({ code: "body-undescribed", severity: "warning", pointer: found.pointer, message });
  }
  const content = compileContent(
    found.node["content"],
    joinPointer(found.pointer, "content"),
    "request",
    workshop,
  );
  return { required: found.node["required"] === true, content, pointer: found.pointer };
}

function compileContent(
  value: unknown,
  pointer: string,
  direction: Direction,
  workshop: Workshop,
): readonly MediaType[] {
  if (!isObject(value)) {
    if (value !== undefined)
      leftOut(workshop, pointer, "content must be an object of media types; it is left out");
    return [];
  }
  return Object.entries(value).flatMap(([range, item]) => {
    // `application/json:` with nothing after it, as YAML writes it, says only the media type.
    const found = objectAt(item ?? {}, joinPointer(pointer, range), workshop);
    if (!found) return [];
    const schema = found.node["schema"];
    return [
      {
        range,
        schema:
          schema === undefined
            ? undefined
            : workshop.registry.use(schema, joinPointer(found.pointer, "schema"), direction),
        examples: examplesOf(found.node, found.pointer, workshop),
        encoding: compileEncoding(found.node["encoding"], joinPointer(found.pointer, "encoding"), workshop),
        pointer: found.pointer,
      },
    ];
  });
}

const ANY_STYLE: readonly string[] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

function compileEncoding(
  value: unknown,
  pointer: string,
  workshop: Workshop,
): Readonly<Record<string, Encoding>> {
  if (value === undefined) return {};
  if (!isObject(value)) {
    leftOut(workshop, pointer, "encoding must be an object; it is left out");
    return {};
  }
  const entries = Object.entries(value).flatMap(([name, item]): [string, Encoding][] => {
    const found = objectAt(item, joinPointer(pointer, name), workshop);
    if (!found) return [];
    const { contentType, style, explode, allowReserved } = found.node;
    const known = typeof style === "string" && ANY_STYLE.includes(style);
    if (style !== undefined && !known)
      leftOut(
        workshop,
        joinPointer(found.pointer, "style"),
        `style must be one of ${ANY_STYLE.join(", ")}; it is left out`,
      );
    return [
      [
        name,
        {
          ...(typeof contentType === "string" ? { contentType } : {}),
          ...(known ? { style: style as ParameterStyle } : {}),
          ...(typeof explode === "boolean" ? { explode } : {}),
          ...(typeof allowReserved === "boolean" ? { allowReserved } : {}),
        },
      ],
    ];
  });
  return Object.fromEntries(entries);
}

/** The responses of an operation, by the statuses they are declared under. */
export function compileResponses(
  value: unknown,
  pointer: string,
  workshop: Workshop,
): readonly DeclaredResponse[] {
  if (!isObject(value)) {
    const message =
      value === undefined
        ? "the operation declares no responses"
        : "responses must be an object; they are left out";
    workshop.report({
      code: "no-responses",
      severity: value === undefined ? "warning" : "error",
      pointer,
      message,
    });
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
  if (!isObject(value)) {
    if (value !== undefined) leftOut(workshop, pointer, "headers must be an object; they are left out");
    return [];
  }
  return Object.entries(value).flatMap(([name, item]) => {
    if (name.toLowerCase() === "content-type") return [];
    const found = objectAt(item, joinPointer(pointer, name), workshop);
    if (!found) return [];
    const schema = found.node["schema"];
    return [
      {
        name: name.toLowerCase(),
        required: found.node["required"] === true,
        schema:
          schema === undefined
            ? undefined
            : workshop.registry.use(schema, joinPointer(found.pointer, "schema"), "response"),
        explode: found.node["explode"] === true,
        pointer: found.pointer,
      },
    ];
  });
}
