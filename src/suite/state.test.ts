// Holds the state cases to what they are for: each fault of a server's memory is found, and nothing else is.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadContract } from "../contract/compile.ts";
import { loadDocuments } from "../contract/document.ts";
import type { Contract } from "../contract/model.ts";
import { decodeText, encodeText, jsonResponse, type Answer, type ApiRequest } from "../http.ts";
import type { StateRecord } from "../mock/state.ts";
import { reference } from "../onecli/reference.ts";
import { parseSeed, type OnecliSeed } from "../onecli/seed.ts";
import { deriveCases, type Derivation } from "./derive.ts";
import type { RunResult } from "./result.ts";
import { runSuite } from "./run.ts";
import type { Target } from "./target.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
let contract: Contract;
let seed: OnecliSeed;
let derivation: Derivation;

beforeAll(async () => {
  contract = await loadContract(join(fixtures, "contracts/onecli-org-secrets.yaml"));
  const documents = await loadDocuments(join(fixtures, "state/onecli.yaml"));
  seed = parseSeed(documents.root, documents.name);
  derivation = deriveCases(contract);
});

type Secrets = Map<string, StateRecord>;

interface Fault {
  /** In place of the reference's answer. */
  readonly answer: (request: ApiRequest, next: Answer, secrets: Secrets) => ReturnType<Answer>;
  /** What the id of a case that finds it holds. */
  readonly found: string;
  readonly kind?: "security";
}

const bodyOf = (request: ApiRequest): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(decodeText(request.body ?? new Uint8Array()));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};
const withBody = (request: ApiRequest, value: unknown): ApiRequest => ({
  ...request,
  body: encodeText(JSON.stringify(value)),
});
const idOf = (request: ApiRequest): string => request.path.split("/").at(-1) ?? "";
const isCreate = ({ method, path }: ApiRequest): boolean => method === "POST" && path.endsWith("/secrets");
const isList = ({ method, path }: ApiRequest): boolean => method === "GET" && path.endsWith("/secrets");
const list = async (request: ApiRequest, next: Answer): Promise<Record<string, unknown>[]> => {
  const response = await next(request);
  return JSON.parse(decodeText(response.body)) as Record<string, unknown>[];
};
const VISIBLE = ["name", "hostPattern", "pathPattern", "injectionConfig"];

/** After the reference has answered a request of this method and status, something happens to the memory. */
const after =
  (
    method: string,
    status: number,
    happen: (secrets: Secrets, request: ApiRequest, before: ReadonlyMap<string, StateRecord>) => void,
  ): Fault["answer"] =>
  async (request, next, secrets) => {
    const before = structuredClone(secrets);
    const response = await next(request);
    if (request.method === method && response.status === status) happen(secrets, request, before);
    return response;
  };

/** Puts the fields of a body into a record, whatever they are. */
const force = (secrets: Secrets, request: ApiRequest): void => {
  const record = secrets.get(idOf(request));
  const texts = Object.entries(bodyOf(request)).filter(([name]) => VISIBLE.includes(name));
  for (const [name, value] of texts) if (record && typeof value === "string") record[name] = value;
};

const born = (secrets: Secrets, body: Record<string, unknown>, organization = "org_local"): void => {
  const id = `sec_born_${secrets.size}`;
  const [model] = secrets.values();
  if (model && typeof body["name"] === "string")
    secrets.set(id, { ...model, id, organization, name: body["name"] });
};

