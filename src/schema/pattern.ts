// Strings that match a regular expression, and strings that just do not. The only door to the parser of expressions.
import { RegExpParser, type AST } from "@eslint-community/regexpp";
import { codePoints } from "./text-length.ts";
import { expressionOf, type Expression } from "./expression.ts";
import { costOf, type Cost } from "./pattern-cost.ts";
import { poolOf } from "./pattern-pool.ts";
import { grow, inside, type Tree } from "./pattern-tree.ts";
import { walkOf, type Walk } from "./pattern-walk.ts";
import { int, pick } from "./random.ts";

export interface LengthBounds {
  readonly min?: number;
  readonly max?: number;
}

/** A pattern as it is once it was parsed. */
export interface KnownPattern {
  readonly expression: Expression;
  readonly tree: Tree;
  /** Lookaround or backreferences: growth alone does not make a match. */
  readonly conditional: boolean;
  readonly anchored: boolean;
  /** Matches without backtracking; undefined where backreferences stand in the way. */
  readonly walk: Walk | undefined;
}

const ATTEMPTS = 400;
const LONGEST = 10_000_000;
/** Characters grown and tested in one call, all attempts together; a test counts 2,000, risky ones more. */
const WORK = 4_000_000;
/** Steps of a backtracking engine: of one call, and of one risky test. */
const STEPS = 100_000_000;
const RISK = 2 ** 22;
const EDGE: Tree = { kind: "edge", min: 0, max: 0 };

const known = new Map<string, KnownPattern | undefined>();

/**
 * A string that matches `pattern` (unanchored, as JSON Schema means it) with a length in code points within the
 * bounds; undefined when none was found or the pattern is no regular expression. Deterministic by `random`.
 */
export function matching(pattern: string, bounds: LengthBounds, random: () => number): string | undefined {
  const parsed = parsedOf(pattern);
  const low = Math.max(0, Math.ceil(bounds.min ?? 0));
  const high = Math.min(bounds.max ?? Infinity, LONGEST);
  if (!parsed || low > high) return undefined;
  const { tree } = parsed;
  const from = Math.min(Math.max(low, tree.min), tree.max);
  const to = Math.min(high, tree.max);
  if (tree.min > high) return undefined;
  let work = WORK;
  for (let attempt = 0; attempt < ATTEMPTS && work >= 0; attempt++) {
    const span = Math.min(to - from, 4 + attempt);
    const least = from === 0 && span > 0 && attempt < 20 ? 1 : 0;
    const length = from + int(random, least, span);
    work -= length + 10;
    const overlay = parsed.conditional && attempt % 3 === 2;
    const core = grow(tree, length, { random, plain: attempt < 10 || overlay, overlay, groups: new Map() });
    const seeded = parsed.conditional && !overlay && attempt >= 10 ? sprinkled(core, tree, random) : core;
    for (const candidate of padded(seeded, low)) {
      const size = codePoints(candidate);
      if (size < low || size > high) continue;
      const cost = costOf(parsed.tree, candidate, parsed.anchored);
      work -= size + Math.min(cost.exponential, RISK) / 25 + 2_000;
      if (cost.exponential > RISK || !isGrownSafely(parsed, candidate, cost)) continue;
      if (parsed.expression.regexp.test(candidate)) return candidate;
    }
  }
  return undefined;
}

/**
 * A string within the bounds that does not match `pattern`, best one edit away from `near`; undefined when none was
 * found, as for a pattern that everything matches. Candidates that could keep a backtracking engine busy are skipped.
 */
export function notMatching(
  pattern: string,
  bounds: LengthBounds,
  random: () => number,
  near: string,
): string | undefined {
  const parsed = parsedOf(pattern);
  const low = Math.max(0, Math.ceil(bounds.min ?? 0));
  const high = Math.min(bounds.max ?? Infinity, LONGEST);
  if (!parsed || low > high) return undefined;
  let steps = STEPS;
  const tried = new Set<string>();
  for (const candidate of strays(near, low, high, random)) {
    if (tried.has(candidate)) continue;
    tried.add(candidate);
    const size = codePoints(candidate);
    if (size < low || size > high) continue;
    const { polynomial, exponential } = costOf(parsed.tree, candidate, parsed.anchored);
    if (polynomial + exponential > steps) continue;
    steps -= polynomial + exponential;
    if (!parsed.expression.regexp.test(candidate)) return candidate;
  }
  return undefined;
}

/**
 * Whether `text` matches `pattern`, asked only where no engine can be kept busy by it: false then, and for what is no
 * regular expression.
 */
export function surelyMatches(pattern: string, text: string): boolean {
  const parsed = parsedOf(pattern);
  if (!parsed) return false;
  const { polynomial, exponential } = costOf(parsed.tree, text, parsed.anchored);
  return polynomial + exponential <= STEPS && parsed.expression.regexp.test(text);
}

/** A string grown from the pattern is mostly found to match at once, so that more is risked than for any other. */
function isGrownSafely({ conditional }: KnownPattern, { length }: string, { polynomial }: Cost): boolean {
  if (conditional && polynomial > STEPS * 100) return false;
  return length <= 5_000 || polynomial <= length ** 2;
}

/** The text filled up to a length with plain letters behind it, or before it, for patterns that are not anchored. */
function* padded(core: string, low: number): Generator<string> {
  yield core;
  const missing = low - codePoints(core);
  if (missing <= 0) return;
  const letters = "a".repeat(missing);
  yield core + letters;
  yield letters + core;
}

