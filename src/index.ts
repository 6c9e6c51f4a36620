// The public API: what a program may import, by explicit names that a test pins.
export type { Answer, ApiRequest, ApiResponse, HeaderFields } from "./http.ts";
export { KitError, type ErrorCode } from "./errors.ts";
export { loadContract, compileContract } from "./contract/compile.ts";
export {
  loadDocuments,
  parseDocument,
  writeYaml,
  type Documents,
  type LoadOptions,
} from "./contract/document.ts";
export { clausesOf } from "./contract/clauses.ts";
export { readRequest, readResponse } from "./contract/message.ts";
export type { Clause, Contract, ContractFinding, Operation } from "./contract/model.ts";
export type { Problem, ReadRequest, ReadResponse } from "./contract/exchange-types.ts";
export type { Json, Violation } from "./schema/violation.ts";
export { mock, type Mock, type MockOptions } from "./mock/mock.ts";
export type { Handler, HandlerContext, HandlerResult, Principal } from "./mock/handler.ts";
export { serve, type Server, type ServeOptions } from "./mock/serve.ts";
export { over, type OverOptions, type Remote } from "./suite/over.ts";
export { deriveCases, type Derivation } from "./suite/derive.ts";
export { runSuite, type RunOptions } from "./suite/run.ts";
export type { Target, TargetPrincipal } from "./suite/target.ts";
export type { Case } from "./suite/case.ts";
export type { ClauseVerdict, Finding, RunResult } from "./suite/result.ts";
export { REPORTS, type ReportFormat } from "./reports/formats.ts";
