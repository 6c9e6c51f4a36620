// Content negotiation: which of the offered media types an Accept header asks for (RFC 9110 §12.5.1).
import type { ParsedMediaType } from "./media-type.ts";
import { isJson, parseMediaType, specificity, splitUnquoted } from "./media-type.ts";

interface Wish {
  readonly range: ParsedMediaType;
  readonly weight: number;
}

/** 0 to 1 with at most three decimals (RFC 9110 §12.4.2). */
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * Accept → the offered type to send; undefined when none is acceptable, or none is offered. By weight, then by how closely
 * it is named, then in the order of Accept, then JSON first, then in the order offered. Malformed members are
 * skipped; a header with no well-formed member counts as absent. Where nothing fits, parameters are disregarded.
 */
export function chooseMediaType(accept: string | undefined, offered: readonly string[]): string | undefined {
  const wishes = accept === undefined ? [] : parseAccept(accept);
  if (wishes.length === 0) return jsonFirst(offered)[0];
  return choose(wishes, offered, false) ?? choose(wishes, offered, true);
}

function jsonFirst(offered: readonly string[]): readonly string[] {
  const rank = (text: string): number => {
    const parsed = parseMediaType(text);
    return parsed === undefined ? 2 : parsed.essence === "application/json" ? 0 : isJson(parsed) ? 1 : 2;
  };
  return offered.length < 2 ? offered : [...offered].sort((one, other) => rank(one) - rank(other));
}

function parseAccept(accept: string): Wish[] {
  return splitUnquoted(accept, ",").flatMap((member) => {
    const range = parseMediaType(member.trim());
    const weight = range?.parameters["q"] ?? "1";
    return range !== undefined && WEIGHT.test(weight) ? [{ range, weight: Number(weight) }] : [];
  });
}

function choose(wishes: readonly Wish[], offered: readonly string[], bare: boolean): string | undefined {
  let best: { readonly offer: string; readonly score: readonly number[] } | undefined;
  for (const offer of jsonFirst(offered)) {
    const parsed = parseMediaType(offer);
    if (parsed === undefined) continue;
    const score = scoreOf(wishes, parsed, bare);
    if (score !== undefined && (best === undefined || isHigher(score, best.score))) best = { offer, score };
  }
  return best?.offer;
}

/** Weight, closeness, place in the header (earlier is higher); undefined when not acceptable. */
function scoreOf(
  wishes: readonly Wish[],
  offer: ParsedMediaType,
  bare: boolean,
): readonly number[] | undefined {
  let rank = 0;
  let found: readonly number[] | undefined;
  wishes.forEach(({ range, weight }, index) => {
    const closeness = closenessOf(range, offer, bare);
    if (closeness <= rank) return;
    rank = closeness;
    found = [weight, closeness, -index];
  });
  return found !== undefined && (found[0] ?? 0) > 0 ? found : undefined;
}

function closenessOf(range: ParsedMediaType, offer: ParsedMediaType, bare: boolean): number {
  // An offered range can become whatever it covers.
  if (offer.subtype.startsWith("*")) {
    return Math.max(specificity(offer, range) > 0 ? 1 : 0, specificity(range, offer));
  }
  if (bare) return specificity({ ...range, parameters: {} }, offer);
  for (const name in range.parameters) {
    if (name !== "q" && name !== "charset" && offer.parameters[name] === undefined) return 0;
  }
  return specificity(range, offer);
}

function isHigher(one: readonly number[], other: readonly number[]): boolean {
  for (let index = 0; index < one.length; index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
