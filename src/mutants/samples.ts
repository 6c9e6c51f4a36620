// Requests of ours: a valid one per operation, and what the original answers in each status that can be had.
import type { Operation } from "../contract/model.ts";
import { isJson, parseMediaType } from "../contract/media-type.ts";
import { writeBody, writtenType } from "../contract/body.ts";
import { writeParameter } from "../contract/parameters.ts";
import type { ApiRequest, ApiResponse } from "../http.ts";
import { encodeText } from "../http.ts";
import { sampleOf } from "../mock/sampled.ts";
import { as } from "./credentials.ts";
import type { World } from "./world.ts";

/** A valid request of somebody who may; undefined when no values were found. */
export function validRequest(
  world: World,
  operation: Operation,
  change: Readonly<Record<string, string>> = {},
): ApiRequest | undefined {
  let { path } = operation;
  const query: string[] = [];
  const headers: Record<string, string> = { accept: "*/*" };
  for (const parameter of operation.parameters) {
    if (!parameter.required) continue;
    const value =
      change[parameter.name] ??
      world.known[parameter.name] ??
      parameter.examples[0] ??
      (parameter.schema ? sampleOf(parameter.schema, MINIMAL) : "x");
    const written = value === undefined ? undefined : writeParameter(parameter, value);
    if (!written) return undefined;
    const text = "text" in written ? written.text : "";
    const pairs = "pairs" in written ? written.pairs.map(([name, item]) => `${name}=${item}`) : [];
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, () => text);
    else if (parameter.in === "query") query.push(...pairs);
    else if (parameter.in === "cookie") headers["cookie"] = pairs.join("; ");
    else headers[parameter.name.toLowerCase()] = text;
  }
  const body = bodyOf(operation);
  if (body === undefined && operation.requestBody?.required) return undefined;
  const target = query.length > 0 ? `${path}?${query.join("&")}` : path;
  if (body) headers["content-type"] = body.type;
  const request = { method: operation.method, path: target, headers, ...(body ? { body: body.bytes } : {}) };
  const [allowed] = world.allowed;
  return allowed ? as(allowed.token, operation, request) : request;
}

const MINIMAL = { seed: 1, fill: "required" } as const;

function bodyOf({
  requestBody,
}: Operation): { readonly bytes: Uint8Array; readonly type: string } | undefined {
  for (const declared of requestBody?.content ?? []) {
    const mediaType = parseMediaType(declared.range);
    const value = declared.examples[0]?.value ?? (declared.schema ? sampleOf(declared.schema, MINIMAL) : "x");
    const bytes = mediaType && value !== undefined ? writeBody(value, mediaType, declared) : undefined;
    if (mediaType && bytes) return { bytes, type: writtenType(mediaType) };
  }
  return undefined;
}

export interface Seen {
  readonly operation: Operation;
  readonly status: number;
  readonly response: ApiResponse;
}

/** One answer of the original per operation and status: those that a request can bring about. */
export async function seenAnswers(world: World): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const operation of world.contract.operations) {
    for (const request of requestsFor(world, operation)) {
      const { answer } = world.build();
      const response = await answer(request);
      const known = seen.some((one) => one.operation === operation && one.status === response.status);
      if (!known && response.status < 500) seen.push({ operation, status: response.status, response });
    }
  }
  return seen;
}

function requestsFor(world: World, operation: Operation): readonly ApiRequest[] {
  const valid = validRequest(world, operation);
  if (!valid) return [];
  const requests = [valid];
  const { authorization: _, cookie: _cookie, ...bare } = valid.headers;
  if (operation.security.length > 0) requests.push({ ...valid, headers: bare });
  const [denied] = world.denied;
  if (denied && operation.roles) requests.push(as(denied.token, operation, valid));
  if (takesJson(operation)) requests.push({ ...valid, body: encodeText("{") });
  const [id] = operation.parameters.filter(
    (parameter) => parameter.in === "path" && world.known[parameter.name] !== undefined,
  );
  const unknown = id ? validRequest(world, operation, { [id.name]: "plumbline-unknown" }) : undefined;
  return unknown ? [...requests, unknown] : requests;
}

/** Whether a JSON body is declared. */
export function takesJson({ requestBody }: Operation): boolean {
  return (requestBody?.content ?? []).some(({ range }) => {
    const mediaType = parseMediaType(range);
    return mediaType !== undefined && isJson(mediaType);
  });
}
