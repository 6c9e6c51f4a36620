// Matches a regular expression in time that grows with the text and never explodes: all positions at once, no backtracking.
import type { AST } from "@eslint-community/regexpp";

/** One mark per position of the text, the end included: where a match may stand so far. */
type Places = Uint8Array;

interface Text {
  readonly characters: readonly string[];
  readonly flags: string;
}

type Step = (from: Places, text: Text) => Places;

export type Walk = (text: string) => boolean;

/** A matcher for the expression (unanchored, as JSON Schema means it); undefined for one with backreferences. */
export function walkOf(pattern: AST.Pattern, unicode: boolean): Walk | undefined {
  const step = eitherOf(pattern.alternatives);
  if (step === undefined) return undefined;
  const flags = unicode ? "u" : "";
  return (value) => {
    const characters = unicode ? Array.from(value) : value.split("");
    const everywhere = new Uint8Array(characters.length + 1).fill(1);
    return step(everywhere, { characters, flags }).includes(1);
  };
}

function eitherOf(alternatives: readonly AST.Alternative[]): Step | undefined {
  const steps = alternatives.map(({ elements }) => sequenceOf(elements));
  if (!steps.every((step) => step !== undefined)) return undefined;
  const [first] = steps;
  if (first && steps.length === 1) return first;
  return (from, text) => {
    const to = new Uint8Array(from.length);
    for (const step of steps) mark(to, step(from, text));
    return to;
  };
}

function sequenceOf(elements: readonly AST.Element[]): Step | undefined {
  const steps = elements.map(stepOf);
  if (!steps.every((step) => step !== undefined)) return undefined;
  return (from, text) => {
    let places = from;
    for (const step of steps) {
      if (!places.includes(1)) return places;
      places = step(places, text);
    }
    return places;
  };
}

function stepOf(element: AST.Element): Step | undefined {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass":
      return characterOf(element.raw);
    case "Group":
    case "CapturingGroup":
      return eitherOf(element.alternatives);
    case "Quantifier": {
      const { type } = element.element;
      if (type === "Character" || type === "CharacterSet" || type === "CharacterClass")
        return runOf(element.element.raw, element.min, element.max);
      const step = stepOf(element.element);
      return step && repeatOf(step, element.min, element.max);
    }
    case "Assertion":
      return assertionOf(element);
    default:
      return undefined;
  }
}

type Holds = (character: string, flags: string) => boolean;

function holdsOf(raw: string): Holds {
  const known = new Map<string, boolean>();
  let single: RegExp | undefined;
  return (character, flags) => {
    let holds = known.get(character);
    if (holds === undefined) {
      single ??= new RegExp(`^(?:${raw})$`, flags);
      known.set(character, (holds = single.test(character)));
    }
    return holds;
  };
}

function characterOf(raw: string): Step {
  return runOf(raw, 1, 1);
}

/** One kind of character, so and so often: one pass, which carries along how many more may follow. */
function runOf(raw: string, min: number, max: number): Step {
  const holds = holdsOf(raw);
  return (from, { characters, flags }) => {
    const to = new Uint8Array(from.length);
    const last = from.lastIndexOf(1);
    // How many characters of this kind end here, and where runs may have begun.
    let run = 0;
    const starts: number[] = [];
    let first = 0;
    for (let index = Math.max(0, from.indexOf(1)); index < from.length; index++) {
      if (from[index] === 1) starts.push(index);
      while (first < starts.length && index - (starts[first] ?? 0) > Math.min(max, run)) first++;
      const start = starts[first];
      if (start === undefined && index > last) break;
      if (start !== undefined && index - start >= min) to[index] = 1;
      run = index < characters.length && holds(characters[index] ?? "", flags) ? run + 1 : 0;
    }
    return to;
  };
}

/** A place that fewer repetitions have reached already leads nowhere new. */
function repeatOf(step: Step, min: number, max: number): Step {
  return (from, text) => {
    let places = from;
    for (let count = 0; count < min && places.includes(1); count++) {
      const next = step(places, text);
      if (same(next, places)) break;
      places = next;
    }
    const reached = places.slice();
    let fresh = places;
    for (let count = min; count < max; count++) {
      const next = step(fresh, text);
      fresh = new Uint8Array(next.length);
      let some = false;
      const last = next.lastIndexOf(1);
      for (let index = Math.max(0, next.indexOf(1)); index <= last; index++) {
        if (next[index] === 0 || reached[index] === 1) continue;
        fresh[index] = 1;
        reached[index] = 1;
        some = true;
      }
      if (!some) break;
    }
    return reached;
  };
}

const WORD = /^\w$/;

function assertionOf(assertion: AST.Assertion): Step | undefined {
  if (assertion.kind === "word") {
    const isWord = ({ characters }: Text, index: number): boolean => WORD.test(characters[index] ?? "");
    return where((index, text) => (isWord(text, index - 1) !== isWord(text, index)) !== assertion.negate);
  }
  if (!("alternatives" in assertion)) {
    const { kind } = assertion;
    return where((index, { characters }) => index === (kind === "start" ? 0 : characters.length));
  }
  const inner = eitherOf(assertion.alternatives);
  if (inner === undefined) return undefined;
  const { negate } = assertion;
  if (assertion.kind === "lookahead") {
    return where((index, text) => inner(only(index, text), text).includes(1) !== negate);
  }
  return where((index, text) => {
    const before = new Uint8Array(text.characters.length + 1).fill(1, 0, index + 1);
    return (inner(before, text)[index] === 1) !== negate;
  });
}

function where(holds: (index: number, text: Text) => boolean): Step {
  return (from, text) => from.map((mark, index) => (mark === 1 && holds(index, text) ? 1 : 0));
}

function only(index: number, { characters }: Text): Places {
  const places = new Uint8Array(characters.length + 1);
  places[index] = 1;
  return places;
}

function mark(to: Places, more: Places): void {
  const last = more.lastIndexOf(1);
  for (let index = Math.max(0, more.indexOf(1)); index <= last; index++) if (more[index] === 1) to[index] = 1;
}

function same(one: Places, other: Places): boolean {
  return one.every((mark, index) => mark === other[index]);
}
