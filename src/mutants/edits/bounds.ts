// Edits of numeric keywords: a bound dropped, one off to either side, exclusive made inclusive.
import type { Edit, Node } from "./edit.ts";
import { without } from "./edit.ts";
import { impliedByRequired } from "./equality.ts";
import type { SchemaNode } from "./schema-nodes.ts";

/** Keyword → which way is weaker. */
const BOUNDS: Readonly<Record<string, 1 | -1>> = {
  minLength: -1,
  maxLength: 1,
  minimum: -1,
  maximum: 1,
  exclusiveMinimum: -1,
  exclusiveMaximum: 1,
  minItems: -1,
  maxItems: 1,
  minProperties: -1,
  maxProperties: 1,
  minContains: -1,
  maxContains: 1,
};
const COUNTS = /^(min|max)(Length|Items|Properties|Contains)$/;

/** The edits of the bounds of one schema object. */
export function boundEdits({ pointer, node }: SchemaNode): readonly Edit[] {
  const edits: Edit[] = [];
  for (const [keyword, direction] of Object.entries(BOUNDS)) {
    const bound = node[keyword];
    if (typeof bound !== "number") continue;
    const equality = keyword === "minProperties" ? impliedByRequired(node, bound) : undefined;
    const set =
      (value: number) =>
      (from: Node): Node => ({ ...from, [keyword]: value });
    edits.push({
      pointer,
      clause: keyword,
      manner: "dropped",
      what: `does not look at ${keyword} ${bound}`,
      change: (from) => without(from, keyword),
      equality,
    });
    const weak = bound + direction;
    const says = `${keyword} ${bound}`;
    // A minimum of 0 says nothing: it is the dropped one again.
    if (!(COUNTS.test(keyword) && weak <= 0 && direction < 0))
      edits.push({
        pointer,
        clause: keyword,
        manner: "weakened",
        what: `takes ${says} for ${weak}`,
        change: set(weak),
        equality,
      });
    const tight = bound - direction;
    if (!COUNTS.test(keyword) || tight >= 0)
      edits.push({
        pointer,
        clause: keyword,
        manner: "tightened",
        what: `takes ${says} for ${tight}`,
        change: set(tight),
      });
  }
  return [...edits, ...exclusiveEdits(pointer, node), ...otherEdits(pointer, node)];
}

/** OpenAPI 3.0 writes `exclusiveMinimum: true` beside `minimum`; 3.1 has two bounds. */
function exclusiveEdits(pointer: string, node: Node): readonly Edit[] {
  const edits: Edit[] = [];
  for (const [exclusive, inclusive] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (typeof node[exclusive] === "number") {
      const change = (from: Node): Node => ({ ...without(from, exclusive), [inclusive]: from[exclusive] });
      edits.push({
        pointer,
        clause: exclusive,
        manner: "weakened",
        what: `takes ${exclusive} for ${inclusive}`,
        change,
      });
    } else if (node[exclusive] === true) {
      const change = (from: Node): Node => without(from, exclusive);
      edits.push({
        pointer,
        clause: exclusive,
        manner: "weakened",
        what: `lets the bound itself pass`,
        change,
      });
    } else if (typeof node[inclusive] === "number") {
      const change = (from: Node): Node => ({ ...without(from, inclusive), [exclusive]: from[inclusive] });
      edits.push({
        pointer,
        clause: inclusive,
        manner: "tightened",
        what: `refuses the bound itself (${inclusive})`,
        change,
      });
    }
  }
  return edits;
}

function otherEdits(pointer: string, node: Node): readonly Edit[] {
  const edits: Edit[] = [];
  for (const keyword of ["multipleOf", "uniqueItems"]) {
    if (typeof node[keyword] !== "number" && node[keyword] !== true) continue;
    const change = (from: Node): Node => without(from, keyword);
    edits.push({ pointer, clause: keyword, manner: "dropped", what: `does not look at ${keyword}`, change });
  }
  return edits;
}
