// A clause pointer as a person would say it: `requestBody › application/json › name › maxLength`.
import type { SourceLine } from "../suite/result.ts";

const STRUCTURE: ReadonlySet<string> = new Set(["schema", "content", "properties"]);

const decodeToken = (token: string): string => token.replaceAll("~1", "/").replaceAll("~0", "~");

/** The tokens after what the operation's heading or the kind of component already says. */
function telling(tokens: readonly string[]): readonly string[] {
  if (tokens[0] === "paths" && tokens.length > 3) return tokens.slice(3);
  if (tokens[0] === "components" && tokens.length > 2) return tokens.slice(2);
  return tokens;
}

/** Leaves out words of structure; a property that is itself called `content` follows `properties` and stays. */
export function clauseLabel(pointer: string): string {
  const tokens = pointer
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decodeToken);
  let name = false;
  const words = telling(tokens).filter((token) => {
    const structure = !name && STRUCTURE.has(token);
    name = structure && token !== "schema";
    return !structure;
  });
  return words.join(" › ") || pointer;
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `openapi.yaml:112:17` taken apart; the start of the contract's file for a clause that is written nowhere. */
export function placeOf(clause: SourceLine, contractFile: string): Place {
  const match = /^(.+):(\d+):(\d+)$/s.exec(clause.where ?? "");
  if (match === null) return { file: contractFile, line: 1, column: 1 };
  return {
    file: match[1] ?? contractFile,
    line: Math.max(1, Number(match[2])),
    column: Math.max(1, Number(match[3])),
  };
}

/** Where a clause is written, in words. */
export function whereText(clause: SourceLine): string {
  return clause.where ?? "not written in the contract";
}
