// The one type of the project: an Answer is a server without its socket.

/** Header fields by lower-case name; a list where the field came (or goes out) more than once. */
export type HeaderFields = Readonly<Record<string, string | readonly string[]>>;

/** A request as it is on the wire: the target undecoded, the body as bytes, so that malformed ones can be sent. */
export interface ApiRequest {
  readonly method: string;
  /** The request target: path and query, still percent-encoded. */
  readonly path: string;
  readonly headers: HeaderFields;
  readonly body?: Uint8Array;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/**
 * Anything that answers: a mock, a mutant, a remote target. A connection that is dropped or never answered is a
 * rejection with a KitError whose code begins with `target-`.
 */
export type Answer = (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encodeText = (text: string): Uint8Array => encoder.encode(text);

/** UTF-8 bytes as text; a byte that is not UTF-8 becomes U+FFFD. */
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes);

/** The value of a field, repeated fields joined as RFC 9110 §5.3 joins them; undefined when absent. */
export function header(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name];
  return value === undefined || typeof value === "string" ? value : value.join(", ");
}

/** Every value of a field, in order; empty when absent. */
export function headerValues(headers: HeaderFields, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** A response with a JSON body. */
export function jsonResponse(status: number, value: unknown, headers: HeaderFields = {}): ApiResponse {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: encodeText(JSON.stringify(value)),
  };
}

/** The path and the query of a request target: `/a?b=c` is `["/a", "b=c"]`; the query is "" when there is none. */
export function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}
