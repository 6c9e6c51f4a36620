// Ids in a path: nearly right ones taken for one that exists, odd ones that break the server.
import type { Operation } from "../../contract/model.ts";
import { splitTarget } from "../../http.ts";
import type { Mutant } from "../mutant.ts";
import type { World } from "../world.ts";
import { behaviour, onAnswers, type Fault, type Wrap } from "./behaviour.ts";

/** The mutants of every operation on something that exists. */
export function idMutants(world: World): readonly Mutant[] {
  const collections = Object.keys(world.build().state.snapshot());
  return world.contract.operations.flatMap((operation) => {
    const [id] = operation.parameters.filter(
      ({ in: place, name }) => place === "path" && world.known[name] !== undefined,
    );
    const known = id ? world.known[id.name] : undefined;
    if (!id || known === undefined) return [];
    const subject = { world, operation, name: id.name, known, collections };
    return [...TAKEN.map((taken) => takenFor(subject, taken)), ...oddMutants(subject)];
  });
}

interface Subject {
  readonly world: World;
  readonly operation: Operation;
  readonly name: string;
  readonly known: string;
  readonly collections: readonly string[];
}

/** What was sent, the ids there are → the id that it is taken for. */
type Taken = readonly [
  name: string,
  description: string,
  find: (given: string, ids: readonly string[], known: string) => string | undefined,
];

const TAKEN: readonly Taken[] = [
  [
    "any-id",
    "takes any id for one that it knows",
    (given, _, known) => (given.includes("%") ? undefined : known),
  ],
  [
    "longer-id",
    "takes an id with letters added for the id",
    (given, ids) => ids.find((id) => given.startsWith(id)),
  ],
  [
    "shorter-id",
    "takes the beginning of an id for the id",
    (given, ids) => (given.length > 3 ? ids.find((id) => id.startsWith(given)) : undefined),
  ],
  [
    "escaped-twice",
    "decodes the id twice",
    (given, ids) => ids.find((id) => given.includes("%25") && id === decoded(decoded(given))),
  ],
  [
    "quoted-id",
    "lets a quote in the id end the query",
    (given, _, known) => (/%20OR%20|'/.test(given) ? known : undefined),
  ],
  [
    "slash-in-id",
    "looks only at what stands before an encoded slash",
    (given, _, known) => (given.includes("%2F") ? known : undefined),
  ],
];

function takenFor({ world, operation, name, known, collections }: Subject, taken: Taken): Mutant {
  const [label, description, find] = taken;
  const fault: Fault = {
    family: "routing",
    name: label,
    description,
    operation,
    near: [`${operation.id}/ids/`, `${operation.id}/odd-ids/`],
  };
  const wrap: Wrap = ({ answer, state }) => {
    const ids = (): readonly string[] => [
      known,
      ...collections.flatMap((collection) => [...state.collection(collection).keys()]),
    ];
    return (request) => {
      const match = world.route(request);
      const given =
        match.kind === "operation" && match.operation === operation ? match.pathValues[name] : undefined;
      if (given === undefined || ids().includes(given)) return answer(request);
      const other = find(given, ids(), known);
      return answer(
        other === undefined ? request : { ...request, path: request.path.replace(given, () => other) },
      );
    };
  };
  return behaviour(world, fault, wrap);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const ODD: readonly (readonly [name: string, description: string, isOdd: (path: string) => boolean])[] = [
  ["odd-id-fails", "fails on an id that is not percent-encoded UTF-8", isMalformed],
  ["long-id-fails", "fails on a long id", (path) => path.length > 1000],
  ["nul-id-fails", "fails on NUL in an id", (path) => path.includes("%00")],
];

function oddMutants({ world, operation }: Subject): readonly Mutant[] {
  return ODD.map(([name, description, isOdd]) =>
    behaviour(
      world,
      { family: "routing", name, description, operation, near: [`${operation.id}/odd-ids/`] },
      onAnswers(world, operation, (response, request) =>
        isOdd(splitTarget(request.path)[0]) ? { ...response, status: 500 } : response,
      ),
    ),
  );
}

function isMalformed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
  }
}
