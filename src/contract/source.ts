// The text of a file or URL, decoded, with the name it is shown by.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { KitError, messageOf } from "../errors.ts";
import { collectBytes, fetchDocument, hostRefusal, type RemoteRules } from "./remote.ts";

/** One text of a contract: the published document, a document it refers to, or an overlay. */
export interface SourceText {
  readonly uri: string;
  /** As shown to users: the path from the working directory, or the URL. */
  readonly name: string;
  readonly text: string;
}

export interface LoadOptions {
  /** Paths are shown from here and found from here; default: the working directory. */
  readonly cwd?: string;
  /** Overlay files, applied in this order. */
  readonly overlays?: readonly string[];
  /** Let references of remote documents reach loopback, private and link-local addresses. */
  readonly allowPrivateHosts?: boolean;
  /** Another transport for http and https. */
  readonly fetch?: (url: string) => Promise<string>;
  /** Texts by path or URL, read instead of the disk and the network. */
  readonly files?: ReadonlyMap<string, string>;
}

/** A text that was read, and where its relative references start from. */
export interface ReadText extends SourceText {
  readonly base: string;
  /** The bytes were not UTF-8; what could not be decoded is U+FFFD. */
  readonly damaged: boolean;
}

export interface Reader {
  /** The absolute URI of a path or URL that a user named. */
  readonly uriOf: (source: string) => string;
  readonly nameOf: (uri: string) => string;
  /** Reads a text; `from` is the document whose reference is followed, absent for what the user named. */
  readonly read: (uri: string, from?: string) => Promise<ReadText>;
}

const FILE_LIMIT = 256 * 1024 * 1024;

/** A reader for one contract; `root` is the path or URL that the user named. Reading throws `contract-unreadable`. */
export function openReader(root: string, options: LoadOptions): Reader {
  const cwd = resolve(options.cwd ?? ".");
  const uriOf = (source: string): string => {
    if (/^(https?|file):\/\//i.test(source) && URL.canParse(source))
      return withoutFragment(new URL(source).href);
    return pathToFileURL(resolve(cwd, source)).href;
  };
  const rootUri = uriOf(root);
  const rules: RemoteRules = {
    allowPrivateHosts: options.allowPrivateHosts === true,
    trustedOrigin: isRemote(rootUri) ? new URL(rootUri).origin : undefined,
  };
  const inMemory = new Map([...(options.files ?? [])].map(([path, text]) => [uriOf(path), text]));
  const nameOf = (uri: string): string =>
    uri.startsWith("file:") ? pathBetween(cwd, fileURLToPath(uri)) : uri;

  const read = async (uri: string, from?: string): Promise<ReadText> => {
    const name = isReadableUri(uri) ? nameOf(uri) : uri;
    const held = inMemory.get(uri);
    if (held !== undefined && mayRead(uri, from))
      return { uri, name, base: uri, text: withoutMark(held), damaged: false };
    if (!isReadableUri(uri)) throw unreadable(name, "only files and http(s) addresses are read");
    if (!mayRead(uri, from)) throw unreadable(name, `${from} is remote and must not name local files`);
    if (uri.startsWith("file:"))
      return { uri, name, base: uri, ...decodeDocument(await readBytes(uri, name)) };
    const trusted = from === undefined ? { ...rules, trustedOrigin: new URL(uri).origin } : rules;
    if (options.fetch === undefined) {
      const { bytes, uri: base } = await fetchDocument(uri, trusted);
      return { uri, name, base, ...decodeDocument(bytes) };
    }
    const refusal = hostRefusal(new URL(uri), trusted);
    if (refusal !== undefined) throw unreadable(name, refusal);
    return { uri, name, base: uri, text: withoutMark(await options.fetch(uri)), damaged: false };
  };
  return { uriOf, nameOf, read };
}

/** How pointers name a document: by its path from the root document's folder, or by its URL. */
export function documentId(uri: string, rootUri: string): string {
  if (!uri.startsWith("file:") || !rootUri.startsWith("file:")) return uri;
  return pathBetween(dirname(fileURLToPath(rootUri)), fileURLToPath(uri)).replaceAll("#", "%23");
}

export function withoutFragment(uri: string): string {
  const mark = uri.indexOf("#");
  return mark < 0 ? uri : uri.slice(0, mark);
}

const isRemote = (uri: string): boolean => uri.startsWith("http:") || uri.startsWith("https:");

const isReadableUri = (uri: string): boolean => isRemote(uri) || isLocalFile(uri);

/** `file://host/…` names another machine and `%2F` is no separator; Node refuses both. */
function isLocalFile(uri: string): boolean {
  try {
    return uri.startsWith("file:") && fileURLToPath(uri) !== "";
  } catch {
    return false;
  }
}

const mayRead = (uri: string, from: string | undefined): boolean =>
  from === undefined || !isRemote(from) || !uri.startsWith("file:");

function pathBetween(from: string, to: string): string {
  return (relative(from, to) || ".").split(sep).join("/");
}

async function readBytes(uri: string, name: string): Promise<Uint8Array> {
  const path = fileURLToPath(uri);
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw unreadable(name, "it is a folder", "Name the file inside it.");
    return await collectBytes(createReadStream(path, { highWaterMark: 1024 * 1024 }), FILE_LIMIT);
  } catch (error) {
    if (error instanceof KitError) throw error;
    throw unreadable(name, reasonOf(error), "Check the path and the permissions.");
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "it may not be opened";
  return messageOf(error);
}

function unreadable(name: string, why: string, hint?: string): KitError {
  return new KitError(
    "contract-unreadable",
    `cannot read ${name}: ${why}`,
    hint === undefined ? {} : { hint },
  );
}

/** Bytes as text: UTF-8, or UTF-16 when a byte order mark says so. */
export function decodeDocument(bytes: Uint8Array): { text: string; damaged: boolean } {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), damaged: false };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), damaged: true };
  }
}

const withoutMark = (text: string): string => (text.startsWith("\u{FEFF}") ? text.slice(1) : text);
