// A second implementation of the bundled contract, written by hand without any of our code, with faults to switch on.
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export const TOKENS = { admin: "tk-admin-7c1f0e9b2d", member: "tk-member-4be85a60c3" } as const;

export interface Faults {
  /** Counts UTF-16 units instead of characters. */
  readonly utf16?: boolean;
  /** Accepts a path template that does not begin with a slash. */
  readonly anyTemplate?: boolean;
  /** Lets a member change secrets. */
  readonly openToMembers?: boolean;
  /** Repeats the credential in its 401 answers. */
  readonly echoesCredential?: boolean;
  /** Answers 401 to everybody. */
  readonly knowsNobody?: boolean;
  /** Closes its doors after this many requests. */
  readonly diesAfter?: number;
}

type Reply = readonly [status: number, body: unknown, headers?: Record<string, string>];
const envelope = (status: number, message: string, type: string, headers = {}): Reply => [
  status,
  { error: { message, type } },
  headers,
];
const flat = (status: number, error: string): Reply => [status, { error }];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const holes = (text: string): number => text.split("{value}").length - 1;

function faultOf(body: unknown, faults: Faults): string | undefined {
  if (!isRecord(body)) return "the body must be an object";
  const text = (name: string, max: number): string | undefined => {
    const value = body[name];
    if (!Object.hasOwn(body, name)) return undefined;
    if (typeof value !== "string") return `${name} must be a string`;
    const length = faults.utf16 ? value.length : [...value].length;
    return length < 1 || length > max ? `${name} must have 1 to ${max} characters` : undefined;
  };
  const has = (name: string): boolean => Object.hasOwn(body, name);
  if (!["name", "value", "hostPattern", "pathPattern", "injectionConfig"].some(has))
    return "no fields to change";
  if (has("hostPattern") && typeof body["hostPattern"] !== "string") return "hostPattern must be a string";
  if (has("pathPattern") && body["pathPattern"] !== null && typeof body["pathPattern"] !== "string")
    return "pathPattern must be a string or null";
  const config = has("injectionConfig") ? faultOfConfig(body["injectionConfig"], faults) : undefined;
  return text("name", 255) ?? text("value", 10_000) ?? config;
}

const FORMS: readonly (readonly [required: readonly string[], optional: readonly string[]])[] = [
  [["headerName"], ["valueFormat"]],
  [["paramName"], ["paramFormat"]],
  [["pathTemplate"], []],
  [["pathRegex", "pathReplacement"], []],
];

function faultOfConfig(config: unknown, faults: Faults): string | undefined {
  if (config === null) return undefined;
  if (!isRecord(config)) return "injectionConfig must be an object or null";
  const keys = Object.keys(config);
  const fits = FORMS.some(
    ([required, optional]) =>
      required.every((key) => keys.includes(key)) &&
      keys.every((key) => required.includes(key) || optional.includes(key)),
  );
  if (!fits) return "injectionConfig must have the keys of one variant";
  if (keys.some((key) => typeof config[key] !== "string")) return "injectionConfig holds strings only";
  const { headerName, paramName, pathTemplate, pathRegex, pathReplacement } = config;
  if (headerName === "" || paramName === "") return "a name must not be empty";
  if (typeof pathTemplate === "string" && !faults.anyTemplate && !pathTemplate.startsWith("/"))
    return "pathTemplate must start with /";
  if (typeof pathTemplate === "string" && holes(pathTemplate) !== 1)
    return "pathTemplate must hold {value} once";
  if (typeof pathReplacement === "string" && holes(pathReplacement) === 0)
    return "pathReplacement must hold {value}";
  try {
    if (typeof pathRegex === "string") RegExp(pathRegex, "u");
  } catch {
    return "pathRegex must be a regular expression";
  }
  return undefined;
}

function parsed(bytes: Buffer): { value?: unknown; fault?: string } {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { fault: "the body is not JSON" };
  }
}

function isKnown(id: string): boolean {
  try {
    return decodeURIComponent(id) === "sec_1";
  } catch {
    return false;
  }
}

function reply(request: IncomingMessage, bytes: Buffer, faults: Faults): Reply {
  const [, id] = /^\/v1\/org\/secrets\/([^/?]+)(?:\?.*)?$/.exec(request.url ?? "") ?? [];
  if (id === undefined) return envelope(404, "no such path", "not_found");
  if (request.method !== "PATCH")
    return envelope(405, "PATCH only", "method_not_allowed", { allow: "PATCH" });
  const sent = request.headers.authorization ?? "";
  const [, token] = /^bearer +(\S+)$/i.exec(sent) ?? [];
  const who = Object.entries(TOKENS).find(([, key]) => key === token)?.[0];
  if (who === undefined || faults.knowsNobody)
    return envelope(
      401,
      faults.echoesCredential ? `not accepted: ${sent}` : "not accepted",
      "authentication_error",
    );
  if (who !== "admin" && !faults.openToMembers) return envelope(403, "admins only", "permission_error");
  if (bytes.byteLength === 0) return flat(400, "there is no body");
  if (request.headers["content-encoding"] !== undefined) return flat(415, "no encodings");
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers["content-type"] ?? ""))
    return flat(415, "send application/json");
  const { value, fault } = parsed(bytes);
  const wrong = fault ?? faultOf(value, faults);
  if (wrong !== undefined) return flat(400, wrong);
  return isKnown(id) ? [200, { success: true }] : envelope(404, "no such secret", "not_found");
}

/** Starts it on a free port. */
export async function independentServer(
  faults: Faults = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  let count = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (++count > (faults.diesAfter ?? Infinity)) {
      server.close();
      return void server.closeAllConnections();
    }
    const [status, body, headers = {}] = reply(request, Buffer.concat(chunks), faults);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/v1`, close };
}
