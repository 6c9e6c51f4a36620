// What an edit of the contract changes of a server, and where its fault is looked for first.
import { expect, test } from "vitest";
import type { Contract } from "../contract/model.ts";
import { contractMutants, serverOf } from "./contract-edits.ts";
import type { Edit } from "./edits/edit.ts";
import { worldOf, type World } from "./world.ts";

const closed = (name: string): object => ({
  type: "object",
  required: [name],
  properties: { [name]: { type: "string" } },
  additionalProperties: false,
});

const operation = (operationId: string, schema: object): object => ({
  operationId,
  requestBody: { required: true, content: { "application/json": { schema } } },
  responses: { 204: { description: "done" }, 400: { description: "no" } },
});

const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "two", version: "1" },
  paths: {
    "/either": { put: operation("either", { oneOf: [closed("a"), closed("b"), closed("c")] }) },
    "/name": { put: operation("name", { type: "object", properties: { name: { maxLength: 9 } } }) },
  },
};

const two = (): Promise<World> => worldOf({ text: JSON.stringify(DOCUMENT), name: "two" });

test("what no edit is about is the original's, validators and all", async () => {
  const world = await two();
  let built: Contract | undefined;
  const watched: World = {
    ...world,
    build: (contract) => {
      built = contract;
      return world.build(contract);
    },
  };
  const edit: Edit = {
    pointer: "#/paths/~1name/put/requestBody/content/application~1json/schema/properties/name",
    clause: "maxLength",
    manner: "dropped",
    what: "does not look at maxLength 9",
    change: () => ({}),
    operations: ["name"],
  };
  await serverOf(watched, [edit]);
  const [either, name] = world.contract.operations;
  expect(built?.operations.map(({ id }) => id)).toEqual(["either", "name"]);
  expect(built?.operations[0]).toBe(either);
  expect(built?.operations[1]).not.toBe(name);
  expect(built?.operations[1]?.responses).toBe(name?.responses);

  await serverOf(watched, [edit, { ...edit, pointer: "#/info", operations: ["either"] }]);
  expect(built?.operations[0]).not.toBe(either);
});

test("a property of another variant is looked for where the two variants are mixed", async () => {
  const mutants = contractMutants(await two());
  const first = (what: string): readonly string[] =>
    mutants.flatMap(({ description, near: [text = ""] }) => (description === what ? [text] : []));
  expect(first("takes c, a property of another variant")).toEqual(["/oneOf/0+2/", "/oneOf/1+2/"]);
  expect(first("takes a, a property of another variant")).toEqual(["/oneOf/0+1/", "/oneOf/0+2/"]);
});
