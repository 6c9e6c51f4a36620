// Every family against small schemas: what it proposes, and that ajv bears each proposal out.
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { sample } from "../../schema/sample.ts";
import { random } from "../../schema/random.ts";
import type { Json, JsonSchema } from "../../schema/violation.ts";
import { RULES } from "./index.ts";
import type { Place, Probe, SchemaObject } from "./rule.ts";

const ajv = new Ajv2020({ allErrors: true, strict: false, multipleOfPrecision: 9 });
addFormats.default(ajv);
const compiled = new WeakMap<object, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, known);
  return known;
}

const accepts = (schema: JsonSchema, value: unknown): boolean =>
  typeof schema === "boolean" ? schema : validatorOf(schema)(value) === true;
const resolve = (): undefined => undefined;

function place(schema: SchemaObject, value: Json, where: Place["where"]): Place {
  return {
    schema,
    value,
    resolve,
    accepts,
    sample: (of, seed = 0) => sample(of, { resolve, accepts, seed }),
    random: random(1),
    where,
  };
}

/** The keywords of the schema itself that a value breaks, told by where each error stands in the schema. */
function broken(errors: readonly ErrorObject[]): ReadonlySet<string> {
  const outer = errors.filter(
    ({ schemaPath }) =>
      !/^#\/(anyOf|oneOf|allOf|propertyNames)\/./.test(schemaPath) && !(schemaPath === "#/if"),
  );
  return new Set(outer.map(({ schemaPath }) => schemaPath.split("/")[1] ?? ""));
}

/** The keyword under which ajv reports a clause. */
const REPORTED: Readonly<Record<string, string>> = {
  minContains: "contains",
  maxContains: "contains",
  discriminator: "oneOf",
};

type Fate = "valid" | "invalid" | "unproven";

function fateOf(probe: Probe, schema: SchemaObject): Fate {
  const wire: unknown = JSON.parse(probe.raw ?? JSON.stringify(probe.value));
  const validate = validatorOf(schema);
  if (validate(wire)) return probe.valid ? "valid" : "unproven";
  if (probe.valid) return "unproven";
  const named = broken(validate.errors ?? []);
  return named.size === 1 && named.has(REPORTED[probe.keyword] ?? probe.keyword) ? "invalid" : "unproven";
}

/** The labels, each keyword named once. */
function listed(probes: readonly Probe[]): readonly string[] {
  return probes.map(({ keyword, label, advisory }, at) => {
    const name = keyword === probes[at - 1]?.keyword ? label : `${keyword}: ${label}`;
    return advisory === undefined ? name : `${name} *`;
  });
}

const entries = (list: string): readonly string[] =>
  list === "" ? [] : list.trim().replaceAll(/\s+/g, " ").split("; ");

interface RuleCase {
  readonly rule: string;
  readonly title: string;
  readonly schema: SchemaObject;
  readonly value: Json;
  readonly where?: Place["where"];
  /** `keyword: label; label; …` of each probe, with a star where the contract allows two readings. */
  readonly valid: string;
  readonly invalid: string;
  /** Proposals that ajv does not bear out; none unless named. */
  readonly unproven?: string;
}

