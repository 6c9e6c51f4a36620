// Starts servers and commands as processes of their own, watches their memory and time, and ends them by pid.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";

/**
 * @typedef {{ pid: number, port: number, startedAt: number, exited: () => string | undefined, stop: () => Promise<void> }} Running
 * @typedef {{ method: string, path: string, headers?: Record<string, string>, body?: string }} Ask
 */

/** @type {Set<import("node:child_process").ChildProcess>} */
const alive = new Set();
const stopAll = () => alive.forEach((child) => child.kill("SIGKILL"));
process.on("exit", stopAll);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const TICKS_PER_SECOND = 100;

/** A port that nothing listens on at this moment. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * Starts `node ARGS`; whatever it prints is kept for the reason why it may end.
 * @param {readonly string[]} args
 * @param {number} port
 * @returns {Running}
 */
export function start(args, port) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  alive.add(child);
  let told = "";
  let ended = false;
  child.stderr.on("data", (/** @type {Buffer} */ chunk) => (told = (told + chunk).slice(0, 4000)));
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.once("exit", () => {
    ended = true;
    alive.delete(child);
  });
  return {
    pid: child.pid ?? 0,
    port,
    startedAt,
    exited: () => (ended ? `it ended with code ${child.exitCode}: ${reasonIn(told)}` : undefined),
    async stop() {
      if (ended) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 1500);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** The line of an output that says what went wrong. @param {string} text */
export function reasonIn(text) {
  const lines = text.split("\n").map((line) => line.trim());
  const line =
    lines.find((one) => /error/i.test(one) && !one.startsWith("at ")) ?? lines.find((one) => one !== "");
  return (line ?? "it said nothing").slice(0, 200);
}

/**
 * Milliseconds from the start of the process to its first complete HTTP answer; the answer's status beside it.
 * @param {Running} running @param {Ask} ask @param {number} patience milliseconds
 * @returns {Promise<{ milliseconds: number, status: number } | { failure: string }>}
 */
export async function firstAnswer(running, ask, patience) {
  for (;;) {
    const status = await statusOf(running.port, ask, patience);
    const milliseconds = performance.now() - running.startedAt;
    if (status !== undefined) return { milliseconds, status };
    const failure =
      running.exited() ?? (milliseconds > patience ? `no answer within ${patience / 1000} s` : undefined);
    if (failure !== undefined) return { failure };
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** @param {number} port @param {Ask} ask @param {number} timeout @returns {Promise<number | undefined>} */
function statusOf(port, { method, path, headers = {}, body }, timeout) {
  return new Promise((resolve) => {
    const outgoing = request(
      { port, host: "127.0.0.1", method, path, headers: { ...headers, connection: "close" }, timeout },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode));
        answer.on("error", () => resolve(undefined));
      },
    );
    outgoing.on("error", () => resolve(undefined));
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.end(body);
  });
}

/** A field of /proc/PID/status in MB; undefined where there is no such file. @param {number} pid @param {"VmRSS" | "VmHWM"} field */
export function memory(pid, field = "VmRSS") {
  const text = procFile(`/proc/${pid}/status`);
  const kilobytes = Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text ?? "")?.[1]);
  return Number.isFinite(kilobytes) ? kilobytes / 1024 : undefined;
}

/** Seconds of processor time that a process has used. @param {number} pid */
export function processorTime(pid) {
  const fields = procFile(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ");
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : undefined;
}

/** @param {string} path */
function procFile(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Runs `node ARGS` to its end: wall time, the highest memory seen, exit code, output.
 * @param {readonly string[]} args @param {number} patience milliseconds
 * @returns {Promise<{ milliseconds: number, peak: number, code: number | null, output: string }>}
 */
export function runToEnd(args, patience = 600_000) {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  alive.add(child);
  let output = "";
  let peak = 0;
  const look = () => (peak = Math.max(peak, memory(child.pid ?? 0, "VmHWM") ?? 0));
  const timer = setInterval(look, 20);
  const limit = setTimeout(() => child.kill("SIGKILL"), patience);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (/** @type {Buffer} */ chunk) => (output = (output + chunk).slice(-4000)));
  }
  return new Promise((resolve) => {
    child.once("close", (code) => {
      clearInterval(timer);
      clearTimeout(limit);
      alive.delete(child);
      resolve({ milliseconds: performance.now() - begin, peak, code, output });
    });
  });
}
