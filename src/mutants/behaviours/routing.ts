// Addresses: other paths, methods and ids that are taken for those of the contract, and unknown ones that break.
import type { Operation } from "../../contract/model.ts";
import type { Answer, ApiRequest } from "../../http.ts";
import { encodeText, splitTarget } from "../../http.ts";
import type { Mutant } from "../mutant.ts";
import type { World } from "../world.ts";
import { behaviour, onAnswers, onRequests, type Fault } from "./behaviour.ts";

/** The mutants of every path, method and id. */
export function routingMutants(world: World): readonly Mutant[] {
  return world.contract.operations.flatMap((operation) => [
    ...pathMutants(world, operation),
    ...methodMutants(world, operation),
    ...idMutants(world, operation),
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
    .filter(
      (method) =>
        !world.contract.operations.some((other) => other.path === operation.path && other.method === method),
    )
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

/** Ids that are nearly a known one, taken for it. */
function idMutants(world: World, operation: Operation): readonly Mutant[] {
  const [id] = operation.parameters.filter(
    ({ in: place, name }) => place === "path" && world.known[name] !== undefined,
  );
  const known = id ? world.known[id.name] : undefined;
  if (!id || known === undefined) return [];
  const taken = (name: string, description: string, matches: (value: string) => boolean): Mutant =>
    behaviour(
      world,
      { family: "routing", name, description, operation, near: [`${operation.id}/ids/`] },
      onRequests(world, operation, (request) => {
        const match = world.route(request);
        const given = match.kind === "operation" ? match.pathValues[id.name] : undefined;
        if (given === undefined || given === known || given === world.foreign[id.name] || !matches(given))
          return request;
        return { ...request, path: request.path.replace(given, known) };
      }),
    );
  return [
    taken("any-id", "takes any id for one that it knows", (value) => !value.includes("%")),
    taken("longer-id", "takes an id with letters added for the one it knows", (value) =>
      value.startsWith(known),
    ),
    taken(
      "shorter-id",
      "takes the beginning of an id for the id",
      (value) => value.length > 3 && known.startsWith(value),
    ),
    taken("quoted-id", "lets a quote in the id end the query", (value) => /%20OR%20|'/.test(value)),
    taken("slash-in-id", "looks only at what stands before an encoded slash", (value) =>
      value.includes("%2F"),
    ),
    behaviour(
      world,
      {
        family: "routing",
        name: "odd-id-fails",
        description: "fails on an id that is not percent-encoded UTF-8",
        operation,
        near: [`${operation.id}/odd-ids/`],
      },
      onAnswers(world, operation, (response, request) =>
        isMalformed(splitTarget(request.path)[0]) ? { ...response, status: 500 } : response,
      ),
    ),
    behaviour(
      world,
      {
        family: "routing",
        name: "long-id-fails",
        description: "fails on a long id",
        operation,
        near: [`${operation.id}/odd-ids/`],
      },
      onAnswers(world, operation, (response, request) =>
        request.path.length > 1000 ? { ...response, status: 500 } : response,
      ),
    ),
    behaviour(
      world,
      {
        family: "routing",
        name: "nul-id-fails",
        description: "fails on NUL in an id",
        operation,
        near: [`${operation.id}/odd-ids/`],
      },
      onAnswers(world, operation, (response, request) =>
        request.path.includes("%00") ? { ...response, status: 500 } : response,
      ),
    ),
  ];
}

function isMalformed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
  }
}
