// oneOf and anyOf for ajv: the error of one says how many of the errors before it each variant has left.
import { _, type Ajv2020, type KeywordCxt, Name } from "ajv/dist/2020.js";

/** `counts`: by variant; none of a variant that fits. They are the errors right before this one, in the order of the variants. */
export interface CombinatorParams {
  readonly counts: readonly number[];
}

/** The variable in which ajv's code counts the errors so far. */
const ERRORS = new Name("errors");

/**
 * Puts own ones in the place of ajv's, whose errors do not tell which variant they are about: it would have to be asked
 * anew with each variant. Evaluated as JSON Schema 2020-12 core §10.2.1 says, every variant for the annotations' sake.
 */
export function addCombinators(ajv: Ajv2020): void {
  for (const keyword of ["anyOf", "oneOf"] as const) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      keyword,
      schemaType: "array",
      trackErrors: true,
      before: "allOf",
      code: (context) => generate(context, keyword),
      error: { message: "must fit a variant", params: ({ params }) => _`{ counts: ${params["counts"]} }` },
    });
  }
}

function generate(context: KeywordCxt, keyword: "anyOf" | "oneOf"): void {
  const { gen } = context;
  const variants = context.schema as readonly unknown[];
  const fitting = gen.let("fitting", 0);
  const fits = gen.name("fits");
  const counts = variants.map(() => gen.let("count", 0));
  gen.block(() => {
    for (const [index, count] of counts.entries()) {
      const before = gen.const("before", ERRORS);
      const variant = context.subschema({ keyword, schemaProp: index, compositeRule: true }, fits);
      gen.assign(count, _`${ERRORS} - ${before}`);
      gen.if(fits, () => gen.add(fitting, 1));
      const isMerged = context.mergeValidEvaluated(variant, fits) === true;
      if (keyword === "anyOf" && !isMerged) gen.if(_`${fitting} === 0`);
    }
  });
  const [first, ...others] = counts;
  const list = others.reduce((all, count) => _`${all}, ${count}`, _`${first ?? ""}`);
  context.setParams({ counts: _`[${list}]` });
  context.result(
    keyword === "oneOf" ? _`${fitting} === 1` : _`${fitting} > 0`,
    () => context.reset(),
    () => context.error(true),
  );
}
