// Reads requests and responses against an operation: values for whoever acts on them, problems for whoever judges.
import { decodeText, header, splitTarget, type ApiRequest, type ApiResponse } from "../http.ts";
import type { Violation } from "../schema/violation.ts";
import { joinPointer } from "../schema/pointer.ts";
import { readBody } from "./body.ts";
import type { MessagePart, Problem, ReadRequest, ReadResponse } from "./exchange-types.ts";
import { matchMediaType, parseMediaType, type ParsedMediaType } from "./media-type.ts";
import type { DeclaredResponse, MediaType, Operation, Parameter, ResponseHeader } from "./model.ts";
import { parseInputs, readerOf, type ParsedInputs, type ReadParameter } from "./parameters.ts";
import { shapeOf, type Shape } from "./shape.ts";

interface ParameterPlan {
  readonly parameter: Parameter;
  readonly read: (inputs: ParsedInputs) => ReadParameter;
}

/** What is worked out once per operation and used for every message. */
interface Plan {
  readonly parameters: readonly ParameterPlan[];
  readonly shapes: WeakMap<MediaType, Shape>;
}

const plans = new WeakMap<Operation, Plan>();

function planOf(operation: Operation): Plan {
  let plan = plans.get(operation);
  if (!plan) {
    plan = {
      parameters: operation.parameters.map((parameter) => ({ parameter, read: readerOf(parameter) })),
      shapes: new WeakMap(),
    };
    plans.set(operation, plan);
  }
  return plan;
}

const NO_SHAPE: Shape = { kinds: new Set(["array", "object", "primitive"] as const), types: new Set() };

function shapeFor(plan: Plan, mediaType: MediaType): Shape {
  let shape = plan.shapes.get(mediaType);
  if (!shape) {
    shape = mediaType.schema ? shapeOf(mediaType.schema.schema, mediaType.schema.resolve) : NO_SHAPE;
    plan.shapes.set(mediaType, shape);
  }
  return shape;
}

/** The request as the operation reads it, with everything that is wrong with it. Never throws. */
export function readRequest(
  operation: Operation,
  request: ApiRequest,
  pathValues: Readonly<Record<string, string>>,
): ReadRequest {
  const plan = planOf(operation);
  const problems: Problem[] = [];
  const values = { path: {}, query: {}, header: {}, cookie: {} } as Record<Parameter["in"], Record<string, unknown>>;
  if (plan.parameters.length > 0) {
    const inputs = parseInputs({ path: pathValues, query: splitTarget(request.path)[1], headers: request.headers });
    for (const { parameter, read } of plan.parameters) {
      const value = readOne(parameter, read(inputs), problems);
      if (value !== undefined) {
        Object.defineProperty(values[parameter.in], parameter.name, { value, enumerable: true, configurable: true, writable: true });
      }
    }
  }
  const { body, mediaType } = readRequestBody(operation, request, plan, problems);
  return { ...values, body, mediaType, problems };
}

function problem(place: MessagePart, keyword: string, pointer: string, message: string, name?: string): Problem {
  return { in: place, keyword, pointer, message, instancePath: "", ...(name === undefined ? {} : { name }) };
}

const placed = (violations: readonly Violation[], place: MessagePart, name?: string): Problem[] =>
  violations.map((violation) => ({ ...violation, in: place, ...(name === undefined ? {} : { name }) }));

function readOne(parameter: Parameter, reading: ReadParameter, problems: Problem[]): unknown {
  const { name, pointer } = parameter;
  if (!reading.present) {
    if (parameter.required) problems.push(problem(parameter.in, "missing", joinPointer(pointer, "required"), "is required and missing", name));
    return undefined;
  }
  if ("error" in reading) {
    problems.push(problem(parameter.in, "malformed", pointer, reading.error, name));
    return undefined;
  }
  if (reading.repeated) problems.push(problem(parameter.in, "repeated", pointer, "is given more than once", name));
  if (reading.value === "" && parameter.allowEmptyValue) return reading.value;
  if (parameter.schema) problems.push(...placed(parameter.schema.check(reading.value), parameter.in, name));
  return reading.value;
}

interface ReadContent {
  readonly body: unknown;
  readonly mediaType: MediaType | undefined;
}

const NOTHING: ReadContent = { body: undefined, mediaType: undefined };

function readRequestBody(operation: Operation, request: ApiRequest, plan: Plan, problems: Problem[]): ReadContent {
  const declared = operation.requestBody;
  const bytes = request.body;
  if (!declared) return NOTHING;
  if (bytes === undefined || bytes.byteLength === 0) {
    if (declared.required) problems.push(problem("body", "missing", joinPointer(declared.pointer, "required"), "a body is required and missing"));
    return NOTHING;
  }
  const offered = declared.content.map(({ range }) => range);
  if (offered.length === 0) return NOTHING;
  const actual = header(request.headers, "content-type");
  const found = findContent(declared.content, actual);
  if (!found) {
    const pointer = joinPointer(declared.pointer, "content");
    const what = actual === undefined ? "the Content-Type header is missing" : "the Content-Type is not one of the operation's";
    problems.push(problem("body", "media-type", pointer, `${what}; send Content-Type: ${offered.join(" or ")}`));
    return NOTHING;
  }
  return readContent(bytes, found, plan, problems);
}

