// Regular expressions as JSON Schema means them: ECMA-262 with the u flag, or without where only that compiles.

export interface Expression {
  readonly regexp: RegExp;
  readonly unicode: boolean;
}

const known = new Map<string, Expression | undefined>();

/** The compiled pattern; undefined when it is no regular expression at all. Compiled once per pattern. */
export function expressionOf(pattern: string): Expression | undefined {
  if (known.has(pattern)) return known.get(pattern);
  const expression = compile(pattern, "u") ?? compile(pattern, "");
  known.set(pattern, expression);
  return expression;
}

function compile(pattern: string, flags: "u" | ""): Expression | undefined {
  try {
    return { regexp: new RegExp(pattern, flags), unicode: flags === "u" };
  } catch {
    return undefined;
  }
}
