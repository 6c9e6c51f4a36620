// Shares out the probes of odd text: all of them for one free text of an operation, a few for each of the others.
import { SECRET } from "../../schema/dialect.ts";
import type { Probe, Rule } from "../rules/rule.ts";
import { fewOf } from "./few.ts";
import type { FoundPlace } from "./places.ts";

/** Probes of odd text for a free text that is not the first of its operation. */
const FEW = 8;

/** The probes of a rule at a place. */
export type ProbesOf = (rule: Rule, place: FoundPlace) => Iterable<Probe>;

/** A share-out for one operation. Which few a place gets depends on its path alone, so that ids stay as they are. */
export function shareText(): ProbesOf {
  const seen = new Set<string>();
  return (rule, place) => {
    if (rule.id !== "text" || isSecret(place)) return rule.probes(place);
    const probes = [...rule.probes(place)];
    if (probes.length === 0) return probes;
    if (!seen.has(place.where)) {
      seen.add(place.where);
      return probes;
    }
    const odd = probes.filter(({ advisory }) => advisory !== undefined);
    const kept = new Set(fewOf(odd, place.path, FEW));
    return probes.filter((probe) => probe.advisory === undefined || kept.has(probe));
  };
}

const isSecret = ({ schema }: FoundPlace): boolean =>
  schema["writeOnly"] === true || schema[SECRET] === true || schema["format"] === "password";
