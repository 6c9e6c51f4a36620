// Variants that decide otherwise where the contract, or HTTP, leaves the choice: statuses, order of checks, tolerance.
import { parseMediaType } from "../../contract/media-type.ts";
import type { Operation } from "../../contract/model.ts";
import type { Answer, ApiRequest, ApiResponse } from "../../http.ts";
import { encodeText, header, headerValues, splitTarget } from "../../http.ts";
import { operationOf } from "../credentials.ts";
import { isJsonObject, jsonOf, textOf, withBody } from "../json-body.ts";
import type { Variant } from "../mutant.ts";
import { validRequest } from "../samples.ts";
import type { World } from "../world.ts";
import { after, answering } from "./answers.ts";

const EMPTY = new Uint8Array(0);

/** A variant that answers, or changes, some requests by itself. */
export function deciding(
  id: string,
  description: string,
  decide: (
    request: ApiRequest,
    answer: Answer,
  ) => ApiResponse | Promise<ApiResponse> | ApiRequest | undefined,
  choice?: string,
): Variant {
  const wrap =
    (answer: Answer): Answer =>
    (request) => {
      const decided = decide(request, answer);
      if (decided === undefined) return answer(request);
      return "method" in decided ? answer(decided) : decided;
    };
  return { id, description, wrap, ...(choice === undefined ? {} : { choice }) };
}

/** What the same caller is told about a body that cannot be read: an honest refusal, in the server's own words. */
export const refusal = (request: ApiRequest, answer: Answer): ApiResponse | Promise<ApiResponse> =>
  answer({ ...withBody(request, "{"), headers: { ...request.headers, "content-type": "application/json" } });

/** The variants of any contract. */
export function choiceVariants(world: World): readonly Variant[] {
  return [
    ...addressVariants(world),
    ...mediaVariants(world),
    ...sizeVariants(),
    ...credentialVariants(),
    ...orderVariants(world),
  ];
}

function addressVariants(world: World): readonly Variant[] {
  const kind = (request: ApiRequest): string => world.route(request).kind;
  const other = (request: ApiRequest, rewrite: (path: string) => string): ApiRequest | undefined => {
    if (kind(request) !== "unknown") return undefined;
    const [path, query] = splitTarget(request.path);
    const mended = { ...request, path: query === "" ? rewrite(path) : `${rewrite(path)}?${query}` };
    return kind(mended) === "operation" ? mended : undefined;
  };
  return [
    answering(
      "no-405",
      "answers 404 for methods that it does not know",
      (response, request) => {
        if (kind(request) !== "method") return response;
        const { allow: _, ...headers } = response.headers;
        return { ...response, status: 404, headers };
      },
      "405",
    ),
    deciding("options", "answers OPTIONS and HEAD of every path", (request) =>
      request.method === "OPTIONS"
        ? { status: 204, headers: { allow: "GET, POST, PATCH, DELETE, OPTIONS" }, body: EMPTY }
        : undefined,
    ),
    deciding(
      "trailing-slash",
      "takes a path with a slash behind it",
      (request) => other(request, (path) => path.replace(/\/$/, "")),
      "slash",
    ),
    deciding(
      "slash-redirect",
      "redirects a path with a slash behind it",
      (request) => {
        const found = other(request, (path) => path.replace(/\/$/, ""));
        return found ? { status: 308, headers: { location: found.path }, body: EMPTY } : undefined;
      },
      "slash",
    ),
    deciding("double-slash", "takes two slashes for one", (request) =>
      other(request, (path) => path.replace(/\/{2,}/g, "/")),
    ),
    deciding("path-in-any-case", "takes paths in any letter case", (request) =>
      other(request, (path) => literal(world, path)),
    ),
  ];
}

/** The template whose literal segments are the same in another letter case. */
function literal(world: World, path: string): string {
  const parts = path.split("/");
  const found = world.contract.operations.find(({ path: template }) => {
    const segments = template.split("/");
    return (
      segments.length === parts.length &&
      segments.every(
        (segment, at) => segment.startsWith("{") || segment.toLowerCase() === parts[at]?.toLowerCase(),
      )
    );
  });
  const segments = found?.path.split("/") ?? parts;
  return parts.map((part, at) => (segments[at]?.startsWith("{") ? part : (segments[at] ?? part))).join("/");
}

