// Addresses: other paths and methods that are taken for those of the contract, and unknown ones that break.
import type { Operation } from "../../contract/model.ts";
import type { Answer, ApiRequest } from "../../http.ts";
import { encodeText, splitTarget } from "../../http.ts";
import type { Mutant } from "../mutant.ts";
import { validRequest } from "../samples.ts";
import type { World } from "../world.ts";
import { behaviour, type Fault } from "./behaviour.ts";

/** The mutants of every path and method. */
export function routingMutants(world: World): readonly Mutant[] {
  return world.contract.operations.flatMap((operation) => [
    ...pathMutants(world, operation),
    ...methodMutants(world, operation),
  ]);
}

const isUnknown = (world: World, request: ApiRequest): boolean => world.route(request).kind === "unknown";

/** Requests for unknown paths, rewritten to the operation's own where a loose router would find it. */
function pathMutants(world: World, operation: Operation): readonly Mutant[] {
  const { path: template, method } = operation;
  if (world.contract.operations.find(({ path }) => path === template) !== operation) return [];
  const segments = template.split("/");
  const fault = (name: string, description: string, strength?: "warning"): Fault => ({
    family: "routing",
    name,
    description,
    operation,
    near: [`${operation.id}/paths/`],
    ...(strength ? { strength } : {}),
  });
  const found = (given: Fault, rewrite: (path: string) => string | undefined): Mutant =>
    behaviour(world, given, ({ answer }) => (request) => {
      const [path, query] = splitTarget(request.path);
      const other = request.method === method && isUnknown(world, request) ? rewrite(path) : undefined;
      return answer(
        other === undefined ? request : { ...request, path: query === "" ? other : `${other}?${query}` },
      );
    });
  const broken = (name: string, description: string, status: number): Mutant =>
    behaviour(world, fault(name, description), ({ answer }) => async (request) => {
      const response = await answer(request);
      return isUnknown(world, request) ? { ...response, status } : response;
    });
  const literal = (path: string): string =>
    path
      .split("/")
      .map((part, index) => (segments[index]?.startsWith("{") ? part : (segments[index] ?? part)))
      .join("/");
  return [
    found(fault("below-found", "finds the operation below its path too"), (path) =>
      path.split("/").slice(0, segments.length).join("/"),
    ),
    found(fault("prefix-found", "finds the operation at any path that begins like its own"), (path) => {
      const own = segments.filter((part) => !part.startsWith("{")).join("/");
      return !template.includes("{") && path.startsWith(own) ? own : undefined;
    }),
    found(fault("beside-found", "finds the operation at any path of as many segments"), (path) =>
      path.split("/").length === segments.length ? literal(path) : undefined,
    ),
    found(fault("case-ignored", "finds the path in any letter case", "warning"), (path) =>
      path.split("/").length === segments.length && path.toLowerCase() === literal(path).toLowerCase()
        ? literal(path)
        : undefined,
    ),
    broken("unknown-path-fails", "fails on a path that it does not know", 500),
    broken("unknown-path-welcome", "answers 200 for every path that it does not know", 200),
  ].filter(({ id }) => !id.includes("prefix-found") || !template.includes("{"));
}

function methodMutants(world: World, operation: Operation): readonly Mutant[] {
  if (world.contract.operations.find(({ path }) => path === operation.path) !== operation) return [];
  const near = [`${operation.id}/methods/`];
  const isOther = (request: ApiRequest, method?: string): boolean => {
    const match = world.route(request);
    return (
      match.kind === "method" &&
      match.path === operation.path &&
      (method === undefined || request.method === method)
    );
  };
  const taken = (["GET", "POST", "PUT"] as const)
    .filter((method) => !isAnswered(world, operation, method))
    .map((method) =>
      behaviour(
        world,
        {
          family: "routing",
          name: `${method}-taken`,
          description: `takes ${method} for ${operation.method}`,
          operation,
          near,
        },
        ({ answer }) =>
          (request) =>
            answer(isOther(request, method) ? { ...request, method: operation.method } : request),
      ),
    );
  const answered = (
    name: string,
    description: string,
    change: (answer: Awaited<ReturnType<Answer>>) => Awaited<ReturnType<Answer>>,
    strength?: "warning",
  ): Mutant =>
    behaviour(
      world,
      { family: "routing", name, description, operation, near, ...(strength ? { strength } : {}) },
      ({ answer }) =>
        async (request) => {
          const response = await answer(request);
          return isOther(request) ? change(response) : response;
        },
    );
  return [
    ...taken,
    answered("method-welcome", "answers 200 for every method", (response) => ({ ...response, status: 200 })),
    answered("method-fails", "fails on a method that it does not know", (response) => ({
      ...response,
      status: 500,
      body: encodeText(""),
    })),
    answered(
      "method-501",
      "answers 501 for a method that it does not know",
      (response) => ({ ...response, status: 501 }),
      "warning",
    ),
    answered(
      "method-without-allow",
      "answers 405 without Allow",
      (response) => {
        const { allow: _, ...headers } = response.headers;
        return { ...response, headers };
      },
      "warning",
    ),
  ];
}

/** Whether the contract has an operation for this method there: `POST /pets/search` may be one of `/pets/{petId}`. */
function isAnswered(world: World, operation: Operation, method: string): boolean {
  const path = validRequest(world, operation)?.path ?? operation.path;
  return world.route({ method, path, headers: {} }).kind === "operation";
}