interface FoundContent {
  readonly mediaType: MediaType;
  readonly actual: ParsedMediaType;
}

function findContent(content: readonly MediaType[], value: string | undefined): FoundContent | undefined {
  const actual = value === undefined ? undefined : parseMediaType(value);
  const range = actual && matchMediaType(content.map((item) => item.range), actual);
  const mediaType = content.find((item) => item.range === range);
  return actual && mediaType ? { mediaType, actual } : undefined;
}

function readContent(bytes: Uint8Array, found: FoundContent, plan: Plan, problems: Problem[]): ReadContent {
  const { mediaType, actual } = found;
  const read = readBody(bytes, actual, mediaType, shapeFor(plan, mediaType));
  if ("error" in read) {
    problems.push(problem("body", "malformed", mediaType.pointer, read.error));
    return { body: undefined, mediaType };
  }
  if (mediaType.schema && !mediaType.schema.accepts(read.value)) problems.push(...placed(mediaType.schema.check(read.value), "body"));
  return { body: read.value, mediaType };
}

/** The declared response that covers a status: exact, then its range, then default (OpenAPI 3.1 §4.8.16). */
export function declaredFor(operation: Operation, status: number): DeclaredResponse | undefined {
  const { responses } = operation;
  return (
    responses.find((response) => response.status === String(status)) ??
    responses.find((response) => response.status === `${Math.floor(status / 100)}XX`) ??
    responses.find((response) => response.status === "default")
  );
}

/** A response as the operation declares it, with everything that is wrong with it. Never throws. */
export function readResponse(operation: Operation, response: ApiResponse, method: string): ReadResponse {
  const problems: Problem[] = [];
  const declared = declaredFor(operation, response.status);
  if (!declared) {
    const pointer = joinPointer(operation.pointer, "responses");
    problems.push(problem("status", "status", pointer, `the status ${response.status} is not declared`));
    return { declared, ...NOTHING, problems };
  }
  for (const item of declared.headers) readHeader(item, response, problems);
  const bodiless = method === "HEAD" || response.status === 204 || response.status === 304;
  if (bodiless || declared.content.length === 0) return { declared, ...NOTHING, problems };
  return { declared, ...readResponseBody(operation, declared, response, problems), problems };
}

function readResponseBody(
  operation: Operation,
  declared: DeclaredResponse,
  response: ApiResponse,
  problems: Problem[],
): ReadContent {
  const pointer = joinPointer(declared.pointer, "content");
  const offered = declared.content.map(({ range }) => range).join(" or ");
  if (response.body.byteLength === 0) {
    const mayBeEmpty = declared.content.every(({ schema }) => schema === undefined);
    if (!mayBeEmpty) problems.push(problem("body", "missing", pointer, `the body is empty; ${offered} is declared`));
    return NOTHING;
  }
  const actual = header(response.headers, "content-type");
  const found = findContent(declared.content, actual);
  if (!found) {
    const what = actual === undefined ? "the Content-Type header is missing" : `the media type ${actual} is not declared`;
    problems.push(problem("body", "media-type", pointer, `${what}; declared: ${offered}`));
    return NOTHING;
  }
  return readContent(response.body, found, planOf(operation), problems);
}

function readHeader(declared: ResponseHeader, response: ApiResponse, problems: Problem[]): void {
  const { name, pointer, schema } = declared;
  const value = header(response.headers, name);
  if (value === undefined) {
    if (declared.required) problems.push(problem("header", "missing", joinPointer(pointer, "required"), "is required and missing", name));
    return;
  }
  if (!schema) return;
  const reading = headerReader(declared)(parseInputs({ path: {}, query: "", headers: { [name]: value } }));
  if (reading.present && "value" in reading) problems.push(...placed(schema.check(reading.value), "header", name));
}

const headerReaders = new WeakMap<ResponseHeader, (inputs: ParsedInputs) => ReadParameter>();

function headerReader(declared: ResponseHeader): (inputs: ParsedInputs) => ReadParameter {
  let reader = headerReaders.get(declared);
  if (!reader) {
    const { name, required, schema, explode, pointer } = declared;
    const rest = { style: "simple", deprecated: false, allowReserved: false, allowEmptyValue: false, examples: [] } as const;
    reader = readerOf({ name, in: "header", required, schema, explode, pointer, ...rest });
    headerReaders.set(declared, reader);
  }
  return reader;
}

/** The text of a body for people: at most `limit` characters. */
export function excerptOf(bytes: Uint8Array, limit: number): string {
  const text = decodeText(bytes.subarray(0, limit * 4));
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
