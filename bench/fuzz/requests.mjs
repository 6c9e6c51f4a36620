// Valid requests of several contracts, and their mutations: method, path bytes, headers, body.
import { ODD_TEXTS, oddBody } from "./random.mjs";

/**
 * @typedef {{ method: string, path: string, headers: Record<string, string | string[]>, body?: Uint8Array }} Sent
 * @typedef {import("./random.mjs").Random} Random
 */

const KEY = { authorization: "Bearer oc_org_admin_local" };
const JSON_TYPE = { "content-type": "application/json" };

/** @param {string} method @param {string} path @param {Record<string, string>} headers @param {string} [body] @returns {Sent} */
function valid(method, path, headers, body) {
  return {
    method,
    path,
    headers: { accept: "application/json", ...headers },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  };
}

const SECRET =
  '{"name":"a","type":"generic","value":"v","hostPattern":"api.example.com","injectionConfig":{"headerName":"X-Key"}}';
const MULTIPART =
  '--b\r\ncontent-disposition: form-data; name="title"\r\n\r\nhello\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n\u0001\u0002\r\n--b--\r\n';

/** Per contract, requests that are valid or nearly so. @type {Record<string, readonly Sent[]>} */
export const VALID = {
  bundled: [
    valid(
      "PATCH",
      "/v1/org/secrets/sec_generic",
      { ...KEY, ...JSON_TYPE },
      '{"name":"n","hostPattern":"api.example.com","pathPattern":"/v1/*"}',
    ),
    valid(
      "PATCH",
      "/org/secrets/sec_generic",
      { ...KEY, ...JSON_TYPE },
      '{"injectionConfig":{"pathRegex":"^/bot","pathReplacement":"/bot{value}"}}',
    ),
    valid(
      "PATCH",
      "/v1/org/secrets/sec_generic",
      { ...KEY, ...JSON_TYPE, prefer: "code=404" },
      '{"value":"v"}',
    ),
    valid("GET", "/_plumbline/journal", {}),
    valid("GET", "/_plumbline/state", {}),
  ],
  family: [
    valid("GET", "/v1/org/secrets", KEY),
    valid("POST", "/v1/org/secrets", { ...KEY, ...JSON_TYPE }, SECRET),
    valid("PATCH", "/v1/org/secrets/sec_openai", { ...KEY, ...JSON_TYPE }, '{"name":"n"}'),
    valid("DELETE", "/v1/org/secrets/sec_anthropic", KEY),
    valid("POST", "/_plumbline/reset", {}),
  ],
  everything: [
    valid("GET", "/api/plain/7?list=1|2&filter[name]=a&filter[age]=3&json=%7B%22a%22%3A1%7D&key=k", {
      "x-mark": "true,false",
      cookie: "session=abc",
    }),
    valid("GET", "/api/plain/7", {
      accept: "application/xml, text/plain;q=0.5",
      prefer: "example=x, dynamic=true, seed=5",
    }),
    valid("GET", "/api/matrix/;x=1;y=2/of/name.csv", { accept: "text/csv", authorization: "Basic YTpi" }),
    valid(
      "POST",
      "/api/forms",
      { "content-type": "application/x-www-form-urlencoded" },
      "title=hello&count=3&tags=a&tags=b",
    ),
    valid("POST", "/api/forms", { "content-type": "multipart/form-data; boundary=b" }, MULTIPART),
    valid(
      "PUT",
      "/api/nodes",
      JSON_TYPE,
      '{"name":"abc","at":"2026-01-05T09:00:00Z","size":1.5,"children":[{"name":"d"}],"kind":{"leaf":true}}',
    ),
    valid("PUT", "/api/nodes", { "content-type": "text/plain" }, "42"),
    valid("PUT", "/api/nodes", { "content-type": "application/x-ndjson" }, "1\n2\n3\n"),
    valid("DELETE", "/api/nodes", {}),
    valid("OPTIONS", "/api/nodes", { origin: "https://a.example", "access-control-request-method": "PUT" }),
  ],
};

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "M-SEARCH",
  "QUERY",
  "get",
  "FOO",
  "__proto__",
  "constructor",
];
const NAMES = [
  "content-type",
  "accept",
  "authorization",
  "cookie",
  "prefer",
  "content-encoding",
  "origin",
  "access-control-request-method",
  "access-control-request-headers",
  "x-mark",
  "expect",
  "content-length",
  "if-match",
  "accept-encoding",
  "x-http-method-override",
  "__proto__",
  "constructor",
  "x-odd",
];
const FIELD_VALUES = [
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  'multipart/form-data; boundary="b',
  "application/x-www-form-urlencoded",
  "application/*",
  "*/*",
  "image/*;q=0.1, */*;q=0",
  "text/plain;charset=nope",
  "gzip",
  "br, gzip",
  "identity",
  "deflate",
  "Bearer",
  "Bearer ",
  "bearer oc_org_admin_local",
  "Bearer oc_org_admin_local, Bearer x",
  "Basic %%%",
  "Basic",
  "code=200",
  "code=999",
  "code=abc, example=x",
  "dynamic",
  "seed=-1",
  "example=__proto__",
  "code=404; example=a",
  "session=a; session=b",
  "=; ;",
  "https://a.example",
  "null",
  "PUT",
  "x-a, x-b",
  "100-continue",
];

