// Shows an exchange to people: credentials masked, and as a curl line that a shell can repeat.
import { createHash } from "node:crypto";
import { decodeText, type ApiRequest, type HeaderFields } from "../http.ts";
import { excerptOf } from "../contract/message.ts";
import type { Operation } from "../contract/model.ts";
import type { Sent } from "./judge.ts";
import { withoutCredentials } from "./leaks.ts";
import { materialise, type Surroundings } from "./materialise.ts";
import type { Exchange } from "./result.ts";
import type { TargetPrincipal } from "./target.ts";

/** The shell variable that stands for a principal's token: `PLUMBLINE_ADMIN`. */
export const variableOf = (name: string): string =>
  `PLUMBLINE_${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;

/** The principals with variables for tokens: what may be shown. */
export function masked(around: Surroundings): Surroundings {
  const mask = (principal: TargetPrincipal | undefined): TargetPrincipal | undefined =>
    principal && { name: principal.name, token: `\${${variableOf(principal.name)}}` };
  return { ...around, allowed: mask(around.allowed), denied: mask(around.denied) };
}

const MOST_BODY = 2000;
const MOST_CURL_BODY = 16_000;

/** The exchange as plain text, with no credential in it. */
export function exchangeOf(
  sent: Sent,
  operation: Operation,
  around: Surroundings,
  baseUrl: string,
): Exchange {
  const shown = materialise(sent.plan, operation, masked(around)) ?? sent.request;
  const isUrl = /^https?:/.test(baseUrl);
  const url = `${isUrl ? baseUrl.replace(/\/+$/, "") : "http://localhost"}${shown.path.replaceAll(/%24%7B(\w+)%7D/g, "${$1}")}`;
  const hide = (text: string): string => withoutCredentials(text, sent.credentials);
  const { response } = sent;
  return {
    request: {
      method: shown.method,
      url,
      headers: flat(shown.headers),
      ...(shown.body ? { body: excerptOf(shown.body, MOST_BODY) } : {}),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: mapValues(flat(response.headers), hide),
            body: excerpt(hide(excerptOf(response.body, MOST_BODY * 2)), MOST_BODY),
          },
        }
      : {}),
    ...(sent.failure === undefined ? {} : { failure: sent.failure }),
    milliseconds: Math.round(sent.milliseconds),
    curl: curlOf(shown, url),
  };
}

function flat(headers: HeaderFields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === "string" ? value : value.join(", "),
    ]),
  );
}

function mapValues(fields: Record<string, string>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]));
}

const excerpt = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Double quotes where a variable must be expanded: everything else a shell would touch is escaped. */
function expandable(text: string): string {
  if (!text.includes("${PLUMBLINE_")) return quoted(text);
  return `"${text.replace(/["`\\]|\$(?!\{PLUMBLINE_)/g, (character) => `\\${character}`)}"`;
}

function curlOf(request: ApiRequest, url: string): string {
  const parts = ["curl", "-i", "--path-as-is"];
  if (request.method !== "GET") parts.push("-X", request.method);
  parts.push(expandable(url));
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of typeof value === "string" ? [value] : value) {
      if (name === "accept" && one === "*/*") continue;
      parts.push("-H", expandable(one === "" ? `${name};` : `${name}: ${one}`));
    }
  }
  if (!request.body) return parts.join(" ");
  // curl adds a form type of its own when a body goes out without one.
  if (request.headers["content-type"] === undefined) parts.push("-H", "'content-type:'");
  const text = decodeText(request.body);
  const isText =
    Buffer.from(text, "utf8").equals(request.body) && !/\p{Cc}/u.test(text.replace(/[\t\n\r]/g, ""));
  if (request.body.byteLength > MOST_CURL_BODY)
    return `${parts.join(" ")} --data-binary @body  # ${request.body.byteLength} bytes: plumbline check --replay sends them`;
  if (isText) return `${parts.join(" ")} --data-binary ${quoted(text)}`;
  return `printf %s ${quoted(Buffer.from(request.body).toString("base64"))} | base64 -d | ${parts.join(" ")} --data-binary @-`;
}

/** Twelve hex digits that stay the same as long as the parts do. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
}
