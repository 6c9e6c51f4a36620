// Looks at the answer of a reading step: finds the item in it, and says which checks it does not pass.
import { decodeText, type ApiResponse } from "../http.ts";
import { valueAt } from "../contract/resource-places.ts";
import { isObject } from "../schema/keywords.ts";
import type { Check, Sequence } from "./state-sequence.ts";
import { likeness, shortly } from "./state-values.ts";

export type Item = Readonly<Record<string, unknown>>;

/** What a reading step saw. */
export interface Sight {
  readonly item: Item | undefined;
  /** For a list: all of its items. */
  readonly items: readonly unknown[];
  readonly text: string;
  /** Set when the answer cannot be read as the contract says: nothing is concluded from it. */
  readonly unreadable?: string;
}

/** The JSON value of an answer; undefined when it is none. */
export function jsonOf(response: ApiResponse): unknown {
  try {
    return JSON.parse(decodeText(response.body));
  } catch {
    return undefined;
  }
}

/** How the answers of the reading operations are built. */
export type Reading = Pick<Sequence, "idProperty" | "within" | "lists">;

/** What the answer of a reading operation shows of the item with this id. */
export function sightOf(
  operation: string,
  response: ApiResponse,
  id: string | undefined,
  sequence: Reading,
): Sight {
  const { status } = response;
  const text = decodeText(response.body);
  const isList = sequence.lists.includes(operation);
  if (!isList && (status === 404 || status === 410)) return { item: undefined, items: [], text };
  if (status < 200 || status > 299)
    return { item: undefined, items: [], text, unreadable: `the read was answered ${status}` };
  const value = valueAt(jsonOf(response), sequence.within[operation] ?? "");
  if (!isList) {
    return isObject(value)
      ? { item: value, items: [], text }
      : {
          item: undefined,
          items: [],
          text,
          unreadable: "the answer holds no item where the contract has it",
        };
  }
  if (!Array.isArray(value))
    return {
      item: undefined,
      items: [],
      text,
      unreadable: "the answer holds no list where the contract has it",
    };
  const item = value.find(
    (one): one is Item => isObject(one) && id !== undefined && String(one[sequence.idProperty]) === id,
  );
  return { item, items: value, text };
}

export interface Failure {
  readonly severity: "as-is" | "note";
  readonly expected: string;
  readonly got: string;
}

export interface CheckContext {
  readonly isPagedList: boolean;
  readonly remembered: ReadonlyMap<string, Item>;
  /** The items of the first list that the case saw. */
  readonly listed: readonly unknown[];
}

/** Why a check does not pass; undefined when it does; `unclear` when nothing can be concluded. */
export function failureOf(
  check: Check,
  sight: Sight,
  { isPagedList, remembered, listed }: CheckContext,
): readonly Failure[] | { readonly unclear: string } {
  const { item } = sight;
  switch (check.is) {
    case "there":
      if (item) return [];
      return isPagedList
        ? { unclear: "the list comes in pages, and this one does not hold the item" }
        : [{ severity: "as-is", expected: "the item is there", got: "it is not there" }];
    case "gone":
      return item
        ? [{ severity: "as-is", expected: "the item is not there any more", got: "it is there" }]
        : [];
    case "hiding":
      return check.texts.some((text) => sight.text.includes(text))
        ? [{ severity: "as-is", expected: "the value is nowhere in the answer", got: "the answer holds it" }]
        : [];
    case "none-with":
      return sight.items.some((one) => isObject(one) && likeness(check.value, one[check.name]) === "same")
        ? [
            {
              severity: "as-is",
              expected: `no item with ${check.name} ${shortly(check.value)}`,
              got: "the list has one",
            },
          ]
        : [];
    case "once": {
      const old = new Set(listed.map((one) => JSON.stringify(one)));
      const made = sight.items.filter(
        (one) => isObject(one) && !old.has(JSON.stringify(one)) && hasAll(one, check.values),
      );
      return made.length > 1
        ? [{ severity: "as-is", expected: "one new item", got: `${made.length} new items` }]
        : [];
    }
    default:
      break;
  }
  if (!item) return { unclear: "the item is not there" };
  return propertyFailures(check, item, remembered);
}

const hasAll = (item: Item, values: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(values).every(([name, value]) => likeness(value, item[name]) === "same");

type PropertyCheck = Extract<Check, { is: "showing" | "not-showing" | "as-before" | "cleared" }>;

function propertyFailures(
  check: PropertyCheck,
  item: Item,
  remembered: ReadonlyMap<string, Item>,
): readonly Failure[] | { readonly unclear: string } {
  switch (check.is) {
    case "showing":
      return Object.entries(check.values).flatMap(([name, value]) => different(name, value, item[name]));
    case "cleared":
      return check.names
        .filter((name) => item[name] !== null && item[name] !== undefined)
        .map((name) => ({
          severity: "as-is",
          expected: `${name} is null, or not there`,
          got: `${name} is ${shortly(item[name])}`,
        }));
    case "not-showing": {
      const before = check.unless === undefined ? undefined : remembered.get(check.unless);
      return Object.entries(check.values)
        .filter(
          ([name, value]) =>
            likeness(value, item[name]) !== "different" &&
            (before === undefined || likeness(value, before[name]) === "different"),
        )
        .map(([name, value]) => ({
          severity: "as-is",
          expected: `${name} is not for this request to set`,
          got: `${name} is ${shortly(value)} now`,
        }));
    }
    case "as-before": {
      const before = remembered.get(check.before);
      if (!before) return { unclear: "the item was not seen before" };
      return check.names.flatMap((name) =>
        likeness(before[name], item[name]) === "same" && likeness(item[name], before[name]) === "same"
          ? []
          : [
              {
                severity: "as-is" as const,
                expected: `${name} is still ${shortly(before[name])}`,
                got: `${name} is ${shortly(item[name])}`,
              },
            ],
      );
    }
  }
}

function different(name: string, sent: unknown, shown: unknown): readonly Failure[] {
  const like = likeness(sent, shown);
  if (like === "same") return [];
  return [
    {
      severity: like === "alike" ? "note" : "as-is",
      expected: `${name} is ${shortly(sent)}, as it was sent`,
      got: `${name} is ${shortly(shown)}`,
    },
  ];
}
