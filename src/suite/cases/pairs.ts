// Cases of fields beside each other: all pairs of variants, and every kind of fault in several companies.
import type { Json } from "../../schema/violation.ts";
import type { SchemaUse } from "../../contract/model.ts";
import type { CaseRequest } from "../case.ts";
import { expectRefusal, expectSuccess } from "../expectations.ts";
import { fingerprint } from "../show.ts";
import { successPointer } from "./body-schema.ts";
import type { CaseBook } from "./case-book.ts";
import { coveringRows, type Row } from "./covering.ts";
import { objectOf, type Fault } from "./faults.ts";
import { branchBodies, fieldsOf, type Field, type JsonObject } from "./fields.ts";
import { proofOf, soleClause } from "./proof.ts";
import type { Template } from "./template.ts";

const MOST_ROWS = 60;
/** Faults in company: each gets so many companies in any case, and more until there are so many in all. */
const FEWEST_COMPANIES = 3;
const MOST_FAULTS = 240;
const SEED = 1;

interface Interplay {
  readonly template: Template;
  readonly book: CaseBook;
  readonly use: SchemaUse;
  readonly minimal: JsonObject;
  readonly full: JsonObject;
  readonly fields: readonly Field[];
}

/** Adds valid combinations that hold every pair of field variants, and faults beside other fields. */
export function addPairCases(template: Template, book: CaseBook, faults: readonly Fault[]): void {
  const use = template.body?.schema;
  const minimal = objectOf(template.minimal);
  const full = objectOf(template.full);
  if (!use || !minimal || !full) return;
  const interplay = { template, book, use, minimal, full, fields: fieldsOf(use, full) };
  if (interplay.fields.length < 2) return;
  addCombinations(interplay);
  addFaultsInCompany(interplay, faults);
}

function addCombinations(interplay: Interplay): void {
  const { fields, minimal, use } = interplay;
  const levels = fields.map(({ variants }) => variants.length + 1);
  const bodyOf = (row: Row): JsonObject =>
    Object.fromEntries(
      fields.flatMap(({ name, variants }, index): [string, Json][] => {
        const level = row[index] ?? 0;
        const value = level === 0 ? minimal[name] : variants[level - 1];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const accepts = (row: Row): boolean => use.accepts(bodyOf(row));
  for (const row of coveringRows(levels, { accepts, most: MOST_ROWS, seed: SEED }))
    addValid(interplay, bodyOf(row));
}

/** The id of the valid case with this body; undefined when it is not valid on the wire form. */
function addValid({ template, book }: Interplay, body: JsonObject): string | undefined {
  const request = requestOf(template, body);
  const proof = proofOf(request, template.operation);
  if (!proof || proof.broken.length > 0 || proof.advised.length > 0) return undefined;
  const names = Object.keys(body);
  const shown = names.length > 4 ? `${names.length} fields` : names.join(", ") || "no field";
  return book.add({
    rule: "pairs",
    place: names.length > 4 ? "body" : `body/${names.join("+")}`,
    label: fingerprint(JSON.stringify(body)).slice(0, 6),
    clause: successPointer(template),
    title: `accepts ${shown} together`,
    kind: "valid",
    requests: [request],
    expect: expectSuccess(template.operation),
    proof: "valid on the wire form",
  });
}

function requestOf({ minimal }: Template, json: JsonObject): CaseRequest {
  const mediaType = minimal.body?.mediaType ?? "application/json";
  return { ...minimal, body: { json, mediaType } };
}

interface Company {
  readonly label: string;
  readonly body: JsonObject;
}

/** The bodies that faults are put into: the smallest of each branch, then with each variant of each field. */
function companiesOf({ use, minimal, full, fields }: Interplay): readonly Company[] {
  const branches = branchBodies(use, minimal).map((body, index) => ({ label: `branch ${index}`, body }));
  const most = Math.max(...fields.map(({ variants }) => variants.length));
  const beside: Company[] = [];
  for (let variant = 0; variant < most; variant++) {
    for (const { name, variants } of fields) {
      const value = variants[variant];
      if (value === undefined) continue;
      beside.push({
        label: variant === 0 ? name : `${name} ${variant + 1}`,
        body: { ...minimal, [name]: value },
      });
    }
  }
  const everything = { label: "everything", body: full };
  return [...branches, everything, ...beside].filter(({ body }) => use.accepts(body));
}

function addFaultsInCompany(interplay: Interplay, faults: readonly Fault[]): void {
  const companies = companiesOf(interplay);
  const [first] = companies;
  if (!first || companies.length < 2) return;
  const added = new Map<Fault, number>();
  let total = 0;
  for (let round = 0; round < companies.length; round++) {
    for (const [index, fault] of faults.entries()) {
      const mine = added.get(fault) ?? 0;
      if (mine >= FEWEST_COMPANIES && total >= MOST_FAULTS) continue;
      // Every fault starts elsewhere, so that what is left out when there are many is not the same for all.
      const company = companies[(round + index) % companies.length] ?? first;
      if (!addFaulty(interplay, fault, company, round % 2 === 1)) continue;
      added.set(fault, mine + 1);
      total++;
    }
  }
}

function addFaulty(interplay: Interplay, fault: Fault, { label, body }: Company, ahead: boolean): boolean {
  const { template, book } = interplay;
  const { [fault.field]: _, ...others } = body;
  if (Object.keys(others).length === 0) return false;
  const faulty = fault.value === undefined ? {} : { [fault.field]: fault.value };
  const request = requestOf(template, ahead ? { ...faulty, ...others } : { ...others, ...faulty });
  const proof = proofOf(request, template.operation);
  if (!proof || soleClause(proof) !== fault.clause || proof.broken.length === 0) return false;
  const basis = addValid(interplay, body);
  if (basis === undefined) return false;
  const what = `a faulty ${fault.field} beside ${label.startsWith("branch") ? "what is required" : label}`;
  book.add({
    rule: "pairs",
    place: `body/${fault.field}`,
    label: `${fault.kind}/beside/${label}`,
    clause: fault.clause,
    title: `refuses ${what}`,
    kind: "invalid",
    requests: [request],
    basis,
    expect: expectRefusal(template.operation, { what }),
    proof: `breaks only ${fault.clause}: ${proof.problems[0]?.message ?? ""}`,
  });
  return true;
}
