// Statuses: each status that an operation answers, replaced by each plausible wrong one.
import { declaredFor } from "../../contract/message.ts";
import type { Operation } from "../../contract/model.ts";
import type { Mutant } from "../mutant.ts";
import type { Seen } from "../samples.ts";
import type { World } from "../world.ts";
import { behaviour, onAnswers } from "./behaviour.ts";

/** What servers answer by mistake, per status; 422 for 400 and 403 for 404 are readings, not mistakes. */
const WRONG: Readonly<Record<number, readonly number[]>> = {
  400: [200, 401, 403, 404, 405, 409, 412, 500, 503],
  401: [200, 204, 302, 402, 404, 405, 407, 500],
  403: [200, 204, 302, 400, 401, 404, 405, 500],
  404: [200, 204, 302, 400, 401, 405, 409, 410, 500],
};
const WRONG_SUCCESS = [200, 201, 202, 204, 206, 302, 304, 400, 401, 403, 404, 409, 500, 501];

/** Where the oracle only warns: the status is a declared one's neighbour, or tells a little too much. */
const WARNED: Readonly<Record<number, readonly number[]>> = { 400: [422], 401: [400], 404: [403] };

/** One mutant per operation, status and wrong status. */
export function statusMutants(world: World, seen: readonly Seen[]): readonly Mutant[] {
  return seen.flatMap(({ operation, status }) => [
    ...(status < 300 ? WRONG_SUCCESS : (WRONG[status] ?? []))
      .filter((wrong) => wrong !== status && isWrong(operation, status, wrong))
      .map((wrong) => replaced(world, operation, status, { wrong })),
    ...(WARNED[status] ?? [])
      .filter((wrong) => declaredFor(operation, wrong) === undefined || wrong === 403)
      .filter((wrong) => wrong !== 400)
      .map((wrong) => replaced(world, operation, status, { wrong, strength: "warning" as const })),
  ]);
}

/** A declared success is no wrong one; 401 for 403 is wrong only where the contract declares 403. */
function isWrong(operation: Operation, status: number, wrong: number): boolean {
  if (status < 300) return wrong >= 300 || declaredFor(operation, wrong) === undefined;
  if (status === 403) return declaredFor(operation, 403) !== undefined || ![401, 404].includes(wrong);
  if (status === 401 && wrong === 404) return declaredFor(operation, 401) !== undefined;
  return !(status === 404 && wrong === 410 && declaredFor(operation, 410) !== undefined);
}

const NEAR: Readonly<Record<number, readonly string[]>> = {
  400: ["/body-syntax/", "/type/"],
  401: ["/credentials/"],
  403: ["/roles/"],
  404: ["/ids/"],
};

function replaced(
  world: World,
  operation: Operation,
  status: number,
  { wrong, strength }: { readonly wrong: number; readonly strength?: "warning" },
): Mutant {
  return behaviour(
    world,
    {
      family: "statuses",
      name: `${status}-as-${wrong}`,
      description: `answers ${wrong} for ${status}`,
      operation,
      near: (NEAR[status] ?? []).map((rule) => `${operation.id}${rule}`),
      ...(strength ? { strength } : {}),
    },
    onAnswers(world, operation, (response) =>
      response.status === status ? { ...response, status: wrong } : response,
    ),
  );
}
