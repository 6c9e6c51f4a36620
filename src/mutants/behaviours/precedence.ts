// The order of checks: the input judged before the credential, existence told to somebody who may not know it.
import type { Operation } from "../../contract/model.ts";
import type { Answer, ApiRequest } from "../../http.ts";
import { as, operationOf, presentedText } from "../credentials.ts";
import type { Mutant } from "../mutant.ts";
import { takesJson } from "../samples.ts";
import type { World } from "../world.ts";
import { behaviour, type Fault } from "./behaviour.ts";

/** The mutants of every secured operation. */
export function precedenceMutants(world: World): readonly Mutant[] {
  return world.contract.operations
    .filter(({ security }) => security.length > 0 && security.every(({ schemes }) => schemes.length > 0))
    .flatMap((operation) => mutantsOf(world, operation));
}

function mutantsOf(world: World, operation: Operation): readonly Mutant[] {
  const [allowed] = world.allowed;
  const [denied] = world.denied;
  const hasKnownId = operation.parameters.some(
    ({ in: place, name }) => place === "path" && world.known[name] !== undefined,
  );
  if (!allowed) return [];
  const isDenied = (request: ApiRequest): boolean => presentedText(operation, request) === denied?.token;
  /** Answers as if the caller were allowed, where that answer has the status; nothing is left of what was done. */
  const first = (status: number, refusal: number, who: (request: ApiRequest) => boolean) => {
    return ({ answer }: { readonly answer: Answer }): Answer =>
      async (request) => {
        const response = await answer(request);
        if (operationOf(world, request) !== operation || response.status !== refusal || !who(request))
          return response;
        const preview = await world.build().answer(as(allowed.token, operation, request));
        return preview.status === status ? preview : response;
      };
  };
  const fault = (name: string, description: string, rule: string, strength?: "warning"): Fault => ({
    family: "precedence",
    name,
    description,
    operation,
    near: [`${operation.id}/${rule}/`],
    ...(strength ? { strength } : {}),
  });
  const anybody = (): boolean => true;
  const mutants: Mutant[] = [];
  if (takesJson(operation)) {
    mutants.push(
      behaviour(
        world,
        fault("input-before-credential", "judges the body before the credential", "credentials", "warning"),
        first(400, 401, anybody),
      ),
    );
    if (denied && operation.roles)
      mutants.push(
        behaviour(
          world,
          fault("input-before-role", "judges the body before the role", "roles", "warning"),
          first(400, 403, isDenied),
        ),
      );
  }
  if (!hasKnownId) return mutants;
  mutants.push(
    behaviour(
      world,
      fault(
        "existence-before-credential",
        "tells who brings no credential whether an id exists",
        "credentials",
      ),
      first(404, 401, anybody),
    ),
  );
  if (denied && operation.roles)
    mutants.push(
      behaviour(
        world,
        fault("existence-before-role", "tells who is not allowed whether an id exists", "roles"),
        first(404, 403, isDenied),
      ),
    );
  return mutants;
}
