// Whether what is read is what was sent: the same, the same in another writing, or something else.
import { isObject } from "../schema/keywords.ts";

export type Likeness = "same" | "alike" | "different";

/** How what is shown compares to what was sent. Members of an object that were not sent do not count. */
export function likeness(sent: unknown, shown: unknown): Likeness {
  if (sent === null || sent === undefined)
    return shown === null || shown === undefined ? "same" : "different";
  if (typeof sent === "string" && typeof shown === "string") return textLikeness(sent, shown);
  if (typeof sent === "number" && typeof shown === "number") {
    if (sent === shown) return "same";
    return Math.abs(sent - shown) <= Math.abs(sent) * 1e-6 ? "alike" : "different";
  }
  if (Array.isArray(sent)) return Array.isArray(shown) ? listLikeness(sent, shown) : "different";
  if (isObject(sent)) {
    if (!isObject(shown)) return "different";
    return worst(Object.entries(sent).map(([name, value]) => likeness(value, shown[name])));
  }
  // An empty text may be kept as nothing.
  if (sent === "" && (shown === null || shown === undefined)) return "alike";
  return sent === shown ? "same" : "different";
}

function textLikeness(sent: string, shown: string): Likeness {
  if (sent === shown) return "same";
  const plain = (text: string): string => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  if (plain(sent) === plain(shown)) return "alike";
  const isDate = /^\d{4}-\d\d-\d\d/;
  const sameMoment = isDate.test(sent) && isDate.test(shown) && Date.parse(sent) === Date.parse(shown);
  return sameMoment || plain(sent).replace(/\/$/, "") === plain(shown).replace(/\/$/, "")
    ? "alike"
    : "different";
}

function listLikeness(sent: readonly unknown[], shown: readonly unknown[]): Likeness {
  if (sent.length !== shown.length) return "different";
  const inOrder = worst(sent.map((value, index) => likeness(value, shown[index])));
  if (inOrder !== "different") return inOrder;
  const left = [...shown];
  for (const value of sent) {
    const at = left.findIndex((other) => likeness(value, other) !== "different");
    if (at < 0) return "different";
    left.splice(at, 1);
  }
  return "alike";
}

function worst(all: readonly Likeness[]): Likeness {
  if (all.includes("different")) return "different";
  return all.includes("alike") ? "alike" : "same";
}

/** A value as one short line. */
export function shortly(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
