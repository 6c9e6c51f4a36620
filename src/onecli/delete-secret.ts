// Removes a secret of the caller's organization for good.
import type { Handler } from "../mock/handler.ts";
import { secretNotFound, secretOfPath, SECRETS } from "./secret.ts";

/** `deleteOrgSecret`. */
export const deleteSecret: Handler = (context) => {
  const secret = secretOfPath(context);
  if (!secret) return secretNotFound(context);
  context.state.collection(SECRETS).delete(secret.id);
  return { status: 204 };
};
