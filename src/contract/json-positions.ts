// Where a node of a JSON text stands: only the containers on the way to it are scanned, each once.
import { skipJsonSpace } from "./json-syntax.ts";

interface Member {
  /** Where the key starts, or the item of an array. */
  readonly at: number;
  readonly value: number;
  children: Container | undefined;
}

interface Container {
  readonly members: ReadonlyMap<string, Member>;
  /** Keys written more than once, with the offset of the repetition that counts. */
  readonly repeated: readonly { readonly key: string; readonly at: number }[];
}

export interface JsonPositions {
  /** The offset of the key (or array item) that the tokens name; undefined when there is none. */
  readonly offsetOf: (tokens: readonly string[]) => number | undefined;
  /** Every key that an object repeats. Scans the whole text: meant for small ones. */
  readonly repeatedKeys: () => { readonly tokens: readonly string[]; readonly offset: number }[];
}

/** Positions in a text that JSON.parse accepts; nothing is scanned before the first question. */
export function jsonPositions(text: string): JsonPositions {
  const root: Member = { at: skipJsonSpace(text, 0), value: skipJsonSpace(text, 0), children: undefined };
  const childrenOf = (member: Member): Container => (member.children ??= scanContainer(text, member.value));
  return {
    offsetOf: (tokens) => {
      let member: Member | undefined = root;
      for (const token of tokens) {
        member = childrenOf(member).members.get(token);
        if (member === undefined) return undefined;
      }
      return member.at;
    },
    repeatedKeys: () => {
      const found: { tokens: readonly string[]; offset: number }[] = [];
      const pending: { member: Member; tokens: readonly string[] }[] = [{ member: root, tokens: [] }];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { members, repeated } = childrenOf(next.member);
        for (const { key, at } of repeated) found.push({ tokens: [...next.tokens, key], offset: at });
        for (const [key, member] of members) {
          const code = text.charCodeAt(member.value);
          if (code === OBJECT || code === ARRAY) pending.push({ member, tokens: [...next.tokens, key] });
        }
      }
      return found.toSorted((a, b) => a.offset - b.offset);
    },
  };
}

const QUOTE = 34;
const COMMA = 44;
const ARRAY = 91;
const BACKSLASH = 92;
const ARRAY_END = 93;
const OBJECT = 123;
const OBJECT_END = 125;

const NOTHING: Container = { members: new Map(), repeated: [] };

function scanContainer(text: string, open: number): Container {
  const kind = text.charCodeAt(open);
  if (kind !== OBJECT && kind !== ARRAY) return NOTHING;
  const members = new Map<string, Member>();
  const repeated: { key: string; at: number }[] = [];
  let offset = skipJsonSpace(text, open + 1);
  let code = text.charCodeAt(offset);
  while (offset < text.length && code !== OBJECT_END && code !== ARRAY_END) {
    const at = offset;
    let key = String(members.size);
    if (kind === OBJECT) {
      const end = skipString(text, offset);
      key = decodeKey(text.slice(offset, end));
      offset = skipJsonSpace(text, skipJsonSpace(text, end) + 1);
      if (members.has(key)) repeated.push({ key, at });
    }
    members.set(key, { at, value: offset, children: undefined });
    offset = skipJsonSpace(text, skipValue(text, offset));
    code = text.charCodeAt(offset);
    if (code !== COMMA) break;
    offset = skipJsonSpace(text, offset + 1);
  }
  return { members, repeated };
}

function decodeKey(quoted: string): string {
  return quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

/** The offset behind the closing quote of the string that opens at `start`. */
function skipString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}

function skipValue(text: string, start: number): number {
  let depth = 0;
  let offset = start;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) {
      offset = skipString(text, offset);
      if (depth === 0) return offset;
      continue;
    }
    if (code === OBJECT || code === ARRAY) depth += 1;
    else if (code === OBJECT_END || code === ARRAY_END) {
      if (depth === 0) return offset;
      depth -= 1;
      if (depth === 0) return offset + 1;
    } else if (depth === 0 && (code === COMMA || code <= 32)) return offset;
    offset += 1;
  }
  return offset;
}
