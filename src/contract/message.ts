// Reads requests and responses against an operation: values for whoever acts on them, problems for whoever judges.
import { decodeText, header, splitTarget, type ApiRequest, type ApiResponse } from "../http.ts";
import { joinPointer } from "../schema/pointer.ts";
import { BODY, findContent, NOTHING, placed, problem, readContent, type ReadContent } from "./content.ts";
import type { Problem, ReadRequest, ReadResponse } from "./exchange-types.ts";
import type { DeclaredResponse, Operation, Parameter, ResponseHeader } from "./model.ts";
import { parseInputs, readerOf, type ParsedInputs, type ReadParameter } from "./parameters.ts";
import { setOwn } from "./record.ts";

interface ParameterPlan {
  readonly parameter: Parameter;
  readonly read: (inputs: ParsedInputs) => ReadParameter;
}

/** What is worked out once per operation and used for every message. */
interface Plan {
  readonly parameters: readonly ParameterPlan[];
}

const plans = new WeakMap<Operation, Plan>();

function planOf(operation: Operation): Plan {
  let plan = plans.get(operation);
  if (!plan) {
    plan = {
      parameters: operation.parameters.map((parameter) => ({
        parameter,
        read: readerOf(parameter, othersBeside(parameter, operation)),
      })),
    };
    plans.set(operation, plan);
  }
  return plan;
}

/** The names of the other parameters in the same place, and of an API key in the query: an exploded object takes none of them. */
function othersBeside(parameter: Parameter, operation: Operation): ReadonlySet<string> {
  const names = operation.parameters
    .filter((other) => other !== parameter && other.in === parameter.in)
    .map(({ name }) => name);
  const keys = operation.security.flatMap(({ schemes }) =>
    schemes.flatMap(({ scheme }) => (scheme.in === parameter.in ? (scheme.parameterName ?? []) : [])),
  );
  return new Set([...names, ...keys]);
}

/** The request as the operation reads it, with everything that is wrong with it. Never throws. */
export function readRequest(
  operation: Operation,
  request: ApiRequest,
  pathValues: Readonly<Record<string, string>>,
): ReadRequest {
  const plan = planOf(operation);
  const problems: Problem[] = [];
  const values = { path: {}, query: {}, header: {}, cookie: {} } as Record<
    Parameter["in"],
    Record<string, unknown>
  >;
  if (plan.parameters.length > 0) {
    const inputs = parseInputs({
      path: pathValues,
      query: splitTarget(request.path)[1],
      headers: request.headers,
    });
    for (const { parameter, read } of plan.parameters) {
      const value = readOne(parameter, read(inputs), problems);
      if (value !== undefined) setOwn(values[parameter.in], parameter.name, value);
    }
  }
  const { body, mediaType } = readRequestBody(operation, request, problems);
  const { path, query, header: headers, cookie } = values;
  return { path, query, header: headers, cookie, body, mediaType, problems };
}

function readOne(parameter: Parameter, reading: ReadParameter, problems: Problem[]): unknown {
  const { name, pointer } = parameter;
  const part = { in: parameter.in, name };
  if (!reading.present) {
    if (parameter.required)
      problems.push(problem(part, "missing", joinPointer(pointer, "required"), "is required and missing"));
    return undefined;
  }
  if ("error" in reading) {
    problems.push(problem(part, "malformed", pointer, reading.error));
    return undefined;
  }
  if (reading.repeated) problems.push(problem(part, "repeated", pointer, "is given more than once"));
  if (reading.value === "" && parameter.allowEmptyValue) return reading.value;
  const { schema } = parameter;
  if (schema) problems.push(...placed(schema.check(reading.value), part));
  return reading.value;
}

function readRequestBody(operation: Operation, request: ApiRequest, problems: Problem[]): ReadContent {
  const declared = operation.requestBody;
  const bytes = request.body;
  if (!declared) return NOTHING;
  if (bytes === undefined || bytes.byteLength === 0) {
    if (declared.required)
      problems.push(
        problem(BODY, "missing", joinPointer(declared.pointer, "required"), "a body is required and missing"),
      );
    return NOTHING;
  }
  if (declared.content.length === 0) return NOTHING;
  const actual = header(request.headers, "content-type");
  const found = findContent(declared.content, actual);
  if (!found) {
    const offered = declared.content.map(({ range }) => range);
    const pointer = joinPointer(declared.pointer, "content");
    const what =
      actual === undefined
        ? "the Content-Type header is missing"
        : "the Content-Type is not one of the operation's";
    problems.push(
      problem(BODY, "media-type", pointer, `${what}; send Content-Type: ${offered.join(" or ")}`),
    );
    return NOTHING;
  }
  return readContent(bytes, found, problems);
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
    problems.push(
      problem({ in: "status" }, "status", pointer, `the status ${response.status} is not declared`),
    );
    return { declared, ...NOTHING, problems };
  }
  for (const item of declared.headers) readHeader(item, response, problems);
  // RFC 9110 §15.3.5, §15.3.6, §15.4.5: these never have content, whatever is declared for them.
  const bodiless = method === "HEAD" || [204, 205, 304].includes(response.status);
  if (bodiless || declared.content.length === 0) return { declared, ...NOTHING, problems };
  return { declared, ...readResponseBody(declared, response, problems), problems };
}

function readResponseBody(
  declared: DeclaredResponse,
  response: ApiResponse,
  problems: Problem[],
): ReadContent {
  const pointer = joinPointer(declared.pointer, "content");
  const offered = declared.content.map(({ range }) => range).join(" or ");
  if (response.body.byteLength === 0) {
    const mayBeEmpty = declared.content.every(({ schema }) => schema === undefined);
    if (!mayBeEmpty)
      problems.push(problem(BODY, "missing", pointer, `the body is empty; ${offered} is declared`));
    return NOTHING;
  }
  const actual = header(response.headers, "content-type");
  const found = findContent(declared.content, actual);
  if (!found) {
    const what =
      actual === undefined
        ? "the Content-Type header is missing"
        : `the media type ${actual} is not declared`;
    problems.push(problem(BODY, "media-type", pointer, `${what}; declared: ${offered}`));
    return NOTHING;
  }
  return readContent(response.body, found, problems);
}

function readHeader(declared: ResponseHeader, response: ApiResponse, problems: Problem[]): void {
  const { name, pointer, schema } = declared;
  const part = { in: "header", name } as const;
  const value = Object.hasOwn(response.headers, name) ? header(response.headers, name) : undefined;
  if (value === undefined) {
    if (declared.required)
      problems.push(problem(part, "missing", joinPointer(pointer, "required"), "is required and missing"));
    return;
  }
  if (!schema) return;
  const reading = headerReader(declared)(parseInputs({ path: {}, query: "", headers: { [name]: value } }));
  if (!reading.present) return;
  if ("error" in reading) problems.push(problem(part, "malformed", pointer, reading.error));
  else problems.push(...placed(schema.check(reading.value), part));
}

const headerReaders = new WeakMap<ResponseHeader, (inputs: ParsedInputs) => ReadParameter>();

function headerReader(declared: ResponseHeader): (inputs: ParsedInputs) => ReadParameter {
  let reader = headerReaders.get(declared);
  if (!reader) {
    const { name, required, schema, explode, pointer } = declared;
    const rest = {
      style: "simple",
      deprecated: false,
      allowReserved: false,
      allowEmptyValue: false,
      examples: [],
    } as const;
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
