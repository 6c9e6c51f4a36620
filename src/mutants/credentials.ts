// Credentials as the wrappers handle them: put somebody's token on a request, take all away, say what is there.
import type { Operation } from "../contract/model.ts";
import type { ApiRequest } from "../http.ts";
import { headerValues, splitTarget } from "../http.ts";
import type { World } from "./world.ts";

/** The operation of a request; undefined when the contract has none for it. */
export function operationOf(world: World, request: ApiRequest): Operation | undefined {
  const match = world.route(request);
  return match.kind === "operation" ? match.operation : undefined;
}

/** The request as somebody with this token sends it, whatever credential it had. */
export function as(token: string, operation: Operation, request: ApiRequest): ApiRequest {
  const schemes = operation.security.find((alternative) => alternative.schemes.length > 0)?.schemes ?? [];
  const headers: Record<string, string | readonly string[]> = { ...request.headers };
  let { path } = request;
  for (const { scheme } of schemes) {
    const name = scheme.parameterName ?? "";
    if (scheme.type !== "apiKey") {
      const basic = scheme.scheme === "basic";
      headers["authorization"] = basic
        ? `Basic ${Buffer.from(token, "utf8").toString("base64")}`
        : `${titled(scheme.scheme ?? "bearer")} ${token}`;
    } else if (scheme.in === "header") headers[name.toLowerCase()] = token;
    else if (scheme.in === "cookie") headers["cookie"] = cookiesWith(headers["cookie"], name, token);
    else path = withQuery(path, name, token);
  }
  return { ...request, path, headers };
}

const titled = (word: string): string => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;

function cookiesWith(given: string | readonly string[] | undefined, name: string, token: string): string {
  const kept = [given ?? []]
    .flat()
    .flatMap((line) => line.split(";"))
    .filter((pair) => pair.trim() !== "" && !pair.trim().startsWith(`${name}=`));
  return [...kept, `${name}=${token}`].join("; ");
}

function withQuery(path: string, name: string, token: string): string {
  const [before, query] = splitTarget(path);
  const kept = query
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith(`${encodeURIComponent(name)}=`));
  return `${before}?${[...kept, `${encodeURIComponent(name)}=${encodeURIComponent(token)}`].join("&")}`;
}

/** The text of the credential that the first scheme reads, without its scheme word; undefined when nothing is there. */
export function presentedText(operation: Operation, request: ApiRequest): string | undefined {
  const scheme = operation.security.find(({ schemes }) => schemes.length > 0)?.schemes[0]?.scheme;
  if (!scheme) return undefined;
  if (scheme.type !== "apiKey") {
    const [value] = headerValues(request.headers, "authorization");
    const text = value?.replace(/^\S+\s*/, "");
    if (value === undefined || text === undefined) return undefined;
    return scheme.scheme === "basic" ? Buffer.from(text, "base64").toString("utf8") : text;
  }
  const name = scheme.parameterName ?? "";
  if (scheme.in === "header") return headerValues(request.headers, name.toLowerCase())[0];
  if (scheme.in === "query") return new URLSearchParams(splitTarget(request.path)[1]).get(name) ?? undefined;
  const cookies = headerValues(request.headers, "cookie").flatMap((line) => line.split(";"));
  return cookies
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
