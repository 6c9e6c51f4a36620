// A regular expression as a tree of what it can produce, and strings of a wanted length grown from it.
import { int, pick } from "./random.ts";

/** Lengths count characters: code points under the `u` flag. Assertions produce nothing. */
interface Extent {
  readonly min: number;
  readonly max: number;
}

export type Tree = Extent &
  (
    | {
        readonly kind: "character";
        readonly pool: readonly string[];
        readonly holds: (character: string) => boolean;
      }
    | { readonly kind: "sequence"; readonly parts: readonly Tree[] }
    | { readonly kind: "choice"; readonly options: readonly Tree[] }
    | { readonly kind: "repeat"; readonly part: Tree; readonly from: number; readonly to: number }
    | { readonly kind: "group"; readonly part: Tree; readonly id: number }
    | { readonly kind: "back"; readonly id: number }
    | { readonly kind: "ahead"; readonly part: Tree }
    | { readonly kind: "edge" }
  );

export type Repeat = Extract<Tree, { kind: "repeat" }>;

export interface Growth {
  readonly random: () => number;
  /** Plain letters and digits only (where the pattern allows them), or anything the pattern allows. */
  readonly plain: boolean;
  /** Whether what a lookahead asks for is laid over what follows it. */
  readonly overlay: boolean;
  /** What each group produced last, for backreferences. */
  readonly groups: Map<number, string>;
}

const TIERS = [/^[a-z0-9]$/, /^[A-Z]$/, /^[!-~]$/, /^\S$/u];

const plainPools = new WeakMap<readonly string[], readonly string[]>();

/** A pool ordered for reading: its first entries are the plainest characters. */
export function plainest(pool: readonly string[]): readonly string[] {
  let plain = plainPools.get(pool);
  if (plain === undefined) {
    plain = TIERS.map((tier) => pool.filter((character) => tier.test(character))).find(
      (some) => some.length > 0,
    );
    plainPools.set(pool, (plain ??= pool));
  }
  return plain;
}

/** A string of `length` characters (as near as the tree allows) that the tree produces; assertions are not heeded. */
export function grow(tree: Tree, length: number, growth: Growth): string {
  switch (tree.kind) {
    case "character":
      return pick(growth.random, growth.plain ? plainest(tree.pool) : tree.pool) ?? "";
    case "sequence":
      return growAll(tree.parts, length, growth);
    case "choice": {
      const suitable = tree.options.filter((option) => option.min <= length && option.max >= length);
      const chosen = pick(growth.random, suitable.length > 0 ? suitable : tree.options);
      return chosen ? grow(chosen, length, growth) : "";
    }
    case "repeat":
      return growRepeat(tree, length, growth);
    case "group": {
      const text = grow(tree.part, length, growth);
      growth.groups.set(tree.id, text);
      return text;
    }
    case "back":
      return growth.groups.get(tree.id) ?? "";
    default:
      return "";
  }
}

function growAll(parts: readonly Tree[], length: number, growth: Growth): string {
  let spare = length;
  let room = 0;
  for (const part of parts) {
    spare -= part.min;
    room += part.max - part.min;
  }
  let text = "";
  const asked: (readonly [number, string])[] = [];
  for (const part of parts) {
    if (part.kind === "ahead" && growth.overlay)
      asked.push([text.length, grow(part.part, part.part.min + 1, growth)]);
    const own = part.max - part.min;
    room = own === Infinity ? unlimited(parts, part) : room - own;
    const extra = int(
      growth.random,
      Math.max(0, Math.min(own, spare - room)),
      Math.max(0, Math.min(own, spare)),
    );
    text += grow(part, part.min + extra, growth);
    spare -= extra;
  }
  for (const [at, over] of asked) text = text.slice(0, at) + over + text.slice(at + over.length);
  return text;
}

/** The room behind a part without limit: infinite when another part without limit follows. */
function unlimited(parts: readonly Tree[], part: Tree): number {
  return parts.slice(parts.indexOf(part) + 1).reduce((sum, next) => sum + next.max - next.min, 0);
}

function growRepeat(tree: Repeat, length: number, growth: Growth): string {
  const { part, from, to } = tree;
  if (part.kind === "edge" || part.kind === "ahead") return "";
  const least = Math.max(from, part.max > 0 ? Math.ceil(length / part.max) : 0, length > 0 ? 1 : 0);
  const most = Math.min(to, part.min > 0 ? Math.floor(length / part.min) : Math.max(least, length));
  const times = Math.min(to, Math.max(from, int(growth.random, least, most)));
  const pieces: string[] = [];
  let spare = length - times * part.min;
  for (let left = times - 1; left >= 0; left--) {
    const own = part.max - part.min;
    const room = left === 0 ? 0 : left * own;
    const extra = int(
      growth.random,
      Math.max(0, Math.min(own, spare - room)),
      Math.max(0, Math.min(own, spare)),
    );
    pieces.push(grow(part, part.min + extra, growth));
    spare -= extra;
  }
  return pieces.join("");
}

/** Every tree inside a tree, itself first. */
export function* inside(tree: Tree): Generator<Tree> {
  yield tree;
  if (tree.kind === "sequence") for (const part of tree.parts) yield* inside(part);
  else if (tree.kind === "choice") for (const option of tree.options) yield* inside(option);
  else if (tree.kind === "repeat" || tree.kind === "group" || tree.kind === "ahead") yield* inside(tree.part);
}
