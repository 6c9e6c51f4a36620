// Cases about parameters: the rule families on their values, then missing, repeated, empty and unknown ones.
import type { Json } from "../../schema/violation.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { Operation, Parameter } from "../../contract/model.ts";
import { writeParameter } from "../../contract/parameters.ts";
import type { CaseRequest, ParameterValue } from "../case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectRefusal, expectSuccess, type RefusalOptions } from "../expectations.ts";
import { placesOf } from "./places.ts";
import { proofOf, soleClause, trimmingAdvice } from "./proof.ts";
import type { Probe, Rule } from "../rules/rule.ts";
import { successPointer } from "./body-schema.ts";
import type { ProbesOf } from "./text-share.ts";
import { parameterValue, type Template } from "./template.ts";

interface Subject {
  readonly template: Template;
  readonly parameter: Parameter;
  readonly basis: string;
  readonly book: CaseBook;
}

export interface ParameterCasesOptions {
  readonly rules: readonly Rule[];
  readonly probesOf: ProbesOf;
}

/** Adds the parameter cases of an operation. */
export function addParameterCases(
  template: Template,
  basis: string,
  book: CaseBook,
  options: ParameterCasesOptions,
): void {
  for (const parameter of template.operation.parameters) {
    const subject = { template, parameter, basis, book };
    addValues(subject, options);
    if (parameter.in !== "path") addPresence(subject);
  }
}

const keyOf = (parameter: Parameter): string => `${parameter.in} ${parameter.name}`;

function requestWith({ template, parameter }: Subject, value: ParameterValue | undefined): CaseRequest {
  const { [keyOf(parameter)]: _, ...others } = template.minimal.parameters;
  return {
    ...template.minimal,
    parameters: value === undefined ? others : { ...others, [keyOf(parameter)]: value },
  };
}

/** A wrong value in the path may also be answered as an address that does not exist. */
function refusal(
  operation: Operation,
  parameter: Parameter,
  options: RefusalOptions,
): ReturnType<typeof expectRefusal> {
  return expectRefusal(operation, { ...options, also: parameter.in === "path" ? [404] : [] });
}

function addValues(subject: Subject, { rules, probesOf }: ParameterCasesOptions): void {
  const { parameter } = subject;
  const value = parameter.schema ? parameterValue(parameter) : undefined;
  if (!parameter.schema || value === undefined) return;
  for (const place of placesOf(parameter.schema, value, parameter.in)) {
    for (const rule of rules) {
      for (const probe of probesOf(rule, place)) {
        if (probe.raw !== undefined) continue;
        addProbe(subject, rule, probe, {
          path: place.path,
          pointer: place.pointer,
          whole: place.embed(probe.value),
        });
      }
    }
  }
}

interface At {
  readonly path: string;
  readonly pointer: string;
  readonly whole: Json;
}

function addProbe(subject: Subject, rule: Rule, probe: Probe, at: At): void {
  const { template, parameter, basis, book } = subject;
  const { operation } = template;
  // An id that is known to exist cannot be varied and still exist: valid values of a path parameter are not tried.
  if (probe.valid && parameter.in === "path") return;
  if (parameter.in === "path" && at.whole === "") return;
  const request = requestWith(subject, { literal: at.whole });
  const proof = proofOf(request, operation);
  if (!proof) return;
  const advisory =
    probe.advisory ??
    (proof.broken.length === 0 ? proof.advisory : undefined) ??
    trimmingAdvice(request, operation);
  const name = `${parameter.in} parameter ${parameter.name}`;
  const common = {
    rule: rule.id,
    place: [keyOf(parameter), at.path].filter((part) => part !== "").join("/"),
    label: [probe.keyword, probe.detail ?? "", probe.label].filter((part) => part !== "").join("/"),
    requests: [request],
    ...(advisory === undefined ? {} : { advisory }),
  };
  if (probe.valid) {
    if (proof.broken.length > 0 || proof.advised.length > 0) return;
    const expect = expectSuccess(operation);
    const title = `accepts the ${name}: ${probe.label}`;
    book.add({
      ...common,
      clause: joinPointer(at.pointer, probe.keyword),
      title,
      kind: "valid",
      expect,
      proof: "valid on the wire form",
    });
    return;
  }
  const clause = soleClause(proof);
  if (clause === undefined) return;
  book.add({
    ...common,
    clause,
    title: `refuses the ${name}: ${probe.label}`,
    kind: "invalid",
    basis,
    expect: refusal(operation, parameter, {
      what: `the ${name} with ${probe.label}`,
      accepted: advisory === undefined ? "error" : "note",
    }),
    proof: `breaks only ${clause}: ${proof.problems[0]?.message ?? ""}`,
  });
}

function addPresence(subject: Subject): void {
  const { template, parameter, basis, book } = subject;
  const { operation } = template;
  const name = `${parameter.in} parameter ${parameter.name}`;
  const value = parameterValue(parameter);
  const common = { rule: "parameter-presence", place: keyOf(parameter), basis } as const;
  if (parameter.required) {
    const request = requestWith(subject, undefined);
    const proof = proofOf(request, operation);
    if (proof?.broken.length === 1) {
      const what = `a request without the required ${name}`;
      const clause = joinPointer(parameter.pointer, "required");
      const expect = refusal(operation, parameter, { what });
      book.add({
        ...common,
        label: "missing",
        clause,
        title: `refuses ${what}`,
        kind: "invalid",
        requests: [request],
        expect,
        proof: `breaks only ${clause}`,
      });
    }
  } else if (value !== undefined) {
    const request = requestWith(subject, { known: parameter.name, otherwise: value });
    const proof = proofOf(request, operation);
    if (proof && proof.broken.length === 0) {
      const title = `accepts the optional ${name}`;
      const clause = successPointer(template);
      book.add({
        ...common,
        label: "present",
        clause,
        title,
        kind: "valid",
        requests: [request],
        expect: expectSuccess(operation),
        proof: "valid on the wire form",
      });
    }
  }
  if (parameter.in === "query" && value !== undefined) addRepeated(subject, value);
}

/** A second value of a parameter that takes one: OpenAPI does not say what it means, so only a failure is a finding. */
function addRepeated(subject: Subject, value: Json): void {
  const { parameter, book } = subject;
  const written = writeParameter(parameter, value);
  if (!written || !("pairs" in written) || written.pairs.length !== 1) return;
  const [pair] = written.pairs;
  const once = requestWith(subject, { literal: value });
  book.add({
    rule: "parameter-presence",
    place: keyOf(parameter),
    label: "repeated",
    clause: parameter.pointer,
    title: `survives the query parameter ${parameter.name} given twice`,
    kind: "protocol",
    requests: [{ ...once, extraQuery: `${pair?.[0]}=${pair?.[1]}` }],
    expect: {
      text: "an answer that is no 5xx",
      statuses: [
        { statuses: ["5XX"], outcome: "error", kind: "robustness", message: "failed with a server error" },
        { statuses: ["other"], outcome: "held" },
      ],
    },
    proof: "the contract takes no side",
  });
}
