// Contracts of any size, generated: many operations, many properties, many cases.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for what one run generates. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return {
    path: (/** @type {string} */ name) => join(folder, name),
    /** Writes a document as JSON and gives its path. @param {string} name @param {object} document */
    write(name, document) {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(document));
      return path;
    },
  };
}

/** @param {object} paths */
const documentOf = (paths) => ({ openapi: "3.1.0", info: { title: "Generated", version: "1" }, paths });

/** @param {object} schema */
const json = (schema) => ({ "application/json": { schema } });

const THING = {
  type: "object",
  required: ["id", "name"],
  properties: {
    id: { type: "string" },
    name: { type: "string", maxLength: 40 },
    size: { type: "integer", minimum: 0 },
  },
};
const ID = { name: "id", in: "path", required: true, schema: { type: "string", maxLength: 64 } };

/**
 * `count` operations, two on a path. `spread`: every path begins with its own word; `shared`: all begin with /api/v1.
 * @param {number} count @param {"spread" | "shared"} shape
 */
export function manyOperations(count, shape) {
  const at = (/** @type {number} */ index) =>
    shape === "spread" ? `/things-${index}/{id}` : `/api/v1/things-${index}/{id}`;
  const paths = Object.fromEntries(
    Array.from({ length: Math.ceil(count / 2) }, (_, index) => [
      at(index),
      {
        parameters: [ID],
        get: {
          operationId: `get${index}`,
          responses: { 200: { description: "it", content: json(THING) }, 404: { description: "none" } },
        },
        put: {
          operationId: `put${index}`,
          requestBody: { required: true, content: json(THING) },
          responses: { 200: { description: "it", content: json(THING) }, 400: { description: "bad" } },
        },
      },
    ]),
  );
  return documentOf(paths);
}

/** One PATCH whose body has `count` properties of several types, and a body that uses all of them. @param {number} count */
export function manyProperties(count) {
  const kinds = [
    { schema: { type: "string", minLength: 1, maxLength: 60 }, value: "a text of some length" },
    { schema: { type: "integer", minimum: 0, maximum: 1_000_000 }, value: 4711 },
    { schema: { type: "string", enum: ["red", "green", "blue"] }, value: "green" },
    { schema: { type: "boolean" }, value: true },
    { schema: { type: "string", format: "date-time" }, value: "2026-01-05T09:00:00Z" },
  ];
  const named = Array.from({ length: count }, (_, index) => ({
    name: `property${index}`,
    ...(kinds[index % kinds.length] ?? kinds[0]),
  }));
  const schema = {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(named.map(({ name, schema: one }) => [name, one])),
  };
  const done = { type: "object", properties: { success: { type: "boolean" } } };
  const responses = { 200: { description: "done", content: json(done) }, 400: { description: "bad" } };
  const document = documentOf({
    "/thing": {
      patch: { operationId: "change", requestBody: { required: true, content: json(schema) }, responses },
    },
  });
  return { document, body: Object.fromEntries(named.map(({ name, value }) => [name, value])) };
}

/** `count` operations that take a small body with a few clauses, some hundred cases each. @param {number} count */
export function manyCases(count) {
  const error = json({ type: "object", required: ["error"], properties: { error: { type: "string" } } });
  const schema = {
    type: "object",
    required: ["name"],
    properties: { name: { type: "string", minLength: 2, maxLength: 40 } },
  };
  const responses = {
    200: { description: "it", content: json(THING) },
    400: { description: "bad", content: error },
  };
  const paths = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `/things-${index}`,
      {
        post: {
          operationId: `post${index}`,
          requestBody: { required: true, content: json(schema) },
          responses,
        },
      },
    ]),
  );
  return documentOf(paths);
}