const FAULTS: Readonly<Record<string, Fault>> = {
  "nothing is applied": {
    answer: after("PATCH", 200, (secrets, request, before) =>
      secrets.set(idOf(request), before.get(idOf(request)) ?? {}),
    ),
    found: "/applied",
  },
  "only the first field is applied": {
    answer: (request, next) => {
      const [first] = Object.entries(bodyOf(request));
      return next(
        request.method === "PATCH" && first ? withBody(request, { [first[0]]: first[1] }) : request,
      );
    },
    found: "all-at-once",
  },
  "only the last field is applied": {
    answer: async (request, next) => {
      const response = await next(request);
      const last = Object.entries(bodyOf(request)).at(-1);
      if (request.method !== "PATCH" || response.status !== 200 || !last) return response;
      return next(withBody(request, { [last[0]]: last[1] }));
    },
    // Everything was applied by then: this one is right, and stands here to show that nothing is found in it.
    found: "",
  },
  "one field is never applied": {
    answer: (request, next) => {
      const { hostPattern: _, ...rest } = bodyOf(request);
      return next(
        request.method === "PATCH" && Object.keys(rest).length > 0 ? withBody(request, rest) : request,
      );
    },
    found: "all-at-once",
  },
  "fields that were not sent are wiped": {
    answer: after("PATCH", 200, (secrets, request) => {
      const record = secrets.get(idOf(request));
      if (record && !Object.hasOwn(bodyOf(request), "pathPattern")) record["pathPattern"] = null;
    }),
    found: "others-kept",
  },
  "a refused change is applied": {
    answer: after("PATCH", 400, force),
    found: "refused",
  },
  "a change without a credential is applied": {
    answer: after("PATCH", 401, force),
    found: "none/refused",
    kind: "security",
  },
  "a forbidden change is applied": {
    answer: after("PATCH", 403, force),
    found: "denied/refused",
    kind: "security",
  },
  "a forbidden removal is done": {
    answer: after("DELETE", 403, (secrets, request) => secrets.delete(idOf(request))),
    found: "denied/refused",
    kind: "security",
  },
  "a removal without a credential is done": {
    answer: after("DELETE", 401, (secrets, request) => secrets.delete(idOf(request))),
    found: "none/refused",
    kind: "security",
  },
  "a refused creation is done": {
    answer: after("POST", 400, (secrets, request) => born(secrets, bodyOf(request))),
    found: "refused",
  },
  "a forbidden creation is done": {
    answer: after("POST", 403, (secrets, request) => born(secrets, bodyOf(request))),
    found: "denied/refused",
    kind: "security",
  },
  "null does not clear": {
    answer: after("PATCH", 200, (secrets, request, before) => {
      const record = secrets.get(idOf(request));
      const nulls = Object.entries(bodyOf(request)).filter(([, value]) => value === null);
      for (const [name] of nulls) if (record) record[name] = before.get(idOf(request))?.[name];
    }),
    found: "cleared",
  },
  "an unknown id is made": {
    answer: async (request, next, secrets) => {
      const response = await next(request);
      if (request.method !== "PATCH" || response.status !== 404) return response;
      const [model] = secrets.values();
      secrets.set(idOf(request), { ...model, ...bodyOf(request), id: idOf(request) });
      return jsonResponse(200, { success: true });
    },
    found: "deleted/afterwards",
  },
  "the type can be set along": {
    answer: after("PATCH", 200, (secrets, request) => {
      const record = secrets.get(idOf(request));
      const { type } = bodyOf(request);
      if (record && typeof type === "string") record["type"] = type;
    }),
    found: "type/not-offered",
    kind: "security",
  },
  "the id can be set along": {
    answer: after("PATCH", 200, (secrets, request) => {
      const record = secrets.get(idOf(request));
      const { id } = bodyOf(request);
      if (!record || typeof id !== "string") return;
      secrets.delete(idOf(request));
      secrets.set(id, { ...record, id });
    }),
    found: "id/not-offered",
    kind: "security",
  },
  "the value is listed": {
    answer: async (request, next, secrets) => {
      const response = await next(request);
      if (!isList(request) || response.status !== 200) return response;
      const items = JSON.parse(decodeText(response.body)) as Record<string, unknown>[];
      return jsonResponse(
        200,
        items.map((item) => ({ ...item, opRef: secrets.get(String(item["id"]))?.["value"] })),
      );
    },
    found: "hidden",
    kind: "security",
  },
  "nothing is deleted": {
    answer: after("DELETE", 204, (secrets, request, before) =>
      secrets.set(idOf(request), before.get(idOf(request)) ?? {}),
    ),
    found: "deleted/not-listed",
  },
  "something else is deleted": {
    answer: after("DELETE", 204, (secrets, request, before) => {
      const other = [...secrets.keys()].at(-1);
      const record = before.get(idOf(request));
      if (other && record && other !== idOf(request)) secrets.delete(other);
    }),
    found: "other-item-kept",
  },
  "everything is deleted": {
    answer: after("DELETE", 204, (secrets) => secrets.clear()),
    found: "other-item-kept",
  },
  "what is created is not listed": {
    answer: async (request, next) => {
      if (!isList(request)) return next(request);
      const response = await next(request);
      if (response.status !== 200) return response;
      const items = await list(request, next);
      return jsonResponse(
        200,
        items.filter(({ id }) => ["sec_generic", "sec_openai"].includes(String(id))),
      );
    },
    found: "created/listed",
  },
  "what is created is not what was sent": {
    answer: (request, next) => {
      const body = bodyOf(request);
      return next(
        isCreate(request) && typeof body["hostPattern"] === "string"
          ? withBody(request, { ...body, hostPattern: "elsewhere.example.com" })
          : request,
      );
    },
    found: "created",
  },
  "every item is changed at once": {
    answer: after("PATCH", 200, (secrets, request) => {
      const { name } = bodyOf(request);
      for (const record of secrets.values()) if (typeof name === "string") record["name"] = name;
    }),
    found: "other-item-kept",
  },
  "a new item takes the place of the first": {
    answer: async (request, next, secrets) => {
      const response = await next(request);
      if (!isCreate(request) || response.status !== 201) return response;
      const made = JSON.parse(decodeText(response.body)) as { id: string };
      const record = secrets.get(made.id);
      secrets.delete(made.id);
      secrets.set("sec_generic", { ...record, id: "sec_generic" });
      return jsonResponse(201, { ...made, id: "sec_generic" });
    },
    found: "created/beside-another",
  },
};

