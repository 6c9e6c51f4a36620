// A worker that sends mutated requests straight to mocks and checks each answer by its contract.
import { parentPort, workerData } from "node:worker_threads";
import { readResponse } from "../../dist/contract/message.js";
import { malformed, shown, smallest } from "./checks.mjs";
import { mockOf } from "./mocks.mjs";
import { randomOf } from "./random.mjs";
import { mutated, VALID } from "./requests.mjs";

const { seed, count, first, beat } =
  /** @type {{ seed: number, count: number, first: number, beat: Int32Array }} */ (workerData);
const SLOW = 2000;

const names = Object.keys(VALID);
const mocks = await Promise.all(names.map(mockOf));
/** @type {Record<string, number>} */
const statuses = {};
const violations = [];
let matched = 0;

/** @param {Awaited<ReturnType<typeof mockOf>>} target @param {import("./requests.mjs").Sent} request */
async function wrongWith({ contract, made }, request) {
  made.journal.clear();
  const start = performance.now();
  let response;
  try {
    const result = made.answer(request);
    response =
      result instanceof Promise
        ? await Promise.race([result, new Promise((resolve) => setTimeout(resolve, SLOW))])
        : result;
  } catch (error) {
    return {
      wrong: `it threw ${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join(" ") : String(error)}`,
      status: 0,
    };
  }
  const took = performance.now() - start;
  if (response === undefined || took > SLOW) return { wrong: `it took ${Math.round(took)} ms`, status: 0 };
  const { status } = response;
  const bad = malformed(response, request.method);
  if (bad !== undefined) return { wrong: bad, status };
  if (status === 500)
    return { wrong: `it answered 500: ${Buffer.from(response.body).toString().slice(0, 300)}`, status };
  const [entry] = made.journal.entries();
  const operation = contract.operations.find(({ id }) => id === entry?.operation);
  return operation
    ? { wrong: undeclared(operation, request, response), status, operation }
    : { wrong: undefined, status };
}

/** A declared status must come as declared; problem details of the mock itself (a wish that cannot be met) may stand beside it. */
function undeclared(
  /** @type {any} */ operation,
  /** @type {import("./requests.mjs").Sent} */ request,
  /** @type {any} */ response,
) {
  if (String(response.headers["content-type"]).startsWith("application/problem+json")) return undefined;
  const { declared, problems } = readResponse(operation, response, request.method);
  if (!declared) return undefined;
  const broken = problems.filter((/** @type {any} */ { advisory }) => advisory === undefined);
  return broken.length === 0
    ? undefined
    : `the ${response.status} of ${operation.id} is not as declared: ${JSON.stringify(broken[0]).slice(0, 300)}`;
}

for (let index = first; index < first + count; index++) {
  Atomics.store(beat, 0, index);
  const random = randomOf(seed * 1_000_003 + index);
  const which = index % names.length;
  const target = mocks[which];
  const name = names[which] ?? "";
  const request = mutated(random, VALID[name] ?? []);
  const { wrong, status, operation } = await wrongWith(target, request);
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (operation) matched++;
  if (index % 5000 === 4999) target?.made.state.reset();
  if (wrong === undefined || violations.length >= 10) continue;
  const kind = wrong.slice(0, 40);
  if (violations.some((one) => one.kind === kind)) continue;
  const least = await smallest(
    request,
    async (candidate) => (await wrongWith(target, candidate)).wrong?.slice(0, 40) === kind,
  );
  violations.push({
    kind,
    text: `${name}: ${(await wrongWith(target, least)).wrong ?? wrong}\n    ${shown(least)}\n    --seed ${seed} --at ${index}`,
  });
}
parentPort?.postMessage({
  counts: { requests: count, "that met an operation": matched },
  statuses,
  violations: violations.map(({ text }) => text),
});