/** The text with some characters replaced by ones that a lookahead of the pattern asks for. */
function sprinkled(text: string, tree: Tree, random: () => number): string {
  const wanted: string[] = [];
  for (const part of inside(tree)) {
    if (part.kind !== "ahead") continue;
    for (const leaf of inside(part.part))
      if (leaf.kind === "character") wanted.push(pick(random, leaf.pool) ?? "");
  }
  const characters = Array.from(text);
  for (const character of wanted)
    if (random() < 0.6) characters[int(random, 0, characters.length - 1)] = character;
  return characters.join("");
}

const ODD = ["!", "~", " ", "a", "A", "0", "-", "_", "/", "é", "\u{1F511}", "\n", "\u0000"];

function* strays(near: string, low: number, high: number, random: () => number): Generator<string> {
  const characters = Array.from(near.length > 200_000 ? near.slice(0, 200_000) : near);
  const last = characters.length - 1;
  const places = [...new Set([Math.floor(last / 2), last, 0, int(random, 0, last), int(random, 0, last)])];
  const splice = (place: number, remove: number, insert: string): string =>
    characters.toSpliced(Math.max(0, place), remove, insert).join("");
  if (near !== "") for (const odd of ODD) for (const place of places) yield splice(place, 1, odd);
  for (const odd of ODD) for (const place of [...places, last + 1]) yield splice(place, 0, odd);
  if (near !== "") for (const place of places) yield splice(place, 1, "");
  yield "";
  for (const odd of ODD) {
    for (const length of new Set([low, Math.max(low, 1), Math.min(high, low + 7)]))
      yield odd.repeat(Math.min(length, 1_000_000));
  }
}

/** The pattern parsed, once; undefined for what is no regular expression. */
export function parsedOf(pattern: string): KnownPattern | undefined {
  if (known.has(pattern)) return known.get(pattern);
  const expression = expressionOf(pattern);
  const parsed = expression && parse(pattern, expression);
  known.set(pattern, parsed);
  return parsed;
}

function parse(pattern: string, expression: Expression): KnownPattern | undefined {
  try {
    const { unicode } = expression;
    const ast = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode });
    const ids = new Map<AST.CapturingGroup, number>();
    const tree = choice(ast.alternatives, { unicode, ids });
    const conditional = [...inside(tree)].some((part) => part.kind === "back") || /\(\?<?[=!]/.test(pattern);
    const anchored = pattern.startsWith("^") && tree.kind !== "choice";
    return { expression, tree, conditional, anchored, walk: walkOf(ast, unicode) };
  } catch {
    return undefined;
  }
}

interface Reading {
  readonly unicode: boolean;
  readonly ids: Map<AST.CapturingGroup, number>;
}

function choice(alternatives: readonly AST.Alternative[], reading: Reading): Tree {
  const options = alternatives.map((alternative): Tree => {
    const parts = alternative.elements
      .map((element) => treeOf(element, reading))
      .filter((part) => part !== EDGE);
    const [only] = parts;
    if (only && parts.length === 1) return only;
    const min = parts.reduce((sum, part) => sum + part.min, 0);
    return { kind: "sequence", parts, min, max: parts.reduce((sum, part) => sum + part.max, 0) };
  });
  const [first] = options;
  if (first && options.length === 1) return first;
  const min = Math.min(...options.map((option) => option.min));
  return { kind: "choice", options, min, max: Math.max(...options.map((option) => option.max)) };
}

function treeOf(element: AST.Element, reading: Reading): Tree {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass":
      return {
        kind: "character",
        ...poolOf(element.raw, reading.unicode, mentioned(element)),
        min: 1,
        max: 1,
      };
    case "Group":
      return choice(element.alternatives, reading);
    case "CapturingGroup": {
      const part = choice(element.alternatives, reading);
      return { kind: "group", part, id: idOf(element, reading), min: part.min, max: part.max };
    }
    case "Quantifier": {
      const part = treeOf(element.element, reading);
      const max = part.max === 0 || element.max === 0 ? 0 : part.max * element.max;
      return { kind: "repeat", part, from: element.min, to: element.max, min: part.min * element.min, max };
    }
    case "Backreference": {
      const [group] = [element.resolved].flat();
      return group ? { kind: "back", id: idOf(group, reading), min: 0, max: 0 } : EDGE;
    }
    default:
      if (element.kind !== "lookahead" || element.negate) return EDGE;
      return { kind: "ahead", part: choice(element.alternatives, reading), min: 0, max: 0 };
  }
}

function idOf(group: AST.CapturingGroup, reading: Reading): number {
  const id = reading.ids.get(group) ?? reading.ids.size;
  reading.ids.set(group, id);
  return id;
}

function mentioned(
  element: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass,
): string[] {
  if (element.type === "Character") return [String.fromCodePoint(element.value)];
  if (element.type !== "CharacterClass") return [];
  const points = element.elements.slice(0, 200).flatMap((member) => {
    if (member.type === "Character") return [member.value];
    if (member.type !== "CharacterClassRange") return [];
    return [member.min.value, member.max.value, Math.trunc((member.min.value + member.max.value) / 2)];
  });
  return points.map((point) => String.fromCodePoint(point));
}