const CASES: readonly RuleCase[] = [
  {
    rule: "type",
    title: "every other type stands in for an integer",
    schema: { type: "integer" },
    value: 5,
    valid: `
      type: of type integer; written with .0 *; written with e0 *; 1000 written as 1e3 *; zero written as
      -0 *`,
    invalid: `
      type: null; true; false; number 1.5; the value as text; string "1"; string "true"; empty string; a
      word; empty array; the value in an array; empty object; the value in an object`,
  },
  {
    rule: "type",
    title: "null is no fault where the type list has it",
    schema: { type: ["integer", "null"], minimum: 1 },
    value: 5,
    valid: `
      type: of type integer; written with .0 *; written with e0 *; 1000 written as 1e3 *`,
    invalid: `
      type: true; false; number 1.5; the value as text; string "1"; string "true"; empty string; a word;
      empty array; the value in an array; empty object; the value in an object`,
  },
  {
    rule: "type",
    title: "a number stands in for a text",
    schema: { type: "string", minLength: 4 },
    value: "abcd",
    valid: "type: of type string",
    invalid: `
      type: null; true; false; a whole number; number 0; number 1.5; empty array; the value in an array;
      empty object; the value in an object`,
  },
  {
    rule: "type",
    title: "a boolean has two values",
    schema: { type: "boolean" },
    value: true,
    valid: "type: true; false",
    invalid: `
      type: null; a whole number; number 0; number 1.5; the value as text; string "1"; empty string; a
      word; empty array; the value in an array; empty object; the value in an object`,
  },
  {
    rule: "type",
    title: "an object is not its own JSON text",
    schema: { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
    value: { a: "b" },
    valid: "type: of type object",
    invalid: `
      type: null; true; false; a whole number; number 0; number 1.5; the value as JSON text; string "1";
      string "true"; empty string; a word; empty array; the value in an array`,
  },
  {
    rule: "type",
    title: "a list is not its first item",
    schema: { type: "array", items: { type: "string" } },
    value: ["b"],
    valid: "type: of type array",
    invalid: `
      type: null; true; false; a whole number; number 0; number 1.5; the value as JSON text; string "1";
      string "true"; empty string; a word; empty object; the value in an object; its first item alone; an
      object with the items by position`,
  },
  {
    rule: "type",
    title: "a query holds text only",
    schema: { type: "integer" },
    value: 5,
    where: "query",
    valid: "type: of type integer",
    invalid: `
      type: a word; empty text *; the text null; the text [null,null]; the text 2; the text 0; the text
      0.5; the text true; the text false; digits with letters behind; the text NaN; the text Infinity; a
      hexadecimal number *; digits of another script *`,
  },
  {
    rule: "type",
    title: "a schema without type gives nothing",
    schema: { minLength: 1 },
    value: "a",
    valid: "",
    invalid: "",
  },
  {
    rule: "nullable",
    title: "null is one of the types",
    schema: { type: ["string", "null"] },
    value: "a",
    valid: "type: null",
    invalid: "",
  },
  {
    rule: "nullable",
    title: "null is a branch",
    schema: { anyOf: [{ type: "string" }, { type: "null" }] },
    value: "a",
    valid: "anyOf: null",
    invalid: "",
  },
  {
    rule: "nullable",
    title: "null is left alone where the contract is unclear",
    schema: { type: ["string", "null"], "x-plumbline-unclear-null": true },
    value: "a",
    valid: "",
    invalid: "",
  },
  {
    rule: "nullable",
    title: "null is not proposed where it is refused",
    schema: { type: "string" },
    value: "a",
    valid: "",
    invalid: "",
  },
  {
    rule: "enum",
    title: "every member, and near misses of it",
    schema: { type: "string", enum: ["asc", "desc"] },
    value: "asc",
    valid: 'enum: the member "asc"; the member "desc"',
    invalid: `
      enum: an unknown word; "asc" in the other case; "asc" with a capital first letter; "asc" with a
      letter behind; "asc" in the plural; "asc" with a letter before; "asc" without its last character; "asc" without its first
      character; "asc" with a look-alike letter; "asc" with a blank behind *; "asc" with a blank before *;
      "asc" twice, with a comma; "desc" in the other case; "desc" with a capital first letter; "desc" with
      a letter behind; "desc" in the plural; "desc" with a letter before; "desc" without its last character; "desc" without its
      first character; "desc" with a look-alike letter; "desc" with a blank behind *; "desc" with a blank
      before *; "desc" twice, with a comma; a position in the list, as text; two members with a comma;
      empty string; a word`,
  },
  {
    rule: "enum",
    title: "members of several types",
    schema: { enum: [1, 2, null] },
    value: 1,
    valid: "enum: the member 1; the member 2; the member null",
    invalid: `
      enum: an unknown word; 1 one less; 1 a half more; 1 the other sign; 1 as text; 2 one more; 2 a half
      more; 2 the other sign; 2 as text; above every member; true; false; empty string; a word; empty
      array; empty object`,
  },
  {
    rule: "const",
    title: "nothing but the one text",
    schema: { const: "event" },
    value: "event",
    valid: "const: the value",
    invalid: `
      const: an unknown word; a number; in the other case; with a capital first letter; with a letter
      behind; in the plural; with a letter before; without its last character; without its first character; with a
      look-alike letter; with a blank behind *; with a blank before *; twice, with a comma; null; true;
      false; number 1; number 1.5; empty string; a word; empty array; empty object`,
  },
  {
    rule: "const",
    title: "nothing but the one number",
    schema: { type: "integer", const: 2 },
    value: 2,
    valid: "const: the value",
    invalid: "const: a number; one more; one less; the other sign",
  },
  {
    rule: "string-bounds",
    title: "both bounds",
    schema: { type: "string", minLength: 3, maxLength: 10 },
    value: "a name",
    valid: `
      minLength: 3 characters (ASCII); 4 characters (ASCII); 3 characters (3-byte); 3 characters (astral);
      maxLength: 10 characters (ASCII); 9 characters (ASCII); 10 characters (2-byte); 10 characters
      (3-byte); 10 characters (astral); 10 characters (combining) *`,
    invalid: `
      minLength: 2 characters (ASCII); 2 characters (2-byte); 2 characters (astral); empty; maxLength: 11
      characters (ASCII); 11 characters (astral); 11 characters (combining) *; 200 characters (ASCII)`,
  },
  {
    rule: "string-bounds",
    title: "a text that must not be empty",
    schema: { type: "string", minLength: 1 },
    value: "a",
    valid: `
      minLength: 1 character (ASCII); 2 characters (ASCII); 1 character (3-byte); 1 character (astral)`,
    invalid: "minLength: empty",
  },
  {
    rule: "string-bounds",
    title: "a technical name keeps its shape",
    schema: { type: "string", maxLength: 255 },
    value: "api.example.com",
    valid: `
      maxLength: 255 characters (ASCII); 254 characters (ASCII); 255 characters (2-byte) *; 255 characters
      (3-byte) *; 255 characters (astral) *; 255 characters (combining) *`,
    invalid: `
      maxLength: 256 characters (ASCII); 256 characters (astral); 256 characters (combining) *; 2650
      characters (ASCII)`,
  },
  {
    rule: "string-bounds",
    title: "a pattern within the bounds",
    schema: { type: "string", minLength: 4, maxLength: 40, pattern: "^sec_[a-z]+$" },
    value: "sec_abc",
    valid: `
      minLength: 5 characters (ASCII); maxLength: 40 characters (ASCII); 39 characters (ASCII)`,
    invalid: "maxLength: 41 characters (ASCII); 500 characters (ASCII)",
  },
  {
    rule: "string-bounds",
    title: "a format that can be stretched",
    schema: { type: "string", maxLength: 60, format: "uri" },
    value: "https://example.com/",
    valid: "maxLength: 60 characters (ASCII); 59 characters (ASCII)",
    invalid: "maxLength: 61 characters (ASCII); 700 characters (ASCII)",
  },
  {
    rule: "string-bounds",
    title: "an address that can be stretched",
    schema: { type: "string", maxLength: 60, format: "email" },
    value: "ann@example.com",
    valid: "maxLength: 60 characters (ASCII); 59 characters (ASCII)",
    invalid: "maxLength: 61 characters (ASCII); 700 characters (ASCII)",
  },
  {
    rule: "string-bounds",
    title: "a header holds ASCII only",
    schema: { type: "string", minLength: 2, maxLength: 8 },
    value: "abc",
    where: "header",
    valid: `
      minLength: 2 characters (ASCII); 3 characters (ASCII); maxLength: 8 characters (ASCII); 7 characters
      (ASCII)`,
    invalid: `
      minLength: 1 character (ASCII); maxLength: 9 characters (ASCII); 180 characters (ASCII)`,
  },
  {
    rule: "string-bounds",
    title: "the value at hand is null",
    schema: { type: ["string", "null"], maxLength: 8 },
    value: null,
    valid: `
      maxLength: 8 characters (ASCII); 7 characters (ASCII); 8 characters (2-byte); 8 characters (3-byte);
      8 characters (astral); 8 characters (combining) *`,
    invalid: `
      maxLength: 9 characters (ASCII); 9 characters (astral); 9 characters (combining) *; 180 characters
      (ASCII)`,
  },
  {
    rule: "pattern",
    title: "one edit away from an anchored pattern",
    schema: { type: "string", pattern: "^sec_[a-z]{3}$" },
    value: "sec_abc",
    valid: "pattern: a match; another match",
    invalid: `
      pattern: without its first character; without its last character; with ! behind; with ! before; with
      ! inside; with a blank inside; with é inside; with a full-width digit inside; in the other case;
      twice; a match, a line break, other text; other text, a line break, a match; another word; empty;
      with a line break behind *; with a blank behind *; with a blank before *; a near miss`,
  },
  {
    rule: "pattern",
    title: "a pattern that is not anchored",
    schema: { type: "string", pattern: "@" },
    value: "a@b",
    valid: "pattern: a match; another match; text around a match *",
    invalid: `
      pattern: with é inside; with a full-width digit inside; another word; empty; a near miss`,
  },
  {
    rule: "pattern",
    title: "a pattern within length bounds",
    schema: { type: "string", pattern: "^[a-z]+$", minLength: 2, maxLength: 4 },
    value: "abc",
    valid: "pattern: a match; another match; a short match",
    invalid: `
      pattern: with ! behind; with ! before; with ! inside; with a blank inside; with é inside; with a
      full-width digit inside; in the other case; with a line break behind *; with a blank behind *; with
      a blank before *; a near miss`,
  },
  {
    rule: "format",
    title: "a uuid and what only looks like one",
    schema: { type: "string", format: "uuid" },
    value: "3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d",
    valid: `
      format: like 3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d; like 7c9e6679-7425-40de-944b-e07fc1f90ae7 *; like
      0b8f4c2a-91d3-4e5f-8a7b-6c5d4e3f2a1b *`,
    invalid: `
      format: unlike: not-a-uuid; unlike: 3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6; unlike:
      3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6g; unlike: 3f2b8c1e-5d47-4a6b-9c0d; empty *; with a blank behind
      *; with a line break behind *`,
  },
  {
    rule: "format",
    title: "a date in a path is never empty",
    schema: { type: "string", format: "date" },
    value: "2024-03-15",
    where: "path",
    valid: "format: like 2024-03-15; like 2000-02-29 *; like 1999-12-31 *",
    invalid: `
      format: unlike: tomorrow; unlike: 2024-13-01; unlike: 2024-02-31; unlike: 15/03/2024; unlike:
      2024-3-15; with a blank behind *; with a line break behind *`,
  },
  {
    rule: "format",
    title: "the limits of int32",
    schema: { type: "integer", format: "int32" },
    value: 5,
    valid: "format: the largest int32; the smallest int32",
    invalid: "format: one above int32; one below int32; far above int32",
  },
  {
    rule: "format",
    title: "bounds that hide the limits of int32",
    schema: { type: "integer", format: "int32", minimum: 1, maximum: 10 },
    value: 5,
    valid: "",
    invalid: "",
  },
  {
    rule: "format",
    title: "int64 beyond what a double holds exactly",
    schema: { type: "integer", format: "int64" },
    value: 5,
    valid: `
      format: one above int32; one below int32; 2^53 - 1; -(2^53 - 1); the largest int64 *`,
    invalid: "",
    unproven: "format: above int64 *; below int64 *",
  },
  {
    rule: "format",
    title: "any number is a double",
    schema: { type: "number", format: "double" },
    value: 5,
    valid: "format: a fraction; near the largest double *; near the smallest double *",
    invalid: "",
  },
  {
    rule: "number-bounds",
    title: "an integer steps by one",
    schema: { type: "integer", minimum: 1, maximum: 100 },
    value: 5,
    valid: "minimum: the bound; one step inside; maximum: the bound; one step inside",
    invalid: `
      minimum: one step beyond; far beyond; a negative number; maximum: one step beyond; far beyond`,
  },
  {
    rule: "number-bounds",
    title: "an excluded bound is no value",
    schema: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
    value: 0.5,
    valid: `
      exclusiveMinimum: a hundredth inside; the next number inside *; exclusiveMaximum: a hundredth
      inside; the next number inside *`,
    invalid: `
      exclusiveMinimum: the excluded bound; one step beyond; a hundredth beyond; the next number beyond *;
      far beyond; exclusiveMaximum: the excluded bound; one step beyond; a hundredth beyond; the next
      number beyond *; far beyond`,
  },
  {
    rule: "number-bounds",
    title: "a number comes as near to its bound as it likes",
    schema: { type: "number", minimum: 1.5 },
    value: 5,
    valid: "minimum: the bound; one step inside; a hundredth inside",
    invalid: `
      minimum: one step beyond; a hundredth beyond; the next number beyond *; far beyond; a negative
      number`,
  },
  {
    rule: "number-bounds",
    title: "integers inside excluded bounds",
    schema: { type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 10 },
    value: 5,
    valid: "exclusiveMinimum: one step inside; exclusiveMaximum: one step inside",
    invalid: `
      exclusiveMinimum: the excluded bound; one step beyond; far beyond; exclusiveMaximum: the excluded
      bound; one step beyond; far beyond`,
  },
  {
    rule: "number-bounds",
    title: "a decimal step",
    schema: { type: "number", multipleOf: 0.01, minimum: 0, maximum: 1 },
    value: 0.5,
    valid: `
      minimum: the bound; one step inside; maximum: the bound; one step inside; multipleOf: a multiple;
      the next multiple; the multiple before; zero`,
    invalid: `
      minimum: one step beyond; far beyond; maximum: one step beyond; far beyond; multipleOf: half a step
      more; half a step less; a tenth of a step more; a tenth of a step less`,
  },
  {
    rule: "number-bounds",
    title: "bounds that are no multiple of the step",
    schema: { type: "integer", multipleOf: 5, minimum: 3, maximum: 22 },
    value: 10,
    valid: `
      minimum: the last step inside the bound; one step inside; maximum: the last step inside the bound;
      one step inside; multipleOf: a multiple; the next multiple; the multiple before`,
    invalid: `
      minimum: one step beyond; far beyond; a negative number; maximum: one step beyond; far beyond;
      multipleOf: one more than a multiple; one less than a multiple`,
  },
  {
    rule: "array-bounds",
    title: "lists at both bounds",
    schema: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 3 },
    value: ["a"],
    valid: "minItems: 1 item; 2 items; maxItems: 3 items; 2 items",
    invalid: "minItems: no items; maxItems: 4 items; 16 items",
  },
  {
    rule: "array-bounds",
    title: "lists of unique items at both bounds",
    schema: { type: "array", items: { type: "string" }, minItems: 2, maxItems: 20, uniqueItems: true },
    value: ["a", "b"],
    valid: "minItems: 2 items; 3 items; maxItems: 20 items; 19 items",
    invalid: "minItems: 1 item; no items; maxItems: 21 items; 50 items",
  },
  {
    rule: "unique-items",
    title: "texts twice, near and apart",
    schema: { type: "array", items: { type: "string" }, uniqueItems: true },
    value: ["a", "b"],
    valid: "uniqueItems: all different; texts that differ in case *",
    invalid: `
      uniqueItems: the first item twice, side by side; the first item again at the end`,
  },
  {
    rule: "unique-items",
    title: "objects twice, in whatever order of keys",
    schema: {
      type: "array",
      items: {
        type: "object",
        properties: { a: { type: "string" }, b: { type: "integer" } },
        required: ["a", "b"],
      },
      uniqueItems: true,
      maxItems: 2,
    },
    value: [{ a: "x", b: 1 }],
    valid: "uniqueItems: all different",
    invalid: `
      uniqueItems: the first item twice, side by side; the first item again, its keys in another order`,
  },
  {
    rule: "array-items",
    title: "one list per kind of item",
    schema: { type: "array", items: { enum: ["a", "b"] } },
    value: ["a"],
    valid: "items: an empty list *; item variant 1; 2 items",
    invalid: "items: the last item is null; the last item is true; the last item is false",
  },
  {
    rule: "array-items",
    title: "a tuple that is closed",
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
    value: ["a", 1],
    valid: `
      items: an empty list *; prefixItems: every position; without the last position *`,
    invalid: `
      prefixItems: position 0 is null; position 1 is null; items: one item too many; null as one item too
      many; the last item again`,
  },
  {
    rule: "array-items",
    title: "how many items fit",
    schema: { type: "array", contains: { type: "integer" }, minContains: 2, maxContains: 3 },
    value: [1, 2],
    valid: "minContains: 2 that fit; 3 that fit; maxContains: 3 that fit, at most",
    invalid: `
      minContains: 1 that fit; contains: 0 that fit; maxContains: 4 that fit, at most; minContains: no
      items at all`,
  },
  {
    rule: "array-items",
    title: "at least one item fits",
    schema: { type: "array", contains: { const: "x" } },
    value: ["x"],
    valid: "contains: 1 that fit; 2 that fit",
    invalid: "contains: 0 that fit; no items at all",
  },
  {
    rule: "array-items",
    title: "nothing unevaluated",
    schema: { type: "array", prefixItems: [{ type: "string" }], unevaluatedItems: false },
    value: ["a"],
    valid: "prefixItems: an empty list *; every position; without the last position *",
    invalid: `
      prefixItems: position 0 is null; unevaluatedItems: one item too many; null as one item too many; the
      last item again`,
  },
  {
    rule: "array-items",
    title: "a bad item at the end of the list",
    schema: { type: "array", items: { type: "integer" }, maxItems: 2 },
    value: [1],
    valid: "items: an empty list *; item variant 1; item variant 2; item variant 3; 2 items",
    invalid: "items: the last item is null; the last item is true; the last item is false",
  },
  {
    rule: "required",
    title: "each required property left out",
    schema: {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "string" }, b: { type: "integer" }, c: { type: "boolean" } },
    },
    value: { a: "x", b: 1 },
    valid: "required: only what is required; what is required and c; every property",
    invalid: `
      required: with none of it; an empty object; with a alone; without a; every property but a; A instead of a *; without b; every property but b; B
      instead of b *`,
  },
  {
    rule: "required",
    title: "one property needs another",
    schema: {
      type: "object",
      properties: { card: { type: "string" }, billing: { type: "string" } },
      dependentRequired: { card: ["billing"] },
    },
    value: { card: "1", billing: "x" },
    valid: `
      properties: only what is required; what is required and card; every property; dependentRequired:
      card with what it needs; neither card nor what it needs`,
    invalid: "dependentRequired: card without billing",
  },
  {
    rule: "properties",
    title: "a closed object knows its keys",
    schema: {
      type: "object",
      properties: { name: { type: "string" }, size: { type: "integer" } },
      additionalProperties: false,
    },
    value: { name: "x", size: 1 },
    valid: `
      properties: keys in reverse order; with blanks and line breaks; a key written with escapes; a key
      twice *; a key twice, null first *`,
    invalid: `
      additionalProperties: an unknown key; an unknown key with null; an unknown key with an object; an
      empty key; the key __proto__ *; the key constructor *; NAME beside name *; name with a blank behind
      *`,
  },
  {
    rule: "properties",
    title: "an object open to further keys",
    schema: { type: "object", properties: { name: { type: "string" } } },
    value: { name: "x" },
    valid: `
      properties: a further key *; a further key with an object *; the key __proto__ *; with blanks and
      line breaks; a key written with escapes; a key twice *; a key twice, null first *`,
    invalid: "",
  },
  {
    rule: "properties",
    title: "an object of any keys",
    schema: { type: "object", additionalProperties: { type: "integer" } },
    value: { a: 1 },
    valid: "additionalProperties: a further key",
    invalid: `
      additionalProperties: a further key with null; a further key with true; a further key with false`,
  },
  {
    rule: "properties",
    title: "keys that nothing evaluates",
    schema: { type: "object", allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
    value: { a: 1 },
    valid: "",
    invalid: `
      unevaluatedProperties: an unknown key; an unknown key with null; an unknown key with an object; an
      empty key; the key __proto__ *; the key constructor *; A beside a *; a with a blank behind *`,
  },
  {
    rule: "properties",
    title: "a read-only property",
    schema: { type: "object", properties: { id: { type: "string", "x-plumbline-omit": true } } },
    value: {},
    valid: `
      properties: a further key *; a further key with an object *; the key __proto__ *; read-only id sent
      *`,
    invalid: "",
  },
  {
    rule: "property-names",
    title: "keys by pattern",
    schema: { type: "object", patternProperties: { "^x-": { type: "string" }, "^y-": false } },
    value: {},
    valid: "patternProperties: a key that matches",
    invalid: `
      patternProperties: a key that matches, with null; a key that matches, with true; a key that matches,
      with false; a key that matches`,
  },
  {
    rule: "property-names",
    title: "a rule for every key",
    schema: { type: "object", propertyNames: { pattern: "^[a-z]+$", maxLength: 5 } },
    value: {},
    valid: "propertyNames: an allowed name, variant 1",
    invalid: `
      propertyNames: a name that misses the pattern; a name one character too long; an empty name; an
      unknown name; a name with a blank; a name with a mark`,
  },
  {
    rule: "object-bounds",
    title: "an object of any keys",
    schema: { type: "object", minProperties: 1, maxProperties: 3, additionalProperties: { type: "integer" } },
    value: { a: 1 },
    valid: `
      minProperties: 1 property; 2 properties; maxProperties: 3 properties; 2 properties`,
    invalid: "minProperties: no properties; maxProperties: 4 properties; 13 properties",
  },
  {
    rule: "object-bounds",
    title: "at least one of the declared properties",
    schema: {
      type: "object",
      minProperties: 1,
      properties: { a: { type: "string" }, b: { type: "string" } },
      additionalProperties: false,
    },
    value: { a: "x", b: "y" },
    valid: "minProperties: 1 property; 2 properties",
    invalid: "minProperties: no properties",
  },
  {
    rule: "combinators",
    title: "variants whose keys must not mix",
    schema: {
      oneOf: [
        {
          type: "object",
          required: ["h"],
          properties: { h: { type: "string" }, v: { type: "string" } },
          additionalProperties: false,
        },
        {
          type: "object",
          required: ["p"],
          properties: { p: { type: "string" } },
          additionalProperties: false,
        },
      ],
    },
    value: { h: "x" },
    valid: "oneOf: branch 0; branch 0, every property; branch 1",
    invalid: `
      oneOf: no branch: null; no branch: true; no branch: false; no branch: number 1; no branch: number 1.5; no branch: empty string; no branch: a word; no branch: empty array; no branch: empty object; no branch: an unknown key alone; no branch: like 0, an unknown key more; no branch: like 0, written as text; no branch: like 0, h: null; no branch: like 0, h: true; no branch: like 1, an unknown key more; no branch: like 1, written as text; no branch: like 1, p: null; no branch: like 1, p: true; keys of 0 and 1, minimal; keys of 1 and 0, minimal; keys of 0 and 1, full; keys of 1 and 0, full; v of 0 beside 1`,
  },
  {
    rule: "combinators",
    title: "one of two properties, never both",
    schema: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    },
    value: { a: "x" },
    valid: "oneOf: branch 0; branch 1",
    invalid: `
      oneOf: no branch: empty object; no branch: an unknown key alone; keys of 0 and 1, minimal; keys of 1 and 0, minimal`,
  },
  {
    rule: "combinators",
    title: "either type",
    schema: { anyOf: [{ type: "string" }, { type: "integer" }] },
    value: "a",
    valid: "anyOf: branch 0; branch 1",
    invalid: `
      anyOf: no branch: null; no branch: true; no branch: false; no branch: number 1.5; no branch: empty
      array; no branch: empty object; no branch: an unknown key alone`,
  },
  {
    rule: "combinators",
    title: "two properties that exclude each other",
    schema: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      not: { required: ["a", "b"] },
    },
    value: { a: "x" },
    valid: "not: a value the inner schema refuses",
    invalid: "not: a value the inner schema accepts, variant 1",
  },
  {
    rule: "combinators",
    title: "all of them at once",
    schema: { allOf: [{ type: "string" }, { minLength: 2 }] },
    value: "ab",
    valid: "allOf: variant 1",
    invalid: "",
  },
  {
    rule: "combinators",
    title: "a branch inside another",
    schema: { oneOf: [{ type: "number" }, { type: "integer" }] },
    value: 1.5,
    valid: "oneOf: branch 0",
    invalid: `
      oneOf: no branch: null; no branch: true; no branch: false; no branch: empty string; no branch: a
      word; no branch: empty array; no branch: empty object; no branch: an unknown key alone; a value for 0 and 1`,
  },
  {
    rule: "conditional",
    title: "a kind that asks for more, or forbids it",
    schema: JSON.parse(
      `{"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["card", "cash"]}, "number": {"type": "string"}}, "if": {"properties": {"kind": {"const": "card"}}}, "then": {"required": ["number"]}, "else": {"properties": {"number": false}}}`,
    ) as SchemaObject,
    value: { kind: "cash" },
    valid: "if: the condition met; the condition unmet",
    invalid: `
      then: the consequence broken: without number; else: the consequence broken: number, variant 1`,
  },
  {
    rule: "conditional",
    title: "one property needs another",
    schema: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      dependentSchemas: { a: { required: ["b"] } },
    },
    value: { b: "x" },
    valid: "dependentSchemas: a with its consequence kept; without a",
    invalid: "dependentSchemas: the consequence broken: without b",
  },
  {
    rule: "discriminator",
    title: "two variants and their names",
    schema: {
      oneOf: [
        {
          allOf: [
            {
              type: "object",
              required: ["kind", "bark"],
              properties: { kind: { type: "string" }, bark: { type: "integer" } },
            },
            { required: ["kind"], properties: { kind: { enum: ["dog"] } } },
          ],
        },
        {
          allOf: [
            {
              type: "object",
              required: ["kind", "meow"],
              properties: { kind: { type: "string" }, meow: { type: "integer" } },
            },
            { required: ["kind"], properties: { kind: { enum: ["cat"] } } },
          ],
        },
      ],
      discriminator: { propertyName: "kind", mapping: { dog: 0, cat: 1 } },
    },
    value: { kind: "dog", bark: 1 },
    valid: "discriminator: the variant dog; the variant cat",
    invalid: `
      discriminator: an unknown name; the name in the other case; an empty name; the name with a blank
      behind *; null as name; a number as name; the name in a list; no name; the variant dog named cat;
      the variant cat named dog`,
  },
  {
    rule: "text",
    title: "a text without any rule",
    schema: { type: "string" },
    value: "a",
    valid: `
      type: every character escaped; empty *; a blank behind *; a blank before *; a tab behind *; a line
      break behind *; one blank *; blanks only *; a zero-width space alone *; the word null *; the word
      undefined *; the word true *; digits only *; a negative number *; a JSON object as text *; the word
      __proto__ *; with a tab inside *; with a line break inside *; with two blanks inside *; with a
      no-break space *; with a zero-width space *; with a byte order mark inside *; with a right-to-left
      override *; with bidirectional isolates *; with a combining accent *; with the composed accent *;
      with a ligature that NFKC takes apart *; with an emoji *; with an emoji of several code points *;
      with a flag *; with right-to-left text *; with Han characters *; with stacked accents *; with
      letters that change length in the other case *; with a noncharacter *; with a lone surrogate *; with
      NUL *; with an escape character *; with DEL *; with quotation marks and backslashes *; with a header
      injection *; with SQL *; with a NoSQL operator *; with HTML *; with an HTML entity *; with a
      template expression *; with a shell command *; with a path traversal *; with an LDAP filter *; with
      an XML entity *; with a format string *; with percent escapes *; with a spreadsheet formula *; 10000
      characters *`,
    invalid: "",
  },
  {
    rule: "text",
    title: "a text of at most twelve characters",
    schema: { type: "string", minLength: 1, maxLength: 12 },
    value: "a",
    valid: `
      type: every character escaped; a blank behind *; a blank before *; a tab behind *; a line break
      behind *; one blank *; blanks only *; a zero-width space alone *; the word null *; the word
      undefined *; the word true *; digits only *; a negative number *; a JSON object as text *; the word
      __proto__ *; with a tab inside *; with a line break inside *; with two blanks inside *; with a
      no-break space *; with a zero-width space *; with a byte order mark inside *; with a right-to-left
      override *; with bidirectional isolates *; with a combining accent *; with the composed accent *;
      with a ligature that NFKC takes apart *; with an emoji *; with a flag *; with Han characters *; with
      letters that change length in the other case *; with a noncharacter *; with a lone surrogate *; with
      NUL *; with DEL *`,
    invalid: "",
  },
  {
    rule: "text",
    title: "a text in a header",
    schema: { type: "string" },
    value: "a",
    where: "header",
    valid: `
      type: empty *; the word null *; the word undefined *; the word true *; digits only *; a negative
      number *; a JSON object as text *; the word __proto__ *; with two blanks inside *; with quotation
      marks and backslashes *; with SQL *; with a NoSQL operator *; with HTML *; with an HTML entity *;
      with a template expression *; with a shell command *; with a path traversal *; with an LDAP filter
      *; with an XML entity *; with a format string *; with percent escapes *; with a spreadsheet formula
      *; 10000 characters *`,
    invalid: "",
  },
  {
    rule: "text",
    title: "a pattern leaves nothing free",
    schema: { type: "string", pattern: "a" },
    value: "a",
    valid: "",
    invalid: "",
  },
];

for (const rule of RULES) {
  describe(rule.title, () => {
    for (const { title, schema, value, where = "body", ...want } of CASES.filter(
      ({ rule: id }) => id === rule.id,
    )) {
      test(title, () => {
        const probes = [...rule.probes(place(schema, value, where))];
        const of = (fate: Fate): readonly string[] =>
          listed(probes.filter((probe) => fateOf(probe, schema) === fate));
        expect(of("valid"), "valid").toEqual(entries(want.valid));
        expect(of("invalid"), "invalid").toEqual(entries(want.invalid));
        expect(of("unproven"), "unproven").toEqual(entries(want.unproven ?? ""));
        const ids = probes.map(({ keyword, detail, label, valid }) =>
          JSON.stringify([keyword, detail, label, valid]),
        );
        expect(new Set(ids).size, "labels are unique").toBe(ids.length);
        for (const { keyword } of probes) expect(schema).toHaveProperty([keyword]);
        const again = [...rule.probes(place(schema, value, where))];
        expect(again, "the same probes each time").toEqual(probes);
      });
    }
  });
}

test("every family has cases, and every case a family", () => {
  expect(new Set(CASES.map(({ rule }) => rule))).toEqual(new Set(RULES.map(({ id }) => id)));
});