async function run(fault?: Fault["answer"]): Promise<RunResult> {
  const made = reference(contract, seed);
  const secrets = made.state.collection("secrets");
  const answer: Answer = (request) =>
    fault && !request.path.startsWith("/_") ? fault(request, made.answer, secrets) : made.answer(request);
  const key = (name: string) => ({
    name,
    token: seed.principals.find((one) => one.name === name)?.key ?? "",
  });
  const target: Target = {
    name: "in process",
    answer,
    oneConnection: () => ({ answer, close: () => undefined }),
    allowed: [key("admin")],
    denied: [key("member")],
    known: {},
    foreign: {},
  };
  return runSuite(contract, target, { derivation, only: ["/state/"], concurrency: 1 });
}

describe("state", () => {
  test("nothing is found in the reference, nothing is blocked, and nothing is left behind", async () => {
    const result = await run();
    expect(result.findings).toEqual([]);
    const states = result.cases.filter(({ rule }) => rule === "state");
    expect(states.length).toBeGreaterThan(40);
    expect(
      states.filter(({ outcome }) => outcome !== "held").map(({ caseId, reason }) => [caseId, reason]),
    ).toEqual([]);
    expect(result.leftOut.filter(({ what }) => what.startsWith("undoing"))).toEqual([]);
  });

  for (const [title, { answer, found, kind }] of Object.entries(FAULTS)) {
    test(`${found === "" ? "not a fault" : "found"}: ${title}`, async () => {
      const { findings } = await run(answer);
      const errors = findings.filter(({ severity }) => severity === "error");
      const cases = errors.flatMap(({ caseId, otherCases }) => [caseId, ...otherCases]);
      if (found === "") return expect(cases).toEqual([]);
      expect(cases.filter((id) => id.includes("/state/") && id.includes(found))).not.toEqual([]);
      if (kind) expect(errors.map((finding) => finding.kind)).toContain(kind);
    });
  }
});
