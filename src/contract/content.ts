// Reads the content of a body: finds its media type among the declared ones, parses it, and checks it.
import type { Violation } from "../schema/violation.ts";
import { escapeToken } from "../schema/pointer.ts";
import { readBody, type ReadBody } from "./body.ts";
import type { MessagePart, Problem } from "./exchange-types.ts";
import { acceptsPartType } from "./form.ts";
import { isJsonLines, matchMediaType, parseMediaType, type ParsedMediaType } from "./media-type.ts";
import type { MediaType, SchemaUse } from "./model.ts";
import { getOwn } from "./record.ts";
import { shapeOf, type Shape } from "./shape.ts";

/** A part of a message; the name is that of a parameter or header. */
export interface Part {
  readonly in: MessagePart;
  readonly name?: string;
}

/** A problem that no schema names. */
export function problem(part: Part, keyword: string, pointer: string, message: string): Problem {
  return { ...part, keyword, pointer, message, instancePath: "" };
}

/** The violations of a value, in the part of the message where it stood. */
export const placed = (violations: readonly Violation[], part: Part): Problem[] =>
  violations.map((violation) =>
    part.name === undefined ? { ...violation, in: part.in } : { ...violation, in: part.in, name: part.name },
  );

export const BODY: Part = { in: "body" };

export interface ReadContent {
  readonly body: unknown;
  readonly mediaType: MediaType | undefined;
}

/** No body, or none that could be read. */
export const NOTHING: ReadContent = { body: undefined, mediaType: undefined };

/** The declared media type of a body, and the one it is sent in. */
export interface FoundContent {
  readonly mediaType: MediaType;
  readonly actual: ParsedMediaType;
}

const matched = new WeakMap<readonly MediaType[], WeakMap<ParsedMediaType, FoundContent>>();

/** The declared media type that a Content-Type falls under; undefined when there is none. */
export function findContent(
  content: readonly MediaType[],
  value: string | undefined,
): FoundContent | undefined {
  const actual = value === undefined ? undefined : parseMediaType(value);
  if (!actual) return undefined;
  let known = matched.get(content);
  if (!known) matched.set(content, (known = new WeakMap()));
  let found = known.get(actual);
  if (found) return found;
  const ranges = content.map((item) => item.range);
  const range = matchMediaType(ranges, actual);
  const mediaType = content.find((item) => item.range === range);
  if (!mediaType) return undefined;
  known.set(actual, (found = { mediaType, actual }));
  return found;
}

/** The value of a body, read as its media type and checked against its schema. */
export function readContent(bytes: Uint8Array, found: FoundContent, problems: Problem[]): ReadContent {
  const { mediaType, actual } = found;
  const read = readBody(bytes, actual, mediaType, shapeFor(mediaType));
  if ("error" in read) {
    problems.push(problem(BODY, "malformed", mediaType.pointer, read.error));
    return { body: undefined, mediaType };
  }
  // No schema can judge what is only text or bytes to us: XML, events, binary.
  if (read.opaque) return { body: read.value, mediaType };
  problems.push(...formProblems(read, mediaType));
  if (mediaType.schema) problems.push(...schemaProblems(read.value, mediaType.schema, found));
  return { body: read.value, mediaType };
}

const NONE: readonly Problem[] = [];

/** What no schema sees in a form: a field given twice where one value is expected, a part of another type than declared. */
function formProblems(
  read: Exclude<ReadBody, { readonly error: string }>,
  mediaType: MediaType,
): readonly Problem[] {
  if (!read.repeated && !read.parts) return NONE;
  const at = (name: string, keyword: string, message: string): Problem => ({
    ...problem(BODY, keyword, mediaType.pointer, message),
    instancePath: `/${escapeToken(name)}`,
  });
  const twice = (read.repeated ?? []).map((name) => at(name, "repeated", "is given more than once"));
  const wrong = (read.parts ?? []).filter(
    (part) => !acceptsPartType(getOwn(mediaType.encoding, part.name), part),
  );
  return [
    ...twice,
    ...wrong.map(({ name, contentType }) =>
      at(
        name,
        "media-type",
        `is sent as ${contentType ?? "text/plain"}, not as ${getOwn(mediaType.encoding, name)?.contentType}`,
      ),
    ),
  ];
}

/** Of a stream of JSON values a schema that takes no list describes each one (OpenAPI 3.0 and 3.1 leave it open). */
function schemaProblems(value: unknown, schema: SchemaUse, { mediaType, actual }: FoundContent): Problem[] {
  if (Array.isArray(value) && isJsonLines(actual) && !shapeFor(mediaType).kinds.has("array")) {
    return value.flatMap((item, index) =>
      placed(schema.check(item), BODY).map((one) => ({
        ...one,
        instancePath: `/${index}${one.instancePath}`,
      })),
    );
  }
  return placed(schema.check(value), BODY);
}

const NO_SHAPE: Shape = { kinds: new Set(["array", "object", "primitive"] as const), types: new Set() };

const shapes = new WeakMap<MediaType, Shape>();

function shapeFor(mediaType: MediaType): Shape {
  let shape = shapes.get(mediaType);
  if (!shape) {
    shape = mediaType.schema ? shapeOf(mediaType.schema.schema, mediaType.schema.resolve) : NO_SHAPE;
    shapes.set(mediaType, shape);
  }
  return shape;
}
