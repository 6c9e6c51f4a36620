// The last exchanges of a mock in a ring buffer: what was asked, what was answered, what was wrong. No bodies, no credentials.

export interface JournalEntry {
  /** When the request arrived, ISO 8601. */
  readonly at: string;
  readonly method: string;
  /** The request target; values of the query are masked, for a credential may be among them. */
  readonly path: string;
  readonly status: number;
  readonly operation?: string;
  readonly milliseconds: number;
  /** Why the request was refused, or what the mock notes about it. */
  readonly problems: readonly string[];
}

/** One exchange as the pipeline hands it over; made readable only when somebody reads the journal. */
export interface Recorded {
  readonly arrived: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly operation: string | undefined;
  readonly milliseconds: number;
  readonly problems: readonly string[];
}

export interface Journal {
  readonly record: (exchange: Recorded) => void;
  /** Oldest first. */
  readonly entries: () => JournalEntry[];
  readonly clear: () => void;
}

/** A journal that keeps the last `size` exchanges. */
export function createJournal(size = 1000): Journal {
  let ring: Recorded[] = [];
  let next = 0;
  return {
    record(exchange) {
      ring[next] = exchange;
      next = next + 1 === size ? 0 : next + 1;
    },
    entries: () => [...ring.slice(next), ...ring.slice(0, next)].map(readable),
    clear() {
      ring = [];
      next = 0;
    },
  };
}

function readable(exchange: Recorded): JournalEntry {
  const { arrived, path, operation, milliseconds, ...rest } = exchange;
  return {
    ...rest,
    at: new Date(arrived).toISOString(),
    path: maskQuery(path).slice(0, 2000),
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    ...(operation === undefined ? {} : { operation }),
  };
}

function maskQuery(target: string): string {
  const mark = target.indexOf("?");
  return mark < 0 ? target : target.slice(0, mark) + target.slice(mark).replace(/=[^&]*/g, "=…");
}
