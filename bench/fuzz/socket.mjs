// Sends mutated and broken requests over sockets to mocks in processes of their own, and checks that they live.
import { CLI } from "../contestants.mjs";
import { firstAnswer, freePort, memory, start } from "../spawned.mjs";
import { DOCUMENTS } from "./mocks.mjs";
import { randomOf } from "./random.mjs";
import { mutated, VALID } from "./requests.mjs";
import { answersIn, brokenBytes, bytesOf, exchange } from "./wire.mjs";

const SLOW = 2000;
const AT_ONCE = 16;

/**
 * @param {{ seed: number, count: number, first: number }} plan `count` messages, four on a connection, the last one broken
 * @returns {Promise<{ counts: Record<string, number>, statuses: Record<string, number>, violations: readonly string[] }>}
 */
export async function fuzzSockets({ seed, count, first }) {
  const names = Object.keys(VALID);
  const servers = await Promise.all(names.map(startMock));
  /** @type {Record<string, number>} */
  const statuses = {};
  /** @type {string[]} */
  const violations = [];
  let next = first;
  const last = first + Math.ceil(count / 4);
  const work = async () => {
    while (next < last && violations.length < 10) {
      const index = next++;
      const which = index % names.length;
      const port = servers[which]?.port ?? 0;
      const { messages, methods } = conversation(randomOf(seed * 3_000_017 + index), names[which] ?? "");
      const { wrong, statuses: got } = await tell(port, messages, methods);
      for (const status of got) statuses[status] = (statuses[status] ?? 0) + 1;
      const died = servers[which]?.exited();
      const reason = died === undefined ? wrong : `the process died: ${died}`;
      if (reason === undefined) continue;
      violations.push(
        `${names[which]}: ${reason}\n    ${await leastOf(port, messages, methods, died === undefined)}\n    --seed ${seed} --only socket --at ${index}`,
      );
      if (died !== undefined) servers[which] = await startMock(names[which] ?? "");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const grown = [];
  for (const server of servers) {
    const alive = await firstAnswer(server, { method: "GET", path: "/_plumbline/health" }, 5000);
    if ("failure" in alive || alive.status !== 200)
      violations.push(`after all of it a mock no longer answers: ${JSON.stringify(alive)}`);
    grown.push(memory(server.pid) ?? 0);
    await server.stop();
  }
  return {
    counts: {
      messages: (last - first) * 4,
      connections: last - first,
      "MB of memory at the end": Math.round(Math.max(...grown)),
    },
    statuses,
    violations,
  };
}

/** @param {string} name */
async function startMock(name) {
  const port = await freePort();
  const server = start(
    [CLI, "mock", ...(name === "bundled" ? [] : [DOCUMENTS[name] ?? ""]), "--port", String(port), "--quiet"],
    port,
  );
  const answer = await firstAnswer(server, { method: "GET", path: "/" }, 20_000);
  if ("failure" in answer) throw new Error(`the mock of ${name} did not start: ${answer.failure}`);
  return server;
}

/** @param {import("./random.mjs").Random} random @param {string} name */
function conversation(random, name) {
  const requests = Array.from({ length: 4 }, () => mutated(random, VALID[name] ?? []));
  const whole = requests
    .slice(0, 3)
    .filter(({ headers }) => !("content-length" in headers) && !("expect" in headers));
  const broken = brokenBytes(random, bytesOf(requests[3] ?? requests[0]));
  return { messages: [...whole.map(bytesOf), broken], methods: whole.map(({ method }) => method) };
}

/** @param {number} port @param {readonly Buffer[]} messages @param {readonly string[]} methods */
async function tell(port, messages, methods) {
  const first = await exchange(port, messages, SLOW);
  // A busy machine can be slow once; what hangs does so again, with more patience.
  const { received, hung } = first.hung ? await exchange(port, messages, 5 * SLOW) : first;
  const { statuses, wrong } = answersIn(received, methods);
  if (hung)
    return {
      statuses,
      wrong: `neither answered to the end nor closed within ${SLOW} ms, and again within ${5 * SLOW} ms`,
    };
  const fault = statuses.includes(500) ? "it answered 500" : undefined;
  return { statuses, wrong: wrong ?? fault };
}

/** The fewest messages that still fail, in base64 and as text. @param {number} port @param {readonly Buffer[]} messages @param {readonly string[]} methods @param {boolean} repeatable */
async function leastOf(port, messages, methods, repeatable) {
  let least = messages;
  for (let index = 0; repeatable && index < messages.length; index++) {
    const one = messages.slice(index, index + 1);
    const { wrong } = await tell(port, one, methods.slice(index, index + 1));
    if (wrong === undefined) continue;
    least = one;
    break;
  }
  const bytes = Buffer.concat(least);
  return `${JSON.stringify(bytes.subarray(0, 400).toString("latin1"))}${bytes.length > 400 ? ` … ${bytes.length} bytes` : ""}`;
}
