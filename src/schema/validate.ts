// The door to ajv: validators for translated schemas, compiled at first use, with violations that name their clause.
import type { SchemaValidateFunction } from "ajv";
import { _, Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { JsonSchema, Violation } from "./violation.ts";
import { nothingAllowed, violationsOf } from "./ajv-errors.ts";
import { ADVISORY, BINDING, OMIT, SECRET, UNCLEAR_NULL } from "./annotations.ts";
import { addCombinators } from "./combinator.ts";
import type { Explainer } from "./explain.ts";
import { matcherOf } from "./pattern-match.ts";
import { isMultiple } from "./multiple.ts";
import { isLonger, isShorter } from "./text-length.ts";
import { eachSchema } from "./walk.ts";

/** The formats that are checked: all of ajv-formats. */
export const KNOWN_FORMATS: ReadonlySet<string> = new Set(Object.keys(fullFormats));

export interface ValidatorOptions {
  /** The translated schema that an id (the target of a `$ref`) stands for. */
  readonly load: (id: string) => JsonSchema | undefined;
  readonly originOf: (schema: object) => string | undefined;
  /** Told once per schema that does not compile. */
  readonly onProblem: (pointer: string, message: string) => void;
}

export interface Validators {
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
  /** All violations; a schema that does not compile gives none and is told through onProblem. */
  readonly check: (schema: JsonSchema, value: unknown) => readonly Violation[];
}

type Validate = (value: unknown) => readonly ErrorObject[] | undefined;

const PASS: Validate = () => undefined;

export function createValidators(options: ValidatorOptions): Validators {
  const ajv = engine();
  const register = registrar(ajv, options.load);
  const compiled = new WeakMap<object, Validate>();
  let stepwise: Ajv2020 | undefined;

  const build = (schema: object): ValidateFunction => {
    try {
      register(schema);
      return ajv.compile(schema);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // ajv compiles what a schema refers to inside it: hundreds of schemas deep, the stack ends.
      stepwise ??= stepwiseEngine((id, value) => {
        const target = options.load(id);
        return typeof target === "object" ? validatorOf(target)(value) : undefined;
      });
      return stepwise.compile(schema);
    } finally {
      ajv.removeSchema(schema);
    }
  };
  const compile = (schema: object): Validate => {
    let validate = PASS;
    try {
      validate = guarded(build(schema), schema);
    } catch (error) {
      options.onProblem(
        options.originOf(schema) ?? "#",
        error instanceof Error ? error.message : String(error),
      );
    }
    compiled.set(schema, validate);
    return validate;
  };
  const validatorOf = (schema: object): Validate => compiled.get(schema) ?? compile(schema);
  const check = (schema: JsonSchema, value: unknown): readonly Violation[] => {
    if (typeof schema === "boolean") return schema ? [] : [nothingAllowed("#")];
    const errors = validatorOf(schema)(value);
    return errors === undefined ? [] : violationsOf(errors, explainer);
  };
  const explainer: Explainer = { originOf: options.originOf, load: options.load };
  return {
    check,
    accepts: (schema, value) =>
      typeof schema === "boolean" ? schema : validatorOf(schema)(value) === undefined,
  };
}

/** A value that is nested so deeply that checking it ends the stack is refused, not thrown about. */
function guarded(validate: ValidateFunction, schema: object): Validate {
  return (value) => {
    try {
      // ajv keeps the errors on the shared function: they are taken before anything else validates.
      return validate(value) ? undefined : (validate.errors ?? []);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ keyword: "depth", instancePath: "", schemaPath: "#", params: {}, parentSchema: schema }];
    }
  };
}

/** Makes known to ajv what a schema refers to, directly or not; each id once, without recursion. */
function registrar(ajv: Ajv2020, load: ValidatorOptions["load"]): (schema: unknown) => void {
  const added = new Set<string>();
  return (schema) => {
    const pending: unknown[] = [schema];
    while (pending.length > 0) {
      eachSchema(pending.pop(), ({ $ref: id }) => {
        if (typeof id !== "string" || added.has(id)) return;
        added.add(id);
        const target = load(id);
        if (target === undefined) return;
        ajv.addSchema(target, id);
        pending.push(target);
      });
    }
  };
}

function engine(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    // What several schemas refer to is compiled once; in place of every reference it would be compiled for each.
    inlineRefs: false,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    logger: false,
    // V8 optimises what is hot; ajv's own pass would cost a third of every compilation and gain nothing measurable.
    code: { optimize: false, regExp: Object.assign(matcherOf, { code: "matcher" }) },
  });
  addFormats.default(ajv);
  const dateTime = fullFormats["date-time"];
  const validate = typeof dateTime === "object" && "validate" in dateTime ? dateTime.validate : undefined;
  // RFC 3339 §5.6 lets applications put a blank for the T; JSON Schema's date-time follows the grammar itself.
  if (typeof validate === "function") {
    const strict = (text: string): boolean =>
      !/\s/.test(text) && (validate as (text: string) => boolean)(text);
    ajv.addFormat("date-time", { validate: strict });
  }
  // RFC 4122 writes a UUID without the `urn:uuid:` that ajv-formats takes too.
  ajv.addFormat("uuid", /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i);
  // The bounds as JSON.parse reads them: ±(2^63 - 1) is rounded to ±2^63.
  const int64 = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= 2 ** 63;
  ajv.addFormat("int64", { type: "number", validate: int64 });
  addCombinators(ajv);
  addLength(ajv, "maxLength", isLonger);
  addLength(ajv, "minLength", isShorter);
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    compile: (divisor: number) => (value: number) => isMultiple(value, divisor),
    error: { message: "must be a multiple", params: ({ schemaCode }) => _`{ multipleOf: ${schemaCode} }` },
  });
  ajv.addVocabulary(["discriminator", ADVISORY, BINDING, OMIT, SECRET, UNCLEAR_NULL]);
  return ajv;
}

/** A bound of a length in ajv's place for it: ajv counts every character of every text. */
function addLength(
  ajv: Ajv2020,
  keyword: "maxLength" | "minLength",
  breaks: (text: string, limit: number) => boolean,
): void {
  ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword,
    type: "string",
    schemaType: "number",
    before: "pattern",
    code: (context) => {
      const { gen, data, schemaCode } = context;
      context.fail(_`${gen.scopeValue("func", { ref: breaks })}(${data}, ${schemaCode})`);
    },
    error: { message: "must have another length", params: ({ schemaCode }) => _`{ limit: ${schemaCode} }` },
  });
}

/** An engine that compiles one schema at a time: a `$ref` is followed when a value is there. */
function stepwiseEngine(run: (id: string, value: unknown) => readonly ErrorObject[] | undefined): Ajv2020 {
  const ajv = engine();
  const follow: SchemaValidateFunction = (id: string, value: unknown, _parent, context) => {
    const errors = run(id, value);
    const place = context?.instancePath ?? "";
    follow.errors = (errors ?? []).map((error) => ({ ...error, instancePath: place + error.instancePath }));
    return errors === undefined;
  };
  ajv.removeKeyword("$ref");
  ajv.addKeyword({ keyword: "$ref", schemaType: "string", errors: "full", validate: follow });
  return ajv;
}
