// Starts Prism on a free port, starts it again whenever a request ends its process, and keeps a record of that.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, connect } from "node:net";
import { fileURLToPath } from "node:url";
import { KitError, over } from "../dist/index.js";

const prism = fileURLToPath(new URL("../node_modules/.bin/prism", import.meta.url));

/** @returns {Promise<number>} a port that nobody listens on */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** @param {number} port @returns {Promise<boolean>} */
const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One process. @param {readonly string[]} args what stands before `-p PORT` */
async function start(args) {
  const port = await freePort();
  const { NODE_ENV: _, ...env } = process.env;
  const child = spawn(process.execPath, [prism, ...args, "-p", String(port), "-v", "silent"], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint = `${complaint}${chunk}`.slice(-8000)));
  const ended = once(child, "exit").then(() => true);
  for (let waited = 0; !(await listens(port)); waited += 50) {
    if (child.exitCode !== null || waited > 20_000) {
      child.kill("SIGKILL");
      throw new Error(`Prism does not start: ${complaint.trim() || "it does not listen"}`);
    }
    await pause(50);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    /** @param {number} milliseconds how long an end may take */
    hasEnded: (milliseconds) => Promise.race([ended, pause(milliseconds).then(() => false)]),
    /** The error that ended it: the last one that it wrote. */
    reason: () => [...complaint.matchAll(/^\s*(\w*Error\b.*)$/gm)].at(-1)?.[1]?.trim() ?? "no reason given",
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/**
 * Prism as a target that outlives the requests that end it. A request that does gets a connection error saying so.
 * @param {readonly string[]} args
 */
export async function revivingPrism(args) {
  let process_ = await start(args);
  let remote = over(process_.url, { timeout: 10_000 });
  let reviving;
  const deaths = [];
  const revive = async () => {
    const reason = process_.reason();
    await remote.close();
    process_ = await start(args);
    remote = over(process_.url, { timeout: 10_000 });
    reviving = undefined;
    return reason;
  };
  return {
    deaths,
    answer: async (request) => {
      await reviving;
      const mine = process_;
      try {
        return await remote.answer(request);
      } catch (error) {
        if (mine !== process_ || !(await mine.hasEnded(400))) throw error;
        const reason = await (reviving ??= revive());
        deaths.push({ method: request.method, path: request.path, headers: request.headers, reason });
        throw new KitError("target-reset", `the process ended: ${reason}`);
      }
    },
    stop: async () => {
      await remote.close();
      await process_.stop();
    },
  };
}
