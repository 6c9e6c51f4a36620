// Lists the secrets of the caller's organization, without their values.
import type { Handler } from "../mock/handler.ts";
import { secretsOf, visibleSecret } from "./secret.ts";

/** `listOrgSecrets`. */
export const listSecrets: Handler = (context) => ({
  status: 200,
  body: secretsOf(context).map(visibleSecret),
});
