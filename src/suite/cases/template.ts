// The valid requests of an operation that every case starts from: only what is required, and everything at once.
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { isObject } from "../../schema/keywords.ts";
import { sample } from "../../schema/sample.ts";
import type { MediaType, Operation, Parameter, SchemaUse } from "../../contract/model.ts";
import { isJson, parseMediaType } from "../../contract/media-type.ts";
import type { CaseRequest, ParameterValue } from "../case.ts";
import { proofOf } from "./proof.ts";

export interface Template {
  readonly operation: Operation;
  /** Only what the contract requires. */
  readonly minimal: CaseRequest;
  /** Every optional parameter and property too; the minimal one where that is not possible. */
  readonly full: CaseRequest;
  /** The body's media type that cases are derived for: JSON where declared, else the first that can be written. */
  readonly body: MediaType | undefined;
}

export type Sampler = (schema: JsonSchema, seed?: number) => Json | undefined;

const samplers = new WeakMap<SchemaUse, Map<string, Sampler>>();

/** A mock that draws with the same generator is not to come upon a value that was sent, as if it had kept it. */
const APART = 1_000_003;

/** Samples a value of a part of a schema in use; the same part and seed give the same value, searched for once. */
export function sampler(use: SchemaUse, fill: "required" | "all" = "required"): Sampler {
  let known = samplers.get(use);
  if (!known) samplers.set(use, (known = new Map<string, Sampler>()));
  let made = known.get(fill);
  if (!made) known.set(fill, (made = rememberingSampler(use, fill)));
  return made;
}

function rememberingSampler(use: SchemaUse, fill: "required" | "all"): Sampler {
  const values = new WeakMap<object, Map<number, Json | undefined>>();
  const accepts = (schema: JsonSchema, value: unknown): boolean =>
    isMadeUp(schema, use)
      ? schema.allOf.every((member) => use.acceptsPart(member, value))
      : use.acceptsPart(schema, value);
  return (schema, seed = 1) => {
    const search = (): Json | undefined =>
      sample(schema, { resolve: use.resolve, accepts, fill, seed: APART + seed });
    if (typeof schema === "boolean") return search();
    let bySeed = values.get(schema);
    if (!bySeed) values.set(schema, (bySeed = new Map()));
    if (!bySeed.has(seed)) bySeed.set(seed, search());
    return bySeed.get(seed);
  };
}

/** An allOf that was put together here: its members are known to the validators, and need no validator of their own. */
function isMadeUp(schema: JsonSchema, use: SchemaUse): schema is { readonly allOf: readonly JsonSchema[] } {
  return (
    isObject(schema) &&
    Array.isArray(schema["allOf"]) &&
    Object.keys(schema).length === 1 &&
    use.originOf(schema) === undefined
  );
}

/** The templates of an operation, or why there is no valid request to start from. */
export function templateOf(operation: Operation): Template | { readonly reason: string } {
  const { responses } = operation;
  if (responses.length > 0 && responses.every(({ status }) => status.startsWith("1")))
    return { reason: "it declares interim responses (1xx) only, and none of them ends a request" };
  const locked = unusableScheme(operation);
  if (locked !== undefined) return { reason: locked };
  const required = parametersOf(operation, (parameter) => parameter.required);
  if ("reason" in required) return required;
  const all = parametersOf(operation, (parameter) => !parameter.deprecated);
  const contents = operation.requestBody ? byPreference(operation.requestBody.content) : [];
  const base = {
    method: operation.method,
    path: operation.path,
    parameters: required.values,
    credential: "allowed",
  } as const;
  if (contents.length === 0)
    return settle(operation, base, "reason" in all ? base : { ...base, parameters: all.values }, undefined);
  let reason = "no declared media type of the body can be written";
  for (const body of contents) {
    const smallest = bodyOf(body, "required");
    if (smallest === undefined) {
      reason = `no value was found that satisfies the schema of the ${body.range} body`;
      continue;
    }
    const mediaType = mediaTypeToSend(body.range);
    const minimal = { ...base, body: { json: smallest, mediaType } };
    const full = {
      ...base,
      parameters: "reason" in all ? base.parameters : all.values,
      body: { json: bodyOf(body, "all") ?? smallest, mediaType },
    };
    const settled = settle(operation, minimal, full, body);
    if (!("reason" in settled)) return settled;
    ({ reason } = settled);
  }
  return { reason };
}

