// Lists that show too much or too little of what is kept.
import type { Operation } from "../../contract/model.ts";
import type { StateRecord } from "../../mock/state.ts";
import { isJsonObject, jsonOf, withJson } from "../json-body.ts";
import type { Mutant } from "../mutant.ts";
import type { World } from "../world.ts";
import { behaviour, onAnswers, type Fault } from "./behaviour.ts";

const faultOf = (operation: Operation, name: string, description: string): Fault => ({
  family: "state",
  name,
  description,
  operation,
  near: [`${operation.id}/state`, "/state/"],
});

/** What a list shows that it must not. */
export function listMutants(world: World, operation: Operation): readonly Mutant[] {
  if (operation.method !== "GET" || operation.path.endsWith("}")) return [];
  const all = (): readonly StateRecord[] =>
    Object.values(world.build().state.snapshot()).flatMap((records) => Object.values(records));
  const secrets = all();
  const foreign = secrets.find(({ id }) => Object.values(world.foreign).includes(String(id)));
  const items = (change: (items: readonly unknown[]) => readonly unknown[]) =>
    onAnswers(world, operation, (response) => {
      const body = jsonOf(response);
      return response.status === 200 && Array.isArray(body) ? withJson(response, change(body)) : response;
    });
  const mutants = [
    behaviour(
      world,
      {
        ...faultOf(operation, "secret-listed", "shows the secret values in the list"),
        near: [`${operation.id}/valid`],
      },
      items((list) =>
        list.map((item) =>
          isJsonObject(item) ? { ...item, value: secrets[0]?.["value"] ?? "a-secret-value" } : item,
        ),
      ),
    ),
    behaviour(
      world,
      faultOf(operation, "list-empty", "shows an empty list"),
      items(() => []),
    ),
    behaviour(
      world,
      faultOf(operation, "list-cut", "shows the first of the list only"),
      items((list) => list.slice(0, 1)),
    ),
  ];
  if (!foreign) return mutants;
  const { value: _, organization: _tenant, ...shown } = foreign;
  const shape = (list: readonly unknown[]): unknown => ({
    ...(isJsonObject(list[0]) ? list[0] : {}),
    ...shown,
  });
  return [
    ...mutants,
    behaviour(
      world,
      faultOf(operation, "foreign-listed", "lists what belongs to another tenant"),
      items((list) => [...list, shape(list)]),
    ),
  ];
}