/** @param {Random} random @param {Sent} request @returns {Sent} */
function changedPath(random, request) {
  const { path } = request;
  const at = random.below(path.length + 1);
  const odd = encodeURI(random.pick(ODD_TEXTS).toWellFormed());
  switch (random.below(7)) {
    case 0:
      return { ...request, path: path.slice(0, at) + odd + path.slice(at) };
    case 1:
      return { ...request, path: path.slice(0, at) + path.slice(at + 1) };
    case 2:
      return { ...request, path: `${path}${path.includes("?") ? "&" : "?"}${odd}=${odd}` };
    case 3:
      return {
        ...request,
        path: path
          .split("/")
          .map((segment) => (random.chance(0.3) ? odd : segment))
          .join("/"),
      };
    case 4:
      return {
        ...request,
        path: path.replace(/[a-z]/gi, (letter) =>
          random.chance(0.3) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
        ),
      };
    case 5:
      return {
        ...request,
        path: random.pick([
          "/",
          "*",
          "",
          "//",
          "/v1",
          "/api/",
          "?",
          "/_plumbline/",
          "/_plumbline/state/secrets",
          "/%",
          "/api/plain/%00",
          "http://x/api/nodes",
          `/${"a/".repeat(200)}`,
          `/api/plain/1?${"a[".repeat(300)}`,
        ]),
      };
    default:
      return { ...request, path: path + String.fromCharCode(33 + random.below(94)) };
  }
}

/** @param {Random} random @param {Sent} request @returns {Sent} */
function changedHeaders(random, request) {
  const headers = { ...request.headers };
  const names = Object.keys(headers);
  const name = random.chance(0.5) && names.length > 0 ? random.pick(names) : random.pick(NAMES);
  if (random.chance(0.25)) delete headers[name];
  else {
    const text = (random.chance(0.7) ? random.pick(FIELD_VALUES) : random.pick(ODD_TEXTS)).replace(
      /[^\t\x20-\x7e\x80-\xff]/g,
      "?",
    );
    const value = random.chance(0.1) ? [text, random.pick(FIELD_VALUES)] : text;
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return { ...request, headers };
}

/** One to four mutations of a valid request. @param {Random} random @param {readonly Sent[]} from @returns {Sent} */
export function mutated(random, from) {
  let request = random.pick(from);
  for (let left = 1 + random.below(4); left > 0; left--) {
    const which = random.below(12);
    if (which < 1) request = { ...request, method: random.pick(METHODS) };
    else if (which < 3) request = changedPath(random, request);
    else if (which < 7) request = changedHeaders(random, request);
    else request = { ...request, body: oddBody(random, request.body ?? Buffer.alloc(0)) };
  }
  return request;
}
