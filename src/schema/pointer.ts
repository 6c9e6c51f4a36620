// JSON pointers as the project writes them: `#/a/b` into the root document, `other.yaml#/a/b` into another.

export interface SplitPointer {
  /** The document: "" for the root document, else its path or URL. */
  readonly document: string;
  /** The unescaped tokens, outermost first; empty for the whole document. */
  readonly tokens: string[];
}

/** A token as it stands in a pointer: `~` is `~0`, `/` is `~1` (RFC 6901 §3). Nothing is percent-encoded. */
export function escapeToken(token: string): string {
  return token.includes("~") || token.includes("/")
    ? token.replaceAll("~", "~0").replaceAll("/", "~1")
    : token;
}

/** The key that an escaped token names; `~1` before `~0`, so that `~01` is `~1` (RFC 6901 §4). */
export function unescapeToken(token: string): string {
  return token.includes("~") ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token;
}

/** The pointer of a descendant: `joinPointer("#/paths", "/a", 0)` is `#/paths/~1a/0`. Tokens go in unescaped. */
export function joinPointer(base: string, ...tokens: readonly (string | number)[]): string {
  let pointer = base.includes("#") ? base : base.startsWith("/") || base === "" ? `#${base}` : `${base}#`;
  for (const token of tokens) pointer += `/${typeof token === "number" ? token : escapeToken(token)}`;
  return pointer;
}

/** The document and the unescaped tokens of a pointer: `a.yaml#/x~1y` is `{ document: "a.yaml", tokens: ["x/y"] }`. */
export function splitPointer(pointer: string): SplitPointer {
  const mark = pointer.indexOf("#");
  const document = mark < 0 ? (pointer.startsWith("/") ? "" : pointer) : pointer.slice(0, mark);
  const path = mark < 0 ? (pointer.startsWith("/") ? pointer : "") : pointer.slice(mark + 1);
  return { document, tokens: path.startsWith("/") ? path.slice(1).split("/").map(unescapeToken) : [] };
}

/** The pointer of the containing node; undefined for a whole document. */
export function parentPointer(pointer: string): string | undefined {
  const slash = pointer.lastIndexOf("/");
  const mark = pointer.indexOf("#");
  return slash > mark && mark >= 0 ? pointer.slice(0, slash) : undefined;
}
