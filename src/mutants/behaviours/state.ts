// What is kept: writes that are not applied, half applied, applied although refused, or seen by the wrong people.
import type { Operation } from "../../contract/model.ts";
import type { Answer, ApiRequest, ApiResponse } from "../../http.ts";
import type { StateRecord } from "../../mock/state.ts";
import { operationOf } from "../credentials.ts";
import { schemaNodes } from "../edits/schema-nodes.ts";
import { isJsonObject, jsonOf, type JsonObject } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import type { Original, World } from "../world.ts";
import { listMutants } from "./state-lists.ts";
import { behaviour, type Fault } from "./behaviour.ts";

export interface StateMutants {
  readonly mutants: readonly Mutant[];
  /** Faults that no request of this contract could show, since nothing shows what is kept. */
  readonly unobservable: number;
}

/** The mutants of every write whose effect another operation of the contract shows. */
export function stateMutants(world: World): StateMutants {
  const { operations } = world.contract;
  const keeps = Object.values(world.build().state.snapshot()).some(
    (records) => Object.keys(records).length > 0,
  );
  if (!keeps) return { mutants: [], unobservable: 0 };
  const mutants: Mutant[] = [];
  let unobservable = 0;
  for (const operation of operations) {
    const made = [
      ...changeMutants(world, operation),
      ...createMutants(world, operation),
      ...deleteMutants(world, operation),
    ];
    if (operations.some((other) => shows(other, operation))) mutants.push(...made);
    else unobservable += made.length;
    mutants.push(...listMutants(world, operation));
  }
  return { mutants, unobservable };
}

/** A GET of the same path, or of the collection that the path is in. */
const shows = (other: Operation, write: Operation): boolean =>
  other.method === "GET" &&
  (other.path === write.path || other.path === write.path.replace(/\/\{[^}]*\}$/, ""));

const faultOf = (operation: Operation, name: string, description: string): Fault => ({
  family: "state",
  name,
  description,
  operation,
  near: [`${operation.id}/state`],
});

const collections = new WeakMap<World, readonly string[]>();

/** The names of the collections, asked for once: a snapshot copies everything. */
function collectionsOf(world: World): readonly string[] {
  let names = collections.get(world);
  if (!names) collections.set(world, (names = Object.keys(world.build().state.snapshot())));
  return names;
}

/** What is kept under the id of a request. */
function kept(
  world: World,
  { state }: Original,
  request: ApiRequest,
): { readonly records: Map<string, StateRecord>; readonly id: string } | undefined {
  const match = world.route(request);
  if (match.kind !== "operation") return undefined;
  const id = Object.values(match.pathValues).at(-1);
  for (const name of collectionsOf(world)) {
    const records = state.collection(name);
    if (id !== undefined && records.has(id)) return { records, id };
  }
  return undefined;
}

interface Write {
  readonly before: StateRecord;
  readonly after: StateRecord;
  readonly body: JsonObject;
  readonly status: number;
}

/** Changes what a write left behind; undefined leaves it as it is. */
type Afterwards = (write: Write) => StateRecord | undefined;

const REFUSED: ReadonlySet<number> = new Set([400, 401, 403]);

const CHANGES: readonly (readonly [name: string, description: string, afterwards: Afterwards])[] = [
  [
    "nothing-applied",
    "answers success and changes nothing",
    ({ before, status }) => (status < 300 ? before : undefined),
  ],
  [
    "first-field-only",
    "applies the first member only",
    ({ before, after, body, status }) => {
      const [first] = Object.keys(body);
      return status < 300 && first !== undefined && first in after
        ? { ...before, [first]: after[first] }
        : undefined;
    },
  ],
  [
    "others-wiped",
    "clears members that are not sent",
    ({ after, body, status }) => {
      const wiped = Object.entries(after).map(([name, value]) => [
        name,
        isClearable(name, value) && !(name in body) ? null : value,
      ]);
      return status < 300 ? (Object.fromEntries(wiped) as StateRecord) : undefined;
    },
  ],
  [
    "null-not-clearing",
    "takes null for an absent member when it writes",
    ({ before, after, body, status }) => {
      const nulls = Object.keys(body).filter((name) => body[name] === null);
      return status < 300
        ? { ...after, ...Object.fromEntries(nulls.map((name) => [name, before[name]])) }
        : undefined;
    },
  ],
  [
    "text-cut",
    "keeps the first eight characters of a name",
    ({ after, body, status }) =>
      status < 300 && typeof body["name"] === "string"
        ? { ...after, name: body["name"].slice(0, 8) }
        : undefined,
  ],
  ...([400, 401, 403] as const).map(
    (refusal) =>
      [
        `applied-despite-${refusal}`,
        `writes although it answers ${refusal}`,
        ({ after, body, status }: Write) =>
          status === refusal &&
          REFUSED.has(status) &&
          typeof body["name"] === "string" &&
          body["name"] !== "" &&
          body["name"].length < 256
            ? { ...after, name: `${body["name"].slice(0, 200)} (written)` }
            : undefined,
      ] as const,
  ),
];

const isClearable = (name: string, value: unknown): boolean =>
  (typeof value === "object" || name.endsWith("Pattern")) && name !== "hostPattern";

