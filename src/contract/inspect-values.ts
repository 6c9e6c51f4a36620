// Checks the values that a contract gives itself: defaults and examples that their own schema refuses.
import { isObject } from "../schema/keywords.ts";
import { readablePath } from "../schema/messages.ts";
import { joinPointer } from "../schema/pointer.ts";
import { leavesOf, type Violation } from "../schema/violation.ts";
import type { UsedSchema } from "./inspect.ts";
import { isJson, parseMediaType } from "./media-type.ts";
import type { Contract, ContractFinding, MediaType, Operation, Parameter } from "./model.ts";

/** Findings for every default and example that is refused; `schemas` are all schema objects in use. */
export function inspectValues(contract: Contract, schemas: readonly UsedSchema[]): ContractFinding[] {
  const found = new Map<string, ContractFinding>();
  for (const finding of schemaValues(contract, schemas)) found.set(finding.pointer, finding);
  for (const finding of messageExamples(contract)) found.set(finding.pointer, finding);
  return [...found.values()];
}

interface Judged {
  readonly pointer: string;
  readonly code: "default-refused" | "example-refused";
  readonly value: unknown;
  accepted: boolean;
  readonly schema: UsedSchema;
}

/** A value counts as refused when every translation of its schema refuses it: one per direction, one beside null. */
function* schemaValues(contract: Contract, schemas: readonly UsedSchema[]): Generator<ContractFinding> {
  const judged = new Map<string, Judged>();
  for (const used of schemas) {
    const origin = used.use.originOf(used.schema);
    if (origin === undefined) continue;
    for (const { pointer, code, value } of valuesOf(contract, used.schema, origin)) {
      const known = judged.get(pointer);
      if (known?.accepted === true) continue;
      const accepted = used.use.acceptsPart(used.schema as Record<string, unknown>, value);
      if (known) known.accepted = accepted;
      else judged.set(pointer, { pointer, code, value, accepted, schema: used });
    }
  }
  for (const { pointer, code, accepted } of judged.values()) {
    if (accepted) continue;
    const what = code === "default-refused" ? "this default" : "this example";
    yield { code, severity: "warning", pointer, message: `${what} is refused by its own schema` };
  }
}

function* valuesOf(
  contract: Contract,
  schema: Readonly<Record<string, unknown>>,
  origin: string,
): Generator<Pick<Judged, "pointer" | "code" | "value">> {
  if (Object.hasOwn(schema, "default")) {
    yield { pointer: joinPointer(origin, "default"), code: "default-refused", value: schema["default"] };
  }
  if (!Array.isArray(schema["examples"])) return;
  const node = contract.at(origin);
  const { example, examples } = isObject(node) ? node : {};
  const code = "example-refused";
  if (example !== undefined) yield { pointer: joinPointer(origin, "example"), code, value: example };
  for (const [index, value] of (Array.isArray(examples) ? examples : []).entries()) {
    yield { pointer: joinPointer(origin, "examples", index), code, value };
  }
}

function* messageExamples(contract: Contract): Generator<ContractFinding> {
  const seen = new Set<string>();
  for (const operation of contract.operations) {
    for (const mediaType of mediaTypesOf(operation)) {
      if (seen.has(mediaType.pointer)) continue;
      seen.add(mediaType.pointer);
      yield* mediaTypeExamples(mediaType);
    }
    for (const parameter of operation.parameters) {
      if (seen.has(parameter.pointer)) continue;
      seen.add(parameter.pointer);
      yield* parameterExamples(contract, parameter);
    }
  }
}

function* mediaTypesOf({ requestBody, responses }: Operation): Generator<MediaType> {
  yield* requestBody?.content ?? [];
  for (const { content } of responses) yield* content;
}

function* mediaTypeExamples({ range, schema, examples }: MediaType): Generator<ContractFinding> {
  const type = parseMediaType(range);
  const json = type !== undefined && isJson(type);
  for (const { value, pointer } of schema ? examples : []) {
    // In another media type an example that is a text may be the whole body, written out.
    if (!schema || (!json && typeof value === "string") || schema.accepts(value)) continue;
    yield { code: "example-refused", severity: "warning", pointer, message: refusal(schema.check(value)) };
  }
}

function* parameterExamples(contract: Contract, parameter: Parameter): Generator<ContractFinding> {
  const { schema, examples, pointer } = parameter;
  if (!schema) return;
  const node = contract.at(pointer);
  const keyword = isObject(node) && node["example"] !== undefined ? "example" : "examples";
  for (const value of examples) {
    // A text may be the parameter as it stands in the request.
    if (schema.accepts(value) || typeof value === "string") continue;
    const message = refusal(schema.check(value));
    yield { code: "example-refused", severity: "warning", pointer: joinPointer(pointer, keyword), message };
    return;
  }
}

function refusal(violations: readonly Violation[]): string {
  const [leaf] = leavesOf(violations);
  if (!leaf) return "this example is refused by its schema";
  const path = readablePath(leaf.instancePath);
  return `this example is refused by its schema: ${path === "" ? "it" : path} ${leaf.message}`;
}