function mediaVariants(world: World): readonly Variant[] {
  const isDeclared = (request: ApiRequest, operation: Operation): boolean => {
    const type = parseMediaType(header(request.headers, "content-type") ?? "");
    return (operation.requestBody?.content ?? []).some(
      ({ range }) => range.includes("*") || parseMediaType(range)?.essence === type?.essence,
    );
  };
  const other = (request: ApiRequest): Operation | undefined => {
    const operation = operationOf(world, request);
    return operation?.requestBody && (request.body?.byteLength ?? 0) > 0 && !isDeclared(request, operation)
      ? operation
      : undefined;
  };
  return [
    answering(
      "415",
      "answers 415 for other media types",
      (response, request) =>
        response.status === 400 && other(request) ? { ...response, status: 415 } : response,
      "media",
    ),
    deciding(
      "any-media-type",
      "takes JSON under any media type",
      (request) => {
        const [declared] = other(request)?.requestBody?.content ?? [];
        return declared
          ? { ...request, headers: { ...request.headers, "content-type": declared.range } }
          : undefined;
      },
      "media",
    ),
    deciding(
      "bom-refused",
      "refuses a byte order mark",
      (request, answer) =>
        request.body?.[0] === 0xef && request.body[1] === 0xbb ? refusal(request, answer) : undefined,
      "bom",
    ),
    deciding(
      "bom-taken",
      "passes over a byte order mark",
      (request) =>
        request.body?.[0] === 0xef && request.body[1] === 0xbb
          ? withBody(request, request.body.slice(3))
          : undefined,
      "bom",
    ),
    deciding("bad-utf8-taken", "puts U+FFFD for bytes that are not UTF-8", (request) => {
      const text = request.body && request.body.length < 10_000 ? textOf(request) : "";
      return text.includes("\ufffd") ? withBody(request, text) : undefined;
    }),
  ];
}

/** From here on the design lets a server refuse a body for its size. */
const LARGE = 256 * 1024;

function sizeVariants(): readonly Variant[] {
  let count = 0;
  return [
    deciding("413", "refuses bodies above 256 KiB with 413", (request) =>
      (request.body?.byteLength ?? 0) > LARGE
        ? { status: 413, headers: { "content-type": "text/plain" }, body: encodeText("too large") }
        : undefined,
    ),
    deciding("429-at-times", "asks for patience now and then", () =>
      ++count % 40 === 0
        ? {
            status: 429,
            headers: { "retry-after": "0", "content-type": "text/plain" },
            body: encodeText("slowly"),
          }
        : undefined,
    ),
  ];
}

function credentialVariants(): readonly Variant[] {
  const withAuthorization = (request: ApiRequest, value: string | undefined): ApiRequest => {
    const { authorization: _, ...headers } = request.headers;
    return { ...request, headers: value === undefined ? headers : { ...headers, authorization: value } };
  };
  const values = (request: ApiRequest): readonly string[] => headerValues(request.headers, "authorization");
  return [
    deciding(
      "scheme-in-lower-case-refused",
      "knows the scheme word only as it is usually written",
      (request) =>
        values(request).some((value) => /^[a-z]/.test(value))
          ? withAuthorization(request, undefined)
          : undefined,
    ),
    deciding("last-header-counts", "takes the last of two Authorization headers", (request) =>
      values(request).length > 1 ? withAuthorization(request, values(request).at(-1)) : undefined,
    ),
  ];
}

function orderVariants(world: World): readonly Variant[] {
  return [
    existenceFirst(world),
    answering("foreign-403", "answers 403 for what belongs to another tenant", (response, request) => {
      const match = world.route(request);
      const isForeign =
        match.kind === "operation" &&
        Object.entries(world.foreign).some(([name, value]) => match.pathValues[name] === value);
      return isForeign && response.status === 404 ? { ...response, status: 403 } : response;
    }),
  ];
}

/** Says 404 for an id that it never gave out, whatever else is wrong. */
function existenceFirst(world: World): Variant {
  const wrap = (answer: Answer): Answer => {
    const there = new Set(Object.values(world.known));
    const look = (request: ApiRequest, response: ApiResponse): ApiResponse | Promise<ApiResponse> => {
      const match = world.route(request);
      if (match.kind !== "operation") return response;
      if (match.operation.method === "POST" && response.status < 300) {
        const made = jsonOf(response);
        if (isJsonObject(made)) there.add(String(made["id"]));
      }
      const given = Object.keys(world.known).map((name) => match.pathValues[name]);
      const isUnknown = given.some((id) => id !== undefined && !there.has(id));
      const valid = response.status === 400 && isUnknown ? validRequest(world, match.operation) : undefined;
      if (!valid?.body) return response;
      const headers = {
        ...request.headers,
        "content-type": header(valid.headers, "content-type") ?? "",
      };
      return after(answer({ ...request, headers, body: valid.body }), (looked) =>
        looked.status === 404 ? looked : response,
      );
    };
    return (request) => after(answer(request), (response) => look(request, response));
  };
  return { id: "existence-first", description: "looks the id up before it looks at the body", wrap };
}
