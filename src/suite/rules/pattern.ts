// `pattern`: texts that fit, and texts one edit away that do not.
import { codePoints } from "../../schema/text-length.ts";
import { matching, notMatching } from "../../schema/pattern.ts";
import { numberAt } from "./kinds.ts";
import { MAY_TRIM } from "./near-misses.ts";
import type { Place, Probe, Rule } from "./rule.ts";
import { fitsPattern } from "./stretch.ts";
import { stringOf } from "./vary.ts";
import { sendable, sizeDoubt } from "./wire-room.ts";

const UNUSUAL = "the pattern allows this text, though its author may not have meant it";
const EMPTY_PARAMETER = "an empty parameter may be read as an absent one";

export const pattern: Rule = {
  id: "pattern",
  title: "the pattern of a text",
  keywords: ["pattern"],
  *probes(place) {
    const wanted = place.schema["pattern"];
    if (typeof wanted !== "string") return;
    const value = stringOf(place);
    const bounds = {
      min: numberAt(place.schema, "minLength") ?? 0,
      max: numberAt(place.schema, "maxLength") ?? 2000,
    };
    yield* fitting(place, wanted, value, bounds);
    const near = value ?? matching(wanted, bounds, place.random) ?? "plumbline";
    yield* straying(place, wanted, near, bounds);
  },
};

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function* fitting(place: Place, wanted: string, value: string | undefined, bounds: Bounds): Generator<Probe> {
  const seen = new Set<string>();
  const texts: (readonly [string, string | undefined, string?])[] = [
    ["a match", value],
    ["another match", matching(wanted, bounds, place.random)],
    ["a short match", shortest(place, wanted, bounds)],
    ["text around a match", value === undefined ? undefined : `x${value}x`, UNUSUAL],
  ];
  for (const [label, text, advisory] of texts) {
    if (text === undefined || seen.has(text) || !sendable(place.where, text)) continue;
    if (fitsPattern(wanted, text) !== true || !place.accepts(place.schema, text)) continue;
    seen.add(text);
    const plain = text === value || /^[!-~]([ -~]*[!-~])?$/.test(text);
    const doubt = advisory ?? (plain ? sizeDoubt(place.where, text) : UNUSUAL);
    yield { keyword: "pattern", label, value: text, valid: true, ...(doubt ? { advisory: doubt } : {}) };
  }
}

function shortest({ random }: Place, wanted: string, { min, max }: Bounds): string | undefined {
  for (let length = Math.max(1, min); length <= Math.min(max, min + 4); length++) {
    const text = matching(wanted, { min: length, max: length }, random);
    if (text !== undefined) return text;
  }
  return undefined;
}

function* straying(place: Place, wanted: string, near: string, bounds: Bounds): Generator<Probe> {
  const seen = new Set<string>();
  const stray = notMatching(wanted, bounds, place.random, near);
  const edits =
    stray === undefined ? [...editsOf(near)] : [...editsOf(near), ["a near miss", stray] as const];
  for (const [label, text, advisory] of edits) {
    const length = codePoints(text);
    if (seen.has(text) || length < bounds.min || length > bounds.max || !sendable(place.where, text))
      continue;
    if (fitsPattern(wanted, text) !== false && text !== stray) continue;
    seen.add(text);
    const doubt = advisory ?? (text === "" && place.where !== "body" ? EMPTY_PARAMETER : undefined);
    yield { keyword: "pattern", label, value: text, valid: false, ...(doubt ? { advisory: doubt } : {}) };
  }
}

function* editsOf(near: string): Generator<readonly [label: string, text: string, advisory?: string]> {
  const letters = [...near];
  const middle = Math.floor(letters.length / 2);
  const upper = near.toUpperCase();
  const spliced = (at: number, remove: number, text: string): string =>
    letters.toSpliced(at, remove, text).join("");
  yield ["without its first character", letters.slice(1).join("")];
  yield ["without its last character", letters.slice(0, -1).join("")];
  yield ["with ! behind", `${near}!`];
  yield ["with ! before", `!${near}`];
  yield ["with ! inside", spliced(middle, 0, "!")];
  yield ["with a blank inside", spliced(middle, 0, " ")];
  yield ["with é inside", spliced(middle, 1, "é")];
  yield ["with a full-width digit inside", spliced(middle, 1, "\uff11")];
  yield ["in the other case", upper === near ? near.toLowerCase() : upper];
  yield ["twice", near + near];
  yield ["a match, a line break, other text", `${near}\nplumbline!`];
  yield ["other text, a line break, a match", `plumbline!\n${near}`];
  yield ["another word", "plumbline"];
  yield ["empty", ""];
  yield ["with a line break behind", `${near}\n`, MAY_TRIM];
  yield ["with a blank behind", `${near} `, MAY_TRIM];
  yield ["with a blank before", ` ${near}`, MAY_TRIM];
}
