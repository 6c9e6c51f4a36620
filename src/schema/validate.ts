// The door to ajv: validators for translated schemas, compiled at first use, with violations that name their clause.
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { JsonSchema, Violation } from "./violation.ts";
import { ADVISORY, OMIT, SECRET, UNCLEAR_NULL } from "./dialect.ts";
import { explainCombinator, isCombinator, type Explainer } from "./explain.ts";
import { expressionOf } from "./expression.ts";
import { isObject } from "./keywords.ts";
import { detailOf, messageOfKeyword } from "./messages.ts";

/** The formats that are checked: all of ajv-formats. */
export const KNOWN_FORMATS: ReadonlySet<string> = new Set(Object.keys(fullFormats));

export interface ValidatorOptions {
  /** The translated schema that an id (the target of a `$ref`) stands for. */
  readonly load: (id: string) => JsonSchema | undefined;
  readonly originOf: (schema: object) => string | undefined;
  /** Told once per schema that ajv cannot compile, and for each warning of its strict mode. */
  readonly onProblem: (pointer: string, message: string, fatal: boolean) => void;
}

export interface Validators {
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
  /** All violations; a schema that does not compile gives none and is told through onProblem. */
  readonly check: (schema: JsonSchema, value: unknown) => readonly Violation[];
}

const PASS: ValidateFunction = Object.assign(() => true, { schema: true, schemaEnv: {} }) as unknown as ValidateFunction;

export function createValidators(options: ValidatorOptions): Validators {
  const warnings: string[] = [];
  const ajv = engine((text) => warnings.push(text));
  const added = new Set<string>();
  const compiled = new WeakMap<object, ValidateFunction>();

  const register = (schema: unknown): void => {
    for (const id of refsOf(schema)) {
      if (added.has(id)) continue;
      const target = options.load(id);
      if (target === undefined) continue;
      added.add(id);
      ajv.addSchema(target, id);
      register(target);
    }
  };
  const compile = (schema: object): ValidateFunction => {
    const pointer = options.originOf(schema) ?? "#";
    let validate: ValidateFunction;
    try {
      register(schema);
      validate = ajv.compile(schema);
      ajv.removeSchema(schema);
      for (const text of warnings) options.onProblem(pointer, text, false);
    } catch (error) {
      options.onProblem(pointer, error instanceof Error ? error.message : String(error), true);
      validate = PASS;
    }
    warnings.length = 0;
    compiled.set(schema, validate);
    return validate;
  };
  const validatorOf = (schema: object): ValidateFunction => compiled.get(schema) ?? compile(schema);
  const check = (schema: JsonSchema, value: unknown): readonly Violation[] => {
    if (typeof schema === "boolean") return schema ? [] : [nothingAllowed("#")];
    const validate = validatorOf(schema);
    // ajv keeps the errors on the shared function: they are read before anything else validates.
    return validate(value) ? [] : violationsOf([...(validate.errors ?? [])], explainer);
  };
  const explainer: Explainer = { check, originOf: options.originOf, load: options.load };
  return {
    check,
    accepts: (schema, value) => (typeof schema === "boolean" ? schema : validatorOf(schema)(value) === true),
  };
}

function engine(warn: (text: string) => void): Ajv2020 {
  const quiet = (): void => undefined;
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    strictSchema: "log",
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    ownProperties: true,
    multipleOfPrecision: 9,
    logger: { log: quiet, warn: (text: unknown) => warn(String(text)), error: (text: unknown) => warn(String(text)) },
    code: { regExp: Object.assign((pattern: string) => expressionOf(pattern)?.regexp ?? /^/, { code: "regexp" }) },
  });
  addFormats.default(ajv);
  const dateTime = fullFormats["date-time"];
  const validate = typeof dateTime === "object" && "validate" in dateTime ? dateTime.validate : undefined;
  // RFC 3339 §5.6 lets applications put a blank for the T; JSON Schema's date-time follows the grammar itself.
  if (typeof validate === "function") {
    ajv.addFormat("date-time", { validate: (text: string) => !text.includes(" ") && (validate as (text: string) => boolean)(text) });
  }
  ajv.addVocabulary(["discriminator", ADVISORY, OMIT, SECRET, UNCLEAR_NULL]);
  return ajv;
}

/** The ids that a translated schema refers to; `#…` stays inside the schema itself. */
function refsOf(schema: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(schema)) for (const item of schema) refsOf(item, found);
  else if (isObject(schema)) {
    for (const [key, value] of Object.entries(schema)) {
      if (key === "$ref" && typeof value === "string") found.add(value);
      else if (key !== "enum" && key !== "const" && key !== "examples" && key !== "default") refsOf(value, found);
    }
  }
  return found;
}

function violationsOf(errors: readonly ErrorObject[], explainer: Explainer): readonly Violation[] {
  const combinators = errors.filter((error) => isCombinator(error.keyword));
  const inside = combinators.map((error) => ({ error, schemas: schemasIn(error, explainer) }));
  const top = errors.filter(
    (error) =>
      error.keyword !== "if" &&
      !inside.some(
        ({ error: outer, schemas }) =>
          outer !== error &&
          isBelow(error.instancePath, outer.instancePath) &&
          schemas.has(error.parentSchema as object) &&
          !(error.parentSchema === outer.parentSchema && error.instancePath === outer.instancePath),
      ),
  );
  const violations = top.flatMap((error) =>
    isCombinator(error.keyword) ? explainCombinator(error, explainer) : [violationOf(error, explainer)],
  );
  return distinct(violations);
}

const isBelow = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}/`);

/** Every schema object that the variants of a failed oneOf or anyOf reach: errors of theirs are its own story. */
function schemasIn(error: ErrorObject, explainer: Explainer): ReadonlySet<object> {
  const known = reachable.get(error.schema as object);
  if (known) return known;
  const found = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null || found.has(node)) return;
    found.add(node);
    if (Array.isArray(node)) return node.forEach(visit);
    for (const [key, value] of Object.entries(node)) {
      if (key === "$ref" && typeof value === "string") visit(explainer.load(value));
      else if (key !== "enum" && key !== "const" && key !== "examples" && key !== "default") visit(value);
    }
  };
  visit(error.schema);
  reachable.set(error.schema as object, found);
  return found;
}

const reachable = new WeakMap<object, ReadonlySet<object>>();

function violationOf(error: ErrorObject, explainer: Explainer): Violation {
  const parent: unknown = error.parentSchema;
  const origin = isObject(parent) ? (explainer.originOf(parent) ?? "#") : "#";
  if (error.keyword === "false schema") return { ...nothingAllowed(origin), instancePath: error.instancePath };
  const detail = detailOf(error.keyword, error.params);
  const advice = isObject(parent) && isObject(parent[ADVISORY]) ? parent[ADVISORY][error.keyword] : undefined;
  return {
    instancePath: error.instancePath,
    keyword: error.keyword,
    ...(detail === undefined ? {} : { detail }),
    pointer: origin.endsWith("/discriminator") ? origin : `${origin}/${error.keyword}`,
    message: messageOfKeyword(error.keyword, error.params, error.data),
    ...(typeof advice === "string" ? { advisory: advice } : {}),
  };
}

function nothingAllowed(pointer: string): Violation {
  return { instancePath: "", keyword: "false schema", pointer, message: "is not allowed here" };
}

function distinct(violations: readonly Violation[]): readonly Violation[] {
  const seen = new Set<string>();
  return violations.filter(({ pointer, instancePath, detail }) => {
    const key = `${pointer} ${instancePath} ${detail ?? ""}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