function changeMutants(world: World, operation: Operation): readonly Mutant[] {
  if (!["PATCH", "PUT"].includes(operation.method) || !operation.path.endsWith("}")) return [];
  const changes = CHANGES.map(([name, description, afterwards]) =>
    behaviour(world, faultOf(operation, name, description), (original) => async (request) => {
      const place = operationOf(world, request) === operation ? kept(world, original, request) : undefined;
      const before = place?.records.get(place.id);
      const response = await original.answer(request);
      const after = place?.records.get(place.id);
      const body = jsonOf(request);
      if (!place || !before || !after) return response;
      const left = afterwards({
        before,
        after,
        body: isJsonObject(body) ? body : {},
        status: response.status,
      });
      if (left) place.records.set(place.id, left);
      return response;
    }),
  );
  return [...changes, assignment(world, operation), upsert(world, operation), neighbour(world, operation)];
}

/** Writes every member that the record has, also those that the request does not offer: mass assignment. */
function assignment(world: World, operation: Operation): Mutant {
  const offered = new Set(
    schemaNodes(world.contract, world.document)
      .filter(
        ({ operations, parent, place }) => !parent && place === "body" && operations.includes(operation.id),
      )
      .flatMap(({ node }) => (isJsonObject(node["properties"]) ? Object.keys(node["properties"]) : [])),
  );
  const fault = faultOf(operation, "unoffered-written", "writes members that the request does not offer");
  return behaviour(world, fault, (original) => async (request) => {
    const place = operationOf(world, request) === operation ? kept(world, original, request) : undefined;
    const response = await original.answer(request);
    const after = place?.records.get(place.id);
    const body = jsonOf(request);
    if (!place || !after || !isJsonObject(body) || response.status >= 300) return response;
    const extra = Object.entries(body).filter(
      ([name]) => name in after && name !== "id" && !offered.has(name),
    );
    if (extra.length > 0) place.records.set(place.id, { ...after, ...Object.fromEntries(extra) });
    return response;
  });
}

/** Makes what is not there instead of answering 404. */
function upsert(world: World, operation: Operation): Mutant {
  const fault = {
    ...faultOf(operation, "upsert", "makes what it does not find"),
    near: [`${operation.id}/ids/`],
  };
  const known = Object.values(world.known)[0] ?? "";
  return behaviour(world, fault, ({ answer }) => async (request) => {
    const response = await answer(request);
    if (response.status !== 404 || operationOf(world, request) !== operation) return response;
    return answer({ ...request, path: request.path.replace(/[^/?]+(?=$|\?)/, known) });
  });
}

/** Writes to another record than the one that was named. */
function neighbour(world: World, operation: Operation): Mutant {
  return behaviour(
    world,
    faultOf(operation, "another-changed", "changes another record than the one that is named"),
    (original) => async (request) => {
      const place = operationOf(world, request) === operation ? kept(world, original, request) : undefined;
      const before = place?.records.get(place.id);
      const response = await original.answer(request);
      const after = place?.records.get(place.id);
      if (!place || !before || !after || response.status >= 300) return response;
      const other = [...place.records.keys()].find((id) => id !== place.id);
      place.records.set(place.id, before);
      if (other !== undefined) place.records.set(other, { ...place.records.get(other), name: after["name"] });
      return response;
    },
  );
}

function createMutants(world: World, operation: Operation): readonly Mutant[] {
  if (operation.method !== "POST" || operation.path.endsWith("}")) return [];
  const after = (
    name: string,
    description: string,
    change: (records: Map<string, StateRecord>, id: string) => void,
  ): Mutant =>
    behaviour(world, faultOf(operation, name, description), (original) => async (request) => {
      const response = await original.answer(request);
      const created =
        operationOf(world, request) === operation && response.status < 300 ? jsonOf(response) : undefined;
      const id = isJsonObject(created) ? created["id"] : undefined;
      for (const collection of typeof id === "string" ? collectionsOf(world) : [])
        change(original.state.collection(collection), String(id));
      return response;
    });
  return [
    after(
      "not-stored",
      "answers that it made something and forgets it",
      (records, id) => void records.delete(id),
    ),
    after("stored-twice", "makes everything twice", (records, id) => {
      const record = records.get(id);
      if (record) records.set(`${id}-2`, { ...record, id: `${id}-2` });
    }),
    after("stored-otherwise", "keeps another name than the one that was sent", (records, id) => {
      const record = records.get(id);
      if (record) records.set(id, { ...record, name: "something else" });
    }),
  ];
}

function deleteMutants(world: World, operation: Operation): readonly Mutant[] {
  if (operation.method !== "DELETE") return [];
  const around = (name: string, description: string, applies: (response: ApiResponse) => boolean): Mutant =>
    behaviour(world, faultOf(operation, name, description), (original) => async (request) => {
      const place = operationOf(world, request) === operation ? kept(world, original, request) : undefined;
      const record = place?.records.get(place.id);
      const response = await original.answer(request);
      if (place && record && applies(response)) place.records.set(place.id, record);
      return response;
    });
  const forbidden = behaviour(
    world,
    faultOf(operation, "deleted-despite-403", "deletes although it answers 403"),
    (original): Answer =>
      async (request) => {
        const place = operationOf(world, request) === operation ? kept(world, original, request) : undefined;
        const response = await original.answer(request);
        // The known ones stay, or nothing could be judged afterwards.
        if (place && response.status === 403 && !Object.values(world.known).includes(place.id))
          place.records.delete(place.id);
        return response;
      },
  );
  return [
    around("not-deleted", "answers that it deleted and keeps the thing", ({ status }) => status < 300),
    forbidden,
  ];
}
