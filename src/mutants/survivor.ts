// Why a mutant survives: nothing that the judge sends brings its fault out, or the judge lets pass what it answers.
import type { Answer, ApiRequest, ApiResponse } from "../http.ts";
import { header } from "../http.ts";
import { textOf } from "./json-body.ts";
import type { Server } from "./mutant.ts";

export interface Watch {
  /** The mutant, with the original asked the same beside it. */
  readonly server: Server;
  /** What was seen to differ so far, in one sentence. */
  readonly reason: () => string;
}

/** Has a mutant watched: every request goes to the original too, and answers that differ are remembered. */
export function watched(mutant: Server, original: Answer): Watch {
  let count = 0;
  let first = "";
  const watch =
    (answer: Answer): Answer =>
    async (request) => {
      const response = await answer(request);
      const right = await original(request);
      if (isAlike(response, right)) return response;
      if (count++ === 0) first = differenceOf(request, response, right);
      return response;
    };
  return {
    server: { answer: watch(mutant.answer), connect: () => watch(mutant.connect()) },
    reason: () =>
      count === 0
        ? "no request of the judge is answered otherwise than by the original"
        : `the judge lets it pass: ${first}`,
  };
}

/** Numbers aside: ids that are counted and instants differ between any two servers. */
function isAlike(one: ApiResponse, other: ApiResponse): boolean {
  const type = ({ headers }: ApiResponse): string => header(headers, "content-type") ?? "";
  const text = (response: ApiResponse): string => textOf(response).replace(/\d+/g, "0");
  return one.status === other.status && type(one) === type(other) && text(one) === text(other);
}

function differenceOf({ method, path }: ApiRequest, response: ApiResponse, right: ApiResponse): string {
  const where = `${method} ${path.length > 60 ? `${path.slice(0, 60)}…` : path}`;
  return response.status === right.status
    ? `${where} has another ${response.status} answer`
    : `${where} is answered ${response.status}, by the original ${right.status}`;
}
