// Problems of a request in one line that a frontend developer can act on: each with its field and its reason.
import type { Problem } from "../contract/exchange-types.ts";
import { readablePath } from "../schema/messages.ts";
import type { Violation } from "../schema/violation.ts";
import { leavesOf } from "../schema/violation.ts";

const SHOWN = 5;
const PART_LENGTH = 300;

/** `name: must not be longer than 255 characters (it has 256); hostPattern: must be a string`; at most five, the rest counted. */
export function describeProblems(problems: readonly Problem[]): string {
  const shown = problems.slice(0, SHOWN).map(describeProblem).join("; ");
  const rest = problems.length - SHOWN;
  return rest > 0 ? `${shown}; and ${rest} more` : shown;
}

/** One problem: `query parameter limit: must be an integer`. */
function describeProblem(problem: Problem): string {
  const leaves = leavesOf([problem]).filter((leaf) => leaf !== problem);
  if (leaves.length === 0) return `${fieldOf(problem)}: ${shorten(problem.message)}`;
  const reasons = leaves
    .slice(0, SHOWN)
    .map((leaf) => `${fieldOf(leafProblem(problem, leaf))}: ${shorten(leaf.message)}`);
  const context = `${fieldOf(problem)} ${shorten(problem.message)}`;
  return `${reasons.join(", ")} (${context})`;
}

/** The problems at the bottom, where a value fits no variant; each with the part of the message that it is in. */
export function leafProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.flatMap((problem) =>
    leavesOf([problem]).map((leaf) => (leaf === problem ? problem : leafProblem(problem, leaf))),
  );
}

function leafProblem(problem: Problem, leaf: Violation): Problem {
  return { ...leaf, in: problem.in, ...(problem.name === undefined ? {} : { name: problem.name }) };
}

/** The field in words: `injectionConfig.headerName`, `body`, `query parameter limit`. */
export function fieldOf(problem: Problem): string {
  const inside = shorten(readablePath(problem.instancePath));
  if (problem.in === "body") return inside === "" ? "body" : inside;
  if (problem.in === "status") return "status";
  const kind = problem.in === "header" || problem.in === "cookie" ? problem.in : `${problem.in} parameter`;
  const name = problem.name === undefined ? "" : ` ${shorten(problem.name)}`;
  return `${kind}${name}${inside === "" ? "" : ` (${inside})`}`;
}

function shorten(text: string): string {
  return text.length <= PART_LENGTH ? text : `${text.slice(0, PART_LENGTH)}…`;
}
