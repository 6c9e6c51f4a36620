// Whether the errors of an API look alike: what no schema describes is compared with what the others send.
import { parseMediaType } from "../contract/media-type.ts";
import { declaredFor } from "../contract/message.ts";
import type { Operation } from "../contract/model.ts";
import { decodeText, header, type ApiResponse } from "../http.ts";
import { isObject } from "../schema/keywords.ts";
import type { Case } from "./case.ts";
import { pathPointer } from "../contract/clauses.ts";
import type { Evidence, Sent } from "./judge.ts";
import type { Sender } from "./send.ts";
import type { Tried } from "./verdicts.ts";

interface Seen {
  readonly layer: string;
  readonly shape: string;
  readonly operation: Operation;
  readonly item: Case;
  readonly sent: Sent;
}

export interface ErrorShapes {
  /** Takes note of the errors among the answers of a case. */
  readonly note: (item: Case, operation: Operation, exchanges: readonly Sent[]) => void;
  /** What was tried, with one note per layer whose errors look unlike those that the contract describes. */
  readonly judged: (tried: readonly Tried[]) => readonly Tried[];
}

/** Collects the shapes of errors: a few per layer, however many answers there are. */
export function errorShapes(): ErrorShapes {
  const described = new Set<string>();
  const others = new Map<string, Seen>();
  const note: ErrorShapes["note"] = (item, operation, exchanges) => {
    for (const sent of exchanges) {
      const { response } = sent;
      // RFC 9110 §15.5.7: who does not take the API's error type may be answered in another.
      if (!response || response.status < 400 || response.status > 499 || response.status === 406) continue;
      if (sent.request.method === "HEAD") continue;
      const shape = shapeOf(response);
      // RFC 9457: who knows HTTP knows this shape, whatever the contract says.
      if (shape.startsWith("application/problem+json")) continue;
      const layer = layerOf(item, response, operation);
      if (layer === undefined) described.add(shape);
      else if (!others.has(`${layer} ${shape}`) && others.size < 100)
        others.set(`${layer} ${shape}`, { layer, shape, operation, item, sent });
    }
  };
  const judged: ErrorShapes["judged"] = (tried) => {
    if (described.size === 0) return tried;
    const odd = [...others.values()].filter(({ shape }) => !described.has(shape));
    const notes = new Map(odd.map((seen) => [seen.layer, seen]));
    const byItem = new Map([...notes.values()].map((seen) => [seen.item, noteOf(seen, [...described])]));
    return tried.map((one) => {
      const more = one.as === undefined ? byItem.get(one.item) : undefined;
      if (!more) return one;
      return { ...one, judgement: { ...one.judgement, evidence: [...one.judgement.evidence, more] } };
    });
  };
  return { note, judged };
}

/** A sender whose answers are looked at on their way. */
export function watched(sender: Sender, { note }: ErrorShapes): Sender {
  return {
    ...sender,
    send: async (item, operation, around, own) => {
      const exchanges = await sender.send(item, operation, around, own);
      note(item, operation, exchanges);
      return exchanges;
    },
  };
}

/** What part of a server answers here; undefined where the contract describes the body of the answer. */
function layerOf(item: Case, { status }: ApiResponse, operation: Operation): string | undefined {
  if (item.rule === "paths") return "an unknown path";
  if (item.rule === "methods") return "an undeclared method";
  const declared = declaredFor(operation, status);
  return declared?.content.some(({ schema }) => schema !== undefined) ? undefined : `${status}`;
}

/** The media type, and of a JSON object its fields, one level deep. */
function shapeOf(response: ApiResponse): string {
  if (response.body.byteLength === 0) return "no body";
  const type = header(response.headers, "content-type");
  const essence = type === undefined ? "no media type" : (parseMediaType(type)?.essence ?? type);
  try {
    return `${essence} ${fieldsOf(JSON.parse(decodeText(response.body)), 1)}`;
  } catch {
    return essence;
  }
}

function fieldsOf(value: unknown, depth: number): string {
  if (Array.isArray(value)) return "a list";
  if (!isObject(value)) return value === null ? "null" : `a ${typeof value}`;
  const names = Object.keys(value).toSorted().slice(0, 12);
  return `{ ${names.map((name) => (depth > 0 && isObject(value[name]) ? `${name} ${fieldsOf(value[name], depth - 1)}` : name)).join(", ")} }`;
}

function noteOf({ layer, shape, operation, sent }: Seen, described: readonly string[]): Evidence {
  const what = /^\d+$/.test(layer) ? `the ${layer} answer` : `the answer to ${layer}`;
  return {
    clause: pathPointer(operation),
    severity: "note",
    kind: "conformance",
    message: `${what} does not look like the API's other errors`,
    expected: described.slice(0, 3).join(", or "),
    got: shape,
    sent,
    firm: true,
  };
}
