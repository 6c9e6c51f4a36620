// Edits around the schemas: required bodies and parameters, security, roles, operations that are not there.
import type { Contract, Operation } from "../../contract/model.ts";
import type { Edit, Node } from "./edit.ts";
import { without } from "./edit.ts";

/** The edits of everything of the operations but their schemas. */
export function operationEdits(contract: Contract): readonly Edit[] {
  return contract.operations.flatMap((operation) =>
    [
      ...bodyEdits(operation),
      ...parameterEdits(operation),
      ...securityEdits(operation),
      missing(operation),
    ].map((edit) => ({
      ...edit,
      operations: usersOf(edit, operation, contract),
    })),
  );
}

/** A shared request body or parameter is edited for all operations that have it. */
function usersOf({ pointer }: Edit, operation: Operation, contract: Contract): readonly string[] {
  const shared = contract.operations.filter(
    ({ requestBody, parameters }) =>
      requestBody?.pointer === pointer ||
      requestBody?.content.some((content) => content.pointer === pointer) ||
      parameters.some((parameter) => parameter.pointer === pointer),
  );
  return shared.length > 0 ? shared.map(({ id }) => id) : [operation.id];
}

function bodyEdits({ requestBody, pointer }: Operation): readonly Edit[] {
  if (!requestBody) return [];
  const edits: Edit[] = [];
  if (requestBody.required) {
    const change = (from: Node): Node => without(from, "required");
    edits.push({
      pointer: requestBody.pointer,
      clause: "required",
      manner: "weakened",
      what: "does without a body",
      change,
    });
  }
  for (const mediaType of requestBody.content) {
    if (!mediaType.schema) continue;
    const change = (from: Node): Node => without(from, "schema");
    edits.push({
      pointer: mediaType.pointer,
      clause: "schema",
      manner: "dropped",
      what: `takes any ${mediaType.range} body`,
      change,
    });
  }
  const change = (from: Node): Node => without(from, "requestBody");
  return [
    ...edits,
    { pointer, clause: "requestBody", manner: "dropped", what: "does not look at the body", change },
  ];
}

function parameterEdits({ parameters }: Operation): readonly Edit[] {
  return parameters
    .filter((parameter) => parameter.in !== "path" && parameter.required)
    .map((parameter) => ({
      pointer: parameter.pointer,
      clause: "required",
      manner: "weakened",
      what: `does without the ${parameter.in} parameter ${parameter.name}`,
      change: (from) => without(from, "required"),
    }));
}

/** On the operation itself, so that one operation at a time forgets to look. */
function securityEdits(operation: Operation): readonly Edit[] {
  const { pointer, security, roles } = operation;
  const edits: Edit[] = [];
  const required = security.map(({ schemes }) =>
    Object.fromEntries(schemes.map(({ scheme, scopes }) => [scheme.name, scopes])),
  );
  const isClosed = security.length > 0 && security.every(({ schemes }) => schemes.length > 0);
  if (isClosed) {
    const set =
      (value: unknown) =>
      (from: Node): Node => ({ ...from, security: value });
    edits.push({
      pointer,
      clause: "security",
      manner: "dropped",
      what: "asks for no credential",
      change: set([]),
    });
    edits.push({
      pointer,
      clause: "security",
      manner: "weakened",
      what: "lets in who brings no credential",
      change: set([...required, {}]),
    });
    for (const [index, alternative] of required.entries()) {
      const names = Object.keys(alternative);
      for (const name of names.length > 1 ? names : []) {
        const rest = required.map((item, at) => (at === index ? without(item, name) : item));
        edits.push({
          pointer,
          clause: "security",
          manner: "weakened",
          what: `does not look at the scheme ${name}`,
          change: set(rest),
        });
      }
    }
  }
  if (!roles) return edits;
  const change = (from: Node): Node => without(from, "x-plumbline-roles");
  return [
    ...edits,
    { pointer, clause: "x-plumbline-roles", manner: "dropped", what: "asks for no role", change },
  ];
}

/** The path item without this method: who calls it gets 404 or 405. */
function missing({ pointer, method, id }: Operation): Edit {
  const slash = pointer.lastIndexOf("/");
  return {
    pointer: pointer.slice(0, slash),
    clause: method.toLowerCase(),
    manner: "dropped",
    what: `has no operation ${id}`,
    change: (from) => without(from, method.toLowerCase()),
  };
}
