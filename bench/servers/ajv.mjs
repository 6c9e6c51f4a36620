// Serves node:http with the body read, parsed and validated by ajv, written by hand for the one PATCH: the honest minimum.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { LIST } from "./fixed-answers.mjs";

const [port, contract = ""] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { Ajv2020 } = require("ajv/dist/2020.js");
const { parse } = require("yaml");

const document = parse(readFileSync(contract, "utf8"));
const ajv = new Ajv2020({ strict: false, allErrors: true });
require("ajv-formats").default(ajv);
ajv.addSchema(document, "contract:");
const patched = Object.keys(document.paths).find((path) => document.paths[path].patch) ?? "";
const pointer = `#/paths/${patched.replaceAll("/", "~1")}/patch/requestBody/content/application~1json/schema`;
const validate =
  patched === ""
    ? () => true
    : ajv.compile({ $ref: `contract:${pointer.replace(/[{}]/g, encodeURIComponent)}` });

/** @type {(value: unknown) => Buffer} */
const bytes = (value) => Buffer.from(JSON.stringify(value));

/** @type {(response: import("node:http").ServerResponse, status: number, body: Buffer) => void} */
function answer(response, status, body) {
  response.writeHead(status, ["content-type", "application/json", "content-length", String(body.length)]);
  response.end(body);
}

createServer((request, response) => {
  if (request.method === "GET") return answer(response, 200, LIST);
  /** @type {Buffer[]} */
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    try {
      const value = JSON.parse(Buffer.concat(chunks).toString());
      if (validate(value)) answer(response, 200, bytes({ success: true }));
      else answer(response, 400, bytes({ error: ajv.errorsText(validate.errors) }));
    } catch {
      answer(response, 400, bytes({ error: "the body is not JSON" }));
    }
  });
}).listen(Number(port), "127.0.0.1");
