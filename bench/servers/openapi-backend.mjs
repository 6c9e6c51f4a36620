// Serves openapi-backend on node:http: its own validation and mock answers, any credential accepted.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [port, contract] = process.argv.slice(2);
const require = createRequire(new URL("../peers/package.json", import.meta.url));
const { OpenAPIBackend } = require("openapi-backend");
// `quick` skips the check of the document, which refuses every contract of OpenAPI 3.1 that uses `examples`.
/** @type {any} */
const api = new OpenAPIBackend({ definition: contract, quick: true });
api.register({
  validationFail: (/** @type {any} */ context) => ({
    status: 400,
    mock: { error: context.validation.errors },
  }),
  notFound: () => ({ status: 404, mock: { error: "not found" } }),
  notImplemented: (/** @type {any} */ context) => api.mockResponseForOperation(context.operation.operationId),
});
await api.init();
for (const name of Object.keys(api.document?.components?.securitySchemes ?? {}))
  api.registerSecurityHandler(name, () => true);

createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const { method = "GET", url = "/", headers } = request;
    const body = Buffer.concat(chunks).toString();
    const { status, mock } = await api.handleRequest({ method, path: url, headers, body });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(mock));
  });
}).listen(Number(port), "127.0.0.1");
