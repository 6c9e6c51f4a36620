// Serves one fixed answer on bare node:http, without looking at the request: the ceiling of every server here.
import { createServer } from "node:http";
import { CHANGED, LIST } from "./fixed-answers.mjs";

const [port] = process.argv.slice(2);

createServer((request, response) => {
  const body = request.method === "GET" ? LIST : CHANGED;
  response.writeHead(200, ["content-type", "application/json", "content-length", String(body.length)]);
  response.end(body);
}).listen(Number(port), "127.0.0.1");
