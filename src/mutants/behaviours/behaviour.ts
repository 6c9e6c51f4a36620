// How a behaviour mutant is written: a fresh original, and one thing that is done to its requests or answers.
import type { Operation } from "../../contract/model.ts";
import type { Answer, ApiRequest, ApiResponse } from "../../http.ts";
import { operationOf } from "../credentials.ts";
import type { Family, Mutant } from "../mutant.ts";
import { stateless } from "../mutant.ts";
import type { Original, World } from "../world.ts";

export interface Fault {
  readonly family: Family;
  /** Unique in the family; the operation's id is put behind it. */
  readonly name: string;
  readonly description: string;
  readonly operation?: Operation;
  readonly near?: readonly string[];
  readonly pointer?: string;
  readonly strength?: "warning";
}

export type Wrap = (original: Original) => Answer;

/** A mutant whose connections have nothing of their own. */
export function behaviour(world: World, fault: Fault, wrap: Wrap): Mutant {
  return { ...described(fault), make: () => stateless(wrap(world.build())) };
}

/** A mutant that remembers something per connection. */
export function sticky(world: World, fault: Fault, wrap: Wrap): Mutant {
  const make = () => {
    const original = world.build();
    return { answer: original.answer, connect: () => wrap(original) };
  };
  return { ...described(fault), connected: true, make };
}

function described({
  family,
  name,
  description,
  operation,
  near = [],
  pointer,
  strength,
}: Fault): Omit<Mutant, "make"> {
  return {
    id: `${family}/${name}${operation ? `/${operation.id}` : ""}`,
    family,
    description: operation ? `${description} (${operation.method} ${operation.path})` : description,
    near,
    // What is kept wrongly may be seen by any operation.
    ...(operation && family !== "state" ? { operations: [operation.id] } : {}),
    strength: strength ?? "error",
    ...(pointer === undefined ? {} : { pointer }),
  };
}

/** Changes the answers to one operation. */
export function onAnswers(
  world: World,
  operation: Operation,
  change: (response: ApiResponse, request: ApiRequest) => ApiResponse,
): Wrap {
  return ({ answer }) =>
    async (request) => {
      const response = await answer(request);
      return operationOf(world, request) === operation ? change(response, request) : response;
    };
}

/** Changes the requests for one operation before the original sees them. */
export function onRequests(
  world: World,
  operation: Operation,
  change: (request: ApiRequest) => ApiRequest,
): Wrap {
  return ({ answer }) =>
    (request) =>
      answer(operationOf(world, request) === operation ? change(request) : request);
}
