// The mock judges its own answers by the contract before they go out.
import type { ApiResponse } from "../http.ts";
import type { Operation } from "../contract/model.ts";
import { readResponse } from "../contract/message.ts";
import { problemResponse } from "./problem.ts";
import { describeProblems } from "./problem-text.ts";

/** What to do about an own answer that breaks the contract: send a 500 that says so, only report it, or not look. */
export type SelfCheckMode = "fail" | "report" | "off";

/** Gives the response back when it keeps the contract. */
export type SelfCheck = (operation: Operation, response: ApiResponse) => ApiResponse;

export function selfCheckOf(mode: SelfCheckMode, note: (text: string) => void): SelfCheck {
  if (mode === "off") return (_operation, response) => response;
  return (operation, response) => {
    const { problems } = readResponse(operation, response, operation.method);
    const broken = problems.filter(({ advisory }) => advisory === undefined);
    if (broken.length === 0) return response;
    const text = `the mock's own ${response.status} for ${operation.id} breaks the contract: ${describeProblems(broken)} (${broken[0]?.pointer})`;
    note(text);
    return mode === "fail" ? problemResponse(500, text, { title: "The mock broke its contract" }) : response;
  };
}
