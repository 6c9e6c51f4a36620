// The reference: a mock of OneCLI's contract with handlers for its secrets.
import type { Contract } from "../contract/model.ts";
import type { Mock, MockOptions } from "../mock/mock.ts";
import { mock } from "../mock/mock.ts";
import type { StateRecord } from "../mock/state.ts";
import { createSecret } from "./create-secret.ts";
import { deleteSecret } from "./delete-secret.ts";
import { listSecrets } from "./list-secrets.ts";
import { SECRETS } from "./secret.ts";
import type { OnecliSeed } from "./seed.ts";
import { updateSecret } from "./update-secret.ts";

/** The contract names `authentication_error` only; the other words are the vendor's, as observed. */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "authentication_error",
  404: "not_found_error",
  413: "invalid_request_error",
  415: "invalid_request_error",
  500: "api_error",
};

/** A mock that keeps secrets: the contract's own operations, or any part of the family around them. */
export function reference(contract: Contract, seed: OnecliSeed, options: MockOptions = {}): Mock {
  const secrets = Object.fromEntries(seed.secrets.map((secret) => [secret.id, { ...secret } as StateRecord]));
  return mock(contract, {
    principals: seed.principals,
    state: { [SECRETS]: secrets },
    masked: ["value"],
    errorTypes: ERROR_TYPES,
    ...options,
    handlers: {
      updateOrgSecret: updateSecret,
      listOrgSecrets: listSecrets,
      createOrgSecret: createSecret,
      deleteOrgSecret: deleteSecret,
      ...options.handlers,
    },
  });
}
