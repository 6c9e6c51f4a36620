// The search for a value: attempts from fast and full to careful and small, each within a budget.
import { isObject } from "./keywords.ts";
import { fits, hintsOf, typesOf, valuesOf, type Layer, type TypeName } from "./layers.ts";
import { expansions } from "./merge.ts";
import { int, random } from "./random.ts";
import { arrays } from "./sample-array.ts";
import { numbers } from "./sample-number.ts";
import { objects, type Test } from "./sample-object.ts";
import { strings } from "./sample-string.ts";
import { accepted, isFilled, isSpent, START, type Place, type SampleOptions, type Search } from "./search.ts";
import type { Json, JsonSchema } from "./violation.ts";

/** Refused candidates of one attempt, and of one place in it. */
const FAILURES = 500;
const FAILURES_HERE = 400;
/** Of one way to satisfy the alternatives; the next way may be the right one. */
const FAILURES_EACH = 130;
/** Values made in one attempt: more than this and the value is made less deep. */
const NODES = 4_000;
const NODES_CAREFUL = 30_000;
const DEPTHS = [8, 4, 2, 1];
/** Optional recursion ends here; required recursion is followed a little further. */
const RECURSION_DEPTH = 2;
const RECURSION_LIMIT = 5;

/** What an attempt is made for. */
export interface Aim {
  readonly schemas: readonly JsonSchema[];
  readonly forced?: ReadonlyMap<object, number>;
  readonly extra?: readonly Layer[];
}

/** A value for all schemas of an aim: first made without checks between, then with; then with less in it. */
export function seek(aim: Aim, options: SampleOptions): Json | undefined {
  const fill = options.fill ?? "all";
  const hints = options.examples ?? true;
  let depth = 0;
  if (fill === "all") {
    for (const fillDepth of DEPTHS) {
      const attempt = tryOnce(aim, options, { careful: false, hints, fill, fillDepth });
      depth = fillDepth;
      if (attempt.value !== undefined) return attempt.value;
      if (attempt.nodes > 0) break;
    }
  }
  const attempts: readonly Settings[] = [
    ...(fill === "all" ? [] : [{ careful: false, hints, fill, fillDepth: 0 } as const]),
    { careful: true, hints, fill, fillDepth: depth },
    ...(hints ? [{ careful: true, hints: false, fill, fillDepth: depth }] : []),
    { careful: true, hints, fill, fillDepth: 1 },
    { careful: true, hints: false, fill: "required", fillDepth: 0 },
    { careful: true, hints: false, fill: "all", fillDepth: 2 },
  ];
  for (const settings of attempts) {
    const { value } = tryOnce(aim, options, settings);
    if (value !== undefined) return value;
  }
  return undefined;
}

type Settings = Pick<Search, "careful" | "hints" | "fill" | "fillDepth">;

function tryOnce(
  aim: Aim,
  options: SampleOptions,
  settings: Settings,
): { value: Json | undefined; nodes: number } {
  const meter = { failures: FAILURES, nodes: settings.careful ? NODES_CAREFUL : NODES };
  const search: Search = {
    ...settings,
    options,
    meter,
    random: random((options.seed ?? 1) * 7919),
    forced: aim.forced ?? new Map(),
    make: (schemas, place) => make(search, schemas, place),
  };
  const value = search.make(aim.schemas, aim.extra ? { ...START, extra: aim.extra } : START);
  const sound = value !== undefined && accepted(search, aim.schemas, value);
  return { value: sound ? value : undefined, nodes: meter.nodes };
}

/** The first candidate that the schemas accept: of each expansion, of each type. */
function make(search: Search, schemas: readonly JsonSchema[], place: Place): Json | undefined {
  if (--search.meter.nodes < 0) return undefined;
  const test: Test = (value) => accepted(search, schemas, value);
  let failures = FAILURES_HERE;
  for (const layers of expansions(schemas, search, place)) {
    const inner = within(layers, place);
    if (inner) {
      let left = FAILURES_EACH;
      for (const value of candidates(layers, search, inner, test)) {
        if (!search.careful || test(value)) return value;
        search.meter.failures--;
        if (--failures <= 0 || isSpent(search)) return undefined;
        if (--left <= 0) break;
      }
    }
    search.meter.failures--;
    if (--failures <= 0 || isSpent(search)) return undefined;
  }
  return undefined;
}

