// What every answer must be, and the smallest request that still gets a wrong one.

/** @typedef {import("./requests.mjs").Sent} Sent */
/** @typedef {{ status: number, headers: Record<string, string | readonly string[]>, body: Uint8Array }} Got */

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
// RFC 9110 §5.5: no control characters but the tab, nothing wider than a byte.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What is wrong with an answer as HTTP; undefined when nothing is. @param {Got} got @param {string} method */
export function malformed({ status, headers, body }, method) {
  if (!Number.isInteger(status) || status < 100 || status > 599) return `the status is ${status}`;
  for (const [name, value] of Object.entries(headers)) {
    if (!TOKEN.test(name)) return `the header name ${JSON.stringify(name)} is not a token`;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one !== "string" || !VALUE.test(one))
        return `the value of ${name} is not legal: ${JSON.stringify(one)?.slice(0, 80)}`;
    }
  }
  if (!(body instanceof Uint8Array)) return "the body is not bytes";
  const type = headers["content-type"];
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  if (!hasBody || typeof type !== "string" || !/^application\/(?:[\w.-]+\+)?json(?:;|$)/i.test(type))
    return undefined;
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return undefined;
  } catch {
    return `the body is called JSON and is none: ${Buffer.from(body.subarray(0, 80)).toString()}`;
  }
}

/**
 * Drops what the failure does not need: headers, the body's halves, parts of the path.
 * @param {Sent} request @param {(request: Sent) => Promise<boolean>} fails @returns {Promise<Sent>}
 */
export async function smallest(request, fails) {
  let best = request;
  for (let again = true, rounds = 0; again && rounds < 40; rounds++) {
    again = false;
    for (const candidate of simpler(best)) {
      if (!(await fails(candidate))) continue;
      best = candidate;
      again = true;
      break;
    }
  }
  return best;
}

/** @param {Sent} request @returns {Generator<Sent>} */
function* simpler(request) {
  const { headers, path, body } = request;
  for (const name of Object.keys(headers)) {
    const { [name]: _, ...rest } = headers;
    yield { ...request, headers: rest };
  }
  if (body !== undefined) {
    yield { method: request.method, path, headers };
    for (let step = body.length >> 1; step > 0; step >>= 1) {
      for (let at = 0; at < body.length; at += step)
        yield { ...request, body: Buffer.concat([body.subarray(0, at), body.subarray(at + step)]) };
      if (body.length / step > 64) break;
    }
  }
  if (path.includes("?")) yield { ...request, path: path.slice(0, path.indexOf("?")) };
  for (let step = path.length >> 1; step > 0; step >>= 1) {
    for (let at = 0; at < path.length; at += step)
      yield { ...request, path: path.slice(0, at) + path.slice(at + step) };
    if (path.length / step > 64) break;
  }
}

/** A request on one line. @param {Sent} request */
export function shown({ method, path, headers, body }) {
  const text =
    body === undefined
      ? ""
      : ` body ${JSON.stringify(Buffer.from(body.subarray(0, 300)).toString("latin1"))}${body.length > 300 ? ` … ${body.length} bytes` : ""}`;
  return `${method} ${JSON.stringify(path.slice(0, 500))} ${JSON.stringify(headers).slice(0, 500)}${text}`;
}
