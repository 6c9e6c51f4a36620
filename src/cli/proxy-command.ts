// `plumbline proxy`: passes real traffic on to an upstream and says where it departs from the contract.
import { readRequest, readResponse } from "../contract/message.ts";
import type { Problem } from "../contract/exchange-types.ts";
import { routerOf } from "../contract/router.ts";
import type { Contract } from "../contract/model.ts";
import { isTargetFailure, KitError } from "../errors.ts";
import { jsonResponse, splitTarget, type Answer, type ApiRequest, type HeaderFields } from "../http.ts";
import { serve } from "../mock/serve.ts";
import { readablePath } from "../schema/messages.ts";
import { over } from "../suite/over.ts";
import { findContract } from "./bundled.ts";
import type { Command, Parsed } from "./options.ts";
import { CONTRACT_OPTIONS, HELP } from "./shared-options.ts";
import { assertAddress } from "./targets.ts";
import type { Terminal } from "./terminal.ts";

export const PROXY: Command = {
  name: "proxy",
  usage: "proxy UPSTREAM",
  summary: "Passes requests on to UPSTREAM and prints where requests and answers depart from the contract.",
  positionals: 1,
  options: [
    { name: "contract", value: "FILE|URL", help: "the contract (default: the bundled one)" },
    ...CONTRACT_OPTIONS,
    { name: "port", short: "p", value: "N", help: "the port (default 4010; 0 takes any free one)" },
    { name: "host", value: "HOST", help: "the address to bind (default 127.0.0.1)" },
    { name: "timeout", value: "MS", help: "milliseconds to wait for the upstream (default 30000)" },
    HELP,
  ],
};

/** Runs until Ctrl-C; 0 when everything that passed was right, else 1. */
export async function runProxy(options: Parsed, terminal: Terminal): Promise<number> {
  const upstream = options.positionals[0];
  if (upstream === undefined)
    throw new KitError("usage", "Name the upstream, such as https://api.example.com/v1.");
  assertAddress(upstream);
  const { contract } = await findContract(options.text("contract"), options);
  const remote = over(upstream, { timeout: options.number("timeout", { min: 1, max: 600_000 }) ?? 30_000 });
  let passed = 0;
  let wrong = 0;
  const answer = watching(contract, remote.answer, (lines) => {
    passed++;
    if (lines.length > 0) wrong++;
    for (const line of lines) terminal.out(line);
  });
  const server = await serve(answer, {
    port: options.number("port", { min: 0, max: 65_535 }) ?? 4010,
    host: options.text("host") ?? "127.0.0.1",
  });
  terminal.out(`${contract.title}: ${server.url} passes on to ${upstream}      Ctrl-C stops`);
  await terminal.interrupted();
  await server.close();
  await remote.close();
  terminal.out(`${passed} exchanges, ${wrong} with problems`);
  return wrong > 0 ? 1 : 0;
}

/** RFC 9110 §7.6.1: fields that speak of one connection only are not passed on. */
const HOP_BY_HOP: ReadonlySet<string> = new Set(
  "connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host content-length expect".split(
    " ",
  ),
);

const endToEnd = (headers: HeaderFields): HeaderFields =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

/** The upstream as an Answer that tells of each exchange what is wrong with it. */
export function watching(
  contract: Contract,
  upstream: Answer,
  tell: (lines: readonly string[]) => void,
): Answer {
  const router = routerOf(contract.operations);
  return async (request) => {
    const before = judgeRequest(router, request);
    try {
      const response = await upstream({ ...request, headers: endToEnd(request.headers) });
      const after = before.operation ? readResponse(before.operation, response, request.method).problems : [];
      tell([...before.lines, ...after.map((problem) => line(request, "answer", problem, response.status))]);
      const { "content-encoding": _, ...headers } = endToEnd(response.headers);
      return { ...response, headers };
    } catch (error) {
      if (!isTargetFailure(error)) throw error;
      tell([`${request.method} ${splitTarget(request.path)[0]}  upstream: ${error.message}`]);
      return jsonResponse(
        502,
        { title: "Bad Gateway", status: 502, detail: error.message },
        { "content-type": "application/problem+json" },
      );
    }
  };
}

function judgeRequest(router: ReturnType<typeof routerOf>, request: ApiRequest) {
  const match = router(request.method, splitTarget(request.path)[0]);
  if (match.kind !== "operation") {
    const why =
      match.kind === "method"
        ? `the contract has no ${request.method} here`
        : "the contract has no such path";
    return {
      operation: undefined,
      lines: [`${request.method} ${splitTarget(request.path)[0]}  request: ${why}`],
    };
  }
  const { problems } = readRequest(match.operation, request, match.pathValues);
  return { operation: match.operation, lines: problems.map((problem) => line(request, "request", problem)) };
}

function line(request: ApiRequest, what: string, problem: Problem, status?: number): string {
  const path = problem.name ?? readablePath(problem.instancePath);
  const at = status === undefined ? what : `${status} ${what}`;
  return `${request.method} ${splitTarget(request.path)[0]}  ${at}: ${path === "" ? "" : `${path} `}${problem.message}  (${problem.pointer})`;
}