/** The place inside these layers; undefined where an optional value would only repeat what is around it. */
function within(layers: readonly Layer[], place: Place): Place | undefined {
  const around = new Map(place.around);
  let repeats = 0;
  for (const layer of layers) {
    const times = around.get(layer) ?? 0;
    if (
      layer["properties"] !== undefined ||
      layer["items"] !== undefined ||
      layer["additionalProperties"] !== undefined ||
      layer["prefixItems"] !== undefined
    ) {
      repeats = Math.max(repeats, times);
      around.set(layer, times + 1);
    }
  }
  if (place.optional && (repeats > 1 || (repeats === 1 && place.depth > RECURSION_DEPTH))) return undefined;
  return { ...place, around, closed: repeats > RECURSION_LIMIT };
}

function* candidates(layers: readonly Layer[], search: Search, place: Place, test: Test): Generator<Json> {
  const values = valuesOf(layers);
  const hints = search.hints ? hintsHere(layers, place) : [];
  if (values) {
    const hinted = hints.filter((hint) => typeof hint !== "object" && fits(layers, hint)).slice(0, 1);
    const fitting = values.filter((value) => fits(layers, value));
    const turn = turnOf(search, place);
    const turned = fitting.map((_, index) => fitting[(index + turn) % fitting.length] as Json);
    yield* turn === 0 ? [...hinted, ...turned] : turned;
    return;
  }
  const scalars = hints.filter((hint) => (typeof hint !== "object" || hint === null) && fits(layers, hint));
  const scalar = scalars[place.turn];
  if (scalar !== undefined && scalar !== null) yield scalar;
  for (const type of typesHere(layers, search, place))
    yield* ofType(type, layers, { search, place, hints, test });
}

/** Which of several values comes first. */
const turnOf = ({ options, random: next }: Search, { turn }: Place): number =>
  turn === 0 && options.varied === true ? int(next, 0, 999) : turn;

const hintsHere = (layers: readonly Layer[], place: Place): readonly Json[] =>
  place.hint === undefined ? hintsOf(layers) : [place.hint, ...hintsOf(layers)];

/** Deep inside a value the types that nest least come first. */
function typesHere(layers: readonly Layer[], search: Search, place: Place): readonly TypeName[] {
  const types = typesOf(layers);
  if (place.depth <= search.fillDepth && place.closed !== true) return types;
  const nests = (type: TypeName): number => (type === "object" || type === "array" ? 1 : 0);
  return types.toSorted((one, other) => nests(one) - nests(other));
}

interface Situation {
  readonly search: Search;
  readonly place: Place;
  readonly hints: readonly Json[];
  readonly test: Test;
}

function* ofType(
  type: TypeName,
  layers: readonly Layer[],
  { search, place, hints, test }: Situation,
): Generator<Json> {
  switch (type) {
    case "null":
      yield null;
      return;
    case "boolean":
      yield* turnOf(search, place) % 2 === 0 ? [true, false] : [false, true];
      return;
    case "integer":
    case "number":
      yield* numbers(layers, type === "integer", search, place);
      return;
    case "string":
      yield* strings(layers, search, place);
      return;
    case "array":
      yield* structured(hints.filter(Array.isArray), search, place, (at) => arrays(layers, search, at));
      return;
    case "object":
      yield* structured(
        hints.filter((hint) => isObject(hint)),
        search,
        place,
        (at) => objects(layers, search, at, test),
      );
  }
}

/** With the parts of an example where they fit; then the example as it stands; then without it. */
function* structured(
  hints: readonly Json[],
  search: Search,
  place: Place,
  build: (place: Place) => Generator<Json>,
): Generator<Json> {
  const hint = hints[place.turn % Math.max(1, hints.length)];
  const { hint: _, ...plain } = place;
  if (hint !== undefined) {
    yield* build({ ...plain, hint });
    if (isFilled(search, place) && search.careful && !holdsOmitted(hint, search)) yield hint;
  }
  yield* build(plain);
}

const holdsOmitted = (hint: Json, search: Search): boolean =>
  isObject(hint) && Object.keys(hint).some((name) => search.options.omit?.has(name));
