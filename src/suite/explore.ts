// Random search on top of the cases: the door to fast-check, which generates, shrinks and can repeat by seed and path.
import type * as FastCheck from "fast-check";
import type { Json } from "../schema/violation.ts";
import type { Case, CaseRequest } from "./case.ts";
import { successPointer } from "./cases/body-schema.ts";
import { proofOf, soleClause, trimmingAdvice } from "./cases/proof.ts";
import type { Template } from "./cases/template.ts";
import { changed, changes, type Change } from "./explore-changes.ts";
import { valuesOf } from "./explore-values.ts";
import { expectRefusal, expectSuccess } from "./expectations.ts";
import { fingerprint } from "./show.ts";
import type { Tried } from "./verdicts.ts";

export interface ExploreLimits {
  /** Requests per operation at the most. */
  readonly runs?: number;
  /** For all operations together. */
  readonly milliseconds?: number;
  readonly seed: number;
}

export interface ExploreInputs {
  /** Operations whose valid requests were accepted, with what they start from. */
  readonly templates: readonly Template[];
  /** Sends and judges one case; undefined when it must not be sent. */
  readonly attempt: (item: Case) => Promise<Tried | undefined>;
  /** Clauses with an error that is known already, as `operation clause`. */
  readonly known: ReadonlySet<string>;
}

const RUNS = 100;
/** Findings of one operation at the most: behind them are rarely further causes. */
const MOST_FINDINGS = 10;

/** The smallest failing case of each clause that only a random request has shown to be broken. */
export async function explore(inputs: ExploreInputs, limits: ExploreLimits): Promise<readonly Tried[]> {
  const fc = await import("fast-check");
  const until = limits.milliseconds === undefined ? Infinity : performance.now() + limits.milliseconds;
  const found: Tried[] = [];
  for (const [index, template] of inputs.templates.entries()) {
    const left = until - performance.now();
    if (left <= 0) break;
    // What is left of the time is shared by the operations that are left.
    const share = Math.max(50, left / (inputs.templates.length - index));
    found.push(...(await exploreOne(fc, template, inputs, { ...limits, milliseconds: share })));
  }
  return found;
}

/** A value in place of the body, or of one parameter. */
interface Draw {
  readonly part: number;
  readonly values: readonly (Json | undefined)[];
  readonly change: Change;
}

interface Part {
  readonly put: (request: CaseRequest, value: Json) => CaseRequest;
  readonly values: FastCheck.Arbitrary<Json>;
}

async function exploreOne(
  fc: typeof FastCheck,
  template: Template,
  { attempt, known }: ExploreInputs,
  { runs, milliseconds, seed }: ExploreLimits,
): Promise<readonly Tried[]> {
  const parts = partsOf(fc, template);
  if (parts.length === 0) return [];
  const draws: FastCheck.Arbitrary<Draw> = fc.record({
    part: fc.nat({ max: parts.length - 1 }),
    values: fc.tuple(...parts.map(({ values }) => fc.option(values, { nil: undefined }))),
    change: changes(fc),
  });
  const broken = new Set(known);
  const found: Tried[] = [];
  while (found.length < MOST_FINDINGS) {
    const search: Search = { attempt, broken, clause: undefined, last: undefined };
    const property = fc.asyncProperty(draws, async (draw) => {
      const item = caseOf(template, requestOf(template, parts, draw));
      if (item === undefined) return fc.pre(false);
      return holds(item, search);
    });
    const limit = Number.isFinite(milliseconds) ? { interruptAfterTimeLimit: milliseconds ?? 0 } : {};
    const result = await fc.check(property, {
      seed: seed + found.length,
      numRuns: runs ?? (milliseconds === undefined || !Number.isFinite(milliseconds) ? RUNS : 1_000_000),
      maxSkipsPerRun: 1000,
      ...limit,
    });
    if (!search.last || search.clause === undefined) break;
    found.push(withReplay(search.last, `seed ${result.seed}, path ${result.counterexamplePath ?? ""}`));
    broken.add(`${template.operation.id} ${search.clause}`);
  }
  return found;
}

interface Search {
  readonly attempt: ExploreInputs["attempt"];
  readonly broken: ReadonlySet<string>;
  /** The clause that broke first: only it counts while the case is made smaller. */
  clause: string | undefined;
  last: Tried | undefined;
}

async function holds(item: Case, search: Search): Promise<boolean> {
  const tried = await search.attempt(item);
  const errors = (tried?.judgement.evidence ?? []).filter(
    ({ severity, clause }) =>
      severity === "error" &&
      !search.broken.has(`${item.operation} ${clause}`) &&
      (search.clause === undefined || clause === search.clause),
  );
  const [first] = errors;
  if (!tried || !first) return true;
  search.clause = first.clause;
  search.last = {
    ...tried,
    judgement: { ...tried.judgement, evidence: errors.filter(({ clause }) => clause === first.clause) },
  };
  return false;
}

function withReplay(tried: Tried, replay: string): Tried {
  const evidence = tried.judgement.evidence.map((one) => ({
    ...one,
    message: `${one.message} (found by search: ${replay})`,
  }));
  return { ...tried, judgement: { ...tried.judgement, evidence } };
}

function partsOf(fc: typeof FastCheck, { operation, body, minimal }: Template): readonly Part[] {
  const parts: Part[] = [];
  const json = minimal.body && "json" in minimal.body ? minimal.body : undefined;
  const bodies = body?.schema && json ? valuesOf(fc, body.schema) : undefined;
  if (bodies && json)
    parts.push({ values: bodies, put: (request, value) => ({ ...request, body: { ...json, json: value } }) });
  for (const parameter of operation.parameters) {
    const values = parameter.in === "path" || !parameter.schema ? undefined : valuesOf(fc, parameter.schema);
    if (!values) continue;
    const key = `${parameter.in} ${parameter.name}`;
    const put: Part["put"] = (request, literal) => ({
      ...request,
      parameters: { ...request.parameters, [key]: { literal } },
    });
    parts.push({ values, put });
  }
  return parts;
}

function requestOf(template: Template, parts: readonly Part[], { part, values, change }: Draw): CaseRequest {
  return parts.reduce((request, { put }, index) => {
    const value = values[index];
    if (value === undefined) return request;
    return put(request, index === part ? changed(value, change) : value);
  }, template.minimal);
}

/** The case of a request that is valid, or breaks one clause, on the wire form; undefined for any other. */
function caseOf(template: Template, request: CaseRequest): Case | undefined {
  const { operation } = template;
  const proof = proofOf(request, operation);
  if (!proof || proof.advised.length > 0 || trimmingAdvice(request, operation) !== undefined)
    return undefined;
  const clause = proof.broken.length === 0 ? successPointer(template) : soleClause(proof);
  if (clause === undefined) return undefined;
  const id = `${operation.id}/explore/${fingerprint(JSON.stringify(request))}`;
  const common = { id, operation: operation.id, rule: "explore", clause, requests: [request] } as const;
  if (proof.broken.length === 0) {
    const title = "accepts a random valid request";
    return {
      ...common,
      title,
      kind: "valid",
      expect: expectSuccess(operation),
      proof: "valid on the wire form",
    };
  }
  const what = `a random request that breaks ${clause.slice(clause.lastIndexOf("/") + 1)}`;
  const message = proof.problems[0]?.message ?? "";
  const title = `refuses ${what}`;
  const expect = expectRefusal(operation, { what });
  return { ...common, title, kind: "invalid", expect, proof: `breaks only ${clause}: ${message}` };
}
