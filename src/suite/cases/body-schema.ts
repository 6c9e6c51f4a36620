// Cases from the schema of a body: the rule families at every place, each probe proved on the wire form.
import type { Json } from "../../schema/violation.ts";
import { UNCLEAR_NULL } from "../../schema/dialect.ts";
import { joinPointer } from "../../schema/pointer.ts";
import type { SchemaUse } from "../../contract/model.ts";
import type { CaseBody, CaseRequest } from "../case.ts";
import type { CaseBook } from "./case-book.ts";
import { expectRefusal, expectSuccess } from "../expectations.ts";
import { placesOf, type FoundPlace } from "./places.ts";
import { proofOf, soleClause, trimmingAdvice } from "./proof.ts";
import type { Probe, Rule } from "../rules/rule.ts";
import type { ProbesOf } from "./text-share.ts";
import type { Template } from "./template.ts";

export interface SchemaCasesOptions {
  readonly rules: readonly Rule[];
  readonly probesOf: ProbesOf;
  /** Probes of one keyword at one place that are kept in the company of all other fields. */
  readonly inCompany: number;
  /** From so many cases on, every place is treated as if it were in company. */
  readonly many: number;
}

/** Adds the cases of the body's schema: each field alone, then each fault among all other fields. */
export function addBodyCases(template: Template, book: CaseBook, options: SchemaCasesOptions): void {
  const { body, minimal, full } = template;
  if (!body?.schema || !minimal.body || !("json" in minimal.body)) return;
  addPlaces(template, body.schema, minimal.body, { book, ...options, context: "" });
  if (full.body && "json" in full.body && full !== minimal)
    addPlaces(template, body.schema, full.body, { book, ...options, context: "full" });
}

interface Adding extends SchemaCasesOptions {
  readonly book: CaseBook;
  readonly context: "" | "full";
}

function addPlaces(
  template: Template,
  use: SchemaUse,
  body: Extract<CaseBody, { json: Json }>,
  adding: Adding,
): void {
  const base = adding.context === "full" ? template.full : template.minimal;
  for (const place of placesOf(use, body.json, "body")) {
    const requestWith = (value: Json, raw?: string): CaseRequest => ({
      ...base,
      body: bodyWith(place, value, raw, body.mediaType),
    });
    const basis = addBasis(template, place, requestWith(place.value), adding);
    if (basis === undefined) continue;
    for (const rule of adding.rules) {
      const kept = new Map<string, number>();
      for (const probe of adding.probesOf(rule, place)) {
        if (probe.value === null && place.schema[UNCLEAR_NULL] === true) continue;
        if (isTight(adding) && isEnough(probe, kept, adding.inCompany)) continue;
        const request = requestWith(probe.value, probe.raw);
        const added = addProbe({ template, place, rule, probe, request, basis }, adding);
        if (added) kept.set(keyOf(probe), (kept.get(keyOf(probe)) ?? 0) + 1);
      }
    }
  }
}

const isTight = ({ context, book, many }: Adding): boolean => context === "full" || book.cases.length > many;

const keyOf = (probe: Probe): string => `${probe.keyword} ${probe.detail ?? ""}`;

const isEnough = (probe: Probe, kept: ReadonlyMap<string, number>, most: number): boolean =>
  probe.valid || probe.advisory !== undefined || (kept.get(keyOf(probe)) ?? 0) >= most;

const MARK = "plumbline-raw-4f1c";

/** The body with the value at its place; `raw` is the exact JSON text of that value. */
function bodyWith(place: FoundPlace, value: Json, raw: string | undefined, mediaType: string): CaseBody {
  if (raw === undefined) return { json: place.embed(value), mediaType };
  const text = JSON.stringify(place.embed(MARK)).replace(JSON.stringify(MARK), () => raw);
  return { text, mediaType };
}

const placeLabel = (place: FoundPlace, context: string): string =>
  ["body", place.path, context].filter((part) => part !== "").join("/");

/** The valid case that the probes of a place differ from in that place only. */
function addBasis(
  template: Template,
  place: FoundPlace,
  request: CaseRequest,
  { book, context }: Adding,
): string | undefined {
  const proof = proofOf(request, template.operation);
  if (!proof || proof.broken.length > 0 || proof.advised.length > 0) return undefined;
  const what =
    place.path === ""
      ? context === "full"
        ? "all fields together"
        : "only what is required"
      : readable(place.path);
  return book.add({
    rule: "valid",
    place: placeLabel(place, context),
    label: "",
    clause: successPointer(template),
    title: `accepts a valid request: ${what}`,
    kind: "valid",
    requests: [request],
    expect: expectSuccess(template.operation),
    proof: "valid on the wire form",
  });
}

/** The clause that a valid request stands for: the success response of the operation. */
export function successPointer({ operation }: Template): string {
  const success = operation.responses.find(({ status }) => status.startsWith("2")) ?? operation.responses[0];
  return success?.pointer ?? joinPointer(operation.pointer, "responses");
}

interface Candidate {
  readonly template: Template;
  readonly place: FoundPlace;
  readonly rule: Rule;
  readonly probe: Probe;
  readonly request: CaseRequest;
  readonly basis: string;
}

/** Adds the probe as a case when its proof holds; false when it breaks nothing, or more than one clause. */
function addProbe(
  { template, place, rule, probe, request, basis }: Candidate,
  { book, context }: Adding,
): boolean {
  const { operation } = template;
  const proof = proofOf(request, operation);
  if (!proof) return false;
  const advisory =
    probe.advisory ??
    (proof.broken.length === 0 ? proof.advisory : undefined) ??
    trimmingAdvice(request, operation);
  const common = {
    rule: rule.id,
    place: placeLabel(place, context),
    label: [probe.keyword, probe.detail ?? "", probe.label].filter((part) => part !== "").join("/"),
    requests: [request],
    ...(advisory === undefined ? {} : { advisory }),
  };
  const where = place.path === "" ? "the body" : readable(place.path);
  if (probe.valid) {
    if (proof.broken.length > 0 || proof.advised.length > 0) return false;
    book.add({
      ...common,
      clause: joinPointer(place.pointer, probe.keyword),
      title: `accepts ${where}: ${probe.label}`,
      kind: "valid",
      expect: expectSuccess(operation),
      proof: "valid on the wire form",
    });
    return true;
  }
  const clause = soleClause(proof);
  if (clause === undefined) return false;
  const what = `${where} with ${probe.label}, which breaks ${clause.slice(clause.lastIndexOf("/") + 1)}`;
  book.add({
    ...common,
    clause,
    ...aimOf(place, probe, clause),
    title: `refuses ${where}: ${probe.label}`,
    kind: "invalid",
    basis,
    expect: expectRefusal(operation, { what, accepted: advisory === undefined ? "error" : "note" }),
    proof: `breaks only ${clause}: ${proof.problems[0]?.message ?? ""}`,
  });
  return true;
}

/** A fault in a variant may only show as the oneOf around it. */
function aimOf(place: FoundPlace, probe: Probe, clause: string): { readonly aim?: string } {
  const aim = joinPointer(place.pointer, probe.keyword);
  return aim === clause ? {} : { aim };
}

/** A place as people read it: `injectionConfig/oneOf:0/headerName` is `injectionConfig.headerName`. */
export function readable(path: string): string {
  return (
    path
      .split("/")
      .filter((token) => !/^(oneOf|anyOf|allOf|dependent):|^(then|else|ref)$/.test(token))
      .join(".") || "the body"
  );
}
