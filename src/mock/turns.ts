// Works in turns of the event loop: takes the requests that one turn brings together, then sends their answers together.
import type { IncomingMessage, ServerResponse } from "node:http";

/** An answer that is ready to be sent. */
export interface Letter {
  readonly outgoing: ServerResponse;
  readonly status: number;
  /** Names and values in turn, with the framing. */
  readonly fields: string[];
  /** Undefined where a message has no body. */
  readonly body: Uint8Array | undefined;
}

export interface Turns {
  /** Puts a request, whose head is there, in the turn that has begun. */
  readonly take: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  /** Has an answer sent at the end of the turn. */
  readonly post: (letter: Letter) => void;
}

/** Up to so many bytes a body is copied behind its head, so that both are one write. */
const COPIED = 16 * 1024;

/**
 * Every write may have to wake the client, a burst of them wakes it once; and of most requests the body is there when
 * the turn ends, so that it is read without waiting. `onError` is told of an answer that cannot be sent. Whatever is
 * thrown goes on to the process; the other requests and answers of the turn are not lost by it.
 */
export function inTurns(
  receive: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
  onError: (letter: Letter, error: unknown) => void,
): Turns {
  const requests: [IncomingMessage, ServerResponse][] = [];
  const letters: Letter[] = [];
  let isPlanned = false;
  const work = (): void => {
    try {
      for (let next = requests.shift(); next !== undefined; next = requests.shift()) receive(...next);
      for (let letter = letters.shift(); letter !== undefined; letter = letters.shift()) send(letter);
    } finally {
      isPlanned = false;
      if (requests.length + letters.length > 0) plan();
    }
  };
  const send = (letter: Letter): void => {
    try {
      write(letter);
    } catch (error) {
      onError(letter, error);
    }
  };
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(work);
  };
  return {
    take(incoming, outgoing) {
      requests.push([incoming, outgoing]);
      plan();
    },
    post(letter) {
      letters.push(letter);
      plan();
    },
  };
}

function write({ outgoing, status, fields, body }: Letter): void {
  outgoing.writeHead(status, fields);
  if (body === undefined) outgoing.end();
  else if (body.length > COPIED) outgoing.end(body);
  // Each byte as the character of its number: node joins the head and a text, but not the head and bytes.
  else outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"), "latin1");
}
