// Serves one fixed answer on bare node:http, without looking at the request: the ceiling of every server here.
import { createServer } from "node:http";

const [port] = process.argv.slice(2);
const changed = Buffer.from('{"success":true}');
const list = Buffer.from(JSON.stringify(Array.from({ length: 4 }, (_, id) => ({ id, title: "a title of some length", tags: ["one", "two"] }))));

createServer((request, response) => {
  const body = request.method === "GET" ? list : changed;
  response.writeHead(200, ["content-type", "application/json", "content-length", String(body.length)]);
  response.end(body);
}).listen(Number(port), "127.0.0.1");
