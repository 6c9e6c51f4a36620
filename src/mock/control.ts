// The mock's own door at `/_plumbline/`: health, state, reset, contract, journal. Never open to pages of another origin.
import type { ApiRequest, ApiResponse } from "../http.ts";
import { header, jsonResponse } from "../http.ts";
import type { Contract } from "../contract/model.ts";
import type { Journal } from "./journal.ts";
import { problemResponse } from "./problem.ts";
import type { State } from "./state.ts";

export const CONTROL_PATH = "/_plumbline";

export interface ControlParts {
  readonly contract: Contract;
  readonly state: State;
  readonly journal: Journal;
  /** Names of members whose values are never shown, besides those that sound like a credential. */
  readonly masked: readonly string[];
}

type Room = Readonly<Record<string, () => ApiResponse>>;

/** True for a path that the control answers; a contract cannot claim it. */
export function isControl(path: string): boolean {
  return (
    path.startsWith(CONTROL_PATH) &&
    (path.length === CONTROL_PATH.length || path[CONTROL_PATH.length] === "/")
  );
}

/** Answers requests below `/_plumbline/`; `path` is the target without its query. */
export function controlOf(parts: ControlParts): (request: ApiRequest, path: string) => ApiResponse {
  const { contract, state, journal } = parts;
  const masked = new Set(parts.masked.map((name) => name.toLowerCase()));
  const rooms: Readonly<Record<string, Room>> = {
    health: {
      GET: () =>
        jsonResponse(200, { status: "ok", title: contract.title, operations: contract.operations.length }),
    },
    state: { GET: () => jsonResponse(200, mask(state.snapshot(), masked)) },
    reset: {
      POST: () => {
        state.reset();
        journal.clear();
        return jsonResponse(200, { status: "reset" });
      },
    },
    contract: { GET: () => jsonResponse(200, contract.effective) },
    journal: { GET: () => jsonResponse(200, journal.entries()) },
  };
  return (request, path) => {
    if (isForeign(request))
      return problemResponse(403, "the control of the mock does not answer pages of another origin");
    const name = path.slice(CONTROL_PATH.length + 1);
    const room = Object.hasOwn(rooms, name) ? rooms[name] : undefined;
    if (!room) return problemResponse(404, `the control of the mock has ${Object.keys(rooms).join(", ")}`);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const act = Object.hasOwn(room, method) ? room[method] : undefined;
    if (act) return act();
    const allow = Object.keys(room).join(", ");
    return problemResponse(405, `${path} takes ${allow}`, { headers: { allow } });
  };
}

/** A browser names the origin of a page, or at least that it is another one (Fetch Metadata). */
function isForeign(request: ApiRequest): boolean {
  const site = header(request.headers, "sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = header(request.headers, "origin");
  if (origin === undefined) return false;
  const host = header(request.headers, "host");
  return host === undefined || origin.replace(/^https?:\/\//, "") !== host;
}

const CREDENTIAL = /(password|passphrase|secret|token|credentials?|(api|private|access)[-_]?key)$/i;

/** A copy without the texts of credentials. */
function mask(value: unknown, masked: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(item, masked));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const hidden = typeof inner === "string" && (masked.has(name.toLowerCase()) || CREDENTIAL.test(name));
      return [name, hidden ? "***" : mask(inner, masked)];
    }),
  );
}