/** Why no credential can open an operation: every alternative asks for a scheme that no header or query can carry. */
function unusableScheme({ security }: Operation): string | undefined {
  const closed = security.map(({ schemes }) =>
    schemes.find(({ scheme }) => scheme.type === "mutualTLS" || scheme.type === "unknown"),
  );
  const [first] = closed;
  if (!first || closed.includes(undefined)) return undefined;
  const { name, type } = first.scheme;
  return type === "mutualTLS"
    ? `its security scheme ${name} asks for a client certificate, which is not sent here`
    : `its security scheme ${name} is not defined in the contract, or not known here`;
}

function settle(
  operation: Operation,
  minimal: CaseRequest,
  full: CaseRequest,
  body: MediaType | undefined,
): Template | { readonly reason: string } {
  const proof = proofOf(minimal, operation);
  if (!proof) return { reason: "the request cannot be written in the declared styles and media type" };
  if (proof.broken.length > 0) {
    return {
      reason: `no valid request was found: ${proof.problems[0]?.message ?? ""} (${proof.broken[0] ?? ""})`,
    };
  }
  const whole = proofOf(full, operation);
  return {
    operation,
    minimal,
    full: whole && whole.broken.length === 0 && whole.advised.length === 0 ? full : minimal,
    body,
  };
}

function parametersOf(
  operation: Operation,
  wanted: (parameter: Parameter) => boolean,
): { values: Record<string, ParameterValue> } | { reason: string } {
  const values: Record<string, ParameterValue> = {};
  for (const parameter of operation.parameters) {
    if (!parameter.required && !wanted(parameter)) continue;
    const value = parameterValue(parameter);
    if (value === undefined) {
      if (!parameter.required) continue;
      return {
        reason: `no value was found that satisfies the schema of the ${parameter.in} parameter ${parameter.name}`,
      };
    }
    values[`${parameter.in} ${parameter.name}`] = { known: parameter.name, otherwise: value };
  }
  return { values };
}

const NOT_EMPTY: JsonSchema = { not: { const: "" } };

/** An example that the schema accepts, else a sampled value; never empty text in a path. */
export function parameterValue(parameter: Parameter): Json | undefined {
  const { schema } = parameter;
  const example = parameter.examples.find((value) => !schema || schema.accepts(value));
  if (example !== undefined) return example as Json;
  if (!schema) return parameter.name;
  const value = sampler(
    schema,
    "all",
  )(parameter.in === "path" ? { allOf: [schema.schema, NOT_EMPTY] } : schema.schema);
  return value === "" && parameter.in === "path" ? undefined : value;
}

function bodyOf(body: MediaType, fill: "required" | "all"): Json | undefined {
  if (!body.schema) return (body.examples[0]?.value ?? {}) as Json;
  if (fill === "all") {
    const example = body.examples.find(({ value }) => body.schema?.accepts(value));
    if (example) return example.value as Json;
  }
  return sampler(body.schema, fill)(body.schema.schema);
}

function byPreference(content: readonly MediaType[]): readonly MediaType[] {
  const rank = ({ range }: MediaType): number => {
    const parsed = parseMediaType(range);
    return parsed && isJson(parsed) ? 0 : /urlencoded/.test(range) ? 1 : /multipart/.test(range) ? 2 : 3;
  };
  return content.toSorted((one, other) => rank(one) - rank(other));
}

/** A concrete media type of a range: `text/*` is sent as text/plain. */
export function mediaTypeToSend(range: string): string {
  if (range === "*/*" || range === "application/*") return "application/json";
  return range.replace(/\/\*$/, "/plain");
}
