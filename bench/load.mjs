// The load generator, a process of its own: writes prebuilt request bytes to raw sockets and times each answer.
import { connect } from "node:net";
import { createHistogram } from "./histogram.mjs";

/**
 * @typedef {{ port: number, bytes: readonly string[], connections: number, milliseconds: number }} Job
 * @typedef {{ count: number, perSecond: number, p50: number, p99: number, busy: number, statuses: Record<string, number>, failure?: string }} Measured
 */

const HEAD_END = Buffer.from("\r\n\r\n");
const CHUNK_END = Buffer.from("\r\n0\r\n\r\n");

/**
 * The length of a complete answer at the start of `bytes`; 0 while some of it is missing.
 * @param {Buffer} bytes
 */
function completeLength(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return 0;
  const head = bytes.toString("latin1", 0, headEnd).toLowerCase();
  const mark = head.indexOf("\r\ncontent-length:");
  if (mark >= 0) {
    const length = headEnd + 4 + Number.parseInt(head.slice(mark + 17), 10);
    return bytes.length >= length ? length : 0;
  }
  if (!head.includes("\r\ntransfer-encoding:")) return headEnd + 4;
  const end = bytes.indexOf(CHUNK_END, headEnd + 2);
  return end < 0 ? 0 : end + CHUNK_END.length;
}

/**
 * One connection that sends the request, waits for the whole answer and sends it again, until `clock.ended`.
 * @param {Job} job
 * @param {{ ended: boolean, histogram: ReturnType<typeof createHistogram>, statuses: Record<string, number> }} clock
 * @returns {Promise<string | undefined>} why it failed
 */
function keepAsking(job, clock) {
  const requests = job.bytes.map((text) => Buffer.from(text, "utf8"));
  return new Promise((resolve) => {
    const socket = connect({ port: job.port, host: "127.0.0.1", noDelay: true });
    let pending = Buffer.alloc(0);
    let sentAt = 0;
    let turn = 0;
    // An answer with the head and the length of the one before is complete: the bytes need not be searched again.
    let known = Buffer.alloc(0);
    const send = () => {
      sentAt = performance.now();
      socket.write(requests[turn] ?? "");
      turn = turn + 1 === requests.length ? 0 : turn + 1;
    };
    /** @param {Buffer} bytes */
    const take = (bytes) => {
      clock.histogram.record((performance.now() - sentAt) * 1000);
      const status = bytes.toString("latin1", 9, 12);
      clock.statuses[status] = (clock.statuses[status] ?? 0) + 1;
      if (clock.ended) return void socket.end();
      send();
    };
    socket.on("connect", send);
    socket.on("data", (chunk) => {
      if (pending.length === 0 && chunk.length === known.length && chunk.compare(known, 0, 13, 0, 13) === 0)
        return take(chunk);
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const length = completeLength(pending);
      if (length === 0) return;
      known = Buffer.from(pending.subarray(0, length));
      const whole = pending.subarray(0, length);
      pending = Buffer.alloc(0);
      take(whole);
    });
    socket.on("error", (error) => resolve(error.message));
    socket.on("close", () => resolve(clock.ended ? undefined : "the server closed the connection"));
  });
}

/** @param {Job} job @returns {Promise<Measured>} */
async function measure(job) {
  const histogram = createHistogram();
  /** @type {Record<string, number>} */
  const statuses = {};
  const clock = { ended: false, histogram, statuses };
  const start = performance.now();
  const used = process.cpuUsage();
  const asking = Array.from({ length: job.connections }, () => keepAsking(job, clock));
  const stop = new Promise((resolve) => setTimeout(resolve, job.milliseconds)).then(() => {
    clock.ended = true;
    return [];
  });
  const failures = await Promise.race([stop, Promise.all(asking)]);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const count = histogram.count();
  clock.ended = true;
  const failure =
    failures.find((text) => text !== undefined) ?? (count === 0 ? "no answer in time" : undefined);
  await Promise.race([Promise.all(asking), new Promise((resolve) => setTimeout(resolve, 500))]);
  return {
    count,
    perSecond: count / seconds,
    p50: histogram.percentile(0.5),
    p99: histogram.percentile(0.99),
    /** The share of a core that the generator itself used: near 1 it is what limits. */
    busy: (user + system) / 1e6 / seconds,
    statuses,
    ...(failure === undefined ? {} : { failure }),
  };
}

process.on("message", async (job) => {
  process.send?.(await measure(/** @type {Job} */ (job)));
});
