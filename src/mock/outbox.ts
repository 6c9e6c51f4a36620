// Sends finished answers together, once per turn of the event loop: every write may have to wake the client, a burst wakes it once.
import type { ServerResponse } from "node:http";

export interface Letter {
  readonly outgoing: ServerResponse;
  readonly status: number;
  /** Names and values in turn, with the framing. */
  readonly fields: string[];
  /** Undefined where a message has no body. */
  readonly body: Uint8Array | undefined;
}

/** Up to so many bytes a body is copied behind its head, so that both are one write. */
const COPIED = 16 * 1024;

/** Takes answers and sends them before the next requests are read; `onError` is told of one that cannot be sent. */
export function createOutbox(onError: (letter: Letter, error: unknown) => void): (letter: Letter) => void {
  let waiting: Letter[] = [];
  const sendAll = (): void => {
    const letters = waiting;
    waiting = [];
    for (const letter of letters) {
      try {
        write(letter);
      } catch (error) {
        onError(letter, error);
      }
    }
  };
  return (letter) => {
    if (waiting.push(letter) === 1) setImmediate(sendAll);
  };
}

function write({ outgoing, status, fields, body }: Letter): void {
  outgoing.writeHead(status, fields);
  if (body === undefined) outgoing.end();
  else if (body.length > COPIED) outgoing.end(body);
  // Each byte as the character of its number: node joins the head and a text, but not the head and bytes.
  else outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"), "latin1");
}
