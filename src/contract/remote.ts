// Documents over HTTP: fetched with limits, and never from an address that only this machine can reach.
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { KitError, messageOf } from "../errors.ts";

const TIMEOUT_MS = 10_000;
const LIMIT_BYTES = 50 * 1024 * 1024;
const MAX_REDIRECTS = 5;

export interface RemoteRules {
  readonly allowPrivateHosts: boolean;
  /** The origin of the document that the user named; it is never refused. */
  readonly trustedOrigin: string | undefined;
}

export interface RemoteText {
  readonly bytes: Uint8Array;
  /** The address after redirects: the base of relative references (RFC 3986 §5.1.3). */
  readonly uri: string;
}

const HINT = "Allow private hosts, or put the document beside the contract.";

/** Why a URL may not be fetched, from the URL alone; undefined when nothing speaks against it. */
export function hostRefusal(url: URL, rules: RemoteRules): string | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:") return `${url.protocol} addresses are not read`;
  if (rules.allowPrivateHosts || url.origin === rules.trustedOrigin) return undefined;
  const host = url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  const isPrivate =
    isIP(host) > 0
      ? isPrivateAddress(host)
      : /^localhost$|\.(localhost|local|internal)$/.test(host) || !host.includes(".");
  return isPrivate ? `${url.host} is a private host` : undefined;
}

/** Fetches a document; throws `contract-unreadable` for refused hosts, failures, and anything over the limits. */
export async function fetchDocument(address: string, rules: RemoteRules): Promise<RemoteText> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let url = new URL(address);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const refusal = hostRefusal(url, rules) ?? (await addressRefusal(url, rules));
    if (refusal !== undefined) throw unreadable(address, refusal, HINT);
    const response = await attempt(url, signal, address);
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (!URL.canParse(location, url.href))
        throw unreadable(address, "it redirects to an address that is not a URL");
      url = new URL(location, url);
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw unreadable(
        address,
        `the server answered ${response.status}`,
        "Open the address in a browser to see what is there.",
      );
    }
    return { bytes: await bodyOf(response, address), uri: url.href };
  }
  throw unreadable(address, `it redirects more than ${MAX_REDIRECTS} times`);
}

async function attempt(url: URL, signal: AbortSignal, address: string): Promise<Response> {
  try {
    const accept = "application/yaml, application/json, text/yaml, */*;q=0.5";
    return await fetch(url.href, { redirect: "manual", signal, headers: { accept } });
  } catch (error) {
    throw unreadable(address, failureOf(error), "Check the address and the network.");
  }
}

async function bodyOf(response: Response, address: string): Promise<Uint8Array> {
  try {
    const stream: AsyncIterable<Uint8Array> | null = response.body;
    return stream === null ? new Uint8Array() : await collectBytes(stream, LIMIT_BYTES);
  } catch (error) {
    throw unreadable(address, failureOf(error));
  }
}

/** All chunks as one; throws when they are more than `limit` bytes, without reading on. */
export async function collectBytes(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > limit) throw new Error(`it is larger than ${Math.floor(limit / 1024 / 1024)} MB`);
    parts.push(chunk);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, size);
}

function failureOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : messageOf(cause);
}

function unreadable(address: string, why: string, hint?: string): KitError {
  return new KitError(
    "contract-unreadable",
    `cannot read ${address}: ${why}`,
    hint === undefined ? {} : { hint },
  );
}

/** Why a request may not go to a URL: it is not http(s), or leads to a private address where that is not allowed. */
export async function refusalOf(url: URL, allowPrivateHosts: boolean): Promise<string | undefined> {
  const rules: RemoteRules = { allowPrivateHosts, trustedOrigin: undefined };
  return hostRefusal(url, rules) ?? (await addressRefusal(url, rules));
}

/** A public name may still point at a private address. */
async function addressRefusal(url: URL, rules: RemoteRules): Promise<string | undefined> {
  if (
    rules.allowPrivateHosts ||
    url.origin === rules.trustedOrigin ||
    isIP(url.hostname.replace(/^\[|\]$/g, "")) > 0
  ) {
    return undefined;
  }
  try {
    const addresses = await lookup(url.hostname, { all: true });
    const found = addresses.find(({ address }) => isPrivateAddress(address));
    return found === undefined ? undefined : `${url.host} has the private address ${found.address}`;
  } catch {
    return `the host ${url.hostname} is not known`;
  }
}

/** RFC 6890 and its register. IPv4-mapped addresses are compared with the IPv4 rows by BlockList itself. */
const PRIVATE_RANGES: readonly [network: string, prefix: number, family: "ipv4" | "ipv6"][] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 127, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

const privateRanges = new BlockList();
for (const [network, prefix, family] of PRIVATE_RANGES) privateRanges.addSubnet(network, prefix, family);

function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, "");
  return privateRanges.check(bare, isIP(bare) === 6 ? "ipv6" : "ipv4");
}
