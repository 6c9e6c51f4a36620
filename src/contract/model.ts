// The compiled contract as plain data: what mock, judge and proof read.
import type { JsonSchema, Violation } from "../schema/violation.ts";

/** Where a node of the contract is written. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A slip in the contract itself; it never stops a run, and it is always shown. */
export interface ContractFinding {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly pointer: string;
  readonly message: string;
}

/** A schema in use: where it is written, its translation, its validator (compiled at first use). */
export interface SchemaUse {
  readonly pointer: string;
  /** The schema as JSON Schema 2020-12, `$ref`s resolvable through `resolve`. */
  readonly schema: JsonSchema;
  /** Violations of a value; empty when it is valid. */
  readonly check: (value: unknown) => readonly Violation[];
  /** Only whether it is valid: the fast path. */
  readonly accepts: (value: unknown) => boolean;
  /** Whether a value satisfies any schema object of this translation, or one built from its parts. */
  readonly acceptsPart: (schema: JsonSchema, value: unknown) => boolean;
  /** The schema a `$ref` of this translation names. */
  readonly resolve: (ref: string) => JsonSchema | undefined;
  /** The contract pointer of a schema object of this translation. */
  readonly originOf: (schema: object) => string | undefined;
}

export type ParameterPlace = "path" | "query" | "header" | "cookie";
export type ParameterStyle =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "deepObject";

export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly allowEmptyValue: boolean;
  /** Set for a parameter described by `content`: its media type; the value is then a serialised document. */
  readonly mediaType?: string;
  readonly schema: SchemaUse | undefined;
  readonly pointer: string;
  readonly examples: readonly unknown[];
}

export interface MediaType {
  /** As declared: `application/json`, `text/*`, `application/json; charset=utf-8`. */
  readonly range: string;
  readonly schema: SchemaUse | undefined;
  readonly examples: readonly Example[];
  /** `encoding` per property of a form body, as declared. */
  readonly encoding: Readonly<Record<string, Encoding>>;
  readonly pointer: string;
}

export interface Example {
  readonly name: string;
  readonly value: unknown;
  readonly pointer: string;
}

export interface Encoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

export interface RequestBody {
  readonly required: boolean;
  readonly content: readonly MediaType[];
  readonly pointer: string;
}

export interface ResponseHeader {
  readonly name: string;
  readonly required: boolean;
  readonly schema: SchemaUse | undefined;
  readonly explode: boolean;
  readonly pointer: string;
}

export interface DeclaredResponse {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: readonly ResponseHeader[];
  /** Empty: the contract declares no body. */
  readonly content: readonly MediaType[];
  readonly pointer: string;
}

export interface SecurityScheme {
  readonly name: string;
  readonly type: "http" | "apiKey" | "oauth2" | "openIdConnect" | "mutualTLS" | "unknown";
  /** For `http`: the lower-case scheme: `bearer`, `basic`. */
  readonly scheme?: string;
  /** For `apiKey`: where the key goes and under which name. */
  readonly in?: "header" | "query" | "cookie";
  readonly parameterName?: string;
  readonly pointer: string;
}

/** All schemes of one alternative must be satisfied; an operation is open when one alternative is empty. */
export interface SecurityAlternative {
  readonly schemes: readonly { readonly scheme: SecurityScheme; readonly scopes: readonly string[] }[];
  readonly pointer: string;
}

export interface Operation {
  /** `operationId`, else `PATCH /path`. Unique in the contract. */
  readonly id: string;
  readonly method: string;
  /** The path template, without any base path: `/org/secrets/{secretId}`. */
  readonly path: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  readonly responses: readonly DeclaredResponse[];
  /** Alternatives (OR). Empty: no security. */
  readonly security: readonly SecurityAlternative[];
  readonly securityPointer: string;
  /** x-plumbline-roles: who may call; undefined when the contract does not say. */
  readonly roles: readonly string[] | undefined;
  readonly pointer: string;
  /** What the API sends on its own after a request; absent where the operation declares none. */
  readonly callbacks?: readonly Callback[];
}

/** A request that the API itself sends: its operation goes to the URL that an expression gives. */
export interface Callback {
  readonly name: string;
  /** As written: `{$request.body#/url}`. */
  readonly expression: string;
  readonly operation: Operation;
}

export interface Clause {
  /** The pointer: what identifies the clause. */
  readonly pointer: string;
  readonly operation: string;
  readonly part: "path" | "method" | "security" | "parameter" | "request" | "response";
  /** The keyword or rule: `maxLength`, `required`, `status`. */
  readonly keyword: string;
}

export interface Contract {
  readonly title: string;
  readonly version: string;
  readonly openapi: string;
  /** Base paths of `servers`, `""` for the root: `/v1`. */
  readonly basePaths: readonly string[];
  readonly operations: readonly Operation[];
  /** OpenAPI 3.1 webhooks: requests that the API sends unasked, `path` being the name. Listed, neither mocked nor judged. */
  readonly webhooks?: readonly Operation[];
  /** Slips found so far; lazily compiled schemas add theirs when they are compiled. */
  readonly findings: readonly ContractFinding[];
  /** Where a pointer is written; undefined for a node that neither the document nor an overlay holds. */
  readonly locate: (pointer: string) => Position | undefined;
  /** The node a pointer names. */
  readonly at: (pointer: string) => unknown;
  /** The sentence that an overlay gives as the source of a node, or the description beside it. */
  readonly quote: (pointer: string) => string | undefined;
  /** Every file and URL that the contract was read from, the root first. */
  readonly uris?: readonly string[];
  /** The effective document (published + overlays), references to other files kept. */
  readonly effective: unknown;
}
