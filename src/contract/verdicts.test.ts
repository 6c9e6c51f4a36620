// The verdicts written by hand: what is valid and what is not under the bundled contract, and which keyword says so.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeText, type ApiRequest } from "../http.ts";
import { leavesOf } from "../schema/violation.ts";
import { loadContract } from "./compile.ts";
import type { Problem } from "./exchange-types.ts";
import { readRequest, readResponse } from "./message.ts";
import type { Contract } from "./model.ts";
import { routerOf } from "./router.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/verdicts");
const CONTRACTS: Readonly<Record<string, readonly [file: string, overlays: readonly string[]]>> = {
  onecli: ["openapi.yaml", ["openapi.overlay.yaml"]],
};

/** Where another reading is allowed by no word of the contract, but by what HTTP and JSON leave open. */
const BEYOND_THE_CONTRACT: ReadonlySet<string> = new Set([
  "text/plain that holds JSON",
  "another JSON media type",
  "a key twice, the last value of the wrong type",
]);

interface Verdict {
  readonly name: string;
  readonly contract: string;
  readonly message: {
    readonly method?: string;
    readonly path?: string;
    readonly status?: number;
    readonly contentType?: string;
    readonly body?: unknown;
    readonly rawBody?: unknown;
  };
  readonly valid: boolean;
  readonly keyword?: string;
  readonly advisory?: boolean;
  readonly why: string;
}

/** `{ "$repeat": ["a", 256] }` is that text so many times. */
function expanded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "$repeat" && Array.isArray(only[1])) {
    return String(only[1][0]).repeat(Number(only[1][1]));
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, expanded(item)]));
}

function bytesOf({ body, rawBody }: Verdict["message"]): Uint8Array | undefined {
  if (rawBody !== undefined) return encodeText(String(expanded(rawBody)));
  return body === undefined ? undefined : encodeText(JSON.stringify(expanded(body)));
}

function problemsOf(contract: Contract, { message }: Verdict): readonly Problem[] {
  const bytes = bytesOf(message);
  const contentType = message.contentType ?? (bytes === undefined ? undefined : "application/json");
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  const { method = "PATCH", path = "/org/secrets/x", status } = message;
  const match = routerOf(contract.operations)(method, path);
  if (match.kind !== "operation") throw new Error(`no operation for ${method} ${path}`);
  if (status !== undefined) {
    return readResponse(match.operation, { status, headers, body: bytes ?? new Uint8Array() }, method)
      .problems;
  }
  const request: ApiRequest = { method, path, headers, ...(bytes === undefined ? {} : { body: bytes }) };
  return readRequest(match.operation, request, match.pathValues).problems;
}

const contracts = new Map<string, Contract>();

beforeAll(async () => {
  for (const [name, [file, overlays]] of Object.entries(CONTRACTS)) {
    contracts.set(name, await loadContract(file, { overlays }));
  }
});

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json"))) {
  const verdicts = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Verdict[];
  describe(file, () => {
    test("every name stands once, and every verdict has its reason", () => {
      expect(new Set(verdicts.map(({ name }) => name)).size).toBe(verdicts.length);
      expect(verdicts.filter(({ why }) => why.trim() === "")).toEqual([]);
    });

    for (const verdict of verdicts) {
      test(`${verdict.name} is ${verdict.valid ? "valid" : `refused by ${verdict.keyword ?? "a keyword"}`}`, () => {
        const contract = contracts.get(verdict.contract);
        if (!contract) throw new Error(`no contract ${verdict.contract}`);
        const problems = problemsOf(contract, verdict);
        const leaves = leavesOf(problems);
        if (verdict.valid) expect(problems).toEqual([]);
        else expect(leaves.map(({ keyword }) => keyword)).toContain(verdict.keyword);
        const advised = leaves.length > 0 && leaves.every(({ advisory }) => advisory !== undefined);
        const judged = advised || BEYOND_THE_CONTRACT.has(verdict.name);
        if (!verdict.valid) expect(judged).toBe(verdict.advisory === true);
      });
    }
  });
}
