// Sends the callbacks that an operation declares once it was answered, where the user lets the mock send anything.
import type { ApiRequest, ApiResponse } from "../http.ts";
import { messageOf } from "../errors.ts";
import { declaredFor } from "../contract/message.ts";
import type { Callback, Operation } from "../contract/model.ts";
import { refusalOf } from "../contract/remote.ts";
import { expandExpression } from "../contract/runtime-expression.ts";
import { concreteType, isJsonType, writeAs } from "./content-type.ts";
import { sampleOf } from "./sampled.ts";

/**
 * Where callbacks may go: nowhere, to public addresses, or anywhere. Nowhere is the default: the URL comes out of a
 * request, and whoever can send one could make the mock knock at doors that only this machine can reach.
 */
export type CallbackMode = "off" | "public" | "any";

/** Sends a request and gives the status of the answer; rejects when there is none. */
export type Post = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: Uint8Array | undefined;
  },
) => Promise<number>;

export interface CallbackOptions {
  readonly mode: CallbackMode;
  /** Told of everything that happens to a callback: sent, refused, left alone, answered. */
  readonly note: (text: string) => void;
  readonly post?: Post;
}

export type SendCallbacks = (
  operation: Operation,
  request: ApiRequest,
  response: ApiResponse,
  pathValues: Readonly<Record<string, string>>,
) => Promise<void>;

const TIMEOUT_MS = 10_000;

/** A sender; what it gives resolves when every callback was tried, and never rejects. */
export function callbackSender({ mode, note, post = postOnce }: CallbackOptions): SendCallbacks {
  return async (operation, request, response, pathValues) => {
    for (const callback of operation.callbacks ?? []) {
      const name = `the callback ${callback.name} of ${operation.id}`;
      if (mode === "off") {
        note(`${name} is not sent; --callbacks public (or any) lets the mock send it`);
        continue;
      }
      const target = expandExpression(callback.expression, { request, response, pathValues });
      if (target === undefined || !URL.canParse(target)) {
        note(`${name} is not sent: ${callback.expression} gives no URL here`);
        continue;
      }
      note(`${name}: ${await sendOne(callback, new URL(target), mode, post)}`);
    }
  };
}

async function sendOne(callback: Callback, url: URL, mode: CallbackMode, post: Post): Promise<string> {
  const { operation } = callback;
  const refusal = await refusalOf(url, mode === "any");
  if (refusal !== undefined)
    return `not sent: ${refusal}${mode === "public" ? "; --callbacks any lets it pass" : ""}`;
  const message = messageFor(operation);
  if (message === undefined) return "not sent: no body was found that its schema accepts";
  try {
    const status = await post(url.href, { method: operation.method, ...message });
    const declared = operation.responses.length === 0 || declaredFor(operation, status) !== undefined;
    return `sent to ${url.host}, answered ${status}${declared ? "" : ", which the contract does not declare"}`;
  } catch (error) {
    return `sent to ${url.host}, no answer: ${messageOf(error)}`;
  }
}

type Message = { readonly headers: Record<string, string>; readonly body: Uint8Array | undefined };

/** The body that the callback's operation declares, JSON where it can be; undefined when no value satisfies its schema. */
function messageFor({ requestBody }: Operation): Message | undefined {
  const content = requestBody?.content ?? [];
  const declared = content.find(({ range }) => isJsonType(range)) ?? content[0];
  if (!declared) return { headers: {}, body: undefined };
  const { schema, examples } = declared;
  const example = examples.find(({ value }) => schema === undefined || schema.accepts(value));
  const value = example ? example.value : schema ? sampleOf(schema, { seed: 1, fill: "all" }) : {};
  const written = value === undefined ? undefined : writeAs(value, concreteType(declared.range), declared);
  return written && { headers: { "content-type": written.contentType }, body: written.body };
}

const postOnce: Post = async (url, { method, headers, body }) => {
  const response = await fetch(url, {
    method,
    headers: { "user-agent": "plumbline", ...headers },
    ...(body === undefined || method === "GET" || method === "HEAD" ? {} : { body }),
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.status;
};
